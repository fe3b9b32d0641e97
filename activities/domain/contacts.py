"""Coordinators in touch with a pair, and their notes on it for each other; either can be taken back."""

from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import ContactWay, ContactWith, Mood
from activities.events import ContactChanged
from activities.models import Contact, PairNote
from activities.models.contacts import LONGEST_WORDS
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from matching.enums import PairState
from matching.models import Pair

from .contact_words import holds_pesel, no_pesel
from .telling import lock_pair

#: A talk about how it was may come some weeks after the end; later ones are about something else.
AFTER_THE_END = timedelta(days=90)

Written = TypeVar("Written", Contact, PairNote)


@transaction.atomic
def record_contact(
    pair: Pair, *, whom: str, way: str, on: date, by: Actor, words: str = "", mood: int | None = None
) -> Contact:
    """A coordinator was in touch with one side or with both on that day. The same told twice is told once.

    Refusal for an offer taken back and long after the end; ValidationError by field: a day to come or before
    the offer, an unknown side, way or mood, too many words.
    """
    pair = lock_pair(pair)
    _refuse_undone(pair)
    words = words.strip()
    _check(pair, whom=whom, way=way, on=on, words=words, mood=mood)
    told = {"pair": pair, "whom": whom, "way": way, "on": on, "words": words, "mood": mood}
    known = Contact.objects.filter(**told, by_id=by.actor_id, withdrawn_at=None).first()
    if known is not None:
        return known
    contact = Contact.objects.create(**told, by_id=by.actor_id, by_label=by.actor_label[:200])
    _tell("contact.record", contact, pair, by=by)
    return contact


def withdraw_contact(contact: Contact, *, by: Actor) -> Contact:
    """It was not so: it counts no more, and the page says who took it back. Twice is once."""
    return _withdraw(contact, by=by, act="contact.withdraw")


@transaction.atomic
def write_note(pair: Pair, *, words: str, by: Actor) -> PairNote:
    """A note for the coordinators of this pair; the pair never sees it. ValidationError for the words."""
    pair = lock_pair(pair)
    _refuse_undone(pair)
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Write a few words.")})
    _check_words(words)
    note = PairNote.objects.create(pair=pair, words=words, by_id=by.actor_id, by_label=by.actor_label[:200])
    _tell("note.write", note, pair, by=by)
    return note


def withdraw_note(note: PairNote, *, by: Actor) -> PairNote:
    """The note is read no more; that there was one stays. Twice is once."""
    return _withdraw(note, by=by, act="note.withdraw")


# --- inside -----------------------------------------------------------------------------------------------


def _check(pair: Pair, *, whom: str, way: str, on: date, words: str, mood: int | None) -> None:
    if whom not in ContactWith.values:
        raise ValidationError({"whom": _("Choose with whom you spoke.")})
    if way not in ContactWay.values:
        raise ValidationError({"way": _("Choose how you were in touch.")})
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come.")})
    if on < pair.offered_on:
        raise ValidationError({"on": _("They were not a pair yet on that day.")})
    if mood is not None and mood not in Mood.values:
        raise ValidationError({"mood": _("Choose one of the four faces, or none.")})
    _check_words(words)
    if pair.closed_on is not None and on > pair.closed_on + AFTER_THE_END:
        raise Refusal(
            _("This pair ended more than three months before that day; write it down with the person."),
            code="ended",
        )


def _check_words(words: str) -> None:
    if len(words) > LONGEST_WORDS:
        most = {"most": LONGEST_WORDS}
        raise ValidationError({"words": _("This can have up to %(most)d characters.") % most})
    if holds_pesel(words):
        raise ValidationError({"words": ValidationError(no_pesel(), code="pesel")})


def _refuse_undone(pair: Pair) -> None:
    if pair.state == PairState.UNDONE:
        raise Refusal(_("This offer was taken back before anybody heard of it."), code="undone")


@transaction.atomic
def _withdraw(written: Written, *, by: Actor, act: str) -> Written:
    pair = lock_pair(written.pair)
    written = type(written)._default_manager.get(pk=written.pk)
    if written.withdrawn_at is None:
        written.withdrawn_at, written.withdrawn_by_label = timezone.now(), by.actor_label[:200]
        written.save(update_fields=["withdrawn_at", "withdrawn_by_label"])
        _tell(act, written, pair, by=by)
    return written


def _tell(act: str, written: Contact | PairNote, pair: Pair, *, by: Actor) -> None:
    """Never the words: the record is for good, and what was said of people is not."""
    record(
        f"activities.{act}",
        by=by,
        on=written,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk},
    )
    emit(ContactChanged(pair.pk, pair.programme_id))
