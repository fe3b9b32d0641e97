"""The kinds of lists: their columns, and how a row becomes somebody in a room and back."""
