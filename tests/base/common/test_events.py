"""Events reach their subscribers after the commit, and only then."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from base.common import events


@dataclass(frozen=True)
class PairApproved:
    pair_id: int


@dataclass(frozen=True)
class PairUndone:
    pair_id: int


@pytest.fixture
def heard():
    received = []
    end = events.subscribe(PairApproved, received.append)
    yield received
    end()


def test_event_arrives_after_the_commit(db, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        events.emit(PairApproved(7))
        assert heard == []
    assert heard == [PairApproved(7)]


@pytest.mark.django_db(transaction=True)
def test_event_of_a_rolled_back_transaction_never_arrives(heard):
    with transaction.atomic():
        events.emit(PairApproved(7))
        transaction.set_rollback(True)
    assert heard == []


def test_event_reaches_only_subscribers_of_its_type(db, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        events.emit(PairUndone(7))
    assert heard == []


def test_event_is_delivered_once_to_a_handler_subscribed_twice(db, heard, django_capture_on_commit_callbacks):
    received = []
    end = events.subscribe(PairApproved, received.append)
    events.subscribe(PairApproved, received.append)
    with django_capture_on_commit_callbacks(execute=True):
        events.emit(PairApproved(7))
    end()
    assert received == [PairApproved(7)]


def test_failing_handler_is_logged_and_the_others_still_hear(db, caplog, django_capture_on_commit_callbacks):
    received = []

    def fail(event):
        raise RuntimeError("K-417 cannot be told")

    ends = [events.subscribe(PairApproved, fail), events.subscribe(PairApproved, received.append)]
    with django_capture_on_commit_callbacks(execute=True):
        events.emit(PairApproved(7))
    for end in ends:
        end()
    assert received == [PairApproved(7)]
    assert [record.getMessage() for record in caplog.records] == ["A handler of PairApproved failed."]


def test_unsubscribed_handler_hears_nothing(db, django_capture_on_commit_callbacks):
    received = []
    events.subscribe(PairApproved, received.append)()
    with django_capture_on_commit_callbacks(execute=True):
        events.emit(PairApproved(7))
    assert received == []
