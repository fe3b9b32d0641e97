"""From somebody's spreadsheet to people of the centre, through the same verbs as the forms."""
