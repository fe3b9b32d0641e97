"""Verbs of the outbox: write, take back, send what is due, hand over."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.enums import ContactChannel
from base.common.errors import Refusal
from base.notices.enums import FOR_HANDS, NoticeState, Template
from base.notices.models import Delivery, Notice
from base.notices.queries import due_by_email, due_by_hand, unsent

from .catalogue import check_contents, without_secrets
from .rendering import OwnWords, language_for, own_words_of, render

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=10)  # longer than any mail server takes to answer
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)


@dataclass(frozen=True)
class Recipient:
    """Whom to tell: a row by kind ("families.household") and id, its neutral label, and how to reach it.

    `language` is what the person asked for; `name` is only for the head of a letter.
    """

    kind: str
    id: int
    label: str
    channel: ContactChannel | str
    address: str
    language: str
    name: str = ""


def queue_notice(
    template: Template | str,
    *,
    to: Recipient,
    context: Mapping[str, Any],
    not_before: datetime,
    subject: str,
    by: Actor,
    organisation_id: int | None = None,
) -> Notice:
    """Write a notice in the caller's transaction; it leaves at `not_before` at the earliest.

    `context` holds exactly what `catalogue.CONTENTS` names, as JSON values (ValueError otherwise). The row is
    its own record of who wrote it. The organisation that hands it over is the actor's unless named.
    """
    key = Template(template)
    check_contents(key, context)
    return Notice.objects.create(
        template=key,
        subject=subject,
        organisation_id=by.actor_organisation_id if organisation_id is None else organisation_id,
        recipient_kind=to.kind,
        recipient_id=to.id,
        recipient_label=to.label,
        recipient_name=to.name,
        channel=ContactChannel(to.channel),
        address=to.address,
        language=language_for(to.language),
        context=dict(context),
        not_before=not_before,
        created_by_id=by.actor_id,
        created_by_label=by.actor_label,
    )


def cancel_notices(subject: str, *, by: Actor = SYSTEM) -> int:
    """Take back everything about `subject` that nobody outside has heard yet; returns how many.

    What a sender has in hand at this moment is on its way and stays.
    """
    now = timezone.now()
    with transaction.atomic():
        cancelled = unsent(subject, now).update(
            state=NoticeState.CANCELLED, address="", recipient_name="", context={}, ended_at=now
        )
        if cancelled:
            record("notices.cancelled", by=by, details={"subject": subject, "count": cancelled})
    return cancelled


def send_due(now: datetime) -> int:
    """Send what is due by e-mail, list the rest as to hand over; returns how many went either way.

    Several senders may run at once: each notice is claimed by one UPDATE that only one of them can win.
    A failed one is tried again after BACK_OFF and ends as `failed`, which a person then hands over.
    """
    waiting = list(due_by_email(now).values_list("pk", "organisation_id"))
    own = own_words_of(organisation for _pk, organisation in waiting if organisation) if waiting else {}
    done = due_by_hand(now).update(state=NoticeState.TO_HAND_OVER)
    post = mail.get_connection()
    try:
        for number, _organisation in waiting:
            notice = _claim(number, now)
            if notice and _send(notice, now, post, own):
                done += 1
    finally:
        post.close()
    return done


def hand_over(notice: Notice, *, by: Actor) -> Notice:
    """Note that somebody has told, given or shown it; Refusal when it no longer waits for that."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        if notice.state not in FOR_HANDS:
            raise Refusal(
                _("This message does not wait to be handed over: it is “%(state)s”.")
                % {"state": notice.get_state_display()},
                code="notice_not_waiting",
            )
        _end(notice, NoticeState.HANDED_OVER, timezone.now())
        Delivery.objects.create(notice=notice, channel=notice.channel, ok=True, detail=by.actor_label[:200])
        record("notices.handed_over", by=by, on=notice, organisation_id=notice.organisation_id)
    return notice


def _claim(number: int, now: datetime) -> Notice | None:
    """The notice, when this sender is the one to have it."""
    until = max(now, timezone.now()) + CLAIM  # a long run may have begun a while ago
    won = due_by_email(now).filter(pk=number).update(claimed_until=until, attempts=F("attempts") + 1)
    return Notice.objects.select_related("organisation").get(pk=number) if won else None


def _send(notice: Notice, now: datetime, post: BaseEmailBackend, own: OwnWords) -> bool:
    """One attempt, outside any transaction: a mail server may be slow."""
    try:
        post.open()
        _message(notice, post, own).send()
    except Exception as error:
        # One broken notice must not hold up the others. The error may quote an address: its kind is kept.
        logger.warning("Notice %s was not sent: %s", notice.pk, type(error).__name__)
        post.close()
        _keep(notice, now, type(error).__name__)
        return False
    with transaction.atomic():
        _end(notice, NoticeState.SENT, timezone.now())
        Delivery.objects.create(notice=notice, channel=notice.channel, ok=True)
    return True


def _message(notice: Notice, post: BaseEmailBackend, own: OwnWords) -> mail.EmailMessage:
    words = render(notice, own=own)
    organisation = notice.organisation
    return mail.EmailMessage(
        words.subject,
        words.body,
        to=[notice.address],
        reply_to=[organisation.email] if organisation and organisation.email else None,
        headers={"Auto-Submitted": "auto-generated", "Content-Language": words.language},
        connection=post,
    )


def _keep(notice: Notice, now: datetime, detail: str) -> None:
    """After a failed attempt: try again later, or give it to a person."""
    with transaction.atomic():
        Delivery.objects.create(notice=notice, channel=notice.channel, ok=False, detail=detail)
        # By its state and not by save(): it may have been taken back while a slow server kept us waiting.
        row = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING)
        if notice.attempts > len(BACK_OFF):
            row.update(claimed_until=None, state=NoticeState.FAILED)
        else:
            row.update(claimed_until=None, not_before=now + BACK_OFF[notice.attempts - 1])


def _end(notice: Notice, state: NoticeState, now: datetime) -> None:
    """Nothing more is to be done: forget what was needed only for reaching the person."""
    notice.state = state
    notice.address = notice.recipient_name = ""
    notice.context = without_secrets(notice.template, notice.context)
    notice.claimed_until = None
    notice.ended_at = now
    notice.save(update_fields=["state", "address", "recipient_name", "context", "claimed_until", "ended_at"])
