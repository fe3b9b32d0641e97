"""Agreements signed in the app: prepared by a coordinator, signed by the volunteer, then by the centre.

What each side signed is kept as bytes with its SHA-256; the digest stands in the audit too, which is sealed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.models import Record
from base.common.errors import Refusal
from base.common.profiles import Problems, one_line, refuse_problems
from base.documents.agreements import Signature, agreement_pdf, broken_because
from base.documents.typesetting import digest_of
from base.places.folding import fold
from volunteers.enums import LIVE_PREPARED, DocumentKind, PreparedState, SigningSide, VolunteerState
from volunteers.models import Agreement, PreparedAgreement, SignedAgreement, Volunteer
from volunteers.queries import document_in_force

from .agreement_words import AgreementWords, words_of
from .papers import sign_agreement
from .volunteers import lock_volunteer, tell

SIGNED_ACT = "agreement.signed_in_app"
MOST_NOTICE_DAYS = 90
ROLES = {SigningSide.VOLUNTEER: "Wolontariusz", SigningSide.CENTRE: "Korzystający"}


@dataclass(frozen=True)
class Terms:
    """What an agreement settles: which work, how and where, how much time, and how it ends."""

    number: str
    valid_from: date
    scope: str
    manner: str
    hours: str
    valid_until: date | None = None
    notice_days: int = 14


@transaction.atomic
def prepare_agreement(volunteer: Volunteer, *, terms: Terms, by: Actor) -> PreparedAgreement:
    """An agreement for the volunteer to read and sign, in the words in force today; one at a time.

    ValidationError by field of Terms; Refusal "waiting" while another waits, "left", "no_words".
    """
    lock_volunteer(volunteer)
    if volunteer.state == VolunteerState.LEFT:
        raise Refusal(_("%(label)s has left.") % {"label": volunteer.label}, code="left")
    if volunteer.prepared_agreements.filter(state__in=LIVE_PREPARED).exists():
        raise Refusal(_("An agreement is waiting to be signed already. Take it back first."), code="waiting")
    template = document_in_force(volunteer.centre_id, DocumentKind.AGREEMENT, on=timezone.localdate())
    if template is None:
        raise Refusal(_("No words of the agreement are in force today. Set them first."), code="no_words")
    row = PreparedAgreement(
        volunteer=volunteer, template=template, prepared_by_label=by.actor_label,
        number=one_line(terms.number), valid_from=terms.valid_from, valid_until=terms.valid_until,
        scope=one_line(terms.scope), manner=one_line(terms.manner), hours=one_line(terms.hours),
        notice_days=terms.notice_days,
    )  # fmt: skip
    _refuse_wrong(row)
    row.save()
    tell("agreement.prepared", volunteer, by=by, details={"number": row.number})
    return row


@transaction.atomic
def take_back_agreement(prepared: PreparedAgreement, *, by: Actor) -> PreparedAgreement:
    """It is not to be signed any more; what was signed already stays on record. Refusal once in force."""
    _hold(prepared)
    if prepared.state not in LIVE_PREPARED:
        raise Refusal(_("This agreement does not wait for a signature any more."), code="wrong_state")
    prepared.state = PreparedState.WITHDRAWN
    prepared.save(update_fields=["state"])
    tell("agreement.taken_back", prepared.volunteer, by=by, details={"number": prepared.number})
    return prepared


def sign_as_volunteer(
    prepared: PreparedAgreement,
    *,
    seen: str,
    typed_name: str,
    is_adult: bool,
    agrees: bool,
    waives_travel_costs: bool,
    by: Actor,
) -> SignedAgreement:
    """The volunteer signs what they have read, by their full name and a tick.

    `seen` is the print of the words they were shown: Refusal "stale" when it says something else now.
    ValidationError by field; the second sending of one signature is refused as "wrong_state".
    """
    now, words = timezone.now(), words_of(prepared)
    name = one_line(typed_name)
    _refuse_unsigned(words, seen=seen, name=name, is_adult=is_adult, agrees=agrees)
    signature = Signature(ROLES[SigningSide.VOLUNTEER], name, now, by.actor_label)
    choice = waives_travel_costs and words.has_choice
    document = agreement_pdf(words, signatures=[signature], choice=choice)
    with transaction.atomic():
        _hold(prepared)
        _require(prepared, PreparedState.OFFERED)
        if words_of(prepared) != words:
            raise _changed()
        kept = _keep(prepared, SigningSide.VOLUNTEER, signature, words, document, choice=choice, by=by)
        prepared.state = PreparedState.SIGNED
        prepared.save(update_fields=["state"])
    return kept


def sign_as_centre(prepared: PreparedAgreement, *, typed_name: str, by: Actor) -> Agreement:
    """The centre signs what the volunteer signed, and the agreement is in force.

    Refusal unless the volunteer has signed, and for the volunteer themselves. ValidationError without a name.
    """
    now = timezone.now()
    first = prepared.signatures.filter(side=SigningSide.VOLUNTEER).first()
    if first is None:
        raise Refusal(_("The volunteer has not signed yet."), code="wrong_state")
    if first.signed_by_id == by.actor_id:
        raise Refusal(_("Somebody else signs for the centre: you are the other side."), code="same_person")
    if not (name := one_line(typed_name)):
        raise ValidationError({"typed_name": _("Write who signs for the centre.")})
    words = AgreementWords.from_json(first.words)
    volunteer = Signature(
        ROLES[SigningSide.VOLUNTEER], first.typed_name, first.signed_at, first.signed_by_label
    )
    centre = Signature(ROLES[SigningSide.CENTRE], name, now, by.actor_label)
    document = agreement_pdf(words, signatures=[volunteer, centre], choice=first.waives_travel_costs)
    with transaction.atomic():
        _hold(prepared)
        _require(prepared, PreparedState.SIGNED)
        choice = first.waives_travel_costs
        _keep(prepared, SigningSide.CENTRE, centre, words, document, choice=choice, by=by)
        agreement = sign_agreement(
            prepared.volunteer, number=prepared.number, signed_on=timezone.localdate(now),
            valid_from=prepared.valid_from, valid_until=prepared.valid_until, by=by,
        )  # fmt: skip
        prepared.agreement, prepared.state = agreement, PreparedState.IN_FORCE
        prepared.save(update_fields=["agreement", "state"])
    return agreement


@dataclass(frozen=True)
class Broken:
    """A signed document that is not what was signed, and why one knows."""

    signed: SignedAgreement
    reason: str


def verify_agreements() -> Iterator[Broken | None]:
    """Recompute the digest of every signed document: None for one that holds, else what does not."""
    acts = Record.objects.filter(act=f"volunteers.{SIGNED_ACT}").values_list("details", flat=True)
    audited = {details["signed"]: details["sha256"] for details in acts}
    for signed in SignedAgreement.objects.order_by("pk").iterator(chunk_size=20):
        reason = broken_because(signed.document, signed.sha256, audited.get(signed.pk))
        yield Broken(signed, reason) if reason else None


def _refuse_wrong(row: PreparedAgreement) -> None:
    problems = Problems()
    problems.check_fields(
        row, ("number", "valid_from", "valid_until", "scope", "manner", "hours", "notice_days")
    )
    if row.valid_until and row.valid_until < row.valid_from:
        problems.add("valid_until", _("The agreement cannot end before it starts."))
    if not 1 <= row.notice_days <= MOST_NOTICE_DAYS:
        problems.add("notice_days", _("From 1 to 90 days."))
    if row.volunteer.agreements.filter(number=row.number).exists():
        problems.add("number", _("There is an agreement of this number with this volunteer already."))
    refuse_problems(problems.by_field)


def _refuse_unsigned(words: AgreementWords, *, seen: str, name: str, is_adult: bool, agrees: bool) -> None:
    if seen != words.print:
        raise _changed()
    problems = Problems()
    if len(words.volunteer.split()) < 2:
        problems.add("typed_name", _("Write your surname in your profile first: the agreement names you."))
    elif fold(name) != fold(words.volunteer):
        sentence = _("Write your name as it stands in the agreement: %(name)s.")
        problems.add("typed_name", sentence % {"name": words.volunteer})
    if not agrees:
        problems.add("agrees", _("Tick that you have read the agreement and agree to it."))
    if not is_adult:
        sentence = _(
            "Under 18, your coordinator prepares the agreement on paper, with your parent or guardian."
        )
        problems.add("is_adult", sentence)
    refuse_problems(problems.by_field)


def _keep(
    prepared: PreparedAgreement,
    side: SigningSide,
    signature: Signature,
    words: AgreementWords,
    document: bytes,
    *,
    choice: bool,
    by: Actor,
) -> SignedAgreement:
    signed = SignedAgreement.objects.create(
        prepared=prepared, side=side, signed_at=signature.at, typed_name=signature.name,
        signed_by_id=by.actor_id, signed_by_label=by.actor_label, template_version=prepared.template.version,
        waives_travel_costs=choice, words=words.as_json(), document=document, sha256=digest_of(document),
    )  # fmt: skip
    details = {"signed": signed.pk, "side": str(side), "sha256": signed.sha256}
    tell(SIGNED_ACT, prepared.volunteer, by=by, details=details)
    return signed


def _hold(prepared: PreparedAgreement) -> None:
    """Both rows fresh, and held until the transaction ends."""
    lock_volunteer(prepared.volunteer)
    prepared.refresh_from_db(fields=["state", "agreement"])


def _require(prepared: PreparedAgreement, state: PreparedState) -> None:
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
