"""A notice for each silence: after two hours, by day, once until they read, nothing of what was written."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from activities.domain import talk_waiting
from activities.domain.talk import mark_read
from activities.domain.talk_waiting import tell_of_talks
from activities.models import TalkMessage
from base.audit.actor import SYSTEM
from base.common.enums import ContactChannel
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from matching.enums import PairSide
from matching.models import Pair
from tests.factories.activities import meeting_pair
from tests.factories.talk import WRITERS, said_before

pytestmark = pytest.mark.django_db
HELPER, FAMILY, COORDINATOR = PairSide.HELPER, PairSide.FAMILY, PairSide.COORDINATOR


def today(hour, minute=0, *, days=0):
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


NOON = today(12)


def hours_before(moment, hours):
    return (timezone.now() - moment).total_seconds() / 3600 + hours


def waits(pair, side, hours=3, *, at=NOON, **fields):
    return said_before(pair, side, hours=hours_before(at, hours), **fields)


@pytest.fixture
def pair(db):
    """Both can be reached by e-mail."""
    pair = meeting_pair()
    for person in (pair.helper.person, pair.seeker.household):
        person.channel, person.email = ContactChannel.EMAIL, f"{person.label}@example.org"
        person.save()
    return pair


def told():
    return list(Notice.objects.order_by("pk").values_list("recipient_kind", "language", "state"))


def test_family_is_told_in_its_language_without_what_was_written(pair):
    waits(pair, HELPER, words="zebra")
    assert tell_of_talks(NOON) == 1
    notice = Notice.objects.get()
    assert (notice.template, notice.context) == ("talk_waiting", {"can_log_in": False})
    assert (notice.recipient_kind, notice.language) == ("families.household", pair.seeker.household.language)
    send_due(NOON)
    (message,) = mail.outbox
    assert "zebra" not in message.subject + message.body
    assert pair.helper.person.first_name not in message.subject + message.body


def test_helper_with_a_log_in_is_told_to_log_in(cast):
    pair = meeting_pair(cast.bob)
    pair.helper.person.__class__.objects.update(channel="email", email="bob@example.org")
    waits(pair, COORDINATOR)
    assert tell_of_talks(NOON) == 2
    assert Notice.objects.get(recipient_kind="families.household").channel == "phone_call"
    assert Notice.objects.get(recipient_kind="volunteers.volunteer").context == {"can_log_in": True}


@pytest.mark.parametrize(("hours", "notices"), [(1.9, 0), (2.01, 1), (30, 1)])
def test_a_message_waits_two_hours_first(pair, hours, notices):
    waits(pair, HELPER, hours)
    assert tell_of_talks(NOON) == notices


@pytest.mark.parametrize(("hour", "notices"), [(6, 0), (7, 1), (20, 1), (21, 0), (23, 0), (0, 0)])
def test_nobody_is_written_to_at_night_and_the_morning_catches_up(pair, hour, notices):
    now = today(hour, 30)
    waits(pair, HELPER, at=now)
    assert tell_of_talks(now) == notices
    assert tell_of_talks(today(9, days=1)) == 1 - notices


def test_one_notice_for_a_silence_and_another_after_they_read(pair):
    waits(pair, HELPER, 5)
    assert tell_of_talks(NOON) == 1
    newest = waits(pair, HELPER, 3)
    assert (tell_of_talks(NOON), tell_of_talks(NOON + timedelta(hours=5))) == (0, 0)
    mark_read(newest, side=FAMILY, by=WRITERS[FAMILY])
    assert tell_of_talks(NOON) == 0
    waits(pair, HELPER, 2.5)
    assert (tell_of_talks(NOON), tell_of_talks(NOON)) == (1, 0)
    assert Notice.objects.count() == 2


def test_two_clocks_at_once_tell_once(pair):
    waits(pair, HELPER)
    (found,) = talk_waiting.talks_to_tell_of(FAMILY, NOON, wait=talk_waiting.WAIT)
    assert tell_of_talks(NOON) == 1
    assert talk_waiting._tell(found, FAMILY, NOON, by=SYSTEM) is False
    assert Notice.objects.count() == 1


def test_what_one_wrote_oneself_and_what_is_read_or_hidden_tells_nobody(pair):
    waits(pair, FAMILY, 5)
    mark_read(TalkMessage.objects.get(), side=HELPER, by=WRITERS[HELPER])
    waits(pair, FAMILY, hidden_at=timezone.now())
    assert tell_of_talks(NOON) == 0


def test_notice_nobody_has_heard_is_taken_back_when_they_read(pair):
    household = pair.seeker.household
    household.channel = ContactChannel.PHONE_CALL
    household.save()
    message = waits(pair, HELPER)
    assert tell_of_talks(NOON) == 1
    send_due(NOON)
    assert told() == [("families.household", "uk", "to_hand_over")]
    mark_read(message, side=FAMILY, by=WRITERS[FAMILY])
    assert told() == [("families.household", "uk", "cancelled")]


@pytest.mark.parametrize("channel", ["letter", "in_person"])
def test_nobody_prints_a_letter_for_it(pair, channel):
    household = pair.seeker.household
    household.channel = channel
    household.save()
    waits(pair, HELPER)
    assert tell_of_talks(NOON) == 0
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "notices"),
    [
        ({"state": "suspended", "suspended_from": "active"}, 1),
        ({"state": "paused"}, 0),
        ({"state": "closed", "close_reason": "completed"}, 1),
        ({"state": "closed", "close_reason": "safety"}, 0),
    ],
    ids=["suspended", "paused", "ended", "ended for safety"],
)
def test_who_has_a_pause_or_has_ended_is_left_in_peace(pair, fields, notices):
    waits(pair, HELPER)
    if fields["state"] == "closed":
        Pair.objects.filter(pk=pair.pk).update(state="closing")
        fields = {**fields, "closed_on": timezone.localdate()}
    Pair.objects.filter(pk=pair.pk).update(**fields)
    assert tell_of_talks(NOON) == notices


def test_minutes_with_nothing_to_tell_take_two_queries_however_many_talk(pair, django_assert_num_queries):
    for some in (1, 3):
        for _one in range(some):
            waits(meeting_pair(), HELPER, 0.5)
        with django_assert_num_queries(2):
            tell_of_talks(NOON)


def test_command_tells(pair, capsys):
    said_before(pair, HELPER, hours=3)
    call_command("tell_of_talks")
    hour = timezone.localtime().hour
    assert capsys.readouterr().out == f"{int(7 <= hour < 21)} notices were written.\n"
