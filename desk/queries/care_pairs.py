"""Lines of Today about pairs: help, hardship, silence, answers, steps, ends."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import (
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least, TruncDate

from activities.enums import LIVE_MEETING_STATES, IncidentState, MeetingState, Mood, PairHealth
from activities.models import Contact, Meeting, MeetingWord
from activities.queries import (
    help_calls_in_scope,
    incidents_in_scope,
    meetings_to_review,
    quiet_pairs,
    with_health,
    with_quiet_since,
)
from activities.queries.contacts import contacts_due
from desk.enums import CareKind, Tier
from matching.enums import UNANSWERED_PAIR_STATES, PairState
from matching.models import PairStep
from matching.queries import with_a_step_due

from .watch import Rows, Watch, later, later_by, lines, midnight, tiers

#: So many days a meeting that was hard is worth a call.
HARD_DAYS = 14
#: An offer whose programme set no last day waits so long; half of it, and it stands here.
ANSWER_DAYS = 14
#: Among lines of one tier a contact stands as if it had been due so long after the last one.
CONTACT_DAYS = 30


def about_pairs(watch: Watch) -> Iterator[Rows]:
    """Everything that is about one pair."""
    yield help_calls(watch)
    yield suspended(watch)
    yield hard_meetings(watch)
    yield answers(watch)
    yield steps(watch)
    yield quiet(watch)
    yield contacts(watch)
    yield closing(watch)
    yield planned_ends(watch)
    yield meetings(watch)


def help_calls(watch: Watch) -> Rows:
    """Somebody asks for help, from the moment they do."""
    calls = _of_pair(help_calls_in_scope(watch.membership), watch)
    return lines(calls, CareKind.HELP, tier=Tier.CALL, day=TruncDate("made_at"))


def concerns(watch: Watch) -> Rows:
    """Open concerns; none for those who do not read them."""
    found = incidents_in_scope(watch.membership).filter(state=IncidentState.OPEN)
    return lines(found, CareKind.CONCERN, tier=Tier.CALL, day=TruncDate("reported_at"))


def suspended(watch: Watch) -> Rows:
    """Pairs that must not meet."""
    pairs = watch.pairs.filter(state=PairState.SUSPENDED)
    return lines(pairs, CareKind.SUSPENDED, tier=Tier.URGENT, day=_since(PairState.SUSPENDED))


def hard_meetings(watch: Watch) -> Rows:
    """The last meeting of a pair that somebody called hard within two weeks, until one of us spoke with them.

    Said by either side: by who wrote the meeting down, or by the other one's word on it.
    """
    since = midnight(watch.on - timedelta(days=HARD_DAYS - 1))
    words = MeetingWord.objects.filter(mood=Mood.HARD, at__gte=since).order_by().values("meeting")
    written = Meeting.objects.filter(mood=Mood.HARD, logged_at__gte=since).order_by().values("pk")
    # A union, not "or": each half is found by its own index, however many meetings there are.
    marked = Meeting.objects.filter(pk__in=written.union(words), state__in=LIVE_MEETING_STATES)
    hard = marked.annotate(held_on=TruncDate("start"))
    spoken = Contact.objects.filter(pair=OuterRef("pair"), withdrawn_at=None, on__gte=OuterRef("held_on"))
    newer = hard.filter(pair=OuterRef("pair"), start__gt=OuterRef("start"))
    found = hard.filter(~Exists(spoken), ~Exists(newer), pair__in=watch.pairs.order_by().values("pk"))
    return lines(found, CareKind.HARD, tier=Tier.URGENT, day=TruncDate("start"))


def answers(watch: Watch) -> Rows:
    """Offers without an answer when half of the time is over; after the last day it is urgent."""
    today = Value(watch.on, output_field=DateField())
    passed = ExpressionWrapper(today - F("offered_on"), output_field=DurationField())
    left = ExpressionWrapper(F("answer_by") - today, output_field=DurationField())
    half = watch.on - timedelta(days=ANSWER_DAYS // 2)
    pairs = watch.pairs.filter(state__in=UNANSWERED_PAIR_STATES).annotate(days_passed=passed, days_left=left)
    pairs = pairs.filter(Q(days_passed__gte=F("days_left")) | Q(answer_by=None, offered_on__lte=half))
    last = watch.on - timedelta(days=ANSWER_DAYS)
    over = Q(answer_by__lt=watch.on) | Q(answer_by=None, offered_on__lt=last)
    return lines(
        pairs,
        CareKind.ANSWER,
        tier=tiers((over, Tier.URGENT), default=Tier.TODAY),
        day=Coalesce(F("answer_by"), later("offered_on", ANSWER_DAYS)),
    )


def steps(watch: Watch) -> Rows:
    """Both have said yes, and the day of the first meeting or the agreement has passed."""
    pairs = with_a_step_due(watch.pairs).filter(due_on__lt=watch.on).exclude(state=PairState.SUSPENDED)
    return lines(pairs, CareKind.STEP, tier=Tier.TODAY, day="due_on")


def quiet(watch: Watch) -> Rows:
    """Pairs without a meeting, by the one definition of it; silent ones are urgent."""
    pairs = with_quiet_since(
        with_health(quiet_pairs(watch.pairs, watch.care, on=watch.on), watch.care, on=watch.on)
    )
    days = {programme: rules.quiet_days for programme, rules in watch.care.items()}
    return lines(
        pairs,
        CareKind.QUIET,
        tier=tiers((Q(health=PairHealth.SILENT), Tier.URGENT), default=Tier.TODAY),
        day=later_by("quiet_since", days),
    )


def contacts(watch: Watch) -> Rows:
    """Pairs to whom one of us owes a word, by the one definition of it; what was due on a day off waits for
    the next working day."""
    made = Contact.objects.filter(pair=OuterRef("pk"), withdrawn_at=None).order_by("-on")
    last = Coalesce(Subquery(made.values("on")[:1]), F("active_since"))
    yesterday = Value(watch.on - timedelta(days=1), output_field=DateField())
    return lines(
        contacts_due(watch.pairs, watch.care, on=watch.late_from),
        CareKind.CONTACT,
        tier=Tier.TODAY,
        day=Least(later(last, CONTACT_DAYS), yesterday),
    )


def closing(watch: Watch) -> Rows:
    """Somebody wants to end it: both are spoken with, then it is closed."""
    pairs = watch.pairs.filter(state=PairState.CLOSING)
    return lines(pairs, CareKind.CLOSING, tier=Tier.URGENT, day=_since(PairState.CLOSING))


def planned_ends(watch: Watch) -> Rows:
    """The planned end comes near; past it, it is today's."""
    near = Q(pk__in=[])
    for days, programmes in watch.programmes_by("end_notice_days").items():
        near |= Q(programme__in=programmes, ends_on__lte=watch.on + timedelta(days=days))
    pairs = watch.pairs.filter(near, state__in=(PairState.ACTIVE, PairState.PAUSED))
    past = Q(ends_on__lt=watch.on)
    return lines(pairs, CareKind.PAIR_END, tier=tiers((past, Tier.TODAY), default=Tier.SOON), day="ends_on")


def meetings(watch: Watch) -> Rows:
    """Meetings the two remember differently, or that were written down out of turn."""
    found = _of_pair(meetings_to_review(watch.membership), watch)
    disputed = Q(state=MeetingState.DISPUTED)
    return lines(
        found,
        CareKind.MEETING,
        tier=tiers((disputed, Tier.TODAY), default=Tier.SOON),
        day=TruncDate("logged_at"),
    )


def _of_pair(rows: QuerySet[Any], watch: Watch) -> QuerySet[Any]:
    return rows if watch.pair is None else rows.filter(pair=watch.pair)


def _since(state: PairState) -> Combinable:
    """The day on which a pair came into the state, as its timeline says; else that of its offer."""
    steps = PairStep.objects.filter(pair=OuterRef("pk"), state=state).order_by("-at", "-pk")
    return Coalesce(TruncDate(Subquery(steps.values("at")[:1])), F("offered_on"))
