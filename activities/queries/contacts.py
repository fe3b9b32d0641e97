"""Which pairs a coordinator owes a word, and what is due of one: the one definition, asked by every page.

Months of a pair are counted from the day the two began to meet (`active_since`; the 31st becomes the last day
of a shorter month). In the first month `contacts_first_month` contacts are asked for, in each later one
`contacts_a_month`, with either side or with both, spread evenly: of n, the k-th by the end of k n-ths of it.

A pair that meets is overdue when
- fewer contacts were made in the month that runs than were due by yesterday, or
- fewer were made since the month before began than that month asked for: one made late makes it good, and
  months longer ago are let rest.

Nothing is asked for the first month once there was a pause or a suspension, nor for a later month when the
pair came back from one in it or after it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr
from django.db.models.lookups import LessThan
from django.utils import timezone

from activities.models import CareRules, Contact, PairNote
from base.accounts.models import Membership
from matching.domain.moving import months_after
from matching.enums import PairState
from matching.models import Pair, PairStep
from matching.queries import pairs_in_scope
from matching.rules import does_matching

RESTED = (PairState.PAUSED, PairState.SUSPENDED)
CAME_BACK = (PairState.ACTIVE,)


@dataclass(frozen=True)
class ContactDuty:
    """The next contact owed, by the end of `due_on`; `done` of `asked` in the month that runs."""

    due_on: date
    is_late: bool
    done: int
    asked: int
    last_on: date | None


def contacts_due(pairs: QuerySet[Pair], rules: Mapping[int, CareRules], *, on: date) -> QuerySet[Pair]:
    """Of these pairs those to whom a contact is overdue on that day."""
    alike: dict[tuple[int, int], list[int]] = {}
    for programme, row in rules.items():
        alike.setdefault((row.contacts_first_month, row.contacts_a_month), []).append(programme)
    overdue = Q(pk__in=[])
    for (first, later), programmes in alike.items():
        owed = _owed_of_first(first, on) | _owed_of_last(later, on) | _owed_of_running(later, on)
        overdue |= Q(owed, programme__in=programmes)
    return pairs.alias(
        begun_day=Substr(Cast("active_since", CharField()), 9, 2),
        month_began=_start(on, ago=0),
        last_month_began=_start(on, ago=1),
    ).filter(overdue, state=PairState.ACTIVE)


def contact_duty_of(pair: Pair, rules: CareRules, *, on: date) -> ContactDuty | None:
    """What is due of one pair and by when; None for one that does not meet or is owed nothing."""
    if pair.state != PairState.ACTIVE or pair.active_since is None:
        return None
    begun = pair.active_since
    days = [day for day in standing_contacts(pair).values_list("on", flat=True) if begun <= day <= on]
    running = _month_of(begun, on)

    def made(month: int) -> int:
        return sum(day >= months_after(begun, month) for day in days)

    for month in range(max(running - 1, 0), running + 3):
        asked, done = _asked(rules, month), made(month)
        if done >= asked or (month <= running and _has_rested(pair, begun, month)):
            continue
        due_on = _due_days(begun, month, asked)[done]
        return ContactDuty(
            due_on, due_on < on, made(running), _asked(rules, running), max(days, default=None)
        )
    return None


def standing_contacts(pair: Pair) -> QuerySet[Contact]:
    """Contacts with a pair that nobody took back, the newest day first."""
    return Contact.objects.filter(pair=pair, withdrawn_at=None)


def contacts_in_scope(membership: Membership | None) -> QuerySet[Contact]:
    """Contacts with pairs that have a side of the membership's own, for coordinators."""
    if membership is None or not does_matching(membership):
        return Contact.objects.none()
    return Contact.objects.filter(pair__in=pairs_in_scope(membership)).select_related("pair")


def notes_in_scope(membership: Membership | None) -> QuerySet[PairNote]:
    """Notes on pairs that have a side of the membership's own, for coordinators; never for the helper."""
    if membership is None or not does_matching(membership):
        return PairNote.objects.none()
    return PairNote.objects.filter(pair__in=pairs_in_scope(membership)).select_related("pair")


# --- the calendar of one pair -----------------------------------------------------------------------------


def _asked(rules: CareRules, month: int) -> int:
    return rules.contacts_a_month if month else rules.contacts_first_month


def _month_of(begun: date, on: date) -> int:
    """In which of its months a pair is, the first being 0."""
    months = (on.year - begun.year) * 12 + on.month - begun.month
    return max(months if months_after(begun, max(months, 0)) <= on else months - 1, 0)


def _due_days(begun: date, month: int, asked: int) -> list[date]:
    """The last day of each contact a month asks for."""
    start, after = months_after(begun, month), months_after(begun, month + 1)
    return [start + timedelta(days=(after - start).days * k // asked - 1) for k in range(1, asked + 1)]


def _has_rested(pair: Pair, begun: date, month: int) -> bool:
    start = datetime.combine(months_after(begun, month), time(), tzinfo=timezone.get_default_timezone())
    states = CAME_BACK if month else RESTED
    return PairStep.objects.filter(pair=pair, state__in=states, at__gte=start).exists()


# --- the same for all pairs at once -----------------------------------------------------------------------


def _owed_of_first(asked: int, on: date) -> Q:
    """Of its first month, by a pair that is in it or in the one after it."""
    owed = Q(pk__in=[])
    for number in range(1, asked + 1):
        due = [begun for begun in _young(on) if _due_days(begun, 0, asked)[number - 1] < on]
        if due:
            fewer = _fewer_than(number, since="active_since")
            owed |= Q(fewer, active_since__gte=min(due), active_since__lte=max(due))
    return owed & ~Q(_stepped(RESTED, since="active_since"))


def _owed_of_last(asked: int, on: date) -> Q:
    """Of the month before the running one, which was not the first."""
    if asked == 0:
        return Q(pk__in=[])
    owed = Q(_fewer_than(asked, since="last_month_began"), active_since__lt=min(_young(on)))
    return owed & ~Q(_stepped(CAME_BACK, since="last_month_began"))


def _owed_of_running(asked: int, on: date) -> Q:
    """Of the month that runs and is not the first."""
    owed = Q(pk__in=[])
    for number in range(1, asked):
        days = [f"{day:02}" for day, due in _due_by_day(on, asked, number) if due < on]
        owed |= Q(_fewer_than(number, since="month_began"), begun_day__in=days)
    second = max(begun for begun in _young(on) if months_after(begun, 1) <= on)
    return Q(owed, active_since__lte=second) & ~Q(_stepped(CAME_BACK, since="month_began"))


def _young(on: date) -> list[date]:
    """The days on which pairs began that are in their first or second month now."""
    days = (on - timedelta(days=n) for n in range(63))
    return [begun for begun in days if months_after(begun, 2) > on]


def _starts(on: date, *, ago: int) -> Iterator[tuple[int, date]]:
    """For each day of a month on which pairs begin, when their running month began, or one `ago` before."""
    for day in range(1, 32):
        long_ago = date(on.year - 1, 1, day)
        yield day, months_after(long_ago, _month_of(long_ago, on) - ago)


def _due_by_day(on: date, asked: int, number: int) -> Iterator[tuple[int, date]]:
    for day in range(1, 32):
        long_ago = date(on.year - 1, 1, day)
        yield day, _due_days(long_ago, _month_of(long_ago, on), asked)[number - 1]


def _start(on: date, *, ago: int) -> Case:
    """When the month of a pair began that runs, or the one before it."""
    whens = (When(begun_day=f"{day:02}", then=Value(start)) for day, start in _starts(on, ago=ago))
    return Case(*whens, output_field=DateField())


def _fewer_than(number: int, *, since: str) -> Q:
    made = Contact.objects.filter(pair=OuterRef("pk"), withdrawn_at=None, on__gte=OuterRef(since))
    if number == 1:
        return ~Q(Exists(made))
    counted = made.order_by().values("pair").annotate(number=Count("pk")).values("number")
    return Q(LessThan(Coalesce(Subquery(counted), 0), number))


def _stepped(states: tuple[PairState, ...], *, since: str) -> Exists:
    steps = PairStep.objects.filter(pair=OuterRef("pk"), state__in=states)
    return Exists(steps.filter(at__date__gte=OuterRef(since)))
