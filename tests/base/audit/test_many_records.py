"""Many acts of one moment in the audit, and who was acted on at another."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.domain.records import BATCH, Act, record, record_many
from base.audit.models import Record
from base.audit.queries import acted_on_later
from base.organisations.models import Organisation
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)


def plain():
    names = [one.attname for one in Record._meta.concrete_fields if one.attname not in {"id", "at"}]
    return list(Record.objects.order_by("id").values(*names))


def test_many_acts_are_kept_as_one_after_another_would_be():
    centre = CentreFactory()
    details = {"kind": "x", "on": timezone.localdate()}
    record("a.b.c", by=ALICE, on=centre, organisation_id=centre.pk, details=details)
    record("a.b.d", by=ALICE, on=centre, organisation_id=centre.pk)
    alone = plain()
    acts = [Act("a.b.c", centre, details), Act("a.b.d", centre)]
    record_many(iter(acts), by=ALICE, organisation_id=centre.pk)
    assert plain() == alone * 2


def test_many_acts_happened_at_one_moment_in_their_order():
    centre = CentreFactory()
    acts = (Act(f"a.b.{number}", centre) for number in range(BATCH + 5))
    record_many(acts, by=ALICE, organisation_id=centre.pk)
    kept = list(Record.objects.order_by("id").values_list("act", "at"))
    assert [act for act, _at in kept] == [f"a.b.{number}" for number in range(BATCH + 5)]
    assert len({at for _act, at in kept}) == 1


def test_nothing_is_kept_of_no_acts(django_assert_num_queries):
    with django_assert_num_queries(0):
        record_many([], by=ALICE, organisation_id=1)


def test_acted_on_later_is_who_has_acts_of_two_moments():
    one, looked_at, later = (CentreFactory() for _ in range(3))
    acts = [Act(act, centre) for centre in (one, looked_at, later) for act in ("a.begun", "a.went_on")]
    record_many(acts, by=ALICE, organisation_id=one.pk)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        record("a.page.read", by=ALICE, on=looked_at)
        record("a.changed", by=ALICE, on=later)
    keys = [centre.pk for centre in (one, looked_at, later)]
    assert acted_on_later(Organisation, keys) == {later.pk}
    assert acted_on_later(Organisation, keys[:2]) == set()


def test_acted_on_later_tells_kinds_of_rows_apart():
    from families.models import Household

    centre = CentreFactory()
    for hours in (1, 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            record("a.b", by=ALICE, on=centre)
    assert acted_on_later(Household, [centre.pk]) == set()
