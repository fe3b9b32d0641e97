"""Lists as centres keep them, each made by script, with what must come of it."""
