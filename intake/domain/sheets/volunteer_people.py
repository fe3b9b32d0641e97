"""Volunteers as a list tells of them: what Splot has, and what a newer list changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from base.audit.actor import Actor
from base.organisations.models import Organisation
from volunteers.domain.bulk import revise_volunteers
from volunteers.domain.volunteers import VolunteerData, data_of
from volunteers.domain.way_in import WayIn, continue_way_in
from volunteers.enums import ClearanceResult, ConsentPurpose
from volunteers.models import Volunteer

from . import common_columns as common
from . import volunteer_papers as way_in
from .columns import Registered, Values
from .known_people import changed_fields, empty_of, people_labelled, told, values_of_person, values_of_place

PLAIN = (
    "first_name", "last_name", "gender", "phone", "email", "channel", "language", "languages", "week",
    "travel_km", "offers", "room", "applied_on", "note",
)  # fmt: skip
EMPTY: Mapping[str, Any] = empty_of(VolunteerData, PLAIN)


def values_of(centre: Organisation, labels: Collection[str] | None = None) -> dict[str, Values]:
    """What Splot has of these volunteers (None: all of the centre), by label, as values of our columns."""
    return {one.label: told(_values(one)) for one in _volunteers(centre, labels)}


@transaction.atomic
def update_many(centre: Organisation, changes: Sequence[tuple[str, Values]], by: Actor) -> list[Registered]:
    """Change these columns of these volunteers and nothing else; None as a value empties a column.

    A day of the way in is written beside those known: nothing recorded is taken back by a list.
    ValidationError and Refusal as the verbs of the room raise them.
    """
    newer = [(label, partial(revised_data, values=values)) for label, values in changes]
    revised = revise_volunteers(centre, changes=newer, by=by)
    for volunteer, (_label, values) in zip(revised, changes, strict=True):
        way = way_in.papers_of(values)
        if way != WayIn():
            continue_way_in(volunteer, way, by=by)
    return [Registered(one.label, one.version) for one in revised]


def revised_data(volunteer: Volunteer, values: Values) -> VolunteerData:
    """The volunteer as they are, with these columns changed."""
    known = data_of(volunteer)
    changed = changed_fields(values, EMPTY)
    place = common.revised_place(volunteer, values)
    data = replace(known, **changed, **common.revised_wish(known, values), place=place)
    return replace(data, channel=common.revised_channel(data, values))


def _volunteers(centre: Organisation, labels: Collection[str] | None) -> Iterable[Volunteer]:
    known = centre.volunteers.prefetch_related("languages", "consents", "trainings", "clearance_items")
    return people_labelled(known, labels)


def _values(volunteer: Volunteer) -> Values:
    return {
        **values_of_person(volunteer),
        **values_of_place(volunteer),
        **_days(volunteer),
        "first_name": volunteer.first_name,
        "last_name": volunteer.last_name,
        "gender": volunteer.gender,
        "languages": tuple(volunteer.spoken),
        "travel_km": volunteer.travel_km,
        "offers": volunteer.offers,
        "room": volunteer.room,
        "applied_on": volunteer.applied_on,
    }


def _days(volunteer: Volunteer) -> Values:
    """The way in: the newest day of each paper that is in force."""
    given = [
        timezone.localdate(one.given_at)
        for one in volunteer.consents.all()
        if one.purpose == ConsentPurpose.MATCHING and one.withdrawn_at is None
    ]
    trained = [one.completed_on for one in volunteer.trainings.all()]
    in_order = [
        one
        for one in volunteer.clearance_items.all()
        if one.revoked_on is None and one.result == ClearanceResult.CLEAN
    ]
    checked = {
        name: max((one.checked_on for one in in_order if one.kind == kind), default=None)
        for name, (kind, _pl, _en) in way_in.CHECKS.items()
    }
    return {
        "consent_on": max(given, default=None),
        "interviewed_on": volunteer.interviewed_on,
        "trained_on": max(trained, default=None),
        **checked,
    }
