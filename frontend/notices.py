"""The log of notices as its pages tell it: how each one went, by attempt, and what is about a pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.domain.talk import subject_of as subject_of_talk
from activities.models import HelpCall, Meeting, PlannedMeeting
from base.notices.enums import NoticeState
from base.notices.models import Delivery, Notice
from matching.domain.pair_notices import FIRST_MEETING, OVER, REMINDER, SUSPENSION, subject_of
from matching.enums import PairSide
from matching.models import Pair

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Meetings and plans whose messages the log of a pair holds: the newest.
MOST_OF_A_KIND: Final = 200

#: Why an attempt failed, by the kind of error; others are told as "something went wrong on the way".
FAILURES: Final[Mapping[str, "StrOrPromise"]] = {
    "SMTPRecipientsRefused": gettext_lazy("the mail server knows no such address"),
    "SMTPSenderRefused": gettext_lazy("the mail server takes nothing from us"),
    "SMTPAuthenticationError": gettext_lazy("the mail server did not let us in"),
    "SMTPServerDisconnected": gettext_lazy("the mail server hung up"),
    "SMTPConnectError": gettext_lazy("the mail server did not answer"),
    "ConnectionRefusedError": gettext_lazy("the mail server did not answer"),
    "ConnectionResetError": gettext_lazy("the mail server hung up"),
    "TimeoutError": gettext_lazy("the mail server did not answer in time"),
    "gaierror": gettext_lazy("the mail server was not found"),
}
#: How each state looks: the kinds of a badge.
LOOKS: Final[Mapping[str, str]] = {
    NoticeState.SENT: "ok",
    NoticeState.HANDED_OVER: "ok",
    NoticeState.TO_HAND_OVER: "wait",
    NoticeState.FAILED: "wait",
}


@dataclass(frozen=True)
class Told:
    """A notice as a row: how it looks, and how it went in a few words."""

    notice: Notice
    look: str
    how: str


@dataclass(frozen=True)
class Attempt:
    """One attempt: when, how, whether it arrived, and what is known of it."""

    at: datetime
    channel: str
    ok: bool
    words: str


def told_notices(notices: Sequence[Notice]) -> list[Told]:
    """Rows of the list; deliveries were fetched with them."""
    return [Told(one, LOOKS.get(one.state, ""), how_it_went(one)) for one in notices]


def how_it_went(notice: Notice) -> str:
    """Whether it arrived, as far as one can know."""
    attempts = sorted(notice.deliveries.all(), key=lambda one: one.pk)
    last = attempts[-1] if attempts else None
    if notice.state == NoticeState.SENT:
        return _("taken by the mail server, %(when)s") % {"when": _moment(notice.ended_at)}
    if notice.state == NoticeState.HANDED_OVER and last is not None:
        return _("%(name)s told them, %(when)s") % {"name": last.detail, "when": _moment(notice.ended_at)}
    if notice.state == NoticeState.CANCELLED:
        return _("nobody heard it; taken back %(when)s") % {"when": _moment(notice.ended_at)}
    if last is not None and not last.ok:
        tried = ngettext("tried %(count)d time", "tried %(count)d times", len(attempts))
        return f"{tried % {'count': len(attempts)}}: {why_it_failed(last)}"
    if notice.state == NoticeState.WAITING:
        return _("leaves after %(when)s") % {"when": _moment(notice.not_before)}
    return _("waits for somebody to tell them")


def told_attempts(notice: Notice) -> list[Attempt]:
    """Every attempt in order."""
    return [
        Attempt(one.at, str(one.get_channel_display()), one.ok, _words_of(notice, one))
        for one in notice.deliveries.order_by("pk")
    ]


def why_it_failed(delivery: Delivery) -> str:
    """In words; never an address."""
    return str(FAILURES.get(delivery.detail, _("something went wrong on the way")))


def _words_of(notice: Notice, delivery: Delivery) -> str:
    if not delivery.ok:
        return _("did not leave: %(why)s") % {"why": why_it_failed(delivery)}
    if delivery.detail:
        return _("%(name)s told them") % {"name": delivery.detail}
    return _("taken by the mail server")


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j E Y')}, {local:%H:%M}"


def subjects_of_pair(pair: Pair) -> list[str]:
    """Under which subjects the outbox keeps what is about a pair: its life, meetings, plans, calls, talk."""
    life = [f"{what}:{pair.pk}" for what in (REMINDER, FIRST_MEETING, OVER, SUSPENSION)]
    talk = [subject_of_talk(pair.pk, side) for side in (PairSide.HELPER, PairSide.FAMILY)]
    of_rows = [
        f"{word}:{pk}"
        for word, model in (("plan", PlannedMeeting), ("meeting", Meeting), ("help", HelpCall))
        for pk in model._default_manager.filter(pair=pair)
        .order_by("-pk")
        .values_list("pk", flat=True)[:MOST_OF_A_KIND]
    ]
    return [subject_of(pair), *life, *talk, *of_rows]
