"""Which column of a file is which of ours, which is not ours, and which we will not take."""
