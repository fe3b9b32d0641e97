"""Years of a large centre at once: people, pairs in every state, meetings; for scripts/bench_pages.py."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from activities.enums import MeetingState
from activities.models import Contact, HelpCall, Meeting, PlannedMeeting, TalkMessage
from base.accounts.models import Membership
from base.audit.actor import Robot
from base.common.triggers import lifted
from base.notices.enums import NoticeState, Template
from base.notices.models import Notice
from base.organisations.models import Organisation
from matching.domain.examination import examine
from matching.domain.programmes import create_programme
from matching.enums import PairOrigin, PairState, RunState
from matching.models import Helper, Pair, PairStep, Programme, Proposal, Run, Seeker
from tests.factories.accounts import UserFactory
from tests.factories.bulk import bulk_households, bulk_volunteers
from volunteers.enums import VolunteerState
from volunteers.models import Agreement, Volunteer

ROBOT: Final = Robot("bench")
BATCH: Final = 5_000
#: Of a thousand pairs, how many stand in each state.
STATES: Final = {
    PairState.ACTIVE: 780,
    PairState.PAUSED: 20,
    PairState.SUSPENDED: 3,
    PairState.CLOSING: 7,
    PairState.OFFERED: 15,
    PairState.HELPER_ACCEPTED: 10,
    PairState.ACCEPTED: 10,
    PairState.CLOSED: 155,
}
#: Rules of the database that are not asked row by row; what they would refuse is not made here.
UNASKED: Final = (
    "splot_pair_clearance",
    "splot_pair_room",
    "splot_pair_one_programme",
    "splot_child_suspends",
    "splot_clearance_suspends",
)
BEGAN: Final = (PairState.ACTIVE, PairState.PAUSED, PairState.SUSPENDED, PairState.CLOSING, PairState.CLOSED)
ON_THEIR_WAY: Final = (VolunteerState.APPLIED, VolunteerState.INTERVIEWED, VolunteerState.IN_TRAINING)
CLEARED: Final = 0.6
#: One pair in so many has not met for weeks; one meeting in so many is remembered differently.
QUIET, DISPUTED, CALLS, MESSAGES = 25, 2_000, 400, 5


@dataclass(frozen=True)
class Years:
    """What was made: who looks at it, and of what."""

    membership: Membership
    programme: Programme


def seed_years(*, people: int, pairs: int, meetings: int, seed: int = 2026) -> Years:
    """A centre with so many people (six families to four volunteers), pairs and meetings (to within one for
    each pair), and an administrator who sees them all; the same seed gives the same."""
    with lifted(connection, *UNASKED), transaction.atomic():
        return _seed(people=people, pairs=pairs, meetings=meetings, seed=seed)


def _seed(*, people: int, pairs: int, meetings: int, seed: int) -> Years:
    rng = random.Random(seed)
    centre = Organisation.objects.create(kind="centre", key="bench", name="Centrum Integracji Wielkie")
    user = UserFactory(email="bench@example.org", name="Agnieszka", language="en")
    membership = Membership.objects.create(user=user, organisation=centre, role="administrator")
    programme = create_programme(
        centre, key="bench", name="Friends", kind="friendship", by=membership, same_gender=False
    )
    households = bulk_households(centre, people * 6 // 10, seed=seed)
    volunteers = bulk_volunteers(centre, people - len(households), seed=seed + 1, cleared=CLEARED)
    _on_their_way(rng, volunteers)
    seekers = _save(Seeker, (Seeker(programme=programme, household=one) for one in households))
    helpers = _save(Helper, (Helper(programme=programme, volunteer=one) for one in volunteers))
    made = _pairs(rng, programme, seekers, helpers, pairs)
    _steps(made)
    _meetings(rng, made, meetings)
    _around(rng, made)
    _proposals(rng, programme, seekers[pairs:], helpers[pairs:])
    _notices(centre, made)
    return Years(membership, programme)


def _save(model: Any, rows: Any) -> list[Any]:
    return model.objects.bulk_create(list(rows), batch_size=BATCH)


def _on_their_way(rng: random.Random, volunteers: list[Volunteer]) -> None:
    """The last twentieth has only applied; agreements of some of the others end soon."""
    today = timezone.localdate()
    fresh = volunteers[-len(volunteers) // 20 :]
    for one in fresh:
        one.state = rng.choice(
            (VolunteerState.APPLIED, VolunteerState.INTERVIEWED, VolunteerState.IN_TRAINING)
        )
        one.state_since = today - timedelta(days=rng.randint(0, 60))
    Volunteer.objects.bulk_update(fresh, ["state", "state_since"], batch_size=BATCH)
    _save(
        Agreement,
        (
            Agreement(
                volunteer=one,
                number=f"{one.number}/2026",
                signed_on=today - timedelta(days=300),
                valid_from=today - timedelta(days=300),
                valid_until=today + timedelta(days=rng.randint(1, 400)),
            )
            for one in volunteers[: len(volunteers) // 2]
        ),
    )


def _pairs(
    rng: random.Random, programme: Programme, seekers: list[Seeker], helpers: list[Helper], count: int
) -> list[Pair]:
    today, now = timezone.localdate(), timezone.now()
    kinds = rng.choices(list(STATES), list(STATES.values()), k=count)
    return _save(
        Pair,
        (
            _pair(rng, programme, seeker, helper, state, today, now)
            for seeker, helper, state in zip(seekers, helpers, kinds, strict=False)
        ),
    )


def _pair(
    rng: random.Random,
    programme: Programme,
    seeker: Seeker,
    helper: Helper,
    state: PairState,
    today: date,
    now: datetime,
) -> Pair:
    began = state in BEGAN
    offered = today - timedelta(days=rng.randint(60, 700) if began else rng.randint(0, 20))
    since = offered + timedelta(days=20) if began else None
    closed = state == PairState.CLOSED
    return Pair(
        programme=programme,
        seeker=seeker,
        helper=helper,
        origin=PairOrigin.BY_HAND,
        state=state,
        suspended_from=PairState.ACTIVE if state == PairState.SUSPENDED else "",
        points=rng.randint(300, 990),
        offered_on=offered,
        offered_at=now - timedelta(days=(today - offered).days, minutes=30),
        undo_until=now - timedelta(days=1),
        approved_by_label="Agnieszka",
        answer_by=None if began else offered + timedelta(days=14),
        first_met_on=since,
        active_since=since,
        ends_on=since + timedelta(days=rng.choice((365, 365, 730))) if since else None,
        paused_until=today + timedelta(days=10) if state == PairState.PAUSED else None,
        closed_on=today - timedelta(days=rng.randint(1, 40)) if closed else None,
        close_reason="completed" if closed else "",
    )


def _steps(pairs: list[Pair]) -> None:
    def of(pair: Pair) -> Iterator[PairStep]:
        yield PairStep(pair=pair, state=PairState.OFFERED, at=pair.offered_at, by_label="Agnieszka")
        if pair.active_since:
            yield PairStep(
                pair=pair, state=PairState.ACTIVE, at=_noon(pair.active_since), by_label="Agnieszka"
            )

    _save(PairStep, (step for pair in pairs for step in of(pair)))


def _noon(day: date) -> datetime:
    # In UTC: an hour added to local time is none in the night the clocks change.
    return datetime.combine(day, time(12), tzinfo=UTC)


COLUMNS: Final = (
    "pair_id", "start", "minutes", "ends_at", "activities", "took_part", "mood", "note", "needs_help", "side",
    "logged_by_label", "logged_at", "state", "review_reason", "version",
)  # fmt: skip


def _meetings(rng: random.Random, pairs: list[Pair], count: int) -> None:
    """Spread over the days since each pair began, up to a few days ago; a quiet one stopped a month ago."""
    met = [pair for pair in pairs if pair.active_since]
    each = -(-count // max(1, len(met)))
    rows = (row for number, pair in enumerate(met) for row in _of_one(rng, pair, each, number % QUIET == 0))
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"COPY activities_meeting ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    Meeting.objects.bulk_create(
        (Meeting(**dict(zip(COLUMNS, _for_django(row), strict=True))) for row in rows), batch_size=BATCH
    )


def _for_django(row: tuple[Any, ...]) -> list[Any]:
    return [["walk"] if name == "activities" else [] if name == "took_part" else value
            for name, value in zip(COLUMNS, row, strict=True)]  # fmt: skip


def _of_one(rng: random.Random, pair: Pair, count: int, quiet: bool) -> Iterator[tuple[Any, ...]]:
    assert pair.active_since is not None
    last = (pair.closed_on or timezone.localdate()) - timedelta(days=30 if quiet else 2)
    first = _noon(pair.active_since)
    span = max(1, int((_noon(last) - first).total_seconds() // 60))
    gap = max(2, span // count)
    minutes = min(60, gap - 1) if gap > 6 else 5
    for number in range(count):
        start = _noon(last) - timedelta(minutes=number * max(gap, minutes + 1))
        state = MeetingState.DISPUTED if rng.random() < 1 / DISPUTED else MeetingState.CONFIRMED
        ends = start + timedelta(minutes=max(5, minutes))
        yield (
            pair.pk, start, max(5, minutes), ends, '["walk"]', "[]", rng.choice((None, 2, 3, 4)), "", False,
            "helper", "bench", ends, state.value, "", 1,
        )  # fmt: skip


def _around(rng: random.Random, pairs: list[Pair]) -> None:
    """Contacts of coordinators, plans, calls for help, messages."""
    today, now = timezone.localdate(), timezone.now()
    met = [pair for pair in pairs if pair.active_since]
    _save(
        Contact,
        (
            Contact(
                pair=pair,
                whom="both",
                way="phone",
                on=today - timedelta(days=rng.randint(0, 40)),
                by_label="x",
            )
            for pair in met
        ),
    )
    _save(
        PlannedMeeting,
        (
            PlannedMeeting(
                pair=pair, start=now + timedelta(days=rng.randint(1, 14)), minutes=60, planned_by_label="x"
            )
            for pair in met[: len(met) // 2]
        ),
    )
    _save(
        HelpCall,
        (
            HelpCall(
                pair=pair,
                side="helper",
                made_at=now - timedelta(hours=rng.randint(1, 90)),
            )
            for pair in met[::CALLS]
        ),
    )
    _save(
        TalkMessage,
        (
            TalkMessage(pair=pair, side=rng.choice(("helper", "family")), words="Hello!", by_label="x")
            for pair in met
            for _number in range(MESSAGES)
        ),
    )


def _some_day(rng: random.Random, today: date) -> date:
    return today - timedelta(days=rng.randint(0, 40))


def _proposals(
    rng: random.Random, programme: Programme, seekers: list[Seeker], helpers: list[Helper]
) -> None:
    run = Run.objects.create(
        programme=programme,
        state=RunState.DONE,
        requested_by_label="Agnieszka",
        seekers=1,
        helpers=1,
        matched=1,
        gap=0,
        violation=0,
        finished_at=timezone.now(),
    )
    criteria = examine(seekers[0], helpers[0]).criteria  # of two of them; the rest would only take long
    _save(
        Proposal,
        (
            Proposal(
                run=run,
                programme=programme,
                seeker=seeker,
                helper=helper,
                points=rng.randint(300, 990),
                weight=1,
                criteria=criteria,
            )
            for seeker, helper in zip(seekers[:1000], helpers[:1000], strict=False)
        ),
    )


def _notices(centre: Organisation, pairs: list[Pair]) -> None:
    now = timezone.now()
    _save(
        Notice,
        (
            Notice(
                template=Template.PAIR_OFFERED_HELPER,
                subject=f"pair:{pair.pk}",
                organisation=centre,
                recipient_kind="volunteers.volunteer",
                recipient_id=pair.helper_id,
                recipient_label=f"W-{number}",
                channel="email",
                language="pl",
                state=NoticeState.SENT if number % 200 else NoticeState.TO_HAND_OVER,
                not_before=now,
                created_by_label="Agnieszka",
            )
            for number, pair in enumerate(pairs, start=1)
        ),
    )
