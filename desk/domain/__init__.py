"""Everything that changes the coordinators' desk."""
