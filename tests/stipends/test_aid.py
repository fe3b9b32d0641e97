"""De minimis aid over the rolling years of its limit, in grosze and in eurocents."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from base.audit.actor import Robot
from base.audit.queries import history_of
from base.common.errors import Refusal
from stipends.domain.aid import (
    AidData,
    aid_in_years,
    aid_of_claim,
    cancel_aid,
    cancel_aid_of_claim,
    euro_rate,
    in_eurocents,
    record_aid,
    record_rate,
    ship_aid_limit,
    years_before,
)
from stipends.models import (
    AidLimit,
    AidReceived,
    BudgetLine,
    Call,
    Claim,
    EuroRate,
    Project,
    SupportRule,
)
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import EmployerFactory
from tests.factories.payout import AidReceivedFactory, EuroRateFactory

FILIP = Robot("Filip", 2)
LIMIT = 300_000_00
ON = date(2026, 11, 29)


def data(**changes):
    given = {"granted_on": date(2026, 3, 2), "amount_grosze": 1_000_00, "grantor": "Urząd (przykład)"}
    return AidData(**(given | {"amount_eurocents": 235_29} | changes))


def claim_of(part, *, total=500_00, papers=("de_minimis_form",)):
    """A claim of another kind of support, under a rule with these papers."""
    today = timezone.localdate()
    project = Project.objects.create(
        centre=part.centre, number=f"P/{part.pk}/{total}", name="P", starts_on=date(2024, 1, 1), ends_on=today
    )
    line = BudgetLine.objects.create(project=project, code="1", name="Support")
    call = Call.objects.create(
        project=project, number="N1", name="Call", covers_from=project.starts_on, covers_until=today
    )
    rule = SupportRule.objects.create(
        call=call,
        line=line,
        kind="training",
        valid_from=project.starts_on,
        source="test",
        papers=list(papers),
    )
    return Claim.objects.create(
        number=f"C/{project.pk}", centre=part.centre, participation=part, kind="training", rule=rule,
        month=today.replace(day=1), claim_by=today,
        asked_grosze=total, gross_grosze=total, total_grosze=total,
    )  # fmt: skip


# --- the limit --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_limit_of_the_law_is_shipped_with_its_source():
    limit = AidLimit.objects.get()
    assert (limit.limit_eurocents, limit.years, limit.valid_from) == (LIMIT, 3, date(2024, 1, 1))
    assert "2023/2831" in limit.source
    assert ship_aid_limit() == 0


@pytest.mark.django_db
def test_aid_of_exactly_three_years_ago_counts_and_of_the_day_before_does_not():
    firm = EmployerFactory()
    for day, cents in (
        (date(2023, 11, 28), 1), (date(2023, 11, 29), 10), (ON, 100), (date(2026, 11, 30), 1000),
    ):  # fmt: skip
        AidReceivedFactory(employer=firm, granted_on=day, amount_eurocents=cents)
    AidReceivedFactory(granted_on=ON, amount_eurocents=10_000)
    AidReceivedFactory(employer=firm, granted_on=ON, amount_eurocents=10_000, cancelled_at=timezone.now())
    figures = aid_in_years(firm, ON)
    assert (figures.since, figures.received_eurocents) == (date(2023, 11, 29), 110)
    assert (figures.limit_eurocents, figures.left, figures.share) == (LIMIT, LIMIT - 110, 0)
    assert figures.warnings == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cents", "share", "codes", "is_over"),
    [
        (0, 0, [], False),
        (239_999_99, 79, [], False),
        (240_000_00, 80, ["near"], False),
        (299_999_99, 99, ["near"], False),
        (300_000_00, 100, ["reached"], False),
        (300_000_01, 100, ["reached"], True),
        (450_000_00, 150, ["reached"], True),
    ],
)
def test_warnings_come_near_the_limit_and_at_it(cents, share, codes, is_over):
    firm = EmployerFactory()
    AidReceivedFactory(employer=firm, granted_on=ON, amount_eurocents=cents)
    figures = aid_in_years(firm, ON)
    assert (figures.share, [one.code for one in figures.warnings]) == (share, codes)
    assert figures.is_over is is_over
    assert figures.left == max(0, LIMIT - cents)


@pytest.mark.django_db
def test_a_day_without_a_limit_says_so_and_counts_everything():
    firm = EmployerFactory()
    AidReceivedFactory(employer=firm, granted_on=date(2015, 1, 1), amount_eurocents=5)
    figures = aid_in_years(firm, date(2031, 1, 1))
    assert (figures.received_eurocents, figures.limit_eurocents, figures.left, figures.share) == (
        5,
        None,
        None,
        None,
    )
    assert [one.code for one in figures.warnings] == ["no_limit"]
    assert not figures.is_over


@pytest.mark.django_db
def test_another_limit_counts_from_its_day():
    AidLimit.objects.create(
        valid_from=date(2026, 12, 1), limit_eurocents=100_00, years=1, source="made up for a test"
    )
    firm = EmployerFactory()
    AidReceivedFactory(employer=firm, granted_on=date(2025, 12, 2), amount_eurocents=50_00)
    assert aid_in_years(firm, date(2026, 11, 30)).share == 0
    assert aid_in_years(firm, date(2026, 12, 2)).share == 50
    assert aid_in_years(firm, date(2026, 12, 3)).share == 0


@given(st.dates(date(2004, 1, 1), date(2100, 12, 31)), st.integers(1, 5))
def test_the_same_day_years_ago_is_a_day_of_that_year(day, years):
    before = years_before(day, years)
    assert (before.year, before.month) == (day.year - years, day.month)
    assert before.day == day.day or (day.month, day.day, before.day) == (2, 29, 28)


# --- rates ------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**13), st.integers(1_0000, 20_0000))
def test_euro_are_rounded_half_up_to_the_cent(grosze, rate):
    exact = Fraction(grosze * 10_000, rate)
    assert in_eurocents(grosze, EuroRate(rate_e4=rate)) == (exact + Fraction(1, 2)).__floor__()


@pytest.mark.django_db
def test_on_a_day_without_a_rate_the_last_one_of_the_week_before_counts():
    friday = EuroRateFactory(day=date(2026, 11, 27), rate_e4=4_2612)
    EuroRateFactory(day=date(2026, 11, 30), rate_e4=4_2700)
    assert euro_rate(ON) == friday
    assert euro_rate(date(2026, 11, 30)).rate_e4 == 4_2700
    assert euro_rate(date(2026, 12, 6)).rate_e4 == 4_2700
    assert euro_rate(date(2026, 12, 7)) is None
    assert euro_rate(date(2026, 11, 26)) is None


@pytest.mark.django_db
def test_a_mistyped_rate_is_written_over_and_the_audit_keeps_both():
    record_rate(day=date(2026, 3, 2), rate_e4=4_2612, source=" NBP  A/42 ", by=FILIP)
    rate = record_rate(day=date(2026, 3, 2), rate_e4=4_2621, source="NBP A/42", by=FILIP)
    assert EuroRate.objects.get() == rate
    assert (rate.rate_e4, rate.source) == (4_2621, "NBP A/42")
    assert [entry.details for entry in history_of(rate)] == [
        {"was": 4_2612, "is": 4_2621},
        {"was": None, "is": 4_2612},
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rate_e4": 0}, "rate_e4"),
        ({"rate_e4": 42_6120}, "rate_e4"),
        ({"source": " "}, "source"),
        ({"day": date(2999, 1, 1)}, "day"),
    ],
)
def test_a_rate_that_cannot_be_is_told(changes, field):
    with pytest.raises(ValidationError) as caught:
        record_rate(**({"day": date(2026, 3, 2), "rate_e4": 4_2612, "source": "NBP"} | changes), by=FILIP)
    assert list(caught.value.message_dict) == [field]


# --- written down and taken back --------------------------------------------------------------------------


@pytest.mark.django_db
def test_aid_is_written_as_its_certificate_has_it_or_at_the_rate_of_the_day():
    firm = EmployerFactory()
    assert record_aid(firm, data=data(), by=FILIP).amount_eurocents == 235_29
    EuroRateFactory(day=date(2026, 3, 2), rate_e4=4_2500)
    assert record_aid(firm, data=data(amount_eurocents=None), by=FILIP).amount_eurocents == 235_29
    assert aid_in_years(firm, ON).received_eurocents == 2 * 235_29


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"granted_on": date(2999, 1, 1)}, ["granted_on"]),
        ({"amount_grosze": 0}, ["amount_grosze"]),
        ({"amount_eurocents": -1}, ["amount_eurocents"]),
        ({"amount_eurocents": None}, ["amount_eurocents"]),
        ({"grantor": ""}, ["grantor"]),
        ({"certificate": "x" * 61}, ["certificate"]),
        ({"grantor": "", "amount_grosze": -5}, ["grantor", "amount_grosze"]),
    ],
)
def test_all_that_is_wrong_is_told_at_once(changes, fields):
    with pytest.raises(ValidationError) as caught:
        record_aid(EmployerFactory(), data=data(**changes), by=FILIP)
    assert sorted(caught.value.message_dict) == sorted(fields)
    assert AidReceived.objects.count() == 0


@pytest.mark.django_db
def test_aid_taken_back_stays_to_be_read_and_does_not_count():
    firm = EmployerFactory()
    aid = record_aid(firm, data=data(), by=FILIP)
    cancel_aid(aid, reason="Written twice", by=FILIP)
    assert aid_in_years(firm, ON).received_eurocents == 0
    assert AidReceived.objects.get().reason == "Written twice"
    with pytest.raises(Refusal) as caught:
        cancel_aid(aid, reason="Again", by=FILIP)
    assert caught.value.code == "already"
    with pytest.raises(ValidationError):
        cancel_aid(record_aid(firm, data=data(), by=FILIP), reason="", by=FILIP)


# --- aid a claim gives ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_claim_gives_aid_on_the_day_of_approval_and_takes_it_along_when_clawed_back():
    part, today = ParticipationFactory(), timezone.localdate()
    EuroRateFactory()
    claim = claim_of(part, total=500_02)
    aid = aid_of_claim(claim, by=FILIP)
    assert (aid.granted_on, aid.amount_grosze, aid.amount_eurocents) == (today, 500_02, 125_01)
    assert (aid.employer, aid.grantor) == (part.employer, str(part.centre))
    assert aid_in_years(part.employer, today).received_eurocents == 125_01
    with pytest.raises(Refusal) as caught:
        cancel_aid(aid, reason="By hand", by=FILIP)
    assert caught.value.code == "of_a_claim"
    cancel_aid_of_claim(claim, reason="Paid twice", by=FILIP)
    assert aid_in_years(part.employer, today).received_eurocents == 0
    assert cancel_aid_of_claim(claim, reason="Paid twice", by=FILIP) is None


@pytest.mark.django_db
def test_a_rule_that_asks_for_no_form_gives_no_aid():
    part = ParticipationFactory()
    assert aid_of_claim(claim_of(part, papers=("invoice",)), by=FILIP) is None
    assert AidReceived.objects.count() == 0


@pytest.mark.django_db
def test_no_approval_without_a_rate():
    with pytest.raises(Refusal) as caught:
        aid_of_claim(claim_of(ParticipationFactory()), by=FILIP)
    assert caught.value.code == "no_rate"


@pytest.mark.django_db
def test_the_last_cent_of_the_limit_may_be_given_and_none_above_it():
    part = ParticipationFactory()
    EuroRateFactory()
    AidReceivedFactory(employer=part.employer, amount_eurocents=LIMIT - 125_00)
    assert aid_of_claim(claim_of(part, total=500_00), by=FILIP).amount_eurocents == 125_00
    with pytest.raises(Refusal) as caught:
        aid_of_claim(claim_of(part, total=4), by=FILIP)
    assert caught.value.code == "over_aid_limit"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_claims_approved_at_once_only_those_within_the_limit_give_aid():
    part = ParticipationFactory()
    EuroRateFactory()
    AidReceivedFactory(employer=part.employer, amount_eurocents=LIMIT - 250_00)
    claims = [claim_of(part, total=500_00 + n) for n in range(4)]
    gate = threading.Barrier(len(claims))

    def give(claim):
        try:
            gate.wait(timeout=10)
            try:
                aid_of_claim(claim, by=FILIP)
            except Refusal as refusal:
                return refusal.code
            return "given"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(claims)) as pool:
        answers = sorted(pool.map(give, claims))
    assert not aid_in_years(part.employer, timezone.localdate() + timedelta(days=1)).is_over
    assert answers.count("given") in (1, 2)
    assert set(answers) == {"given", "over_aid_limit"}
