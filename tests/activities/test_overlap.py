"""Writers in parallel, each with meetings at random: no two of a pair overlap, whatever the verb is doing."""

import random
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction

from activities.domain import meetings
from activities.domain.meetings import log_meeting
from activities.enums import MeetingState
from activities.models import Entry, Meeting
from base.audit.actor import Robot
from base.common.errors import Refusal
from matching.enums import PairSide
from tests.activities.overlap import overlap_allowed
from tests.factories.activities import MeetingFactory, at, draft, meeting_pair

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

WRITERS, EACH, SEED = 8, 12, 20261129


def overlaps() -> int:
    """Pairs of live meetings of one pair that share a moment."""
    rows = Meeting.objects.exclude(state=MeetingState.WITHDRAWN).order_by("pair", "start")
    found, last = 0, None
    for row in rows:
        found += last is not None and last.pair_id == row.pair_id and last.ends_at > row.start
        if last is None or last.pair_id != row.pair_id or last.ends_at < row.ends_at:
            last = row
    return found


def write_in_parallel(write) -> None:
    """Each writer draws its own times in one week; all begin at once."""
    pairs, together = [meeting_pair() for _number in range(2)], threading.Barrier(WRITERS)

    def writer(number: int) -> None:
        chance = random.Random(SEED * 100 + number)
        together.wait()
        try:
            for _entry in range(EACH):
                start = at(days=-1, minutes=-chance.randrange(0, 7 * 24 * 60))
                write(chance.choice(pairs), start, chance.randrange(5, 720), number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as people:
        list(people.map(writer, range(WRITERS)))


def by_verb(pair, start, minutes, number):
    side = (PairSide.HELPER, PairSide.FAMILY)[number % 2]
    by = Robot(f"writer {side}", actor_id=number % 2)
    told, number = draft(start, minutes), uuid4()
    while True:
        try:
            log_meeting(pair, entry_id=number, draft=told, side=side, by=by)
            return
        except OperationalError:
            continue  # SQLite's one writer was busy for long: a phone sends again, and so does this one


def past_the_verb(pair, start, minutes, number):
    try:
        with transaction.atomic():
            MeetingFactory(pair=pair, start=start, minutes=minutes)
    except DatabaseError:
        pass  # refused, as it should be


def test_verb_loses_nothing_and_overlaps_nothing():
    write_in_parallel(by_verb)
    written = Entry.objects.count()
    sys.stdout.write(
        f"{connection.vendor}: {written} logs from {WRITERS} writers, {Meeting.objects.count()} meetings, "
        f"{overlaps()} overlaps, seed {SEED}\n"
    )
    assert (written, overlaps()) == (WRITERS * EACH, 0)


def test_database_refuses_overlaps_by_itself():
    write_in_parallel(past_the_verb)
    assert Meeting.objects.count() > 2
    assert overlaps() == 0


def test_twin_without_the_rule_has_overlaps(transactional_db):
    with overlap_allowed(connection):
        write_in_parallel(past_the_verb)
        found = overlaps()
    assert found > 0


def test_what_gets_past_the_lock_is_refused_with_a_sentence(monkeypatch):
    meeting = MeetingFactory(pair=meeting_pair(), start=at(days=-1))
    monkeypatch.setattr(meetings, "overlapping", lambda *args, **kwargs: [])
    with pytest.raises(Refusal, match="at that time already"):
        by_verb(meeting.pair, meeting.start + timedelta(minutes=5), 60, 0)
    assert Entry.objects.count() == 0
