"""Notices wait, can be taken back, leave once, and forget what nobody needs any more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from base.audit.actor import SYSTEM
from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.domain import outbox
from base.notices.domain.outbox import cancel_notices, hand_over, queue_notice, send_due
from base.notices.enums import NoticeState
from base.notices.models import Delivery, Notice
from base.notices.queries import by_subject, due, for_organisation, to_hand_over
from base.notices.tasks import send_due_notices

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOW = timezone.now


class BrokenPost(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("bob@example.org cannot be reached")


def state(notice):
    return Notice.objects.get(pk=notice.pk).state


# --- writing ---------------------------------------------------------------------------------------


def test_queued_notice_waits_and_knows_who_wrote_it(offer, centre):
    notice = Notice.objects.get(pk=offer().pk)
    assert (notice.state, notice.organisation, notice.created_by_id, notice.created_by_label) == (
        NoticeState.WAITING,
        centre,
        1,
        "Alice",
    )
    assert mail.outbox == []


def test_queued_notice_falls_with_its_act(offer):
    with transaction.atomic():
        offer()
        transaction.set_rollback(True)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "context", [{"languages": ["uk"]}, {"languages": ["uk"], "hours": "", "surname": "Kowalenko"}]
)
def test_notice_takes_exactly_what_its_message_needs(news, context):
    with pytest.raises(ValueError, match=r"pair_offered_family takes \['hours', 'languages'\]"):
        news(context=context)


def test_unknown_message_or_channel_is_an_error(offer, bob, alice):
    with pytest.raises(ValueError, match="is not a valid Template"):
        queue_notice("greeting", to=bob, context={}, not_before=NOW(), subject="x:1", by=alice)
    with pytest.raises(ValueError, match="is not a valid ContactChannel"):
        offer(to=replace(bob, channel="pigeon"))


# --- sending ---------------------------------------------------------------------------------------


def test_nothing_leaves_before_its_time(offer):
    notice = offer(not_before=NOW() + timedelta(minutes=10))
    assert send_due(NOW() + timedelta(minutes=9)) == 0
    assert (state(notice), mail.outbox) == (NoticeState.WAITING, [])
    assert send_due(NOW() + timedelta(minutes=11)) == 1
    assert (state(notice), len(mail.outbox)) == (NoticeState.SENT, 1)


def test_sent_notice_is_an_email_and_forgets_the_address(offer):
    notice = offer()
    send_due(NOW())
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == (["bob@example.org"], ["biuro@centre.example"])
    assert letter.extra_headers == {"Auto-Submitted": "auto-generated", "Content-Language": "pl"}
    notice.refresh_from_db()
    assert (notice.address, notice.recipient_name, notice.attempts) == ("", "", 1)
    assert notice.ended_at is not None
    (delivery,) = notice.deliveries.all()
    assert (delivery.channel, delivery.ok, delivery.detail) == ("email", True, "")


def test_sent_notice_is_not_sent_again(offer):
    offer()
    assert [send_due(NOW()), send_due(NOW())] == [1, 0]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("channel", ["sms", "phone_call", "letter", "qr", "in_person"])
def test_other_channels_wait_for_hands_and_keep_the_address(news, family, channel):
    notice = news(to=replace(family, channel=channel))
    assert send_due(NOW()) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.address) == (NoticeState.TO_HAND_OVER, "+48 600 100 200")
    assert (mail.outbox, notice.deliveries.count()) == ([], 0)


def test_email_without_an_address_waits_for_hands(offer, bob):
    notice = offer(to=replace(bob, address=""))
    send_due(NOW())
    assert state(notice) == NoticeState.TO_HAND_OVER


def test_failed_sending_is_tried_later_and_then_given_to_a_person(offer, bob, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    notice = offer()
    now, tries = NOW(), []
    for pause in outbox.BACK_OFF:
        assert send_due(now) == 0
        assert state(notice) == NoticeState.WAITING
        assert send_due(now + pause - timedelta(seconds=1)) == 0
        tries.append(notice.deliveries.count())
        now += pause
    send_due(now)
    notice.refresh_from_db()
    assert tries == [1, 2, 3, 4, 5]
    assert (notice.state, notice.attempts, notice.address) == (NoticeState.FAILED, 6, bob.address)
    assert set(notice.deliveries.values_list("ok", "detail")) == {(False, "ConnectionRefusedError")}
    assert "bob@" not in caplog.text
    assert send_due(now + timedelta(days=1)) == 0


def test_mended_mail_server_sends_what_failed(offer, settings):
    working = settings.EMAIL_BACKEND
    notice = offer()
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    send_due(NOW())
    settings.EMAIL_BACKEND = working
    assert send_due(NOW() + outbox.BACK_OFF[0]) == 1
    assert state(notice) == NoticeState.SENT
    assert list(notice.deliveries.order_by("id").values_list("ok", flat=True)) == [False, True]


def test_notice_that_cannot_be_written_does_not_hold_up_the_others(offer):
    broken = offer(context={**offer().context, "hours": "some time"})
    send_due(NOW())
    assert len(mail.outbox) == 1
    broken.refresh_from_db()
    assert (broken.state, broken.deliveries.get().detail) == (NoticeState.WAITING, "WeekParseError")


def test_notice_of_a_sender_that_died_is_sent_after_a_while(offer):
    notice = offer()
    now = NOW()
    assert outbox._claim(notice.pk, now) == notice
    assert send_due(now + timedelta(minutes=9)) == 0
    assert send_due(now + timedelta(minutes=11)) == 1
    assert state(notice) == NoticeState.SENT


def send_with_four_senders(now):
    """What each of four senders says it sent, started in the same moment."""
    together = Barrier(4)

    def run(_):
        try:
            together.wait(10)
            return send_due(now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(run, range(4)))


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_send_each_notice_once(offer, bob):
    addresses = [f"bob{n}@example.org" for n in range(12)]
    for address in addresses:
        offer(to=replace(bob, address=address))
    assert sum(send_with_four_senders(NOW())) == 12
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(addresses)
    assert Delivery.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_twin_that_looks_before_it_claims_sends_more_than_once(offer, monkeypatch):
    looked = Barrier(4)

    def look_then_claim(number, now):
        notice = due(now).get(pk=number)
        looked.wait(10)
        Notice.objects.filter(pk=number).update(claimed_until=now + outbox.CLAIM)
        return notice

    monkeypatch.setattr(outbox, "_claim", look_then_claim)
    offer()
    send_with_four_senders(NOW())
    assert len(mail.outbox) == 4


# --- taking back -----------------------------------------------------------------------------------


def test_notices_taken_back_within_ten_minutes_never_leave(offer, news, alice):
    soon = NOW() + timedelta(minutes=10)
    offer(not_before=soon)
    news(not_before=soon)
    other = offer(not_before=soon, subject="pair:18")
    assert cancel_notices("pair:17", by=alice) == 2
    assert send_due(soon + timedelta(minutes=1)) == 1
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"]]
    assert state(other) == NoticeState.SENT
    assert set(by_subject("pair:17").values_list("state", "address", "recipient_name")) == {
        (NoticeState.CANCELLED, "", "")
    }
    assert [one.context for one in by_subject("pair:17")] == [{}, {}]


def test_taking_back_leaves_what_was_sent(offer, news):
    sent = offer()
    send_due(NOW())
    waiting = news()
    assert cancel_notices("pair:17") == 1
    assert (state(sent), state(waiting)) == (NoticeState.SENT, NoticeState.CANCELLED)


def test_taking_back_reaches_the_list_to_hand_over(news):
    notice = news()
    send_due(NOW())
    assert cancel_notices("pair:17") == 1
    assert state(notice) == NoticeState.CANCELLED


def test_taking_back_leaves_what_a_sender_has_in_hand(offer):
    notice = offer()
    outbox._claim(notice.pk, NOW())
    assert cancel_notices("pair:17") == 0
    assert state(notice) == NoticeState.WAITING


def test_taking_back_is_recorded_once_and_only_when_it_did_something(offer, alice):
    offer()
    cancel_notices("pair:17", by=alice)
    cancel_notices("pair:17", by=alice)
    (entry,) = Record.objects.filter(act="notices.cancelled")
    assert (entry.actor_label, entry.details) == ("Alice", {"subject": "pair:17", "count": 1})


# --- handing over ----------------------------------------------------------------------------------


def test_handing_over_ends_the_notice_and_is_recorded(news, alice):
    notice = news()
    send_due(NOW())
    hand_over(notice, by=alice)
    notice.refresh_from_db()
    assert (notice.state, notice.address, notice.recipient_name) == (NoticeState.HANDED_OVER, "", "")
    delivery = notice.deliveries.get()
    assert (delivery.ok, delivery.channel, delivery.detail) == (True, "phone_call", "Alice")
    entry = Record.objects.get(act="notices.handed_over")
    assert (entry.actor_label, entry.object_label) == ("Alice", "pair_offered_family K-417")


def test_failed_email_can_be_handed_over(offer, alice):
    notice = offer()
    Notice.objects.update(state=NoticeState.FAILED)
    assert hand_over(notice, by=alice).state == NoticeState.HANDED_OVER


@pytest.mark.parametrize("before", ["waiting", "sent", "handed_over", "cancelled"])
def test_handing_over_what_does_not_wait_for_it_is_refused(news, alice, before):
    notice = news()
    Notice.objects.update(state=before)
    with pytest.raises(Refusal) as caught:
        hand_over(notice, by=alice)
    assert caught.value.code == "notice_not_waiting"
    assert state(notice) == before


def test_link_of_an_invitation_is_forgotten_when_it_is_sent(bob, centre):
    notice = queue_notice(
        "invitation",
        to=bob,
        context={"link": "https://splot.example/i/secret", "role": "coordinator", "valid_hours": 72},
        not_before=NOW(),
        subject="invitation:1",
        by=SYSTEM,
        organisation_id=centre.pk,
    )
    send_due(NOW())
    assert "https://splot.example/i/secret" in mail.outbox[0].body
    notice.refresh_from_db()
    assert notice.context == {"role": "coordinator", "valid_hours": 72}


# --- reading ---------------------------------------------------------------------------------------


def test_due_are_those_whose_time_has_come_oldest_first(offer):
    now = NOW()
    second = offer(not_before=now - timedelta(minutes=1))
    first = offer(not_before=now - timedelta(minutes=2))
    offer(not_before=now + timedelta(minutes=1))
    assert list(due(now)) == [first, second]


def test_organisation_sees_its_own_notices_newest_first(offer, news, centre):
    first, second = offer(), news()
    queued_elsewhere = news(by=SYSTEM)
    assert queued_elsewhere.organisation is None
    assert list(for_organisation(centre.pk)) == [second, first]
    assert list(to_hand_over(centre.pk)) == []
    send_due(NOW())
    assert list(to_hand_over(centre.pk)) == [second]
    assert list(for_organisation(centre.pk, state=NoticeState.SENT)) == [first]


@pytest.mark.parametrize("count", [1, 3])
def test_subject_is_read_in_two_queries(offer, django_assert_num_queries, count):
    for _ in range(count):
        offer()
    send_due(NOW())
    with django_assert_num_queries(2):
        assert [len(notice.deliveries.all()) for notice in by_subject("pair:17")] == [1] * count


# --- doors -----------------------------------------------------------------------------------------


def test_command_sends_what_is_due(offer, news):
    offer()
    news()
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert out.getvalue() == "2 notices went.\n"


def test_task_sends_what_is_due(offer):
    notice = offer()
    assert send_due_notices.call() == 1
    assert state(notice) == NoticeState.SENT
