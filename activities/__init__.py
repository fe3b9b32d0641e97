"""What a pair does: meetings and what both sides say of them, plans, calls for help, concerns."""
