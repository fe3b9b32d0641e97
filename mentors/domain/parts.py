"""The participation agreement signed in the app: prepared by the centre, signed by the employer, then by the
centre, and only then in force. What each side signed is kept as bytes with its SHA-256, which stands in the
audit too (docs/decisions/0020)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.queries import members_in_role
from base.audit.actor import Actor
from base.audit.models import Record
from base.common.enums import ContactChannel
from base.common.errors import Refusal
from base.common.profiles import Problems, one_line, refuse_problems
from base.documents.agreements import Signature, agreement_pdf, broken_because
from base.documents.typesetting import digest_of
from base.notices.domain.outbox import Recipient, cancel_notices, queue_notice
from base.notices.enums import Template
from base.places.folding import fold
from mentors.enums import LIVE_PARTS, ParticipationState, PartSide, PreparedPartState
from mentors.models import Participation, PreparedPart, SignedPart
from mentors.queries.joining import newest_consultation, text_in_force

from .part_words import PartWords, words_of_part
from .participations import lock_participation, put_agreement_in_force, tell

SIGNED_ACT: Final = "part_signed_in_app"
MOST_NOTICE_DAYS: Final = 180
ROLES: Final = {PartSide.EMPLOYER: "Pracodawca", PartSide.CENTRE: "Centrum"}


@dataclass(frozen=True)
class PartTerms:
    """What one agreement settles beside the consultation: its number and days, who signs for the firm and as
    what, the register it stands in (KRS, CEIDG), and how the agreement ends."""

    number: str
    valid_from: date
    representative: str
    valid_until: date | None = None
    position: str = ""
    register: str = ""
    notice_days: int = 30


@transaction.atomic
def prepare_part(participation: Participation, *, terms: PartTerms, by: Actor) -> PreparedPart:
    """An agreement for the employer to read and sign, in the words in force today, for the kinds of support
    the newest consultation decided; whoever speaks for the firm here is told.

    ValidationError by field of PartTerms; Refusal "ended", "waiting", "no_consultation", "no_words".
    """
    lock_participation(participation)
    if participation.state == ParticipationState.ENDED:
        raise Refusal(_("This employer's part has ended. Reopen it first."), code="ended")
    if participation.prepared_parts.filter(state__in=LIVE_PARTS).exists():
        raise Refusal(_("An agreement is waiting to be signed already. Take it back first."), code="waiting")
    consultation = newest_consultation(participation)
    if consultation is None:
        raise Refusal(
            _("Write down the consultation first: it decides which kinds of support the agreement names."),
            code="no_consultation",
        )
    text = text_in_force(participation.centre_id, on=timezone.localdate())
    if text is None:
        raise Refusal(_("No words of the agreement are in force today. Set them first."), code="no_words")
    row = PreparedPart(
        participation=participation, text=text, kinds=consultation.kinds,
        prepared_by_label=by.actor_label[:200],
        number=one_line(terms.number), valid_from=terms.valid_from, valid_until=terms.valid_until,
        representative=one_line(terms.representative), position=one_line(terms.position),
        register=one_line(terms.register), notice_days=terms.notice_days,
    )  # fmt: skip
    _refuse_wrong(row)
    row.save()
    tell("part_prepared", participation, by=by, details={"number": row.number})
    _ask_for_signature(row, by=by)
    return row


@transaction.atomic
def take_back_part(prepared: PreparedPart, *, by: Actor) -> PreparedPart:
    """It is not to be signed any more; what was signed already stays on record. Refusal once in force."""
    _hold(prepared)
    if prepared.state not in LIVE_PARTS:
        raise Refusal(_("This agreement does not wait for a signature any more."), code="wrong_state")
    prepared.state = PreparedPartState.WITHDRAWN
    prepared.save(update_fields=["state"])
    cancel_notices(_subject(prepared), by=by)
    tell("part_taken_back", prepared.participation, by=by, details={"number": prepared.number})
    return prepared


def sign_part_as_employer(
    prepared: PreparedPart, *, seen: str, typed_name: str, may_sign: bool, agrees: bool, by: Actor
) -> SignedPart:
    """Whoever represents the firm signs what they have read, by their full name and two ticks.

    `seen` is the print of the words they were shown: Refusal "stale" when it says something else now.
    ValidationError by field; the second sending of one signature is refused as "wrong_state".
    """
    now, words = timezone.now(), words_of_part(prepared)
    name = one_line(typed_name)
    _refuse_unsigned(words, seen=seen, name=name, may_sign=may_sign, agrees=agrees)
    signature = Signature(ROLES[PartSide.EMPLOYER], f"{name}, {words.employer}", now, by.actor_label)
    document = agreement_pdf(words, signatures=[signature])
    with transaction.atomic():
        _hold(prepared)
        _require(prepared, PreparedPartState.OFFERED)
        if words_of_part(prepared) != words:
            raise _changed()
        kept = _keep(prepared, PartSide.EMPLOYER, name, signature, words, document, by=by)
        prepared.state = PreparedPartState.SIGNED
        prepared.save(update_fields=["state"])
        cancel_notices(_subject(prepared), by=by)
    return kept


def sign_part_as_centre(prepared: PreparedPart, *, typed_name: str, by: Actor) -> Participation:
    """The centre signs what the employer signed: the agreement is in force, and the part active by it.

    Refusal unless the employer has signed, and for the same person. ValidationError without a name.
    """
    now = timezone.now()
    first = prepared.signatures.filter(side=PartSide.EMPLOYER).first()
    if first is None:
        raise Refusal(_("The employer has not signed yet."), code="wrong_state")
    if first.signed_by_id == by.actor_id:
        raise Refusal(_("Somebody else signs for the centre: you are the other side."), code="same_person")
    if not (name := one_line(typed_name)):
        raise ValidationError({"typed_name": _("Write who signs for the centre.")})
    words = PartWords.from_json(first.words)
    employer = Signature(
        ROLES[PartSide.EMPLOYER], f"{first.typed_name}, {words.employer}", first.signed_at,
        first.signed_by_label,
    )  # fmt: skip
    centre = Signature(ROLES[PartSide.CENTRE], f"{name}, {words.centre}", now, by.actor_label)
    document = agreement_pdf(words, signatures=[employer, centre])
    with transaction.atomic():
        _hold(prepared)
        _require(prepared, PreparedPartState.SIGNED)
        _keep(prepared, PartSide.CENTRE, name, centre, words, document, by=by)
        prepared.state = PreparedPartState.IN_FORCE
        prepared.save(update_fields=["state"])
        put_agreement_in_force(
            prepared.participation, number=prepared.number, valid_from=prepared.valid_from,
            valid_until=prepared.valid_until, representative=prepared.representative, by=by,
        )  # fmt: skip
    return prepared.participation


@dataclass(frozen=True)
class BrokenPart:
    """A signed document that is not what was signed, and why one knows."""

    signed: SignedPart
    reason: str


def verify_parts() -> Iterator[BrokenPart | None]:
    """Recompute the digest of every signed document: None for one that holds, else what does not."""
    acts = Record.objects.filter(act=f"mentors.participation.{SIGNED_ACT}").values_list("details", flat=True)
    audited = {details["signed"]: details["sha256"] for details in acts}
    for signed in SignedPart.objects.order_by("pk").iterator(chunk_size=20):
        reason = broken_because(signed.document, signed.sha256, audited.get(signed.pk))
        yield BrokenPart(signed, reason) if reason else None


# --- inside -----------------------------------------------------------------------------------------------


def _refuse_wrong(row: PreparedPart) -> None:
    problems = Problems()
    problems.check_fields(
        row, ("number", "valid_from", "valid_until", "representative", "position", "register", "notice_days")
    )
    if row.valid_until and row.valid_until < row.valid_from:
        problems.add("valid_until", _("The agreement cannot end before it starts."))
    if not 1 <= row.notice_days <= MOST_NOTICE_DAYS:
        problems.add("notice_days", _("From 1 to 180 days."))
    if len(row.representative.split()) < 2:
        problems.add("representative", _("Write first name and surname."))
    if _is_taken(row):
        problems.add("number", _("There is an agreement of this number at this centre already."))
    refuse_problems(problems.by_field)


def _is_taken(row: PreparedPart) -> bool:
    centre = row.participation.centre_id
    others = PreparedPart.objects.filter(participation__centre=centre, number=row.number)
    if others.exclude(state=PreparedPartState.WITHDRAWN).exists():
        return True
    return Participation.objects.filter(centre=centre, agreement_number=row.number).exists()


def _refuse_unsigned(words: PartWords, *, seen: str, name: str, may_sign: bool, agrees: bool) -> None:
    if seen != words.print:
        raise _changed()
    problems = Problems()
    if fold(name) != fold(words.representative):
        sentence = _("Write the name as it stands in the agreement: %(name)s.")
        problems.add("typed_name", sentence % {"name": words.representative})
    if not agrees:
        problems.add("agrees", _("Tick that you have read the agreement and agree to it."))
    if not may_sign:
        problems.add(
            "may_sign",
            _("Only who may sign for the firm alone signs here. Where two sign together, ask for paper."),
        )
    refuse_problems(problems.by_field)


def _keep(
    prepared: PreparedPart,
    side: PartSide,
    name: str,
    signature: Signature,
    words: PartWords,
    document: bytes,
    *,
    by: Actor,
) -> SignedPart:
    signed = SignedPart.objects.create(
        prepared=prepared, side=side, signed_at=signature.at, typed_name=name, signed_by_id=by.actor_id,
        signed_by_label=by.actor_label[:200], text_version=prepared.text.version, words=words.as_json(),
        document=document, sha256=digest_of(document),
    )  # fmt: skip
    details = {"signed": signed.pk, "side": str(side), "sha256": signed.sha256}
    tell(SIGNED_ACT, prepared.participation, by=by, details=details)
    return signed


def _ask_for_signature(prepared: PreparedPart, *, by: Actor) -> None:
    part = prepared.participation
    for member in members_in_role(part.employer, Role.EMPLOYER):
        queue_notice(
            Template.PART_TO_SIGN,
            to=Recipient(
                kind=member.user._meta.label_lower, id=member.user.pk, label=part.employer.key,
                channel=ContactChannel.EMAIL, address=member.user.email, language=member.user.language,
                name=member.user.name,
            ),
            context={"centre": part.centre.name},
            not_before=timezone.now(),
            subject=_subject(prepared),
            by=by,
            organisation_id=part.centre_id,
        )  # fmt: skip


def _subject(prepared: PreparedPart) -> str:
    return f"part:{prepared.pk}"


def _hold(prepared: PreparedPart) -> None:
    """Both rows fresh, and held until the transaction ends."""
    lock_participation(prepared.participation)
    prepared.refresh_from_db(fields=["state"])


def _require(prepared: PreparedPart, state: PreparedPartState) -> None:
    if prepared.state != state:
        raise Refusal(
            _("This agreement cannot be signed now. It is: %(state)s.")
            % {"state": prepared.get_state_display()},
            code="wrong_state",
        )


def _changed() -> Refusal:
    return Refusal(
        _("The agreement says something else than when you opened it. Read it again, please."), code="stale"
    )
