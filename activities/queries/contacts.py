"""Which pairs a coordinator owes a word, and what is due of one: the one definition, asked by every page.

The first month of a pair runs from the day the two began to meet (`active_since`; the 31st becomes the last
day of a shorter month) and asks for `contacts_first_month` contacts. Each whole calendar month after it asks
for `contacts_a_month`. They are with either side or with both, and spread evenly: of n, the k-th is due by
the end of k n-ths of the month.

A pair that meets is overdue when
- fewer contacts were made since the last month began than that month asked for: one made late makes it good,
  and months longer ago are let rest. Until a whole calendar month followed, the last month is the first; or
- fewer contacts were made in the calendar month that runs than were due in it by yesterday.

Nothing is asked for the first month once there was a pause or a suspension, nor for a calendar month in which
or after which the pair came back from one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
#: As many days as a first month can lie back that no whole calendar month has followed.
LONGEST_YOUTH = 3 * 31


@dataclass(frozen=True)
class ContactDuty:
    """The next contact owed, by the end of `due_on`: `done` of `asked` since `since`, as the month
    that asks for it began; of one that a month to come asks for, since the month that runs began."""

    due_on: date
    is_late: bool
    done: int
    asked: int
    since: date
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
    return pairs.filter(overdue, state=PairState.ACTIVE)


def contact_duty_of(pair: Pair, rules: CareRules, *, on: date) -> ContactDuty | None:
    """What is due of one pair and by when; None for one that does not meet or is owed nothing. It `is_late`
    exactly when `contacts_due` of that day has the pair."""
    begun = pair.active_since
    if pair.state != PairState.ACTIVE or begun is None:
        return None
    days = [day for day in standing_contacts(pair).values_list("on", flat=True) if begun <= day]
    first_ends, running = months_after(begun, 1), on.replace(day=1)

    def duty(since: date, asked: int, due_on: date | None = None) -> ContactDuty:
        done = sum(day >= since for day in days)
        due_on = due_on or _due(since, asked, done + 1)
        return ContactDuty(due_on, due_on < on, done, asked, since, max(days, default=None))

    def is_owed(since: date, asked: int, states: tuple[PairState, ...]) -> bool:
        return sum(day >= since for day in days) < asked and not _has_stepped(pair, states, since)

    first, later, last = rules.contacts_first_month, rules.contacts_a_month, months_after(running, -1)
    if _is_young(begun, on) and is_owed(begun, first, RESTED):
        return duty(begun, first)
    if not _is_young(begun, on) and is_owed(last, later, (PairState.ACTIVE,)):
        return duty(last, later)
    if first_ends <= running and is_owed(running, later, (PairState.ACTIVE,)):
        return duty(running, later)
    if not later:
        return None
    next_on = _due(_next_whole_month(max(first_ends, on)), later, 1)
    return duty(begun, first, next_on) if on < first_ends else duty(running, later, next_on)


def standing_contacts(pair: Pair) -> QuerySet[Contact]:
    """Contacts with a pair that nobody took back, the newest day first."""
    return Contact.objects.filter(pair=pair, withdrawn_at=None)


def with_last_contact(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Annotated with `last_contact_on`: the day of the last contact that stands; None before the first."""
    made = Contact.objects.filter(pair=OuterRef("pk"), withdrawn_at=None).order_by("-on")
    return pairs.annotate(last_contact_on=Subquery(made.values("on")[:1]))


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


# --- months -----------------------------------------------------------------------------------------------


def _due(since: date, asked: int, number: int) -> date:
    """The last day of the contact with this number of the month that begins then."""
    length = (months_after(since, 1) - since).days
    return since + timedelta(days=length * number // asked - 1)


def _is_young(begun: date, on: date) -> bool:
    """Whether no whole calendar month lies between its first month and the one that runs."""
    return months_after(begun, 1) > months_after(on.replace(day=1), -1)


def _next_whole_month(day: date) -> date:
    """The first of the month after this day's, or the day itself when it is a first."""
    return day if day.day == 1 else months_after(day.replace(day=1), 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _has_stepped(pair: Pair, states: tuple[PairState, ...], since: date) -> bool:
    return any(step.state in states and timezone.localdate(step.at) >= since for step in pair.steps.all())


# --- the same for all pairs at once -----------------------------------------------------------------------


def _owed_of_first(asked: int, on: date) -> Q:
    """Of its first month, by a pair of which it is the last or runs."""
    days = [on - timedelta(days=ago) for ago in range(LONGEST_YOUTH)]
    young, owed = [begun for begun in days if _is_young(begun, on)], Q(pk__in=[])
    for number in range(1, asked + 1):
        due = [begun for begun in young if _due(begun, asked, number) < on]
        if due:
            fewer = _fewer_than(number, since=OuterRef("active_since"))
            owed |= Q(fewer, active_since__gte=min(due), active_since__lte=max(due))
    rested = PairStep.objects.filter(pair=OuterRef("pk"), state__in=RESTED)
    return Q(owed) & ~Q(Exists(rested.filter(at__date__gte=OuterRef("active_since"))))


def _owed_of_last(asked: int, on: date) -> Q:
    """Of the last calendar month, by a pair of which it was not the first."""
    last = months_after(on.replace(day=1), -1)
    return _owed_since(last, asked)


def _owed_of_running(asked: int, on: date) -> Q:
    """Of the calendar month that runs, where it asks for more than one."""
    running = on.replace(day=1)
    passed = sum(_due(running, asked, number) < on for number in range(1, asked + 1))
    return _owed_since(running, passed)


def _owed_since(start: date, number: int) -> Q:
    """Pairs whose first month was over on that day, with fewer contacts since and without a return."""
    if number == 0:
        return Q(pk__in=[])
    came_back = PairStep.objects.filter(pair=OuterRef("pk"), state=PairState.ACTIVE, at__gte=_midnight(start))
    begun_by = max(
        begun for ago in range(27, 33) if months_after(begun := start - timedelta(days=ago), 1) <= start
    )
    return Q(_fewer_than(number, since=start), ~Exists(came_back), active_since__lte=begun_by)


def _fewer_than(number: int, *, since: date | OuterRef) -> Q:
    made = Contact.objects.filter(pair=OuterRef("pk"), withdrawn_at=None, on__gte=since)
    if number == 1:
        return ~Q(Exists(made))
    counted = made.order_by().values("pair").annotate(number=Count("pk")).values("number")
    return Q(LessThan(Coalesce(Subquery(counted), 0), number))
