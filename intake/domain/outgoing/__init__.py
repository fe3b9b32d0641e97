"""Files we give away: templates, people as lists that come back, rows to be corrected."""
