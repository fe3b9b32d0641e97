"""The amount of a month against a slow exact oracle, and the steps that are shown."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stipends.domain.computing import (
    Span,
    Step,
    compute,
    compute_asked,
    digest_of,
    recomputed,
    steps_from,
)
from stipends.domain.exact import half_up, multiplied, plain, zloty
from stipends.models import SupportRule


@dataclass(frozen=True)
class Rule:
    """Of a rule, what is computed with; unsaved and plain."""

    unit: str = "month"
    rate_grosze: int = 50_000
    includes_contributions: bool = True
    contributions_bp: int = 0
    days_method: str = "of_thirty"
    hours_method: str = "none"
    full_minutes: int | None = None
    most_minutes: int | None = None
    is_example: bool = True
    valid_from: date = date(2026, 7, 1)


OCTOBER = date(2026, 10, 1)
MOCKUP = Rule(hours_method="share", full_minutes=960)


# --- the oracle: slow, day by day and minute by minute, without the code under test ------------------------


def oracle(rule, month, covered, minutes):
    """Allowance and contributions, found by counting."""
    days = [month + timedelta(days=n) for n in range(monthrange(month.year, month.month)[1])]
    inside = sum(1 for day in days if covered is not None and covered.first <= day <= covered.last)
    paid = sum(1 for n in range(minutes) if rule.most_minutes is None or n < rule.most_minutes)
    exact = Fraction(0)
    if rule.unit == "hour":
        if inside:
            for _ in range(paid):
                exact += Fraction(rule.rate_grosze, 60)
    else:
        if inside == len(days):
            part = Fraction(1)
        elif rule.days_method == "whole":
            part = Fraction(1) if inside else Fraction(0)
        elif rule.days_method == "of_thirty":
            part = sum((Fraction(1, 30) for _ in range(inside)), Fraction(0))
            part = part if part <= 1 else Fraction(1)
        else:
            part = sum((Fraction(1, len(days)) for _ in range(inside)), Fraction(0))
        held = Fraction(1)
        if rule.hours_method == "share":
            held = sum(
                (Fraction(1, rule.full_minutes) for n in range(paid) if n < rule.full_minutes), Fraction(0)
            )
        exact = rule.rate_grosze * part * held
    gross = nearest(exact)
    extra = 0 if rule.includes_contributions else nearest(Fraction(gross) * rule.contributions_bp / 10_000)
    return gross, extra


def nearest(exact):
    """The grosz nearest to it; of two as near, the greater."""
    near = exact.numerator // exact.denominator
    return min((near - 1, near, near + 1), key=lambda grosz: (abs(exact - grosz), -grosz))


months = st.builds(date, st.integers(2024, 2033), st.integers(1, 12), st.just(1))


@st.composite
def cases(draw):
    month = draw(months)
    length = monthrange(month.year, month.month)[1]
    first = draw(st.integers(1, length))
    last = st.integers(first, length)
    spans = st.builds(lambda n: Span(month.replace(day=first), month.replace(day=n)), last)
    covered = draw(st.none() | spans)
    rule = Rule(
        unit=draw(st.sampled_from(["month", "hour"])),
        rate_grosze=draw(st.integers(0, 2_000_000)),
        includes_contributions=draw(st.booleans()),
        contributions_bp=draw(st.integers(0, 10_000)),
        days_method=draw(st.sampled_from(["whole", "of_thirty", "of_month"])),
        hours_method=draw(st.sampled_from(["none", "share"])),
        full_minutes=draw(st.integers(1, 3_000)),
        most_minutes=draw(st.none() | st.integers(0, 3_000)),
    )
    return rule, month, covered, draw(st.integers(0, 3_000))


@settings(max_examples=250, deadline=None)
@given(cases())
@example((MOCKUP, OCTOBER, Span(date(2026, 10, 5), date(2026, 10, 31)), 870))
@example((Rule(rate_grosze=1), date(2028, 2, 1), Span(date(2028, 2, 15), date(2028, 2, 29)), 60))
@example((Rule(rate_grosze=30, unit="hour"), OCTOBER, Span(OCTOBER, OCTOBER), 1))
def test_amount_is_the_oracles_to_the_grosz(case):
    rule, month, covered, minutes = case
    found = compute(rule, month=month, covered=covered, minutes=minutes)
    assert (found.gross_grosze, found.contributions_grosze) == oracle(rule, month, covered, minutes)
    assert recomputed(found.as_json()) == (found.gross_grosze, found.contributions_grosze)
    assert steps_from(found.as_json()) == found.steps


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_rounding_is_decimals_half_up(numerator, denominator):
    with localcontext() as context:
        context.prec = 60
        asked = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    assert half_up(Fraction(numerator, denominator)) == asked


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ((1, 2), 1),
        ((3, 2), 2),
        ((5, 2), 3),
        ((49, 100), 0),
        ((499_999, 1_000_000), 0),
        ((0, 1), 0),
        ((7, 3), 2),
    ],
)
def test_halves_go_up_and_not_to_the_even_one(exact, rounded):
    assert half_up(Fraction(*exact)) == rounded


@pytest.mark.parametrize(
    ("month", "first", "last", "method", "grosze"),
    [
        ((2026, 2), 1, 28, "of_thirty", 50_000),  # a whole month is whole, however short
        ((2028, 2), 1, 29, "of_thirty", 50_000),
        ((2028, 2), 1, 28, "of_thirty", 46_667),  # 28/30: a day of the leap year is missing
        ((2026, 10), 2, 31, "of_thirty", 50_000),  # 30 of 31 days are 30 of 30
        ((2026, 10), 5, 31, "of_thirty", 45_000),
        ((2026, 10), 5, 31, "of_month", 43_548),
        ((2028, 2), 29, 29, "of_month", 1_724),
        ((2026, 2), 28, 28, "of_month", 1_786),
        ((2026, 10), 31, 31, "whole", 50_000),
    ],
)
def test_days_of_short_long_and_leap_months(month, first, last, method, grosze):
    start = date(*month, 1)
    covered = Span(start.replace(day=first), start.replace(day=last))
    assert compute(Rule(days_method=method), month=start, covered=covered, minutes=0).total_grosze == grosze


def test_steps_of_the_claim_that_was_drawn_first():
    """The figures of the page this was designed on, step by step."""
    found = compute(MOCKUP, month=OCTOBER, covered=Span(date(2026, 10, 5), date(2026, 10, 31)), minutes=870)
    with translation.override("pl"):
        shown = [(step.code, step.shown) for step in found.steps]
    assert shown == [
        ("rate", "500,00 zł"),
        ("hours", "× 0,90625"),
        ("days", "× 0,9"),
        ("before_rounding", "407,8125 zł"),
        ("contributions", "+ 0,00 zł"),
        ("total", "407,81 zł"),
    ]
    assert [step.sentence for step in found.steps] == [
        "an example, not the real figure; in force since 1 July 2026",
        "14 h 30 min out of 16 h that the rule asks for",
        "27 days (5–31 October) out of 30",
        "500.00 × 0.90625 × 0.9",
        "by this rule they are in the rate already",
        "rounded to the grosz, halves up",
    ]


def test_contributions_are_of_the_rounded_allowance():
    rule = Rule(rate_grosze=10_003, includes_contributions=False, contributions_bp=2_048)
    found = compute(rule, month=OCTOBER, covered=Span(OCTOBER, date(2026, 10, 15)), minutes=0)
    assert (found.gross_grosze, found.contributions_grosze, found.total_grosze) == (5_002, 1_024, 6_026)
    assert found.steps[-2].sentence == "20.48% of 50.02 zł, rounded to the grosz"


def test_nothing_covered_is_worth_nothing_by_every_rule():
    for rule in (Rule(), MOCKUP, Rule(unit="hour"), Rule(days_method="whole"), Rule(days_method="of_month")):
        found = compute(rule, month=OCTOBER, covered=None, minutes=600)
        assert found.total_grosze == 0
        assert "no day of the month is covered" in [step.sentence for step in found.steps]


def test_amount_that_never_ends_is_shown_cut_and_kept_whole():
    rule = Rule(days_method="of_month")
    found = compute(rule, month=OCTOBER, covered=Span(date(2026, 10, 5), date(2026, 10, 31)), minutes=0)
    by_code = {step.code: step for step in found.steps}
    assert (by_code["days"].shown, by_code["days"].exact) == ("× 27/31", "27/31")
    assert by_code["before_rounding"].shown == "435.4838… zł"
    assert by_code["before_rounding"].value == Fraction(50_000 * 27, 31)


def test_bill_is_worth_what_it_says():
    found = compute_asked(123_456)
    assert [(step.code, step.shown) for step in found.steps] == [
        ("asked", "1\xa0234.56 zł"),
        ("total", "1\xa0234.56 zł"),
    ]
    assert recomputed(found.as_json()) == (123_456, 0)


@pytest.mark.parametrize("step", ["rate", "hours", "days", "before_rounding", "contributions", "total"])
def test_kept_steps_that_do_not_follow_are_found(step):
    kept = compute(
        Rule(hours_method="share", full_minutes=960, includes_contributions=False, contributions_bp=2_048),
        month=OCTOBER,
        covered=Span(date(2026, 10, 5), date(2026, 10, 31)),
        minutes=870,
    ).as_json()
    digest = digest_of(kept)
    changed = [
        one | ({"exact": str(Fraction(one["exact"]) + 1)} if one["code"] == step else {}) for one in kept
    ]
    with pytest.raises(ValueError, match="The "):
        recomputed(changed)
    assert digest_of(changed) != digest == digest_of(list(kept))


def test_numbers_are_written_as_they_are_read():
    assert (plain(Fraction(1, 8)), plain(Fraction(3)), plain(Fraction(1, 3))) == ("0.125", "3", "0.3333…")
    assert (multiplied(Fraction(29, 32)), multiplied(Fraction(1, 7))) == ("0.90625", "1/7")
    assert zloty(Fraction(1_234_567)) == "12\xa0345.67 zł"


def test_span_knows_its_days():
    span = Span(date(2028, 2, 27), date(2028, 3, 1))
    assert (len(span), date(2028, 2, 29) in span, date(2028, 3, 2) in span) == (4, True, False)
    assert span.within(Span(date(2028, 3, 1), date(2028, 3, 9))) == Span(date(2028, 3, 1), date(2028, 3, 1))
    assert span.within(Span(date(2028, 3, 2), date(2028, 3, 9))) is None
    with pytest.raises(ValueError, match="before"):
        Span(date(2028, 3, 1), date(2028, 2, 27))


def test_rows_are_what_is_computed_with():
    row = SupportRule(rate_grosze=50_000, valid_from=date(2026, 7, 1))
    assert (
        compute(row, month=OCTOBER, covered=Span(OCTOBER, date(2026, 10, 31)), minutes=0).total_grosze
        == 50_000
    )
    assert isinstance(steps_from(compute_asked(1).as_json())[0], Step)
