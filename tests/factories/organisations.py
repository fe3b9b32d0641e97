"""Centres, employers and their sites for tests."""

import factory
from stdnum.pl import nip

from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation, Site
from tests.factories.located import LocatedFactory


def nip_number(n: int) -> str:
    """A valid NIP of Kraków (676...), another one for every n below 90,000."""
    for candidate in range(n * 11, n * 11 + 11):
        for digit in range(10):
            if nip.is_valid(f"676{candidate:06d}{digit}"):
                return f"676{candidate:06d}{digit}"
    raise AssertionError("eleven numbers in a row without a valid check digit")


class CentreFactory(LocatedFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.CENTRE
    key = factory.Sequence(lambda n: f"centre-{n}")
    name = factory.Sequence(lambda n: f"Centrum Integracji {n}")


class EmployerFactory(CentreFactory):
    kind = OrganisationKind.EMPLOYER
    key = factory.Sequence(lambda n: f"employer-{n}")
    name = factory.Sequence(lambda n: f"Złota Huta {n} sp. z o.o.")
    nip = factory.Sequence(nip_number)


class SiteFactory(LocatedFactory):
    class Meta:
        model = Site

    organisation = factory.SubFactory(EmployerFactory)
    name = factory.Sequence(lambda n: f"Site {n}")
