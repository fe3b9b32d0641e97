"""Families as a list tells of them: what Splot has, and what a newer list changes.

Of the other members a list knows ages only: their names, languages and jobs are no part of it, and stay as
they are when a list comes back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Prefetch

from base.audit.actor import Actor
from base.common.enums import AgeBand
from base.organisations.models import Organisation
from families.domain.bulk import revise_households
from families.domain.households import HouseholdData, MemberData, data_of
from families.models import Household, Member

from . import common_columns as common
from .columns import Registered, Values
from .known_people import changed_fields, empty_of, people_labelled, told, values_of_person, values_of_place

BANDS = tuple(AgeBand)
PLAIN = (
    "contact_name", "phone", "email", "address", "channel", "language", "week", "travel_km", "needs",
    "waiting_since", "note",
)  # fmt: skip
EMPTY: Mapping[str, Any] = empty_of(HouseholdData, PLAIN)


def values_of(centre: Organisation, labels: Collection[str] | None = None) -> dict[str, Values]:
    """What Splot has of these households (None: all of the centre), by label, as values of our columns."""
    return {one.label: told(_values(one)) for one in _households(centre, labels)}


def update_many(centre: Organisation, changes: Sequence[tuple[str, Values]], by: Actor) -> list[Registered]:
    """Change these columns of these households and nothing else; None as a value empties a column.

    Ages replace ages: who fits stays with name, languages and job, a child who grew into the next band too.
    ValidationError and Refusal as the verbs of the room raise them.
    """
    newer = [(label, partial(revised_data, values=values)) for label, values in changes]
    revised = revise_households(centre, changes=newer, by=by)
    return [Registered(one.label, one.version) for one in revised]


def revised_data(household: Household, values: Values) -> HouseholdData:
    """The household as it is, with these columns changed."""
    known = data_of(household)
    changed = changed_fields(values, EMPTY)
    data = replace(known, **changed, **common.revised_wish(known, values))
    if "wants_polish" in values:
        data = replace(data, wants_polish=values["wants_polish"] == "yes")
    data = replace(data, place=common.revised_place(household, values))
    data = replace(data, channel=common.revised_channel(data, values))
    return _with_people(data, known, values)


def _households(centre: Organisation, labels: Collection[str] | None) -> Iterable[Household]:
    members = Member.objects.filter(left_on=None).prefetch_related("languages")
    return people_labelled(centre.households.prefetch_related(Prefetch("members", members)), labels)


def _values(household: Household) -> Values:
    contact = next((one for one in household.current_members if one.is_contact), Member(age_band=""))
    others = [AgeBand(one.age_band) for one in household.current_members if not one.is_contact]
    return {
        **values_of_person(household),
        **values_of_place(household),
        "contact_name": household.contact_name,
        "address": household.address,
        "travel_km": household.travel_km,
        "needs": household.needs,
        "wants_polish": "yes" if household.wants_polish else "no",
        "languages": tuple(one.spoken for one in contact.languages.all()) if contact.pk else (),
        "gender": contact.gender,
        "age": AgeBand(contact.age_band) if contact.pk else None,
        "adults": _in_order(band for band in others if not band.is_minor),
        "children": _in_order(band for band in others if band.is_minor),
        "waiting_since": household.waiting_since,
    }


def _in_order(bands: Iterable[AgeBand]) -> tuple[AgeBand, ...]:
    return tuple(sorted(bands, key=BANDS.index))


def _with_people(data: HouseholdData, known: HouseholdData, values: Values) -> HouseholdData:
    """The contact as the row says, and the others so that their ages are those of the row."""
    contact = next(
        (one for one in known.members if one.is_contact), MemberData(AgeBand.ADULT_26_40, is_contact=True)
    )
    others = [one for one in known.members if not one.is_contact]
    told_of: dict[str, Any] = {}
    if "contact_name" in values and contact.first_name in {"", _first_word(known.contact_name)}:
        told_of["first_name"] = _first_word(data.contact_name)
    if "languages" in values:
        told_of["languages"] = values["languages"] or ()
    if "gender" in values:
        told_of["gender"] = values["gender"] or ""
    if values.get("age"):
        told_of["age_band"] = values["age"]
    bands = [
        *_bands(others, values, "adults", minors=False),
        *_bands(others, values, "children", minors=True),
    ]
    staying, gone = _matched(others, bands)
    return replace(data, members=(replace(contact, **told_of), *staying), gone=gone)


def _bands(others: Sequence[MemberData], values: Values, name: str, *, minors: bool) -> list[AgeBand]:
    """The ages there should be of this column: those of the row, else those there are."""
    if name in values:
        return list(values[name] or ())
    return [band for one in others if (band := AgeBand(one.age_band)).is_minor is minors]


def _matched(
    others: Sequence[MemberData], bands: Sequence[AgeBand]
) -> tuple[list[MemberData], frozenset[int]]:
    """Members so that their ages are these bands, and the ids of those who leave."""
    wanted, staying, without = list(bands), [], []
    for one in sorted(others, key=lambda one: not (one.first_name or one.languages)):
        if one.age_band in wanted:
            wanted.remove(AgeBand(one.age_band))
            staying.append(one)
        else:
            without.append(one)
    gone = set()
    for one in without:
        grown = BANDS[min(BANDS.index(AgeBand(one.age_band)) + 1, len(BANDS) - 1)]
        if grown in wanted:
            wanted.remove(grown)
            staying.append(replace(one, age_band=grown))
        elif one.id is not None:
            gone.add(one.id)
    return [*staying, *(MemberData(age_band=band) for band in wanted)], frozenset(gone)


def _first_word(name: str) -> str:
    return name.split(" ")[0][:60]
