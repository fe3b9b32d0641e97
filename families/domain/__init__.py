"""Everything that changes a household."""
