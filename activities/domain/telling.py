"""What the verbs of this room share: the pair locked, the record, the event, the sides in words."""

from collections.abc import Mapping
from typing import Any

from activities.events import HelpChanged, MeetingChanged, PlanChanged
from activities.models import HelpCall, Meeting, PlannedMeeting
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.events import emit
from matching.models import Pair


def lock_pair(pair: Pair) -> Pair:
    """The pair, fresh and locked until the commit: its meetings are written one after another.

    It is the last lock in the order of matching/domain/locks.py; nothing else is locked after it.
    """
    return (
        Pair.objects.select_for_update(of=("self",))
        .select_related("programme", "seeker__household")
        .get(pk=pair.pk)
    )


def tell_meeting(act: str, meeting: Meeting, *, by: Actor, details: Mapping[str, Any] | None = None) -> None:
    """Record what was done to a meeting, and say so after the commit."""
    pair = meeting.pair
    record(
        f"activities.meeting.{act}",
        by=by,
        on=meeting,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, "state": meeting.state, **(details or {})},
    )
    emit(MeetingChanged(meeting.pk, pair.pk, pair.programme_id, meeting.state))


def tell_plan(
    act: str, planned: PlannedMeeting, *, by: Actor, details: Mapping[str, Any] | None = None
) -> None:
    """Record what was done to a plan, and say so after the commit."""
    pair = planned.pair
    record(
        f"activities.plan.{act}",
        by=by,
        on=planned,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, **(details or {})},
    )
    emit(PlanChanged(planned.pk, pair.pk, pair.programme_id))


def tell_help(act: str, call: HelpCall, *, by: Actor) -> None:
    """Record a call for help or its answer, and say so after the commit."""
    pair = call.pair
    record(
        f"activities.help.{act}",
        by=by,
        on=call,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, "side": call.side},
    )
    emit(HelpChanged(call.pk, pair.pk, pair.programme_id, call.state))
