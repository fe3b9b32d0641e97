"""Many processes submitting, verifying, approving and replaying, with kills: 0 double, 0 over, balanced."""

import os
import sys
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Sum

from activities.models import Meeting
from base.common.triggers import lifted
from families.models import Employment, Household, Member
from matching.models import Helper, Pair, Seeker
from mentors.models import MentorEmployee
from stipends.domain import hours as hours_module
from stipends.domain.claims import submit_claim
from stipends.domain.computing import whole_month
from stipends.enums import Declaration
from stipends.models import Claim, ClaimedHours, ClaimStep, LedgerEntry
from stipends.queries.ledger import ledger_faults
from tests.factories.activities import MeetingFactory
from tests.factories.families import EmploymentFactory, HouseholdFactory, MemberFactory
from tests.factories.matching import PairFactory, programme_of
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory
from tests.factories.stipends import (
    DANA,
    PayoutAccountFactory,
    drafted,
    funded_project,
    last_month,
    meet,
    moment,
    workplace,
)
from tests.stipends.clerks import tidy_up, work_at_once
from tests.stipends.test_claim_machine import LEGAL

MOST = 50_000  # grosze of one claim
#: Fewer show on a slow machine that it runs: SPLOT_CLAIMS=600.
MANY = int(os.environ.get("SPLOT_CLAIMS", "5000"))


def drafts(count, *, budget_for):
    """So many signed drafts, in bulk: firms of fifty pairs, mentors of two colleagues each, months back.

    Both colleagues of a mentor meet at the same hour, and each for half an hour of their own: whoever claims
    first has the hour. Money is there for `budget_for` of them, were they worth the most.
    """
    months = [last_month()]
    while len(months) * 1_250 < count:
        months.append(last_month(months[-1]))
    pairs = -(-count // len(months))
    funded = funded_project(budget=MOST * budget_for, claim_days=300, full_minutes=60, max_months=12)
    centre, since = funded.centre, months[-1] - timedelta(days=40)
    programme = programme_of(centre, kind="workplace")
    parts = [ParticipationFactory(centre=centre, agreement_from=since) for _ in range(-(-pairs // 50))]
    for part in parts:
        PayoutAccountFactory(participation=part)
    mentors = MentorEmployee.objects.bulk_create(
        MentorEmployeeFactory.build(
            participation=parts[number // 25], centre=centre, appointed_from=since, room=20
        )
        for number in range(-(-pairs // 2))
    )
    helpers = Helper.objects.bulk_create(Helper(programme=programme, mentor=one) for one in mentors)
    homes = Household.objects.bulk_create(HouseholdFactory.build(centre=centre) for _ in range(pairs))
    members = Member.objects.bulk_create(MemberFactory.build(household=home) for home in homes)
    Employment.objects.bulk_create(
        EmploymentFactory.build(member=member, employer=parts[number // 50].employer, started_on=since)
        for number, member in enumerate(members)
    )
    seekers = Seeker.objects.bulk_create(
        Seeker(programme=programme, household=member.household, member=member) for member in members
    )
    made = Pair.objects.bulk_create(
        PairFactory.build(
            programme=programme, seeker=seeker, helper=helpers[number // 2], state="active",
            offered_on=since, active_since=since,
        )
        for number, seeker in enumerate(seekers)
    )  # fmt: skip
    Meeting.objects.bulk_create(
        MeetingFactory.build(
            pair=pair, start=moment(month.replace(day=day), hour), minutes=minutes, state="confirmed"
        )
        for month in months
        for number, pair in enumerate(made)
        for day, hour, minutes in [(5, 9, 60), (6, 14 + number % 2, 30)]
    )
    wanted = [(pair, month) for month in months for pair in made][:count]
    Claim.objects.bulk_create(
        Claim(
            number=f"W-{month:%y/%m}-{number:04}",
            centre=centre,
            participation=pair.helper.mentor.participation,
            kind="mentor_allowance",
            rule=funded.rule,
            pair=pair,
            month=month,
            claim_by=whole_month(month).last + timedelta(days=300),
            signed_name="Jan Żak",
            declarations=list(Declaration.values),
        )
        for number, (pair, month) in enumerate(wanted)
    )
    keys = Claim.objects.order_by("pk").values_list("pk", flat=True)
    return funded, (keys.first(), keys.last())


def double_hours():
    """Held stretches of one person that overlap."""
    held = ClaimedHours.objects.filter(released_at=None).order_by("mentor_key", "start")
    rows = held.values_list("mentor_key", "start", "ends_at")
    return sum(1 for one, two in pairwise(rows) if one[0] == two[0] and two[1] < one[2])


def check_everything(funded):
    """Nothing double, nothing over, nothing half done; answers what was committed in grosze."""
    assert ledger_faults() == []
    entries = LedgerEntry.objects.exclude(claim=None)
    assert not entries.values("claim", "kind").annotate(times=Count("pk")).filter(times__gt=1).exists()
    sums = dict(entries.values_list("kind").annotate(Sum("amount_grosze")))
    committed = sums.get("commitment", 0) - sums.get("release", 0)
    budget = LedgerEntry.objects.get(kind="allocation").amount_grosze
    assert 0 <= committed <= budget
    assert double_hours() == 0
    held = dict(
        ClaimedHours.objects.filter(released_at=None)
        .values_list("claim")
        .annotate(minutes=Sum(F("ends_at") - F("start")))
    )
    steps = {}
    for claim, state in ClaimStep.objects.order_by("claim", "at", "pk").values_list("claim", "state"):
        steps.setdefault(claim, ["draft"]).append(state)
    booked = set(entries.filter(kind="commitment").values_list("claim", flat=True))
    for claim in Claim.objects.all():
        way = steps.get(claim.pk, ["draft"])
        assert way[-1] == claim.state
        assert all(after in LEGAL[before].split() for before, after in pairwise(way)), way
        standing = claim.state in ("submitted", "verified", "approved")
        minutes = held[claim.pk].total_seconds() // 60 if claim.pk in held else 0
        assert minutes == (claim.minutes if standing else 0), (claim.state, way)
        assert (claim.pk in booked) == (claim.state in ("approved", "clawed_back"))
        people = [claim.claimant_id, claim.verifier_id, claim.approver_id]
        known = [one for one in people if one is not None]
        assert len(set(known)) == len(known)
        if claim.state == "verified":  # whatever is left had no money
            assert committed + claim.total_grosze > budget
    return committed, budget


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("count", "processes", "kills", "most_seconds"),
    [
        pytest.param(14, 5, 4, 180, id="small"),
        pytest.param(MANY, 50, 120, 3_600, id="many-claims-50-processes", marks=pytest.mark.heavy),
    ],
)
def test_processes_at_once_pay_nothing_twice_and_nothing_over(
    count, processes, kills, most_seconds, tmp_path
):
    if connection.vendor == "sqlite" and processes > 12:
        count, processes, kills = min(count, 400), 12, 40
    seed = 20_261_129
    with transaction.atomic():
        funded, numbers = drafts(count, budget_for=count * 6 // 10)
    begun = time.monotonic()
    acts, killed = work_at_once(
        numbers, processes=processes, kills=kills, seed=seed, folder=tmp_path, most_seconds=most_seconds
    )
    seconds = time.monotonic() - begun
    assert [act for act in acts if act.startswith("error")] == []
    assert double_hours() == 0
    tidy_up()
    committed, budget = check_everything(funded)
    states = Counter(Claim.objects.values_list("state", flat=True))
    assert not states.keys() & {"draft", "submitted", "to_correct"}, (states, acts)
    assert not {act for act in acts if act.startswith("again") and act.endswith("done")}
    moved = sum(times for act, times in acts.items() if act.endswith("done"))
    refused = sum(acts.values()) - moved
    sys.stdout.write(
        f"\n{connection.vendor}: {count} claims, {processes} processes, {killed} killed, seed {seed}: "
        f"{moved} moves and {refused} refusals in {seconds:.0f} s, {dict(states)}; 0 double, 0 over: "
        f"{committed / 100:.2f} of {budget / 100:.2f} zl committed, ledger balanced\n"
    )


@pytest.mark.django_db
def test_twin_that_does_not_look_for_held_hours_pays_one_twice(monkeypatch):
    """Without the look and without the database's refusal the same hours are in two claims, and found."""
    first = workplace()
    second = workplace(
        first.funded, participation=first.participation, mentor=first.mentor, with_meetings=False
    )
    meet(second.pair, second.month, minutes=120)
    submit_claim(drafted(first), by=DANA)
    monkeypatch.setattr(hours_module, "held_times", lambda *_args, **_how: [])
    with lifted(connection, *(["splot_hours_overlap"] if connection.vendor == "sqlite" else [])):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE stipends_claimedhours DROP CONSTRAINT claimed_hours_once")
        submit_claim(drafted(second), by=DANA)
    assert double_hours() > 0
