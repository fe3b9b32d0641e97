"""What is drawn on the server: numbers in, strings for SVG attributes out. No HTML, no database."""
