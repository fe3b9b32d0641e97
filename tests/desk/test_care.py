"""The one list of Today: what stands on it from which day, for whom, in which order."""

import pytest
import time_machine
from django.utils import timezone

from base.organisations.domain.days_off import add_days_off
from base.organisations.models import DayOff
from base.organisations.queries import next_working_day
from base.organisations.working_days import calendar
from desk.enums import CareKind
from desk.queries.care import line_of
from tests.desk.due import AT_ONCE, FROM_A_DAY, days, key, keys

pytestmark = [pytest.mark.django_db, pytest.mark.database]
#: These stand in tests of their own.
OTHERS = {CareKind.PLACE, CareKind.ALONE}


@pytest.fixture
def today():
    """The nearest day of work after another one: what a centre owes is never late for the first time on a
    day off, nor on the day after."""
    begun, works = timezone.localdate(), calendar().works_on
    coming = (begun + days(number) for number in range(30))
    day = next(one for one in coming if works(one) and works(one - days(1)))
    with time_machine.travel(timezone.now() + (day - begun), tick=False):
        yield day


def test_word_owed_on_a_day_off_waits_for_the_next_working_day(cast, today):
    line = key(CareKind.CONTACT, FROM_A_DAY[CareKind.CONTACT](cast, today))
    add_days_off(cast.centre, first=today, name="closed", by=cast.ada)
    DayOff.objects.create(organisation=cast.centre, on=today - days(1), name="closed")
    seen = [line in keys(cast.alice, on=today + days(number)) for number in range(10)]
    first = next_working_day(cast.centre.pk, today + days(1)) + days(1)
    assert seen == [today + days(number) >= first for number in range(10)]
    assert line in keys(cast.alice, on=first)


def test_every_kind_is_told_of_here():
    assert {*FROM_A_DAY, *AT_ONCE, *OTHERS} == set(CareKind)


@pytest.fixture
def from_a_day(cast, today):
    """The keys of one thing of each kind that falls due today."""
    return [key(kind, make(cast, today)) for kind, make in FROM_A_DAY.items()]


@pytest.fixture
def at_once(cast):
    """The keys of one thing of every other kind."""
    return [key(kind, make(cast)) for kind, make in AT_ONCE.items()]


def test_line_stands_from_its_first_day_and_not_the_day_before(cast, today, from_a_day):
    before, on_the_day = keys(cast.alice, on=today - days(1)), keys(cast.alice, on=today)
    assert [one for one in from_a_day if one in before] == []
    assert [one for one in from_a_day if one not in on_the_day] == []


def test_line_stands_as_soon_as_there_is_something(cast, at_once):
    assert [one for one in at_once if one not in keys(cast.ada)] == []


def test_nobody_of_another_centre_sees_a_line(cast, today, from_a_day, at_once):
    assert keys(cast.cezary) == keys(cast.carol) == []
    lines = [one.partition(":") for one in (*from_a_day, *at_once)]
    assert [line_of(cast.cezary, CareKind(kind), int(pk)) for kind, _colon, pk in lines] == [None] * len(
        lines
    )
    found = [line_of(cast.ada, CareKind(kind), int(pk)) for kind, _colon, pk in lines]
    assert [one.key for one in found] == [*from_a_day, *at_once]
