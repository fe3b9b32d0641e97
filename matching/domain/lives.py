"""How pairs of a programme live: what is usual for a kind, and a centre's own choice.

What changes counts for pairs offered from then on; those on their way keep their steps.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import differences, record
from base.common.profiles import Problems, refuse_problems
from matching.domain.life import is_an_order
from matching.enums import LifeStep, ProgrammeKind
from matching.models import PairLife, Programme

CHANGEABLE = (
    "steps",
    "coordinator_at_first_meeting",
    "answer_days",
    "remind_days",
    "first_meeting_days",
    "length_months",
    "grace_days",
)

#: What a kind changes of the model's own defaults.
USUAL_LIVES: Mapping[str, Mapping[str, Any]] = {
    ProgrammeKind.FRIENDSHIP: {
        "steps": [LifeStep.HELPER, LifeStep.FAMILY, LifeStep.FIRST_MEETING, LifeStep.AGREEMENT],
        "coordinator_at_first_meeting": True,
    },
    ProgrammeKind.LANGUAGE_PRACTICE: {"length_months": 6},
    ProgrammeKind.GUIDANCE: {"length_months": 3, "first_meeting_days": 14},
    ProgrammeKind.WORKPLACE: {"answer_days": 7, "remind_days": 3, "first_meeting_days": 7},
}

#: Beyond these a figure is a slip of the hand.
LIMITS: Mapping[str, tuple[int, int]] = {
    "answer_days": (1, 60),
    "remind_days": (1, 59),
    "first_meeting_days": (1, 120),
    "length_months": (1, 60),
    "grace_days": (0, 90),
}


def begin_life(programme: Programme) -> PairLife:
    """What is usual for the kind of a new programme, inside the caller's transaction."""
    return PairLife.objects.create(programme=programme, **USUAL_LIVES[programme.kind])


@transaction.atomic
def revise_life(programme: Programme, *, by: Actor, why: str = "", **changes: Any) -> PairLife:
    """Other steps or days for the pairs offered from now on; ValidationError names what cannot be. `why` is
    for the history.
    """
    if unknown := sorted(changes.keys() - set(CHANGEABLE)):
        raise TypeError(f"The life of a pair has no {', '.join(unknown)}.")
    Programme.objects.select_for_update().get(pk=programme.pk)
    life = PairLife.objects.filter(programme=programme).first() or PairLife(programme=programme)
    told = differences({name: getattr(life, name) for name in changes}, changes)
    for name, value in changes.items():
        setattr(life, name, value)
    _check(life)
    life.save()
    record(
        "matching.life.revise",
        by=by,
        on=programme,
        organisation_id=programme.lead_id,
        details={"changes": sorted(told), "values": told, "steps": list(life.steps), "why": why},
    )
    return life


def _check(life: PairLife) -> None:
    problems = Problems()
    if not is_an_order(life.steps):
        problems.add("steps", _("Both say yes first; the first meeting and the agreement follow, or not."))
    for name, (least, most) in LIMITS.items():
        value = getattr(life, name)
        if value is not None and not least <= value <= most:
            told = {"least": least, "most": most}
            problems.add(name, _("Choose from %(least)d to %(most)d.") % told, "limit")
    if life.remind_days is not None and life.remind_days >= life.answer_days:
        problems.add("remind_days", _("Remind before the last day to answer, or not at all."), "order")
    if life.coordinator_at_first_meeting and LifeStep.FIRST_MEETING not in life.steps:
        life.coordinator_at_first_meeting = False
    refuse_problems(problems.by_field)
