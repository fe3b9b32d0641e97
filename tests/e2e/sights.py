"""How wide and in which light pages are looked at: two sights always, the others in the heavy tests."""

from typing import Literal

import pytest

#: (width, theme).
Sight = tuple[int, Literal["light", "dark"]]

#: Together they show both widths and both themes once.
BOTH: tuple[Sight, Sight] = ((1280, "light"), (320, "dark"))
CROSSED: tuple[Sight, Sight] = ((1280, "dark"), (320, "light"))


def _named(sight: Sight, *marks: pytest.MarkDecorator):
    return pytest.param(sight, marks=marks, id=f"{sight[0]}-{sight[1]}")


#: One at a time: for a test that opens many pages.
SIGHTS = (*map(_named, BOTH), *(_named(sight, pytest.mark.heavy) for sight in CROSSED))

#: Two at a time: for a test that looks at what it has just made.
TWO_SIGHTS = (pytest.param(BOTH, id="both"), pytest.param(CROSSED, marks=pytest.mark.heavy, id="crossed"))
