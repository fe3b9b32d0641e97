"""Which rules of care hold, and which pairs are silent: the one definition, asked by every page.

A pair that meets is quiet (silent) when for `quiet_days` (`silent_days`) full days before today there was no
meeting that stands, and it neither began to meet nor came back from a pause since.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from activities.enums import LIVE_MEETING_STATES, PairHealth
from activities.models import CareRules, Meeting
from matching.enums import OPEN_PAIR_STATES, UNANSWERED_PAIR_STATES, PairState
from matching.models import Pair, PairStep, Programme


def care_by_programme(programmes: Collection[int], *, on: date) -> Mapping[int, CareRules]:
    """The rules in force on that day by number of programme, in one query; where nobody set any, the model's
    own (unsaved, without a source)."""
    found = CareRules.objects.in_force(on).filter(Q(programme=None) | Q(programme__in=programmes))
    rows = sorted(found, key=lambda row: row.valid_from)
    common = next((row for row in reversed(rows) if row.programme_id is None), None) or CareRules()
    own = {row.programme_id: row for row in rows}  # the newest last
    return {pk: own.get(pk, common) for pk in programmes}


def care_of(programme: Programme, *, on: date) -> CareRules:
    """The rules of one programme on that day."""
    return care_by_programme([programme.pk], on=on)[programme.pk]


def quiet_pairs(pairs: QuerySet[Pair], rules: Mapping[int, CareRules], *, on: date) -> QuerySet[Pair]:
    """Pairs without a meeting for `quiet_days` and more, the silent ones among them."""
    return pairs.filter(_without_meeting(rules, "quiet_days", on), state=PairState.ACTIVE)


def silent_pairs(pairs: QuerySet[Pair], rules: Mapping[int, CareRules], *, on: date) -> QuerySet[Pair]:
    """Pairs without a meeting for `silent_days` and more."""
    return pairs.filter(_without_meeting(rules, "silent_days", on), state=PairState.ACTIVE)


def with_health(pairs: QuerySet[Pair], rules: Mapping[int, CareRules], *, on: date) -> QuerySet[Pair]:
    """Annotated with `health`, a PairHealth; "" of pairs that ended."""
    return pairs.annotate(
        health=Case(
            When(~Q(state__in=OPEN_PAIR_STATES), then=Value("")),
            When(state=PairState.SUSPENDED, then=Value(PairHealth.SUSPENDED.value)),
            When(state=PairState.PAUSED, then=Value(PairHealth.PAUSED.value)),
            When(state=PairState.CLOSING, then=Value(PairHealth.ENDING.value)),
            When(state__in=UNANSWERED_PAIR_STATES, then=Value(PairHealth.OFFERED.value)),
            When(~Q(state=PairState.ACTIVE), then=Value(PairHealth.BEGINNING.value)),
            When(_without_meeting(rules, "silent_days", on), then=Value(PairHealth.SILENT.value)),
            When(_without_meeting(rules, "quiet_days", on), then=Value(PairHealth.QUIET.value)),
            default=Value(PairHealth.WELL.value),
            output_field=CharField(),
        )
    )


def with_last_meeting(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Annotated with `last_met_at`: when the last meeting that stands began; None before the first."""
    return pairs.annotate(last_met_at=Subquery(_standing().order_by("-start").values("start")[:1]))


def with_quiet_since(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Annotated with `quiet_since`: the day of the last meeting that stands, or on which the pair began to
    meet or came back from a pause, whichever is latest; the days of a silence are counted from it."""
    came_back = PairStep.objects.filter(pair=OuterRef("pk"), state=PairState.ACTIVE).order_by("-at")
    days = [
        Coalesce(TruncDate(Subquery(rows.values(moment)[:1])), F("active_since"))
        for rows, moment in ((_standing().order_by("-start"), "start"), (came_back, "at"))
    ]
    return pairs.annotate(quiet_since=Greatest(F("active_since"), *days))


def _without_meeting(rules: Mapping[int, CareRules], days: str, on: date) -> Q:
    """One condition for all programmes: those with the same number of days are asked together."""
    alike: dict[int, list[int]] = {}
    for programme, row in rules.items():
        alike.setdefault(getattr(row, days), []).append(programme)
    condition = Q(pk__in=[])
    for number, programmes in alike.items():
        since = on - timedelta(days=number)
        moment = _midnight(since)
        came_back = PairStep.objects.filter(pair=OuterRef("pk"), state=PairState.ACTIVE, at__gte=moment)
        condition |= Q(
            ~Exists(_standing().filter(start__gte=moment)),
            ~Exists(came_back),
            programme__in=programmes,
            active_since__lt=since,
        )
    return condition


def _standing() -> QuerySet[Meeting]:
    return Meeting.objects.filter(pair=OuterRef("pk"), state__in=LIVE_MEETING_STATES)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
