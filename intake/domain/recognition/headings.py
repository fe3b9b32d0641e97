"""Headings we write ourselves beside those of a sheet's columns."""

from typing import Final

#: The last column of our own file of rows to be mended, in Polish and English; read back, it is left out.
PROBLEMS_HEADING: Final = ("Do poprawy", "To correct")
