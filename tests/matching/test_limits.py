"""What the limits of a programme cost, in its own words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.common.errors import Refusal
from matching.domain import limits
from matching.domain.limit_sentences import (
    cautions,
    held_back,
    value_of,
    what_it_costs,
    who_has_nobody,
    whose_helpers_are_full,
)
from matching.domain.limits import LimitCounts, counts_from, counts_of
from matching.domain.problems import as_data
from matching.queries import rules_on
from tests.factories.families import household_with
from tests.factories.matching import RunFactory, helper_of, programme_of, seeker_of

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def told(**counts):
    plain = {"seekers": 92, "nobody": 14, "full": 0, "by_rule": {}, "by_limit": {}, "curves": {}}
    return LimitCounts(**{**plain, **counts})


def two_families_apart(programme):
    """One beside the helper, one 60 km away whose helper would go anywhere."""
    helper_of(programme, travel_km=200)
    seeker_of(programme)
    far = household_with(centre=programme.lead)
    type(far).objects.filter(pk=far.pk).update(latitude=far.latitude + 0.5)
    seeker_of(programme, far)


def test_small_pool_is_counted_at_once_in_the_units_of_the_rules():
    programme = programme_of(session_minutes=60)
    two_families_apart(programme)
    counts = counts_of(programme, on=today())
    assert (counts.seekers, counts.nobody, counts.full, counts.counted_at) == (2, 1, 0, None)
    assert (counts.by_limit, counts.by_rule["distance"]) == (
        {"max_km": 1, "session_minutes": 0, "min_level": 0},
        1,
    )
    curve = dict(counts.curves["max_km"])
    assert (curve[30.0], curve[100.0]) == (1, 2)
    assert [value for value, _somebody in counts.curves["session_minutes"]] == [30, 60, 90, 120, 180, 240]


def test_large_pool_is_told_from_the_newest_trial_of_the_same_rules(monkeypatch):
    programme = programme_of()
    two_families_apart(programme)
    counted = counts_of(programme, on=today())
    monkeypatch.setattr(limits, "MOST_AT_ONCE", 1)
    assert counts_of(programme, on=today()) is None

    rules = as_data(rules_on(programme, today()), programme)
    told_ = {
        "seekers": 2, "nobody": 1, "full": 0, "curves": {},
        "rules": dict(counted.by_rule), "limits": dict(counted.by_limit),
    }  # fmt: skip
    at = timezone.now() - timedelta(days=1)
    sides = {"before": {"rules": {**rules, "max_km": 5}, "limits": {**told_, "nobody": 2}},
             "after": {"rules": rules, "limits": told_}}  # fmt: skip
    RunFactory(programme=programme, kind="what_if", finished_at=at, findings={"sides": sides})
    RunFactory(programme=programme, kind="what_if", state="cancelled", finished_at=timezone.now())
    assert counts_of(programme, on=today()) == counts_from(told_, counted_at=at)


def test_counting_without_rules_is_refused():
    programme = programme_of()
    programme.rules.all().delete()
    with pytest.raises(Refusal, match="no rules for today"):
        counts_of(programme, on=today())


def test_sentences_before_a_run():
    assert who_has_nobody(told()) == "14 of 92 families have nobody who fits."
    assert who_has_nobody(told(nobody=0)) == "Each of the 92 families that wait has somebody who fits."
    assert who_has_nobody(told(seekers=0, nobody=0)) == "No family waits in this programme now."
    assert whose_helpers_are_full(told(full=3)) == "For 3 more, everybody who fits has their hands full."
    assert whose_helpers_are_full(told()) == ""


def test_sentence_of_a_limit():
    counts = told(by_limit={"max_km": 14, "min_level": 0})
    assert what_it_costs(counts, "max_km") == "leaves 14 of 92 families with nobody"
    assert what_it_costs(counts, "min_level") == "leaves nobody out"
    assert what_it_costs(counts, "promise_days") == ""
    assert what_it_costs(told(seekers=0, by_limit={"max_km": 0}), "max_km") == ""


def test_costliest_conditions_are_named_first():
    counts = told(by_rule={"time": 2, "language": 5, "distance": 4, "veto": 0, "minors": 1})
    assert held_back(counts) == (
        "What alone stands between: a shared language (5), the distance (4) and shared time (2)."
    )
    assert held_back(told(by_rule={"time": 0})) == ""


def test_values_are_written_as_people_do():
    assert [value_of("max_km", 7.5), value_of("min_level", 3.0), value_of("session_minutes", 90)] == [
        "7.5 km",
        "B1",
        "90 min",
    ]


@pytest.mark.parametrize(
    ("weights", "nobody", "expected"),
    [
        ({}, 14, []),
        ({}, 92, ["With these rules no family has anybody who fits."]),
        (
            {"weight_language": 100},
            14,
            ["“Language” earns more than all other wishes together; they will hardly count."],
        ),
        ({"weight_language": 75}, 14, []),
    ],
)
def test_lawful_but_absurd_rules_are_cautioned_about(weights, nobody, expected):
    rules = rules_on(programme_of(**weights), today())
    assert cautions(rules, told(nobody=nobody)) == expected
