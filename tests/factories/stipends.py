"""Funded projects with a budget, call and rule; employers whose mentor met a new colleague for a month."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone

from activities.enums import MeetingState
from activities.models import Meeting
from base.audit.actor import Actor, Robot
from base.organisations.models import Organisation
from families.models import Employment
from matching.enums import PairState, ProgrammeKind
from matching.models import Pair, Programme
from mentors.models import MentorEmployee, Participation
from stipends.domain.claims import attach_paper, begin_claim, sign_claim, submit_claim
from stipends.domain.examination import declarations_of
from stipends.domain.ledger import allocate, open_accounts
from stipends.domain.verifying import approve_claim, claw_back, reject_claim, send_back, verify_claim
from stipends.enums import STANDING_PAPERS, AccountState, ClaimState, PaperKind, SupportKind
from stipends.models import BudgetLine, Call, Claim, Paper, PayoutAccount, Project, SupportRule
from tests.factories.activities import MeetingFactory
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import CentreFactory

FINANCE = Robot("Filip", 9001)
#: A valid NRB.
NRB = "61109010140000071219812874"


def last_month(on: date | None = None) -> date:
    """The first day of the month before a day's."""
    first = (on or timezone.localdate()).replace(day=1)
    return (first - timedelta(days=1)).replace(day=1)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """What a clock on a wall in Poland shows, as a moment."""
    wall = datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
    return wall.astimezone(UTC)


class ProjectFactory(factory.django.DjangoModelFactory):
    """A project of three years around today."""

    class Meta:
        model = Project

    centre = factory.SubFactory(CentreFactory)
    number = factory.Sequence(lambda n: f"FEMP.06.19-IP.{n:03}/24")
    name = factory.Sequence(lambda n: f"Work with a mentor {n}")
    funder = "A funder (an example)"
    starts_on = factory.LazyFunction(lambda: timezone.localdate().replace(day=1) - timedelta(days=500))
    ends_on = factory.LazyFunction(lambda: timezone.localdate().replace(day=1) + timedelta(days=500))
    payer_account = NRB


class BudgetLineFactory(factory.django.DjangoModelFactory):
    """A line without money; `allocate` grants it some."""

    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"4.{n}")
    name = "Allowances for mentors"


class CallFactory(factory.django.DjangoModelFactory):
    """Covers all days of its project."""

    class Meta:
        model = Call

    project = factory.SubFactory(ProjectFactory)
    number = factory.Sequence(lambda n: f"N-{n}/2026")
    name = "A call for employers"
    covers_from = factory.SelfAttribute("project.starts_on")
    covers_until = factory.SelfAttribute("project.ends_on")


class SupportRuleFactory(factory.django.DjangoModelFactory):
    """500 zl a month for sixteen hours, by days of 30; the figures of the mockup, an example."""

    class Meta:
        model = SupportRule

    call = factory.SubFactory(CallFactory)
    line = factory.SubFactory(BudgetLineFactory, project=factory.SelfAttribute("..call.project"))
    kind = SupportKind.MENTOR_ALLOWANCE
    valid_from = factory.SelfAttribute("call.covers_from")
    source = "An example"
    is_example = True
    rate_grosze = 50_000
    hours_method = "share"
    full_minutes = 16 * 60


class PayoutAccountFactory(factory.django.DjangoModelFactory):
    """An account in force, usable for a long time."""

    class Meta:
        model = PayoutAccount

    participation = factory.SubFactory(ParticipationFactory)
    number = NRB
    holder = "Złota Huta sp. z o.o."
    state = AccountState.CONFIRMED
    asked_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=200))
    asked_by_id = 9101
    asked_by_label = "Dana"
    usable_from = factory.LazyFunction(lambda: timezone.now() - timedelta(days=190))
    decided_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=195))
    decided_by_id = 9001
    decided_by_label = "Filip"


class PaperFactory(factory.django.DjangoModelFactory):
    """A small PDF of an employer."""

    class Meta:
        model = Paper

    participation = factory.SubFactory(ParticipationFactory)
    kind = PaperKind.PAYROLL
    name = "lista-plac.pdf"
    content_type = "application/pdf"
    body = b"%PDF-1.4 a payroll list"
    size = factory.LazyAttribute(lambda row: len(row.body))
    sha256 = "0" * 64
    put_in_by_label = "Dana"


@dataclass(frozen=True)
class Funded:
    """Where the money of an employer's support comes from."""

    centre: Organisation
    project: Project
    line: BudgetLine
    call: Call
    rule: SupportRule


@dataclass(frozen=True)
class Workplace:
    """A mentor and a new colleague of one employer, brought together, with meetings in `month`."""

    funded: Funded
    participation: Participation
    mentor: MentorEmployee
    employment: Employment
    pair: Pair
    month: date
    account: PayoutAccount


def funded_project(
    centre: Organisation | None = None, *, budget: int = 10_000_000, project: Any = None, **rule: Any
) -> Funded:
    """A project with one line that holds `budget` grosze, a call and the rule of the mentor's allowance."""
    project = ProjectFactory(**({"centre": centre or CentreFactory()} | (project or {})))
    line = BudgetLineFactory(project=project)
    open_accounts(line)
    if budget:
        allocate(line, grosze=budget, booked_on=project.starts_on, words="Budget", by=FINANCE)
    call = CallFactory(project=project)
    return Funded(project.centre, project, line, call, SupportRuleFactory(call=call, line=line, **rule))


def workplace(
    funded: Funded | None = None,
    *,
    month: date | None = None,
    participation: Participation | None = None,
    programme: Programme | None = None,
    mentor: MentorEmployee | None = None,
    minutes: int = 870,
    employer: Organisation | None = None,
    with_meetings: bool = True,
) -> Workplace:
    """An employer's part with a pair that met on `minutes` of a month: fourteen hours and a half.

    Everything (agreement, appointment, employment, assignment) covers the months around `month` whole.
    """
    funded = funded or funded_project()
    month = month or last_month()
    since = (month - timedelta(days=40)).replace(day=1)
    if participation is None:
        named = {"employer": employer} if employer is not None else {}
        participation = ParticipationFactory(centre=funded.centre, agreement_from=since, **named)
    mentor = mentor or mentor_with(participation=participation, appointed_from=since, room=20)
    programme = programme or programme_of(funded.centre, kind=ProgrammeKind.WORKPLACE)
    household = household_with(centre=funded.centre)
    employment = EmploymentFactory(
        member=household.members.get(), employer=participation.employer, started_on=since
    )
    place = mentor.helpers.filter(programme=programme).first() or helper_of(programme, mentor)
    pair = PairFactory(
        seeker=seeker_of(programme, household, employment.member),
        helper=place,
        state=PairState.ACTIVE,
        offered_on=since,
        active_since=since,
    )
    if with_meetings:
        meet(pair, month, minutes=minutes)
    account = participation.payout_accounts.filter(state=AccountState.CONFIRMED).first()
    account = account or PayoutAccountFactory(participation=participation)
    return Workplace(funded, participation, mentor, employment, pair, month, account)


def meet(pair: Pair, month: date, *, minutes: int, hour: int = 8, first_day: int = 1) -> list[Meeting]:
    """Confirmed meetings of an hour on one day after another, until so many minutes are full."""
    made, day = [], month.replace(day=first_day)
    while minutes > 0:
        length = min(60, minutes) if minutes >= 65 or minutes <= 60 else 30
        start = moment(day, hour)
        made.append(
            MeetingFactory(
                pair=pair, start=start, minutes=length, state=MeetingState.CONFIRMED, side="helper"
            )
        )
        minutes, day = minutes - length, day + timedelta(days=1)
    return made


# --- claims, through their verbs ------------------------------------------------------------------------

DANA = Robot("Dana", 9101)
ALICE = Robot("Alice", 9002)
ADA = Robot("Ada", 9003)


def signed(claim: Claim, *, by: Actor = DANA) -> Claim:
    """Signed with all of its statements."""
    return sign_claim(claim, signed_name="Jan Żak", declarations=declarations_of(claim), by=by)


def drafted(place: Workplace | None = None, *, by: Actor = DANA, **how: Any) -> Claim:
    """A draft of a workplace's month, signed, with every paper its rule demands."""
    place = place or workplace(**how)
    claim = begin_claim(place.participation, pair=place.pair, month=place.month, by=by)
    for kind in claim.rule.papers:
        standing = kind in STANDING_PAPERS
        paper = PaperFactory(
            participation=place.participation,
            kind=kind,
            mentor=place.mentor,
            pair=place.pair,
            month=None if standing else place.month,
        )
        attach_paper(claim, paper, by=by)
    return signed(claim, by=by)


def claim_in(state: str, place: Workplace | None = None, **how: Any) -> Claim:
    """A claim that came to this state by its verbs: Dana claims, Alice verifies, Ada approves, Filip pays."""
    claim = drafted(place, **how)
    if state == ClaimState.DRAFT:
        return claim
    claim = submit_claim(claim, by=DANA)
    if state == ClaimState.SUBMITTED:
        return claim
    if state == ClaimState.TO_CORRECT:
        return send_back(claim, words="The payroll list is of another month.", by=ALICE)
    if state == ClaimState.REJECTED:
        return reject_claim(claim, words="Claimed elsewhere.", by=ALICE)
    claim = verify_claim(claim, by=ALICE)
    if state == ClaimState.VERIFIED:
        return claim
    claim = approve_claim(claim, by=ADA)
    if state == ClaimState.APPROVED:
        return claim
    if state == ClaimState.CLAWED_BACK:
        return claw_back(claim, words="The hours were made up.", by=ADA)
    from stipends.domain.batches import make_batch, pay_batch

    batch = make_batch(claim.rule.call.project, claims=[claim], by=FINANCE)
    if state == ClaimState.PAID:
        pay_batch(batch, paid_on=timezone.localdate(), by=FINANCE)
    claim.refresh_from_db()
    return claim
