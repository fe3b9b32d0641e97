"""What the database itself holds of a message, on both databases; and two who write at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.utils import timezone

from activities.models import Talk, TalkMessage
from base.common import triggers
from base.common.triggers import refusal_from
from tests.factories.activities import meeting_pair
from tests.factories.talk import said

pytestmark = [pytest.mark.django_db, pytest.mark.database]
KEPT, HIDDEN_ONLY = "splot_message_kept", "splot_message_hidden_only"


def refused(act):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    refusal = refusal_from(caught.value)
    return refusal.code if refusal else ""


CHANGES = (
    {"words": "x"}, {"side": "family"}, {"phrase": "hello"}, {"language": "pl"}, {"at": timezone.now()},
    {"by_id": 1}, {"by_label": "Eve"}, {"key": uuid4()}, {"by_id": None},
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_message_cannot_be_changed(change):
    message = said(meeting_pair())
    assert refused(lambda: TalkMessage.objects.filter(pk=message.pk).update(**change)) == "message_kept"


def test_message_cannot_move_to_another_pair_nor_be_deleted():
    message = said(meeting_pair())
    rows, other = TalkMessage.objects.filter(pk=message.pk), meeting_pair()
    assert refused(lambda: rows.update(pair=other)) == "message_kept"
    assert refused(rows.delete) == "message_kept"


def test_message_can_be_hidden_and_shown():
    rows = TalkMessage.objects.filter(pk=said(meeting_pair()).pk)
    assert rows.update(hidden_at=timezone.now(), hidden_by_label="Alice") == 1
    assert rows.update(hidden_at=None, hidden_by_label="") == 1


def test_twin_without_the_rule_changes_and_deletes():
    message = said(meeting_pair())
    rows = TalkMessage.objects.filter(pk=message.pk)
    with triggers.lifted(connection, HIDDEN_ONLY):
        assert rows.update(words="x") == 1
    with triggers.lifted(connection, KEPT):
        assert rows.delete()[0] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False], ids=["a double press", "two people"])
def test_writers_at_once(same_key):
    pair, key, together = meeting_pair(), uuid4(), threading.Barrier(4)

    def writer(number):
        side = "helper" if same_key else ("helper", "family", "coordinator", "family")[number]
        together.wait()
        try:
            while True:
                try:
                    return said(pair, side, key=key if same_key else uuid4()).pk
                except OperationalError:
                    continue  # SQLite's one writer was busy for long: a phone sends again
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as people:
        numbers = list(people.map(writer, range(4)))
    assert TalkMessage.objects.count() == len(set(numbers)) == (1 if same_key else 4)
    talk = Talk.objects.get()
    assert talk.last_id == max(numbers)
    newest = {
        side: TalkMessage.objects.filter(side=side).order_by("-pk").first() for side in ("family", "helper")
    }
    assert talk.last_of_family == (newest["family"].pk if newest["family"] else 0)
    assert talk.last_of_helper == newest["helper"].pk
