"""Whether two rows, or a row and somebody here, are one person, and what differs between them."""
