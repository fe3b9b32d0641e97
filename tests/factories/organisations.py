"""Centres and employers for tests."""

import factory
from stdnum.pl import nip

from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation, Site
from base.places.gazetteer import Place, resolve


def nip_number(n: int) -> str:
    """The n-th valid NIP beginning with 676 (Kraków)."""
    for candidate in range(n * 11, n * 11 + 11):
        stem = f"676{candidate:06d}"
        digit = sum(w * int(d) for w, d in zip((6, 5, 7, 2, 3, 4, 5, 6, 7), stem, strict=True)) % 11
        if digit < 10 and nip.is_valid(f"{stem}{digit}"):
            return f"{stem}{digit}"
    raise AssertionError("eleven numbers in a row without a valid check digit")


class LocatedFactory(factory.django.DjangoModelFactory):
    """Gives a row its place: `place=resolve(...)`, or None for a row that is nowhere yet."""

    class Meta:
        abstract = True

    class Params:
        place: Place | None = factory.LazyFunction(lambda: resolve("31-137", "Kraków"))

    postcode = factory.LazyAttribute(lambda row: row.place.postcode if row.place else "")
    place_name = factory.LazyAttribute(lambda row: row.place.name if row.place else "")
    commune_code = factory.LazyAttribute(lambda row: row.place.commune_code if row.place else "")
    commune_name = factory.LazyAttribute(lambda row: row.place.commune if row.place else "")
    latitude = factory.LazyAttribute(lambda row: row.place.latitude if row.place else None)
    longitude = factory.LazyAttribute(lambda row: row.place.longitude if row.place else None)


class CentreFactory(LocatedFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.CENTRE
    key = factory.Sequence(lambda n: f"centre-{n}")
    name = factory.Sequence(lambda n: f"Centrum Integracji {n}")


class EmployerFactory(LocatedFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.EMPLOYER
    key = factory.Sequence(lambda n: f"employer-{n}")
    name = factory.Sequence(lambda n: f"Złota Huta {n} sp. z o.o.")
    nip = factory.Sequence(nip_number)


class SiteFactory(LocatedFactory):
    class Meta:
        model = Site

    organisation = factory.SubFactory(EmployerFactory)
    name = factory.Sequence(lambda n: f"Hala {n}")
