"""Registering, revising, pausing and archiving households."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import refuse_problems, said, write_fields
from base.organisations.domain.centres import lock_centre
from base.organisations.domain.numbers import next_number
from base.organisations.models import Organisation
from base.places.profiles import write_languages, write_place
from base.places.search_text import searchable
from families.enums import HouseholdState
from families.events import ChildRecorded, HouseholdChanged, HouseholdStateChanged
from families.models import Household, Member

from .household_data import (
    MEMBER_FIELDS,
    PLAIN_FIELDS,
    HouseholdData,
    MemberData,
    data_of,
    member_data_of,
    problems_of_household,
    tidy,
)

__all__ = [
    "HouseholdData",
    "MemberData",
    "archive_household",
    "data_of",
    "lock_household",
    "pause_household",
    "problems_of_household",
    "refusal_of_move",
    "register_household",
    "resume_household",
    "revise_household",
]


#: The letter of the labels.
SERIES = "K"


@transaction.atomic
def register_household(centre: Organisation, *, data: HouseholdData, by: Actor) -> Household:
    """A new household of the centre under its next label (K-417).

    The import key of a household already here brings that one back, unchanged. ValidationError names fields
    as `problems_of_household` does; Refusal when the organisation registers no people.
    """
    lock_centre(centre)
    if data.import_key and (known := centre.households.filter(import_key=data.import_key).first()):
        return known
    data = tidy(data)
    refuse_problems(problems_of_household(data))
    number = next_number(centre, SERIES, centre.households)
    household = Household(
        centre=centre,
        number=number,
        label=f"{SERIES}-{number}",
        import_key=data.import_key,
        waiting_since=data.waiting_since or timezone.localdate(),
    )
    write_household(household, data)
    household.save()
    write_members(household, data)
    _write_search(household)
    _tell("registered", household, by=by, details={"members": len(data.members)})
    return household


@transaction.atomic
def revise_household(
    household: Household, *, data: HouseholdData, by: Actor, version: int | None = None
) -> Household:
    """The household with all of `data`; members not named stay, those in `data.gone` leave.

    `version` is the one the person saw: Refusal "stale" when somebody saved another meanwhile. An unchanged
    household is left untouched. ValidationError names fields as `problems_of_household` does.
    """
    lock_household(household)
    if version is not None and version != household.version:
        sentence = _("Somebody else changed this family meanwhile. Look at the new version, then save again.")
        raise Refusal(sentence, code="stale")
    data = with_everybody(household, tidy(data))
    refuse_problems(problems_of_household(data))
    changed = write_household(household, data)
    if write_members(household, data):
        changed.append("members")
    if changed:
        household.version += 1
        household.save()
        _write_search(household)
        _tell("revised", household, by=by, details={"changed": changed})
    return household


@transaction.atomic
def pause_household(household: Household, *, reason: str, by: Actor) -> Household:
    """The family is away or asks for quiet: not matched until it is back. Its waiting date stays."""
    return _move(household, HouseholdState.PAUSED, act="paused", reason=said(reason), by=by)


@transaction.atomic
def resume_household(household: Household, *, by: Actor) -> Household:
    """Back from a pause with the old waiting date, or from the archive with today's."""
    return _move(household, HouseholdState.SERVED, act="resumed", reason="", by=by)


@transaction.atomic
def archive_household(household: Household, *, reason: str, by: Actor) -> Household:
    """The family no longer needs us; everything about it stays on record."""
    return _move(household, HouseholdState.ARCHIVED, act="archived", reason=said(reason), by=by)


def lock_household(household: Household) -> Household:
    """The same object, fresh from its row, which is held until the transaction ends."""
    household.refresh_from_db(from_queryset=Household.objects.select_for_update())
    return household


_ALREADY = {
    HouseholdState.SERVED: _("{label} is with us already."),
    HouseholdState.PAUSED: _("{label} is paused already."),
    HouseholdState.ARCHIVED: _("{label} is archived already."),
}


def refusal_of_move(household: Household, to: HouseholdState) -> Refusal | None:
    """What the verb that brings a family there says against it as it stands; None when nothing."""
    if household.state == to:
        return Refusal(format_lazy(_ALREADY[to], label=household.label), code="already")
    if household.state == HouseholdState.ARCHIVED and to == HouseholdState.PAUSED:
        return Refusal(_("An archived family cannot be paused. Bring it back first."), code="archived")
    return None


def _move(household: Household, to: HouseholdState, *, act: str, reason: str, by: Actor) -> Household:
    before = lock_household(household).state
    if refusal := refusal_of_move(household, to):
        raise refusal
    household.state, household.state_reason = to, reason
    household.state_since = timezone.localdate()
    if before == HouseholdState.ARCHIVED:
        household.waiting_since = household.state_since
    household.version += 1
    household.save()
    record(f"families.household.{act}", by=by, on=household, organisation_id=household.centre_id)
    emit(HouseholdStateChanged(household.pk, household.centre_id, to.value))
    return household


def _tell(act: str, household: Household, *, by: Actor, details: dict[str, object]) -> None:
    record(
        f"families.household.{act}",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details=details,
    )
    emit(HouseholdChanged(household.pk, household.centre_id))


def with_everybody(household: Household, data: HouseholdData) -> HouseholdData:
    """The data with the members it does not name, and without those who leave."""
    current = {member.pk: member for member in household.current_members}
    named = {one.id for one in data.members if one.id is not None}
    if (named | data.gone) - current.keys():
        sentence = _("Somebody on this list is no longer in the household. Look again, then save.")
        raise ValidationError({"members": [ValidationError(sentence, code="gone")]})
    staying = [one for one in data.members if one.id not in data.gone]
    silent = [member_data_of(one) for pk, one in current.items() if pk not in named | data.gone]
    return replace(data, members=(*staying, *silent))


def write_household(household: Household, data: HouseholdData) -> list[str]:
    """Set what differs; returns the names of the fields that did."""
    changed = write_fields(household, data, PLAIN_FIELDS)
    if data.waiting_since and data.waiting_since != household.waiting_since:
        household.waiting_since = data.waiting_since
        changed.append("waiting_since")
    if write_place(household, data.place):
        changed.append("place")
    return changed


def write_members(household: Household, data: HouseholdData) -> bool:
    """Make the current members those of the data; returns whether anything changed."""
    current = {member.pk: member for member in household.current_members}
    staying = {one.id for one in data.members}
    leaving = [pk for pk in current if pk not in staying]
    household.members.filter(pk__in=leaving).update(left_on=timezone.localdate(), is_contact=False)
    # The old contact steps back first: the database holds one at a time.
    changes = [bool(leaving)]
    for one in sorted(data.members, key=lambda one: one.is_contact):
        changes.append(_write_member(household, current.get(one.id or 0), one))
    return any(changes)


def _write_member(household: Household, member: Member | None, data: MemberData) -> bool:
    was_minor = member is not None and member.is_minor
    is_new = member is None
    member = member or Member(household=household)
    differs = [name for name in MEMBER_FIELDS if getattr(member, name) != getattr(data, name)]
    for name in differs:
        setattr(member, name, getattr(data, name))
    if is_new or differs:
        member.save()
    if member.is_minor and not was_minor:
        emit(ChildRecorded(household.pk, member.pk))
    return write_languages(member.languages, data.languages) or is_new or bool(differs)


def _write_search(household: Household) -> None:
    """Keep what lists find the household by. Those who see no names search the first column only."""
    names = household.members.filter(left_on=None).values_list("first_name", flat=True)
    Household.objects.filter(pk=household.pk).update(
        search_text=searchable(
            household.label, household.postcode, household.place_name, household.commune_name
        ),
        search_contact=searchable(household.contact_name, *names, household.phone, household.email),
    )
