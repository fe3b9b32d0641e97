"""No cell under five is told, and none can be worked out from a sum."""

from hypothesis import given
from hypothesis import strategies as st

from desk.queries.small_cells import told, told_of_whole

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 30), max_size=12)


def test_small_counts_are_not_told_and_nought_is():
    assert told({"a": 0, "b": 1, "c": 4, "d": 5}) == {"a": 0, "b": None, "c": None, "d": 5}


def test_the_next_smallest_goes_with_a_small_one_that_stands_alone():
    assert told_of_whole({"a": 3, "b": 9, "c": 7, "d": 0}) == {"a": None, "b": 9, "c": None, "d": 0}
    assert told_of_whole({"a": 1, "b": 2, "c": 8}) == {"a": None, "b": None, "c": None}
    assert told_of_whole({"a": 2, "b": 3, "c": 8}) == {"a": None, "b": None, "c": 8}
    assert told_of_whole({"a": 2}) == {"a": None}


@given(COUNTS)
def test_a_sum_never_gives_a_small_count_away(counts):
    found = told_of_whole(counts)
    hidden = [key for key, count in found.items() if count is None]
    assert all(found[key] is None for key, count in counts.items() if 0 < count < 5)
    assert all(count == counts[key] for key, count in found.items() if count is not None)
    if hidden and any(count for count in found.values()):
        assert len(hidden) > 1
        assert sum(counts[key] for key in hidden) >= 5
