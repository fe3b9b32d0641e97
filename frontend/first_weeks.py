"""The first weeks at a job as pages show them."""

from collections.abc import Callable

from django.http import Http404, QueryDict
from django.utils import timezone

from activities.domain.first_weeks import tick_first_week, untick_first_week
from activities.queries import FirstWeeks, first_weeks_of
from base.audit.actor import Actor
from matching.enums import PairSide
from matching.models import Pair

ACTS: dict[str, Callable[..., object]] = {"tick": tick_first_week, "untick": untick_first_week}


def first_weeks_shown(pair: Pair) -> FirstWeeks | None:
    """The list of today; None where there is none."""
    return first_weeks_of(pair, on=timezone.localdate())


def change_first_weeks(pair: Pair, data: QueryDict, *, side: PairSide, by: Actor) -> None:
    """What a form of one line asked for; an act we do not know is not found."""
    act = ACTS.get(data.get("act", ""))
    if act is None:
        raise Http404
    act(pair, code=data.get("code", ""), side=side, by=by)
