"""Changes to organisations and their sites."""
