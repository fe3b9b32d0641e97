"""A programme's own care of pairs: from a day on, with its source and why; old versions stay readable."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.domain.care import CARE_NUMBERS, set_care
from activities.models import CareRules
from activities.queries.care import care_of
from base.audit.actor import Robot
from base.audit.models import Record
from tests.factories.matching import ProgrammeFactory

pytestmark = pytest.mark.django_db
BY = Robot("Alice")


def day(number=0):
    return timezone.localdate() + timedelta(days=number)


def numbers(rules):
    return {name: getattr(rules, name) for name in CARE_NUMBERS}


@pytest.fixture
def programme():
    return ProgrammeFactory()


def set_from(programme, number=0, **told):
    return set_care(
        programme,
        **{"valid_from": day(number), "source": "order 3", "why": "a quiet summer", "by": BY, **told},
    )


def test_rules_count_from_their_day_and_keep_what_was_not_named(programme):
    common = numbers(care_of(programme, on=day()))
    set_from(programme, 3, quiet_days=10)
    assert numbers(care_of(programme, on=day(2))) == common
    assert numbers(care_of(programme, on=day(3))) == {**common, "quiet_days": 10}


def test_rules_before_end_the_day_before(programme):
    set_from(programme, 0, quiet_days=10)
    set_from(programme, 5, quiet_days=12)
    rows = CareRules.objects.filter(programme=programme).order_by("valid_from")
    assert [(row.valid_from, row.valid_to, row.quiet_days) for row in rows] == [
        (day(0), day(4), 10),
        (day(5), None, 12),
    ]


def test_rules_set_between_end_before_the_later_ones(programme):
    set_from(programme, 10, quiet_days=12)
    between = set_from(programme, 5, quiet_days=9)
    assert between.valid_to == day(9)


def test_rules_of_the_same_day_are_replaced(programme):
    set_from(programme, 1, quiet_days=10)
    set_from(programme, 1, quiet_days=11)
    assert list(CareRules.objects.filter(programme=programme).values_list("quiet_days", flat=True)) == [11]


def test_change_is_on_record_with_who_what_and_why(programme):
    set_from(programme, 0, quiet_days=10, silent_days=21)
    [found] = Record.objects.filter(act="activities.care.set")
    assert (found.actor_label, found.organisation_id, found.object_label) == (
        "Alice", programme.lead_id, str(programme),
    )  # fmt: skip
    assert found.details == {
        "from": day().isoformat(), "source": "order 3", "why": "a quiet summer",
        "values": {"quiet_days": [14, 10]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"valid_from": day(-1)}, "valid_from"),
        ({"source": " "}, "source"),
        ({"why": " \n"}, "why"),
        ({"why": "x" * 201}, "why"),
        ({"quiet_days": 0}, "quiet_days"),
        ({"quiet_days": 500}, "quiet_days"),
        ({"quiet_days": 21}, "silent_days"),
        ({"lapse_last_days": 31}, "lapse_last_days"),
        ({"contacts_a_month": 11}, "contacts_a_month"),
    ],
)
def test_what_cannot_be_is_told_by_field_and_changes_nothing(programme, told, wrong):
    with pytest.raises(ValidationError) as refused:
        set_from(programme, **told)
    assert list(refused.value.message_dict) == [wrong]
    assert (CareRules.objects.filter(programme=programme).count(), Record.objects.count()) == (0, 0)


def test_unknown_number_is_a_mistake_of_the_caller(programme):
    with pytest.raises(TypeError, match="colour"):
        set_from(programme, colour=1)
