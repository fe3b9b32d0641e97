"""Columns, their axes and words: geometry as it stands, nothing over anything else, nothing and very much."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontend.drawings.columns import NARROW, WIDE, Block, Column, Mark, Tick, Word, draw_columns
from frontend.drawings.scales import APART, every_how_many, span_of, step_of, ticks_of

# --- scales -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (7, (0, 2, 4, 6, 8)),
        (13, (0, 5, 10, 15)),
        (0.4, (0, 1)),
        (40.5, (0, 20, 40, 60)),
        (1_000_000, (0, 500_000, 1_000_000)),
    ],
)
def test_axis_goes_by_ones_twos_and_fives(most, ticks):
    assert ticks_of(most) == ticks


@given(st.floats(0, 1e12, allow_nan=False), st.integers(1, 20))
def test_axis_reaches_what_it_shows_in_few_steps(most, ticks):
    found = ticks_of(most, ticks)
    step = found[1]
    assert found[-1] >= most
    assert found[-1] - step < max(most, 1)
    assert (len(found) - 1) <= ticks
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert step == step_of(most, ticks)


@given(
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=60), st.integers(60, 900), st.booleans()
)
def test_words_that_are_kept_never_meet(texts, width, centred):
    places = [place / len(texts) for place in range(len(texts))]
    step = every_how_many(places, texts, width, centred=centred)
    kept = list(zip(places, texts, strict=True))[::step]
    spans = [span_of(place, text, width, centred=centred) for place, text in kept]
    assert all(after[0] - before[1] >= APART for before, after in itertools.pairwise(spans))


# --- columns ----------------------------------------------------------------------------------------------


def test_two_columns_stand_in_their_places_in_parts():
    drawing = draw_columns(
        [Column((("in", 3), ("late", 1)), "4 families"), Column((("in", 2),))],
        [(0, "0"), (1, "10"), (2, "20")],
        [(1, "promised: 10 days")],
        centred=True,
    )
    assert drawing.ticks == (
        Tick("176", "180.3", "0"), Tick("138.5", "142.8", "1"), Tick("101", "105.3", "2"),
        Tick("63.5", "67.8", "3"), Tick("26", "30.3", "4"),
    )  # fmt: skip
    assert drawing.blocks == (
        Block("in", "4.50%", "63.5", "41.00%", "112.5", "4 families"),
        Block("late", "4.50%", "26", "41.00%", "37.5", "4 families"),
        Block("in", "54.50%", "101", "41.00%", "75", ""),
    )
    assert drawing.names == (
        Word("0.00%", "194", "0", "start", False),
        Word("50.00%", "194", "10", "middle", False),
        Word("100.00%", "194", "20", "end", False),
    )
    assert drawing.marks == (Mark("50.00%", "8", Word("50.00%", "19", "promised: 10 days", "start", False)),)
    assert (drawing.height, drawing.ground, drawing.axis) == (200, "176", 16)


def test_last_column_that_stands_for_all_above_is_set_off_and_named_at_the_end():
    drawing = draw_columns(
        [Column((("in", 1),))] * 3, [(0, "0"), (1, "5"), (2, "10")], centred=True, last="over 10"
    )
    starts = [float(block.x.rstrip("%")) for block in drawing.blocks]
    first, second = starts[1] - starts[0], starts[2] - starts[1]
    assert round(second / first, 1) == 1.6
    assert drawing.names[-1] == Word("100%", "176", "over 10", "end", False)


def test_nothing_is_a_ground_line_with_zero_and_one():
    drawing = draw_columns([])
    assert (drawing.blocks, drawing.names, [tick.text for tick in drawing.ticks]) == ((), (), ["0", "1"])
    zero = draw_columns([Column((("in", 0),))] * 5, numbered=True)
    assert (zero.blocks, zero.numbers) == ((), ())


def test_what_there_is_is_seen_beside_a_thousand_times_as_much():
    drawing = draw_columns([Column((("in", 1),)), Column((("in", 5_000_000),))])
    assert [block.height for block in drawing.blocks] == ["1", "125"]
    assert drawing.ticks[-1].text == "6,000,000"
    assert drawing.axis > 60


def test_numbers_are_all_shown_or_none_and_on_a_narrow_page_only_with_room():
    few = draw_columns([Column((("in", 12),))] * 4, numbered=True)
    assert [(word.text, word.roomy) for word in few.numbers] == [("12", False)] * 4
    more = draw_columns([Column((("in", 3),)), *[Column((("in", 12),))] * 19], numbered=True)
    assert {word.roomy for word in more.numbers} == {True}
    assert draw_columns([Column((("in", 12),))] * 52, numbered=True).numbers == ()


def test_drawings_side_by_side_share_the_scale_they_are_given():
    drawing = draw_columns([Column((("in", 1),))], most=10)
    assert (drawing.ticks[-1].text, drawing.blocks[0].height) == ("10", "15")


def test_a_mark_stands_on_the_side_that_has_room():
    sides = [
        draw_columns([Column((("in", 1),))] * 10, marks=[(at, "promised: 60 days")]).marks[0].word.anchor
        for at in (0, 3, 9, 10)
    ]
    assert sides == ["start", "start", "end", "end"]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10**9), max_size=60), st.integers(0, 60), st.sampled_from(["", "over 120"]))
def test_whatever_is_drawn_stays_inside_and_no_word_meets_another(values, names, last):
    columns = [Column((("in", value),)) for value in values]
    drawing = draw_columns(columns, [(place, f"{place * 10}") for place in range(min(names, len(values)))],
                           centred=True, last=last if values else "", numbered=True)  # fmt: skip
    ground = float(drawing.ground)
    for block in drawing.blocks:
        x, width = float(block.x.rstrip("%")), float(block.width.rstrip("%"))
        assert 0 <= x <= x + width <= 100.01
        y, height = float(block.y), float(block.height)
        assert 0 <= y <= y + height <= ground + 0.2
    for width in (NARROW, WIDE):
        shown = [word for word in drawing.names if not (word.roomy and width == NARROW)]
        spans = [ends(word, width) for word in shown]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def ends(word: Word, width: float) -> tuple[float, float]:
    """From where to where the word stands in a drawing so wide."""
    at, wide = float(word.x.rstrip("%")) / 100 * width, len(word.text) * 0.62 * 13
    start = {"start": at, "middle": at - wide / 2, "end": at - wide}[word.anchor]
    return start, start + wide
