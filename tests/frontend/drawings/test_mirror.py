"""Two quantities back to back, and what a count that is not told may not say."""

import pytest

from frontend.drawings.mirror import MirrorRow, Side, draw_mirror, is_short


def test_bars_meet_in_the_middle_on_one_scale():
    drawing = draw_mirror([(10, 5), (0, 20)])
    assert drawing.most == 20
    assert drawing.rows == (
        MirrorRow(Side("25.00%", "25.00%", False), Side("50.00%", "12.50%", False), True),
        MirrorRow(None, Side("50.00%", "50.00%", False), False),
    )


def test_counts_that_are_not_told_are_stubs_of_one_length():
    drawing = draw_mirror([(None, None), (40, 3)])
    assert drawing.rows[0].left == Side("45.00%", "5.00%", True)
    assert drawing.rows[0].right == Side("50.00%", "5.00%", True)


def test_nothing_has_no_rows_and_only_stubs_fit():
    assert draw_mirror([]).rows == ()
    assert draw_mirror([(0, 0)]).rows == (MirrorRow(None, None, False),)
    assert draw_mirror([(None, 0)]).most == 4


@pytest.mark.parametrize(
    ("asked", "there", "short"),
    [
        (5, 4, True),
        (5, 5, False),
        (5, None, True),
        (None, 0, True),
        (None, None, False),
        (None, 5, False),
        (0, 0, False),
    ],
)
def test_short_is_only_what_is_known_to_be(asked, there, short):
    assert is_short(asked, there) is short
