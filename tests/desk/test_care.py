"""The one list of Today: what stands on it from which day, for whom, in which order."""

import pytest
from django.utils import timezone

from desk.enums import CareKind
from desk.queries.care import line_of
from tests.desk.due import AT_ONCE, FROM_A_DAY, days, key, keys

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: These stand in tests of their own.
OTHERS = {CareKind.CONTACT, CareKind.ONBOARDING, CareKind.PLACE, CareKind.ALONE}


@pytest.fixture
def today():
    return timezone.localdate()


def test_every_kind_is_told_of_here():
    assert {*FROM_A_DAY, *AT_ONCE, *OTHERS} == set(CareKind)


@pytest.mark.parametrize("kind", FROM_A_DAY)
def test_line_stands_from_its_first_day_and_not_the_day_before(cast, today, kind):
    line = key(kind, FROM_A_DAY[kind](cast, today))
    assert (line in keys(cast.alice, on=today - days(1)), line in keys(cast.alice, on=today)) == (False, True)


@pytest.mark.parametrize("kind", AT_ONCE)
def test_line_stands_as_soon_as_there_is_something(cast, kind):
    line = key(kind, AT_ONCE[kind](cast))
    assert line in keys(cast.ada)


@pytest.mark.parametrize("kind", [*FROM_A_DAY, *AT_ONCE])
def test_nobody_of_another_centre_sees_the_line(cast, today, kind):
    thing = AT_ONCE[kind](cast) if kind in AT_ONCE else FROM_A_DAY[kind](cast, today)
    assert (keys(cast.cezary), line_of(cast.cezary, kind, thing.pk)) == ([], None)
    found = line_of(cast.ada, kind, thing.pk)
    assert found is not None
    assert found.key == key(kind, thing)
