"""Records say who did what, and stay."""

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from base.audit.actor import SYSTEM, Robot
from base.audit.domain.records import record
from base.audit.models import Record, Seal
from base.audit.queries import history_of, records_of_organisation
from base.common import triggers

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALICE = Robot("Alice", actor_id=1, actor_organisation_id=10)
CAROL = Robot("Carol", actor_id=3, actor_organisation_id=20)


class Labelled(Record):
    """Stands for a row with a neutral label and a telling str()."""

    label = "K-417"

    class Meta:
        proxy = True
        app_label = "audit"

    def __str__(self):
        return "Oksana Kowalenko"


def test_record_names_actor_act_and_object():
    seal = Seal.objects.create(first_id=1, last_id=2, hash="h")
    written = record("audit.seal.read", by=ALICE, on=seal, details={"pages": 2})
    again = Record.objects.get(pk=written.pk)
    assert {name: getattr(again, name) for name in ("actor_id", "actor_label", "organisation_id", "act")} == {
        "actor_id": 1,
        "actor_label": "Alice",
        "organisation_id": 10,
        "act": "audit.seal.read",
    }
    assert (again.object_type, again.object_id, again.object_label, again.details) == (
        "audit.seal",
        str(seal.pk),
        "1-2",
        {"pages": 2},
    )


def test_record_prefers_the_neutral_label_to_the_name():
    assert record("x.read", by=ALICE, on=Labelled(pk=5)).object_label == "K-417"


def test_record_of_the_system_has_no_organisation_unless_named():
    assert record("x.ran", by=SYSTEM).organisation_id is None
    assert record("x.ran", by=SYSTEM, organisation_id=10).organisation_id == 10


def test_record_falls_with_the_act():
    with transaction.atomic():
        record("x.read", by=ALICE)
        transaction.set_rollback(True)
    assert Record.objects.count() == 0


@pytest.mark.parametrize("table", ["audit_record", "audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_database_refuses_to_change_a_row(table, statement):
    record("x.read", by=ALICE)
    Seal.objects.create(first_id=1, last_id=1, hash="h")
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    refusal = triggers.refusal_from(caught.value)
    assert refusal.code == "append_only"
    assert refusal.message == "This record is kept for good: it can be neither changed nor deleted."


def test_history_of_an_object_is_newest_first_and_its_own():
    seal = Seal.objects.create(first_id=1, last_id=2, hash="h")
    record("audit.seal.read", by=ALICE, on=seal)
    record("audit.seal.export", by=CAROL, on=seal)
    record("audit.seal.read", by=ALICE, on=Seal(pk=seal.pk + 1))
    record("audit.record.read", by=ALICE, on=Record(pk=seal.pk))
    assert [one.act for one in history_of(seal)] == ["audit.seal.export", "audit.seal.read"]


def test_records_of_an_organisation_are_its_own():
    record("families.household.read", by=ALICE)
    record("volunteers.volunteer.read", by=ALICE)
    record("families.household.read", by=CAROL)
    assert [one.actor_label for one in records_of_organisation(10)] == ["Alice", "Alice"]
    assert [one.act for one in records_of_organisation(10, act="families.")] == ["families.household.read"]
    assert list(records_of_organisation(10, actor_id=3)) == []


def test_admin_shows_records_and_offers_no_change(client):
    written = record("x.read", by=ALICE)
    fields = {"email": "root@example.org", "password": "x"}
    client.force_login(get_user_model().objects.create_superuser(**fields))
    page = f"/admin/audit/record/{written.pk}"
    answers = [
        client.get(f"{page}/change/"),
        client.get(f"{page}/delete/"),
        client.get("/admin/audit/record/add/"),
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 403]
    assert client.post(f"{page}/change/", {"act": "y"}).status_code == 403
