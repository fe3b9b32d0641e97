"""Opening what somebody sent: whatever its shape, as headings and rows, and nothing of it trusted."""
