"""Documents: words as people write them, and PDFs made of data by typst. No tables."""
