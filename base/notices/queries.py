"""Reads of the outbox."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Max, Q, QuerySet

from base.audit.queries import acted_on_later
from base.common.enums import ContactChannel
from base.common.related import Parts, parts_of, pointed_at

from .enums import FOR_HANDS, UNSENT, NoticeState
from .models import Notice, Wording

_LABEL = re.compile(r"[A-Za-z]{1,4}-\d+")
SENT_BY_US = [channel.value for channel in ContactChannel if channel.leaves_by_itself]


def due(now: datetime) -> QuerySet[Notice]:
    """Waiting notices whose time has come and which no sender has in hand, oldest first."""
    return Notice.objects.filter(_free(now), state=NoticeState.WAITING, not_before__lte=now).order_by(
        "not_before", "id"
    )


def due_by_email(now: datetime) -> QuerySet[Notice]:
    """Of the due ones, those the platform can send."""
    return due(now).filter(channel__in=SENT_BY_US).exclude(address="")


def due_by_hand(now: datetime) -> QuerySet[Notice]:
    """Of the due ones, those a person has to tell, also e-mails without an address."""
    return due(now).filter(~Q(channel__in=SENT_BY_US) | Q(address=""))


def unsent(subject: str, now: datetime) -> QuerySet[Notice]:
    """What is about this subject and can still be taken back."""
    return Notice.objects.filter(_free(now), subject=subject, state__in=UNSENT)


def by_subject(subject: str) -> QuerySet[Notice]:
    """Everything about one subject, newest first, with its attempts."""
    return Notice.objects.filter(subject=subject).prefetch_related("deliveries")


def for_organisation(organisation_id: int, *, state: str = "") -> QuerySet[Notice]:
    """What this organisation's people look after, newest first; doors paginate."""
    notices = Notice.objects.filter(organisation_id=organisation_id)
    return notices.filter(state=state) if state else notices


@dataclass(frozen=True)
class NoticeFilter:
    """How the log is narrowed; empty narrows nothing. `to_do`: only what needs somebody's hands, the longest
    waiting first. `subjects`: what it is about."""

    label: str = ""
    template: str = ""
    channel: str = ""
    state: str = ""
    to_do: bool = False
    since: datetime | None = None
    before: datetime | None = None
    subjects: Sequence[str] | None = None


def log_of(organisation_id: int, wanted: NoticeFilter) -> QuerySet[Notice]:
    """What went, or goes, to whom: of this organisation, the newest first."""
    rows = to_hand_over(organisation_id) if wanted.to_do else for_organisation(organisation_id)
    for name in ("template", "channel", "state"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.label:
        # A whole label ("K-417") is found by an index; anything else by its letters.
        whole = _LABEL.fullmatch(wanted.label)
        found = {"recipient_label": wanted.label.upper()} if whole else {}
        rows = rows.filter(**(found or {"recipient_label__icontains": wanted.label}))
    if wanted.since:
        rows = rows.filter(created_at__gte=wanted.since)
    if wanted.before:
        rows = rows.filter(created_at__lt=wanted.before)
    return rows if wanted.subjects is None else rows.filter(subject__in=wanted.subjects)


def to_hand_over(organisation_id: int) -> QuerySet[Notice]:
    """What somebody of this organisation has to tell, print or show, the longest waiting first."""
    return Notice.objects.filter(organisation_id=organisation_id, state__in=FOR_HANDS).order_by(
        "not_before", "id"
    )


def _free(now: datetime) -> Q:
    """No sender has it in hand, or one died with it."""
    return Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)


def notices_to_look_at(organisation_id: int, template: str) -> QuerySet[Notice]:
    """Messages of one kind that were not taken back, newest first: what a change of words is tried on."""
    rows = Notice.objects.filter(organisation=organisation_id, template=template)
    return rows.exclude(state=NoticeState.CANCELLED).order_by("-id")


def wording_of(
    organisation_id: int | None, template: str, language: str, *, at: datetime | None = None
) -> Wording | None:
    """The newest version of an organisation's own words, or the newest there was at a moment; its words are
    empty when it went back to the standard ones. None when it never had any."""
    rows = wordings_of(organisation_id).filter(template=template, language=language)
    return (rows.filter(written_at__lte=at) if at else rows).first()


def wordings_of(organisation_id: int | None) -> QuerySet[Wording]:
    """Every version of every message, newest first."""
    return Wording.objects.filter(organisation=organisation_id).order_by("-id")


def wordings_in_force(organisation_ids: Iterable[int]) -> QuerySet[Wording]:
    """The newest version of each message in each language, of these organisations."""
    rows = Wording.objects.filter(organisation__in=set(organisation_ids))
    newest = rows.order_by().values("organisation", "template", "language").annotate(last=Max("pk"))
    return Wording.objects.filter(pk__in=newest.values("last"))


def used_among(model: type[models.Model], keys: Sequence[int], *, own: Parts) -> set[int]:
    """Those of these people who are more than the moment that brought them in made of them: something was
    done to them since, something points to them or to a row of their `own` models, or a notice went out."""
    found = acted_on_later(model, keys) | pointed_at(model, keys, own=own)
    for some in parts_of(keys):
        to_them = Notice.objects.filter(recipient_kind=model._meta.label_lower, recipient_id__in=some)
        found.update(to_them.order_by().values_list("recipient_id", flat=True).distinct())
    return found
