"""Numbers of bank accounts, euro rates and de minimis aid for tests."""

from datetime import timedelta

import factory
from django.utils import timezone
from stdnum import iban

from stipends.models import AidReceived, EuroRate
from tests.factories.organisations import EmployerFactory


def nrb_number(n: int) -> str:
    """A valid NRB of a bank in Warsaw, another one for every n below a billion."""
    number = f"109010140000{n:012d}"
    return f"{iban.calc_check_digits(f'PL00{number}')}{number}"


class EuroRateFactory(factory.django.DjangoModelFactory):
    """4.0000 zl today: a hundred zloty are twenty-five euro."""

    class Meta:
        model = EuroRate

    day = factory.LazyFunction(timezone.localdate)
    rate_e4 = 4_0000
    source = "made up for a test"


class AidReceivedFactory(factory.django.DjangoModelFactory):
    """A thousand zloty, a year ago, from another body."""

    class Meta:
        model = AidReceived

    employer = factory.SubFactory(EmployerFactory)
    granted_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    amount_grosze = 1_000_00
    amount_eurocents = 250_00
    grantor = "Powiatowy Urząd Pracy (przykład)"
    recorded_by_label = "Dana"
