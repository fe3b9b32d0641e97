"""Reads of organisations."""

from django.db.models import QuerySet
from django.utils.text import slugify
from stdnum.pl import nip as nip_number

from .enums import OrganisationState
from .models import Organisation, Site


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


def free_key(name: str) -> str:
    """A key made of the name that nobody has: "zlota-huta", then "zlota-huta-2"."""
    stem = slugify(name.replace("ł", "l").replace("Ł", "L"))[:34].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
