"""The week as a value: its algebra, its runs, its bytes."""

import copy
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.places.week import SLOTS, Span, Week

weeks = st.integers(0, (1 << SLOTS) - 1).map(Week)


def slots(week):
    """The week as a plain set of slot numbers, read bit by bit."""
    return {slot for slot in range(SLOTS) if week.bits >> slot & 1}


MONDAY_EVENING = Week.from_spans([(0, 34, 42)])


# --- algebra: a week is a set ----------------------------------------------------------------------------


@given(weeks, weeks)
def test_operators_are_those_of_sets(a, b):
    assert slots(a & b) == slots(a) & slots(b)
    assert slots(a | b) == slots(a) | slots(b)
    assert slots(a - b) == slots(a) - slots(b)
    assert slots(~a) == set(range(SLOTS)) - slots(a)
    assert (a <= b) == (slots(a) <= slots(b))
    assert (a >= b) == (slots(a) >= slots(b))
    assert a.overlap(b) == a & b
    assert len(a) == len(slots(a))
    assert a.hours == len(slots(a)) / 2


@given(weeks, weeks, weeks)
def test_laws_of_the_algebra_hold(a, b, c):
    assert ~~a == a
    assert ~(a | b) == ~a & ~b
    assert a & (b | c) == (a & b) | (a & c)
    assert a - b == a & ~b
    assert (a <= b) == (a & b == a)
    assert a & b <= a <= a | b
    assert a & ~a == Week.empty()
    assert a | ~a == Week.full()


def test_empty_and_full():
    assert (len(Week.empty()), len(Week.full())) == (0, 336)
    assert not Week.empty()
    assert Week.full()
    assert Week.full().hours == 168
    assert Week.empty() <= MONDAY_EVENING <= Week.full()


def test_week_does_not_change_and_can_be_a_key():
    with pytest.raises(AttributeError):
        MONDAY_EVENING.bits = 1
    assert {MONDAY_EVENING: "x"}[Week.from_spans([(0, 34, 38), (0, 38, 42)])] == "x"
    assert copy.deepcopy(MONDAY_EVENING) == MONDAY_EVENING
    assert pickle.loads(pickle.dumps(MONDAY_EVENING)) == MONDAY_EVENING
    assert MONDAY_EVENING.bits != MONDAY_EVENING


@pytest.mark.parametrize("bits", [-1, 1 << 336])
def test_week_has_336_slots(bits):
    with pytest.raises(ValueError, match="336"):
        Week(bits)


# --- spans and runs ---------------------------------------------------------------------------------------


@given(weeks)
def test_spans_say_the_week_and_cannot_be_joined(week):
    spans = week.spans()
    assert Week.from_spans(spans) == week
    assert sum(span.end - span.start for span in spans) == len(week)
    assert spans == sorted(spans)
    for before, after in itertools.pairwise(spans):
        assert before.day < after.day or before.end < after.start


@given(weeks, st.integers(1, 48))
def test_runs_are_the_long_enough_spans(week, min_slots):
    assert week.runs(min_slots) == [span for span in week.spans() if span.end - span.start >= min_slots]
    assert bool(week.runs(min_slots)) == (week.longest_run() >= min_slots)


def test_longest_run_stays_within_one_day():
    assert Week.full().longest_run() == 48
    assert Week.from_spans([(0, 46, 48), (1, 0, 3)]).longest_run() == 3
    assert Week.from_spans([(6, 40, 48), (0, 0, 4)]).longest_run() == 8
    assert Week.empty().longest_run() == 0


def test_longest_run_of_an_overlap_is_the_meeting_that_fits():
    seeker = Week.parse("wt i czw 17-21")
    helper = Week.parse("wt 16-18:30, czw 18-20")
    assert (seeker & helper).longest_run() == 4
    assert (seeker & helper).runs(4) == [Span(3, 36, 40)]


def test_spans_may_overlap_when_given():
    assert Week.from_spans([(2, 20, 24), (2, 22, 26)]) == Week.from_spans([(2, 20, 26)])
    assert Week.from_spans([]) == Week.empty()


@pytest.mark.parametrize("span", [(7, 0, 1), (-1, 0, 1), (0, 5, 5), (0, 6, 5), (0, 0, 49), (0, -1, 4)])
def test_spans_outside_a_day_are_refused(span):
    with pytest.raises(ValueError, match="no time within a day"):
        Week.from_spans([span])


# --- bytes -------------------------------------------------------------------------------------------------


@given(weeks)
def test_bytes_give_the_week_back(week):
    assert len(week.to_bytes()) == 42
    assert Week.from_bytes(week.to_bytes()) == week
    assert Week.from_bytes(memoryview(week.to_bytes())) == week


@given(weeks)
def test_bytes_unpack_to_slots_in_order(week):
    bits = np.unpackbits(np.frombuffer(week.to_bytes(), np.uint8), bitorder="little")
    assert set(np.flatnonzero(bits).tolist()) == slots(week)


def test_slots_are_days_of_48_half_hours_from_monday():
    assert slots(Week.from_spans([(1, 34, 36)])) == {48 + 34, 48 + 35}


@pytest.mark.parametrize("size", [0, 41, 43])
def test_bytes_of_another_length_are_refused(size):
    with pytest.raises(ValueError, match="42 bytes"):
        Week.from_bytes(b"\0" * size)
