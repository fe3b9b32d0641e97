"""Reads of organisations."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from stdnum.pl import nip as nip_number

from base.common.related import parts_of

from .enums import OrganisationState
from .models import DayOff, Organisation, Site
from .working_days import LONGEST_REST, Calendar, calendar

P = TypeVar("P", bound=Model)


def active_organisations() -> QuerySet[Organisation]:
    """Organisations that are not archived, by name."""
    return Organisation.objects.filter(state=OrganisationState.ACTIVE)


def organisation_by_nip(nip: str) -> Organisation | None:
    """The one with this NIP, however it is written; None when there is none or the NIP is empty."""
    digits = nip_number.compact(nip) if nip else ""
    return Organisation.objects.filter(nip=digits).first() if digits else None


def sites_of(organisation: Organisation) -> QuerySet[Site]:
    """Its sites by name."""
    return organisation.sites.order_by("name")


def days_off_of(organisation_id: int, *, first: date, last: date) -> QuerySet[DayOff]:
    """The days on which it is closed by its own choice, both ends included, in order."""
    return DayOff.objects.filter(organisation=organisation_id, on__range=(first, last)).order_by("on")


def calendar_of(organisation_id: int, *, first: date, last: date) -> Calendar:
    """Which days it works, in one query: for lists that ask about many days from `first` to `last`."""
    reach = last + timedelta(days=LONGEST_REST)
    return calendar(days_off_of(organisation_id, first=first, last=reach).values_list("on", flat=True))


def late_from(organisation_id: int, on: date) -> date:
    """As of which day a coordinator's duties are asked on `on`: what was due on a day off waits until the
    next working day is over; one query."""
    first = on - timedelta(days=LONGEST_REST)
    return calendar_of(organisation_id, first=first, last=on).late_from(on)


def next_working_day(organisation_id: int, day: date) -> date:
    """The day itself when the organisation works on it, else the first working day after it; one query."""
    return calendar_of(organisation_id, first=day, last=day).next(day)


def free_key(name: str) -> str:
    """A key made of the name that nobody has: "zlota-huta", then "zlota-huta-2"."""
    stem = slugify(name.replace("ł", "l").replace("Ł", "L"))[:34].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def people_by_label(people: "QuerySet[P]", labels: Iterable[str]) -> dict[str, P]:
    """Those of a centre's people with these neutral labels."""
    return _people_by(people, "label", labels)


def people_by_import_key(people: "QuerySet[P]", keys: Iterable[str]) -> dict[str, P]:
    """Those of a centre's people a list brought in under these keys; an empty key is nobody's."""
    return _people_by(people, "import_key", filter(None, keys))


def _people_by(people: "QuerySet[P]", name: str, words: Iterable[str]) -> dict[str, P]:
    found: dict[str, P] = {}
    for some in parts_of(sorted(set(words))):
        rows = people.filter(**{f"{name}__in": some}).order_by("number")
        found |= {getattr(one, name): one for one in rows}
    return found
