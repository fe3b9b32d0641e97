"""Everything that changes a volunteer."""
