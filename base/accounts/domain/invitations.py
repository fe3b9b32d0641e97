"""The way in: an invitation to one address, accepted once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import ROLES_AT, Role
from base.accounts.events import MembershipBegan
from base.accounts.models import Invitation, Membership, User
from base.accounts.queries import hash_token, user_by_email
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.organisations.enums import OrganisationState
from base.organisations.models import Organisation

VALID_HOURS = 72


@dataclass(frozen=True)
class FreshInvitation:
    """An invitation and its token, which exists nowhere else and is shown or sent once."""

    invitation: Invitation
    token: str


def invite_member(
    organisation: Organisation, *, email: str, role: Role, by: Actor, name: str = ""
) -> FreshInvitation:
    """Invite one address to one role for 72 hours; an earlier open invitation to the same ends.

    Refusal for a wrong address, a role unknown at this kind of organisation, or one the person has already.
    """
    email = _clean_address(email)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        _check_can_invite(organisation, email, role)
        now = timezone.now()
        _unanswered(organisation, email, role).update(withdrawn_at=now)
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            email=email, name=name.strip(), organisation=organisation, role=role,
            token_hash=hash_token(token), created_at=now, expires_at=now + timedelta(hours=VALID_HOURS),
            invited_by_id=by.actor_id, invited_by_label=by.actor_label[:120],
        )  # fmt: skip
        _record("sent", invitation, by=by)
    return FreshInvitation(invitation, token)


def withdraw_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Its link stops working. Refusal when it was accepted; withdrawing twice changes nothing."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.accepted_at:
            raise Refusal(
                _("This invitation has been accepted. You can end the membership instead."), code="accepted"
            )
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])
            _record("withdrawn", invitation, by=by)
    return invitation


def accept_as_new_user(
    invitation: Invitation, *, name: str, password: str | None = None, language: str = "pl"
) -> Membership:
    """Make the user of the invited address, verified, with the membership.

    Without a password they log in by code.
    Refusal when the invitation is no longer open, or the address already belongs to a user.
    """
    if not name.strip():
        raise Refusal(_("Please tell us your name."), code="name_missing")
    with transaction.atomic():
        invitation = _locked_open(invitation)
        return _accept(invitation, _new_user(invitation.email, name.strip(), password, language))


def accept_as_user(invitation: Invitation, *, user: User) -> Membership:
    """Give the membership to a user who is logged in under the invited address.

    Refusal when the invitation is no longer open, or meant for another address.
    """
    with transaction.atomic():
        invitation = _locked_open(invitation)
        if user.email.lower() != invitation.email.lower():
            raise Refusal(_("This invitation is meant for another address."), code="other_address")
        if not user.is_active:
            raise Refusal(_("This account is closed."), code="inactive")
        return _accept(invitation, user)


def why_not_open(invitation: Invitation) -> Refusal | None:
    """Why this invitation cannot be accepted any more; None while it can."""
    if invitation.accepted_at:
        return Refusal(_("This invitation has already been used. Log in with your address."), code="used")
    if invitation.withdrawn_at:
        return Refusal(_("This invitation was withdrawn. Ask the person who sent it."), code="withdrawn")
    if invitation.expires_at <= timezone.now():
        return Refusal(
            _("This invitation was valid for 72 hours, and they have passed. Ask for a new one."),
            code="expired",
        )
    if invitation.organisation.state != OrganisationState.ACTIVE:
        return Refusal(_("This organisation no longer works here."), code="archived")
    return None


def _accept(invitation: Invitation, user: User) -> Membership:
    now = timezone.now()
    membership, _created = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, role=invitation.role, ended_at=None,
        defaults={"started_at": now},
    )  # fmt: skip
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    _verify_address(user)
    _record("accepted", invitation, by=membership)
    emit(MembershipBegan(membership.pk, user.pk))
    return membership


def _new_user(email: str, name: str, password: str | None, language: str) -> User:
    known = Refusal(_("There is already an account with this address. Log in to accept."), code="known")
    if user_by_email(email):
        raise known
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password or None, name=name, language=language)
    except IntegrityError as error:  # the same person accepted two invitations in the same moment
        raise known from error


def _verify_address(user: User) -> None:
    # The link reached this mailbox, which is all that a confirmation e-mail would show.
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).update(primary=False)
    address, _created = EmailAddress.objects.get_or_create(user=user, email=user.email.lower())
    address.verified = address.primary = True
    address.save()


def _locked_open(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if refusal := why_not_open(locked):
        raise refusal
    return locked


def _clean_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(_("This does not look like an e-mail address."), code="address") from error
    return email


def _check_can_invite(organisation: Organisation, email: str, role: Role) -> None:
    if organisation.state != OrganisationState.ACTIVE:
        raise Refusal(_("This organisation no longer works here."), code="archived")
    if role not in ROLES_AT.get(organisation.kind, ()):
        raise Refusal(_("There is no such role at this kind of organisation."), code="role")
    theirs = Membership.objects.current().filter(organisation=organisation, role=role)
    if theirs.filter(user__email__iexact=email).exists():
        raise Refusal(_("This person already has this role here."), code="already_member")


def _unanswered(organisation: Organisation, email: str, role: Role) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        organisation=organisation, email=email, role=role, accepted_at=None, withdrawn_at=None
    )


def _record(what: str, invitation: Invitation, *, by: Actor) -> None:
    # The audit names no address: the invitation is found by its number.
    record(
        f"accounts.invitation.{what}",
        by=by,
        organisation_id=invitation.organisation_id,
        details={"invitation": invitation.pk, "role": invitation.role},
    )
