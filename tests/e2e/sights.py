"""How wide and in which light pages are looked at: two sights always, the others in the heavy tests."""

import pytest

#: (width, theme); together they show both widths and both themes once.
SIGHTS = (
    (1280, "light"),
    (320, "dark"),
    pytest.param(1280, "dark", marks=pytest.mark.heavy),
    pytest.param(320, "light", marks=pytest.mark.heavy),
)

#: The same, two at a time: for a test that looks at what it has just made.
TWO_SIGHTS = (
    ((1280, "light"), (320, "dark")),
    pytest.param(((1280, "dark"), (320, "light")), marks=pytest.mark.heavy),
)
