"""One thing of every kind that Today tells of, due from a day on; what tests of Today share."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from base.accounts.models import Membership
from desk.enums import CareKind, Side
from desk.queries.care import care_page
from desk.queries.stages import stages_of
from desk.queries.watch import Watch
from matching.domain.decisions import pair_by_hand
from matching.domain.moving import months_after
from matching.domain.naming import name_colleague
from matching.domain.pairs import record_step
from matching.enums import PairState
from matching.models import Pair, PairStep, Unmatched
from mentors.domain.consulting import send_survey
from mentors.enums import ParticipationState
from stipends.domain.batches import make_batch
from stipends.enums import ClaimState
from tests.factories.activities import MeetingFactory, meeting_pair
from tests.factories.cast import Cast
from tests.factories.families import HouseholdFactory
from tests.factories.intake import ready, row
from tests.factories.joining import ApplicationFactory, signed_by_employer, survey_data
from tests.factories.ledger import account_of, claim_of, line_with, payable, project_of, rule_of
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory
from tests.factories.volunteers import AgreementFactory, VolunteerFactory, volunteer_with
from tests.frontend.activities import call_at, disputed_at, incident_at, pair_at
from tests.frontend.matching import done_run, notice_of, proposal_in
from tests.matching.test_naming import colleague as newcomer
from volunteers.enums import DocumentKind
from volunteers.models import CentreDocument, PreparedAgreement, StandardsReading

TODAY = timezone.localdate
NUMBERS = count(201)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


# --- pairs: the day on which they first stand on the list ---


def quiet(cast: Cast, on: date, *, silent: bool = False, **fields: Any) -> Pair:
    """Its last meeting was 15 (22) days before."""
    pair = pair_at(cast.centre, days=200, **fields)
    start = noon(on - days(22 if silent else 15))
    MeetingFactory(pair=pair, start=start)
    MeetingFactory(pair=pair, start=start - days(7))
    return pair


def answer(cast: Cast, on: date, **fields: Any) -> Pair:
    """Half of its fourteen days is over."""
    return offered(cast, on - days(7), **fields)


def offered(cast: Cast, on: date, **fields: Any) -> Pair:
    programme = programme_of(cast.centre)
    given = {"offered_on": on, "answer_by": on + days(14)} | fields
    return PairFactory(seeker=seeker_of(programme), helper=helper_of(programme), **given)


def step(cast: Cast, on: date) -> Pair:
    return offered(cast, on - days(30), state="accepted", answer_by=None, due_on=on - days(1))


def planned_end(cast: Cast, on: date) -> Pair:
    return meeting_pair(programme=programme_of(cast.centre), ends_on=on + days(30), days=0)


# --- families ---


def waiting(cast: Cast, on: date, *, waited: int = 61, **rules: Any):
    """Its wait is a day longer than the promise of sixty."""
    programme = programme_of(cast.centre, valid_from=on - days(100), **rules)
    return seeker_of(programme, waiting_since=on - days(waited)).household


def lost(cast: Cast, on: date):
    """Its helper said no today."""
    programme = programme_of(cast.centre)
    pair = pair_by_hand(seeker_of(programme), helper_of(programme), by=cast.alice)
    return record_step(pair, to=PairState.DECLINED, by=cast.alice).seeker.household


# --- volunteers ---


def clearance(cast: Cast, on: date, *, left: int = 30):
    volunteer = volunteer_with(centre=cast.centre)
    volunteer.clearance_items.filter(kind="krk").update(valid_until=on + days(left))
    return volunteer


def written(cast: Cast, on: date):
    """Served thirty days before: this is day 31."""
    return VolunteerFactory(centre=cast.centre, serving_since=on - days(30))


def agreement_end(cast: Cast, on: date, *, left: int = 30):
    volunteer = VolunteerFactory(centre=cast.centre)
    return AgreementFactory(
        volunteer=volunteer, signed_on=on - days(300), valid_from=on - days(300), valid_until=on + days(left)
    )


def firm_end(cast: Cast, on: date, *, left: int = 30):
    return ParticipationFactory(
        centre=cast.centre, state=ParticipationState.ACTIVE, agreement_from=on - days(300),
        agreement_until=on + days(left),
    )  # fmt: skip


def contact(cast: Cast, on: date) -> Pair:
    """Half of its first month is over, and nobody spoke with it."""
    begun = on - days(15)
    half = (months_after(begun, 1) - begun).days // 2
    return meeting_pair(programme=programme_of(cast.centre), days=half)


def new_volunteer(cast: Cast, on: date):
    stay = stages_of(cast.centre.pk, Side.VOLUNTEERS).columns[0].days
    return VolunteerFactory(centre=cast.centre, state="applied", state_since=on - days(stay + 1))


def new_family(cast: Cast, on: date):
    stay = stages_of(cast.centre.pk, Side.FAMILIES).columns[0].days
    return HouseholdFactory(centre=cast.centre, state_since=on - days(stay + 1))


#: Kinds whose first day follows from a rule: what makes one due from that day on, and who it is about.
FROM_A_DAY: dict[CareKind, Callable[[Cast, date], Any]] = {
    CareKind.QUIET: quiet,
    CareKind.CONTACT: contact,
    CareKind.NEW_VOLUNTEER: new_volunteer,
    CareKind.NEW_FAMILY: new_family,
    CareKind.ANSWER: answer,
    CareKind.STEP: step,
    CareKind.PAIR_END: planned_end,
    CareKind.WAITING: lambda cast, on: waiting(cast, on, waited=46),
    CareKind.CLEARANCE: clearance,
    CareKind.WRITTEN: written,
    CareKind.AGREEMENT_END: agreement_end,
    CareKind.FIRM_END: firm_end,
}


# --- what is there from the moment it is ---


def suspended(cast: Cast) -> Pair:
    return pair_at(cast.centre, state="suspended", suspended_from="active")


def closing(cast: Cast) -> Pair:
    pair = pair_at(cast.centre, state="closing")
    PairStep.objects.create(pair=pair, state="closing", by_label="Alice")
    return pair


def hard(cast: Cast, pair: Pair | None = None, **fields: Any):
    return MeetingFactory(pair=pair or pair_at(cast.centre), **{"mood": 1, **fields})


def colleague(cast: Cast):
    return name_colleague(part_of(cast), data=newcomer(), by=cast.dana)


def part_of(cast: Cast):
    own = cast.centre.employer_participations.filter(employer=cast.firm).first()
    return own or ParticipationFactory(centre=cast.centre, employer=cast.firm)


def to_sign(cast: Cast):
    words = CentreDocument.objects.filter(kind=DocumentKind.AGREEMENT).first()
    return PreparedAgreement.objects.create(
        volunteer=volunteer_with(centre=cast.centre), template=words, number="W/1/2026",
        valid_from=TODAY(), scope="Polish", manner="meetings", hours="2 a week", state="signed",
        prepared_by_label="Alice",
    )  # fmt: skip


def reading(cast: Cast):
    words = CentreDocument.objects.filter(kind=DocumentKind.STANDARDS).first()
    volunteer = volunteer_with(centre=cast.centre, cleared=False)
    StandardsReading.objects.create(volunteer=volunteer, document=words, read_at=timezone.now())
    return volunteer


def application(cast: Cast):
    return ApplicationFactory(centre=cast.centre)


def survey(cast: Cast):
    return send_survey(ParticipationFactory(centre=cast.centre), data=survey_data(), by=cast.dana)


def part(cast: Cast):
    number = f"UP/{cast.centre.employer_participations.count()}/2026"
    return signed_by_employer(ParticipationFactory(centre=cast.centre), number=number)


def rule_at(cast: Cast, **fields: Any):
    return rule_of(line_with(1_000_000, project_of(cast.centre)), **{"is_example": False, **fields})


def account(cast: Cast):
    part = ParticipationFactory(centre=cast.centre)
    return account_of(
        part, state="asked", asked_by_id=10_001, decided_at=None, decided_by_id=None, decided_by_label=""
    )


def batch(cast: Cast):
    claim = payable(rule_at(cast), 100)
    return make_batch(claim.rule.call.project, claims=[claim], by=cast.filip)


def whole(cast: Cast, _thing: Any):
    return cast.centre


#: Kinds that stand there as soon as the thing does: how one comes about, and of which row the key tells.
AT_ONCE: dict[CareKind, Callable[[Cast], Any]] = {
    CareKind.HELP: lambda cast: call_at(cast.centre),
    CareKind.CONCERN: lambda cast: incident_at(cast.centre),
    CareKind.SUSPENDED: suspended,
    CareKind.HARD: hard,
    CareKind.LOST: lambda cast: lost(cast, TODAY()),
    CareKind.CLOSING: closing,
    CareKind.MEETING: lambda cast: disputed_at(cast.centre),
    CareKind.COLLEAGUE: colleague,
    CareKind.OUTSIDE: lambda cast: HouseholdFactory(centre=cast.centre),
    CareKind.SIGN: to_sign,
    CareKind.READING: reading,
    CareKind.APPLICATION: application,
    CareKind.SURVEY: survey,
    CareKind.PART: part,
    CareKind.VERIFY: lambda cast: claim_of(rule_at(cast), 100, ClaimState.SUBMITTED, claimant_id=10_001),
    CareKind.APPROVE: lambda cast: claim_of(rule_at(cast), 100, ClaimState.VERIFIED, claimant_id=10_001),
    CareKind.ACCOUNT: account,
    CareKind.BATCH: batch,
    CareKind.PAY: lambda cast: payable(rule_at(cast), 100).rule.call.project,
    CareKind.EXAMPLE: lambda cast: rule_at(cast, is_example=True),
    CareKind.PROPOSALS: lambda cast: whole(cast, proposal_in(programme_of(cast.centre))),
    CareKind.UNMATCHED: lambda cast: whole(cast, unmatched(cast)),
    CareKind.NOTICES: lambda cast: whole(cast, notice_of(cast.centre)),
    CareKind.LISTS: lambda cast: whole(cast, ready(cast.centre, row(phone=f"600 100 {next(NUMBERS)}"))),
}


def unmatched(cast: Cast) -> Unmatched:
    programme = programme_of(cast.centre)
    return Unmatched.objects.create(
        run=done_run(programme), seeker=seeker_of(programme), weight=1, blocked_by="language"
    )


def key(kind: CareKind, thing: Any) -> str:
    """The key of the line about a thing."""
    return f"{kind}:{thing.pk}"


def keys(membership: Membership, *, on: date | None = None) -> list[str]:
    """The keys of all lines of one person's list, in their order."""
    return [one.key for one in care_page(Watch.of(membership, on=on), per_page=1000).lines]
