"""What the helper, the family and the coordinators of a pair write to each other, without addresses.

Everything here is read by all three. Nobody learns a phone number or an e-mail address unless its owner has
switched it on, and taking it back hides it at once.
"""

import re
import unicodedata
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities.enums import TalkStanding
from activities.events import TalkChanged
from activities.models import ContactShown, Talk, TalkMessage, TalkRead, TalkReport
from activities.models.talk import LONGEST_MESSAGE
from activities.queries.phrases import phrase_of
from activities.queries.talk import (
    has_shown,
    message_by_key,
    reach_of,
    standing_of,
)
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.notices.domain.outbox import cancel_notices
from matching.enums import PairSide
from matching.models import Pair

from .concerns import report_concern
from .contact_words import gives_away, gives_contact, holds_pesel, no_pesel
from .telling import lock_pair

OTHER_SIDE = {PairSide.HELPER: PairSide.FAMILY, PairSide.FAMILY: PairSide.HELPER}


@transaction.atomic
def write_message(
    pair: Pair,
    *,
    side: PairSide,
    language: str,
    key: UUID,
    by: Actor,
    words: str = "",
    phrase: str = "",
) -> TalkMessage:
    """Say something, in own words or by a standard phrase. The same key twice is one message.

    Refusal when this side may not write now, and "other_words" when the key stands for another message.
    ValidationError on `words`: nothing, too much, or a contact nobody has leave to give (code "contact");
    on `phrase`: one this side does not have. Messages of a pair get their numbers in the order in which they
    can be read, since one writer at a time holds the pair: a mark "read up to here" misses none.
    """
    pair = lock_pair(pair)
    words = _phrased(phrase, side, language) if phrase else tidied(words)
    known = message_by_key(key)
    if known is not None:
        return _the_same(known, pair, side, words=words, phrase=phrase)
    _refuse_closed(pair, side)
    if not phrase:
        _check_words(words)
        _refuse_contact(pair, side, words)
    told = {"pair": pair, "side": side, "words": words, "phrase": phrase, "language": language[:8]}
    try:
        with transaction.atomic():
            message = TalkMessage.objects.create(
                **told, key=key, by_id=by.actor_id, by_label=by.actor_label[:200]
            )
    except IntegrityError:
        # Another pair's message took the number this moment.
        raise _other_words() from None
    _keep_newest(message)
    _tell("write", message, by=by)
    return message


@transaction.atomic
def mark_read(message: TalkMessage, *, side: PairSide, by: Actor) -> None:
    """This side has seen everything up to this message; a coordinator for themselves. Never goes back.

    A notice that something waits is taken back, where nobody has told them of it yet. Not an act for the
    record: the audit says when a coordinator looks (`look_at_talk`).
    """
    reader = (by.actor_id or 0) if side == PairSide.COORDINATOR else 0
    mark, _is_new = TalkRead.objects.get_or_create(pair_id=message.pair_id, side=side, reader_id=reader)
    rows = TalkRead.objects.filter(pk=mark.pk, last_id__lt=message.pk)
    if rows.update(last_id=message.pk, at=timezone.now()) and mark.last_id < mark.told_id <= message.pk:
        cancel_notices(subject_of(message.pair_id, side), by=by)


@transaction.atomic
def look_at_talk(pair: Pair, *, by: Actor) -> None:
    """A coordinator reads what the two write to each other: on record, since it is not theirs."""
    record("activities.talk.read", by=by, on=pair, details={"pair": pair.pk})


@transaction.atomic
def hide_message(message: TalkMessage, *, by: Actor) -> TalkMessage:
    """The pair sees only that something was taken out of sight; coordinators still read it. Twice is once."""
    lock_pair(message.pair)
    hidden = TalkMessage.objects.filter(pk=message.pk, hidden_at=None).update(
        hidden_at=timezone.now(), hidden_by_label=by.actor_label[:200]
    )
    if hidden:
        _tell("hide", message, by=by)
    message.refresh_from_db(fields=["hidden_at", "hidden_by_label"])
    return message


@transaction.atomic
def show_message(message: TalkMessage, *, by: Actor) -> TalkMessage:
    """Back in sight: it was hidden by mistake."""
    lock_pair(message.pair)
    rows = TalkMessage.objects.filter(pk=message.pk).exclude(hidden_at=None)
    if rows.update(hidden_at=None, hidden_by_label=""):
        _tell("show", message, by=by)
    message.refresh_from_db(fields=["hidden_at", "hidden_by_label"])
    return message


@transaction.atomic
def report_message(message: TalkMessage, *, side: PairSide, words: str = "", by: Actor) -> TalkReport:
    """Opens a concern with the message in it; administrators are told that there is one. Twice is once.

    Refusal for one's own message; ValidationError on `words` when they are too many.
    """
    pair = lock_pair(message.pair)
    if message.side == side:
        raise Refusal(_("This is your own message."), code="own_message")
    words = tidied(words)
    if len(words) > LONGEST_MESSAGE:
        raise ValidationError({"words": _too_long()})
    _refuse_pesel(words)
    known = TalkReport.objects.filter(message=message, side=side).first()
    if known is not None:
        return known
    incident = report_concern(
        pair.seeker.household, words=_as_concern(message, words), pair=pair, side=side, by=by
    )
    report = TalkReport.objects.create(message=message, side=side, incident=incident)
    _tell("report", message, by=by)
    return report


@transaction.atomic
def show_contact(pair: Pair, *, side: PairSide, phone: bool, email: bool, by: Actor) -> None:
    """This side lets the other see its phone, its e-mail, both, or neither any more: from now on.

    Refusal to show anything while the two may not write to each other; ValidationError for what there is not.
    """
    pair = lock_pair(pair)
    own = reach_of(pair, side=side)
    for name, wanted, there in (("phone", phone, own.phone), ("email", email, own.email)):
        if wanted and not there:
            raise ValidationError({name: _("We do not have it. Ask your coordinator to write it down.")})
    if (phone or email) and standing_of(pair, on=timezone.localdate()) != TalkStanding.OPEN:
        raise Refusal(_("Nothing can be shown now, since you do not write to each other."), code="closed")
    shown, is_new = ContactShown.objects.get_or_create(
        pair=pair, side=side, defaults={"phone": phone, "email": email}
    )
    if not is_new and (shown.phone, shown.email) == (phone, email):
        return
    shown.phone, shown.email, shown.since = phone, email, timezone.now()
    shown.save(update_fields=["phone", "email", "since"])
    record(
        "activities.talk.contact",
        by=by,
        on=pair,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, "side": str(side), "phone": phone, "email": email},
    )
    emit(TalkChanged(pair.pk, pair.programme_id))


def hide_contact(pair: Pair, *, side: PairSide, by: Actor) -> None:
    """Takes it back: the other side sees nothing of it any more."""
    show_contact(pair, side=side, phone=False, email=False, by=by)


def subject_of(pair_id: int, side: PairSide | str) -> str:
    """Under which subject the outbox keeps what tells a side that a message waits."""
    return f"talk:{pair_id}:{side}"


def tidied(words: str) -> str:
    """Plain text with line breaks: one kind of them, no two empty lines together, nothing that cannot be
    seen or turns the line round."""
    lines = unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(one for one in line if _is_seen(one)).rstrip() for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


# --- inside -----------------------------------------------------------------------------------------------

_JOINERS = "\u200c\u200d"  # letters and pictures are put together by these


def _is_seen(one: str) -> bool:
    return one in _JOINERS or one == "\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _phrased(code: str, side: PairSide, language: str) -> str:
    phrase = phrase_of(code)
    if phrase is None or side not in phrase.sides:
        raise ValidationError({"phrase": _("There is no such phrase. Choose another one.")})
    return phrase.word(language)


def _the_same(known: TalkMessage, pair: Pair, side: PairSide, *, words: str, phrase: str) -> TalkMessage:
    said = known.phrase == phrase if phrase or known.phrase else known.words == words
    if known.pair_id != pair.pk or known.side != side or not said:
        raise _other_words()
    return known


def _other_words() -> Refusal:
    return Refusal(
        _("Something else was sent from this page already, and it stands. Please send this once more."),
        code="other_words",
    )


def _refuse_closed(pair: Pair, side: PairSide) -> None:
    standing = standing_of(pair, on=timezone.localdate())
    if standing is None:
        raise Refusal(_("You can write to each other once both have said yes."), code="not_together")
    if standing == TalkStanding.OVER:
        raise Refusal(_("This has ended: the conversation can only be read."), code="over")
    if standing == TalkStanding.COORDINATOR and side != PairSide.COORDINATOR:
        raise Refusal(
            _(
                "Please do not write to each other now: something must be checked first. "
                "You can write to your coordinator."
            ),
            code="suspended",
        )


def _check_words(words: str) -> None:
    if not words:
        raise ValidationError({"words": ValidationError(_("Write a few words."), code="required")})
    if len(words) > LONGEST_MESSAGE:
        raise ValidationError({"words": _too_long()})
    _refuse_pesel(words)


def _refuse_pesel(words: str) -> None:
    if holds_pesel(words):
        raise ValidationError({"words": ValidationError(no_pesel(), code="pesel")})


def _too_long() -> ValidationError:
    most = {"most": LONGEST_MESSAGE}
    return ValidationError(_("A message can have up to %(most)d characters.") % most, code="max_length")


def _refuse_contact(pair: Pair, side: PairSide, words: str) -> None:
    """The pair: no contact at all until its writer shows their own. A coordinator: none of the pair's."""
    if side == PairSide.COORDINATOR:
        _refuse_their_contact(pair, words)
    elif (what := gives_contact(words)) and has_shown(pair, side=side) is None:
        sentence = _(
            "Not sent: it holds %(what)s, and here nobody gives theirs away by chance. To let the other side "
            "have yours, tick it under “My phone and e-mail” and send again. Otherwise take it out."
        )
        raise ValidationError({"words": ValidationError(sentence % {"what": _whats(what)}, code="contact")})


def _refuse_their_contact(pair: Pair, words: str) -> None:
    hidden = [(reach_of(pair, side=side), has_shown(pair, side=side)) for side in OTHER_SIDE]
    phones = tuple(own.phone for own, shown in hidden if own.phone and not (shown and shown.phone))
    emails = tuple(own.email for own, shown in hidden if own.email and not (shown and shown.email))
    if gives_away(words, phones=phones, emails=emails):
        sentence = _(
            "This was not sent: it holds the phone number or e-mail of one of the two, who has not shown it "
            "to the other. Only they can do that, on their own page."
        )
        raise ValidationError({"words": ValidationError(sentence, code="contact")})


def _whats(what: str) -> str:
    return {
        "phone": _("what looks like a phone number"),
        "email": _("what looks like an e-mail address"),
        "link": _("what looks like a way to a messenger"),
    }[what]


def _as_concern(message: TalkMessage, words: str) -> str:
    """What administrators read: the reporter's words, then the message as it was sent. In the centre's own
    language, whatever the reporter's page speaks."""
    with translation.override("pl"):
        at = timezone.localtime(message.at)
        head = _("Reported message no. %(number)d, written %(when)s by the side of: %(side)s.") % {
            "number": message.pk,
            "when": f"{at:%Y-%m-%d %H:%M}",
            "side": message.get_side_display(),
        }
    return "\n\n".join(filter(None, [words, head, f"„{message.words}”"]))


def _keep_newest(message: TalkMessage) -> None:
    newest = {"last_id": message.pk, "last_at": message.at, f"last_of_{message.side}": message.pk}
    Talk.objects.update_or_create(pair_id=message.pair_id, defaults=newest)


def _tell(act: str, message: TalkMessage, *, by: Actor) -> None:
    pair = message.pair
    record(
        f"activities.talk.{act}",
        by=by,
        on=message,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, "side": message.side},
    )
    emit(TalkChanged(pair.pk, pair.programme_id))
