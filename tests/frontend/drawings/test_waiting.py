"""Days of waiting in equal spans: everybody once, promises kept apart from what is late."""

from hypothesis import given
from hypothesis import strategies as st

from frontend.drawings.waiting import Span, spans_of

DAYS = st.dictionaries(st.integers(0, 2_000), st.integers(1, 50), min_size=1, max_size=40)


def test_spans_end_where_the_promise_ends():
    spans = spans_of({0: 2, 9: 1, 10: 3, 11: 4, 60: 5, 61: 6}, {61: 6}, [60])
    assert spans[0] == Span(0, 5, 2, 0)
    assert [span for span in spans if span.late] == [Span(60, 65, 6, 6)]
    assert next(span for span in spans if span.until == 60) == Span(55, 60, 5, 0)


def test_nobody_has_no_spans_and_somebody_of_today_one():
    assert spans_of({}, {}, [60]) == []
    assert spans_of({0: 1}, {}, []) == [Span(0, 1, 1, 0)]


def test_the_few_who_wait_for_years_stand_in_a_span_of_their_own():
    spans = spans_of(dict.fromkeys(range(40), 10) | {1_500: 2}, {1_500: 2}, [30])
    assert spans[-1] == Span(60, None, 2, 2)
    assert {span.until - span.after for span in spans[:-1]} == {5}


@given(DAYS, st.lists(st.integers(1, 400), max_size=3))
def test_everybody_is_in_one_span(by_days, promises):
    late = {day: count for day, count in by_days.items() if promises and day > min(promises)}
    spans = spans_of(by_days, late, promises)
    assert sum(span.families for span in spans) == sum(by_days.values())
    assert sum(span.late for span in spans) == sum(late.values())
    assert len(spans) <= 17
    assert [span.after for span in spans] == [0, *(span.until for span in spans[:-1])]
