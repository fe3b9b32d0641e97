"""A firm asks to take part: from a public form, by a confirmed address, to the centre's answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.pl import nip as nip_number
from stdnum.pl import regon as regon_number

from base.accounts.domain.invitations import FreshInvitation
from base.accounts.enums import Role
from base.accounts.queries import hash_token, member_by_email
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.enums import ContactChannel
from base.common.errors import Refusal
from base.common.profiles import FieldProblems, Problems, one_line, refuse_problems, said
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.domain.rendering import language_for
from base.notices.enums import Template
from base.organisations.domain.organisations import OrganisationData
from base.organisations.enums import OrganisationKind, OrganisationState
from base.organisations.models import Organisation
from base.places.gazetteer import Place, resolve
from mentors.enums import ApplicationState, ParticipationState
from mentors.models import Application, Participation

from .alike import known_of
from .log_ins import invite_representative
from .participations import ParticipationData, register_employer

VALID_HOURS: Final = 72
FIELDS = ("name", "nip", "regon", "representative", "position", "email", "phone", "note")


@dataclass(frozen=True)
class ApplicationData:
    """What a firm writes of itself; NIP and REGON as people write them. `form_mark` names one filled-in form:
    sent twice, it is one application."""

    name: str
    nip: str
    representative: str
    email: str
    regon: str = ""
    position: str = ""
    phone: str = ""
    note: str = ""
    place: Place | None = None
    language: str = "pl"
    form_mark: str = ""


@dataclass(frozen=True)
class Applicant:
    """Who acts before anybody logs in: named by the application alone."""

    application: Application
    actor_id: int | None = None

    @property
    def actor_label(self) -> str:
        """P-12."""
        return self.application.label

    @property
    def actor_organisation_id(self) -> int | None:
        """The centre that was asked."""
        return self.application.centre_id


@dataclass(frozen=True)
class FreshApplication:
    """An application and the token of its link, which exists nowhere else and is sent once."""

    application: Application
    token: str


@dataclass(frozen=True)
class Accepted:
    """The part an application became; `invitation` None: the representative logs in for the firm already."""

    participation: Participation
    invitation: FreshInvitation | None


def problems_of_application(data: ApplicationData) -> FieldProblems:
    """What keeps this application from being sent, by field."""
    problems = Problems()
    problems.check_fields(_row(data), FIELDS)
    if len(data.representative.split()) < 2:
        problems.add("representative", _("Write first name and surname."))
    return problems.by_field


def apply_to_take_part(centre: Organisation, *, data: ApplicationData) -> FreshApplication | None:
    """A firm's application, to be confirmed by the link within 72 hours. Whether the firm is known already
    makes no difference. None: this filled-in form was sent before, and nothing is made.

    ValidationError by field; Refusal when the organisation takes no firms in.
    """
    if centre.kind not in (OrganisationKind.CENTRE, OrganisationKind.NGO):
        raise Refusal(_("Firms apply to a centre."), code="not_a_centre")
    if centre.state != OrganisationState.ACTIVE:
        raise Refusal(_("This centre is archived."), code="archived")
    refuse_problems(problems_of_application(data))
    now, token = timezone.now(), secrets.token_urlsafe(32)
    row = _row(data)
    row.centre, row.token_hash, row.made_at = centre, hash_token(token), now
    row.expires_at = now + timedelta(hours=VALID_HOURS)
    try:
        with transaction.atomic():
            row.save()
            _record("made", row, by=Applicant(row))
    except IntegrityError:
        if data.form_mark and centre.employer_applications.filter(form_mark=data.form_mark).exists():
            return None
        raise
    return FreshApplication(row, token)


@transaction.atomic
def confirm_application(application: Application) -> Application:
    """The link reached the firm's mailbox: from now on the centre reads it. Confirming twice changes nothing.

    Refusal when the link is over.
    """
    application = _locked(application)
    if refusal := why_over(application):
        raise refusal
    if application.state == ApplicationState.UNCONFIRMED:
        application.state, application.confirmed_at = ApplicationState.WAITING, timezone.now()
        application.save(update_fields=["state", "confirmed_at"])
        _record("confirmed", application, by=Applicant(application))
    return application


def why_over(application: Application) -> Refusal | None:
    """Why the link confirms nothing any more; None while it does, or did."""
    if application.state == ApplicationState.UNCONFIRMED and application.expires_at <= timezone.now():
        return Refusal(
            _("The link was valid for 72 hours, and they have passed. Fill in the form once more."),
            code="expired",
        )
    return None


@transaction.atomic
def accept_application(application: Application, *, by: Actor, firm_was_asked: bool = False) -> Accepted:
    """The firm takes part, its representative is invited and told.

    A part the firm has here already is used as it is. Refusal "unchecked" when the firm is known by its NIP
    and nobody says to have asked it whether the applicant speaks for it; "answered", "ended", and as
    `register_employer`.
    """
    application = _held(application)
    known = known_of(application)
    if known.is_known and not firm_was_asked:
        sentence = _(
            "A firm with this NIP is here already. Call it, on a number you know, and ask whether this "
            "person speaks for it; then tick that you did."
        )
        raise Refusal(sentence, code="unchecked")
    participation = known.part
    if participation is None:
        participation = register_employer(application.centre, data=_as_part(application), by=by)
    elif participation.state == ParticipationState.ENDED:
        raise Refusal(_("This employer's part has ended. Reopen it first."), code="ended")
    _answer(application, ApplicationState.ACCEPTED, by=by, participation=participation)
    return Accepted(participation, _invitation(application, participation, by=by))


@transaction.atomic
def decline_application(application: Application, *, reason: str, by: Actor) -> Application:
    """The firm is told that it does not take part; the reason stays at the centre.

    ValidationError on "reason"; Refusal when it was answered already.
    """
    reason = said(reason)
    application = _held(application)
    application.reason = reason
    return _answer(application, ApplicationState.DECLINED, by=by)


@transaction.atomic
def forget_applications(now: datetime) -> int:
    """Delete what was never confirmed in time, and what was declined a year ago; returns how many."""
    late = Q(state=ApplicationState.UNCONFIRMED, expires_at__lt=now - timedelta(hours=1))
    kept_until = now - timedelta(days=settings.SPLOT_DECLINED_APPLICATION_DAYS)
    old = Q(state=ApplicationState.DECLINED, answered_at__lt=kept_until)
    gone, _by_model = Application.objects.filter(late | old).delete()
    return gone


# --- inside -----------------------------------------------------------------------------------------------


def _row(data: ApplicationData) -> Application:
    row = Application(
        name=one_line(data.name),
        nip=nip_number.compact(data.nip),
        regon=regon_number.compact(data.regon),
        representative=one_line(data.representative),
        position=one_line(data.position),
        email=data.email.strip().lower(),
        phone=one_line(data.phone),
        note=one_line(data.note),
        language=language_for(data.language),
        form_mark=data.form_mark,
    )
    if data.place is not None:
        row.set_place(data.place)
    return row


def _as_part(application: Application) -> ParticipationData:
    place = resolve(application.postcode, application.place_name) if application.place_name else None
    organisation = OrganisationData(
        name=application.name, nip=application.nip, regon=application.regon,
        email=application.email, phone=application.phone, place=place,
    )  # fmt: skip
    return ParticipationData(
        organisation=organisation,
        representative=application.representative,
        import_key=f"application:{application.pk}",
    )


def _invitation(
    application: Application, participation: Participation, *, by: Actor
) -> FreshInvitation | None:
    if member_by_email(participation.employer, Role.EMPLOYER, application.email):
        return None
    return invite_representative(
        participation, email=application.email, by=by, name=application.representative
    )


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("centre", "participation")
    return rows.get(pk=application.pk)


def _held(application: Application) -> Application:
    application = _locked(application)
    if application.state != ApplicationState.WAITING:
        sentence = _("This application does not wait for an answer. It is: %(state)s.")
        raise Refusal(sentence % {"state": application.get_state_display()}, code="answered")
    return application


def _answer(
    application: Application,
    state: ApplicationState,
    *,
    by: Actor,
    participation: Participation | None = None,
) -> Application:
    application.state, application.participation = state, participation
    application.answered_at, application.answered_by_label = timezone.now(), by.actor_label[:200]
    application.save()
    _record(str(state), application, by=by)
    queue_notice(
        Template.APPLICATION_ANSWERED,
        to=recipient_of(application),
        context={"centre": application.centre.name, "accepted": state == ApplicationState.ACCEPTED},
        not_before=timezone.now(),
        subject=f"application:{application.pk}",
        by=by,
        organisation_id=application.centre_id,
    )
    return application


def recipient_of(application: Application) -> Recipient:
    """The address the application gives."""
    return Recipient(
        kind=application._meta.label_lower,
        id=application.pk,
        label=application.label,
        channel=ContactChannel.EMAIL,
        address=application.email,
        language=application.language,
        name=application.representative,
    )


def _record(what: str, application: Application, *, by: Actor) -> None:
    record(f"mentors.application.{what}", by=by, on=application, organisation_id=application.centre_id)
