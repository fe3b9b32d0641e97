"""Whoever records a child or takes clearance away hears nothing of pairs; this room listens and tells."""

from base.common.events import subscribe
from families.events import HouseholdChanged
from matching.domain.pairs import announce_suspensions
from volunteers.events import ClearanceChanged


def listen() -> None:
    """From now on tell of what the database suspends, right after the act that made it."""
    subscribe(HouseholdChanged, _household_changed)
    subscribe(ClearanceChanged, _clearance_changed)


def _household_changed(event: HouseholdChanged) -> None:
    announce_suspensions(household_id=event.household_id)


def _clearance_changed(event: ClearanceChanged) -> None:
    announce_suspensions(volunteer_id=event.volunteer_id)
