"""Reads of those who log in; every one starts from a user or a membership."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from base.organisations.models import Organisation

from .enums import STAFF_ROLES, Role
from .models import FormDraft, Invitation, Membership, User

DRAFT_DAYS = 30


def current_membership(user: User, preferred: int | None = None) -> Membership | None:
    """The user's preferred membership if it is theirs and lasts, else their first; None without any.

    One query; user and organisation come with it.
    """
    if not user.is_active:
        return None
    mine = list(memberships_of(user))
    return next((m for m in mine if m.pk == preferred), mine[0] if mine else None)


def memberships_of(user: User) -> QuerySet[Membership]:
    """The user's current memberships, by organisation and role."""
    return Membership.objects.current().filter(user=user).select_related("organisation", "user")


def members_in_scope(membership: Membership | None, *, search: str = "") -> QuerySet[Membership]:
    """Current memberships at the same organisation, by name; those whose name or address holds `search`."""
    if membership is None:
        return Membership.objects.none()
    found = Membership.objects.current().filter(organisation=membership.organisation_id)
    for word in search.split():
        found = found.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return found.select_related("user", "organisation").order_by("user__name", "user__email", "pk")


def staff_in_scope(membership: Membership | None, *, search: str = "") -> QuerySet[Membership]:
    """Colleagues who see other people's data, with their site and languages, by name."""
    found = members_in_scope(membership, search=search).filter(role__in=STAFF_ROLES)
    return found.select_related("user", "organisation", "site").prefetch_related("languages")


def open_invitations(membership: Membership | None) -> QuerySet[Invitation]:
    """Invitations to the same organisation that can still be accepted, newest first."""
    if membership is None:
        return Invitation.objects.none()
    return _open().filter(organisation=membership.organisation_id).select_related("organisation")


def invitations_to_role(organisation: Organisation, role: Role) -> QuerySet[Invitation]:
    """Invitations to this role there that can still be accepted, newest first."""
    return _open().filter(organisation=organisation, role=role).select_related("organisation")


def open_invitation_to(organisation: Organisation, role: Role, email: str) -> Invitation | None:
    """The one that waits for this address; None when there is none or no address."""
    found = invitations_to_role(organisation, role).filter(email__iexact=email.strip())
    return found.first() if email.strip() else None


def members_in_role(organisation: Organisation, role: Role) -> QuerySet[Membership]:
    """Current memberships in this role there, by name."""
    found = Membership.objects.current().filter(organisation=organisation, role=role)
    return found.select_related("user", "organisation").order_by("user__name", "user__email", "pk")


def member_by_email(organisation: Organisation, role: Role, email: str) -> Membership | None:
    """Who has this role there and logs in with this address; None when nobody does."""
    return members_in_role(organisation, role).filter(user__email__iexact=email.strip()).first()


def invitations_in_scope(membership: Membership | None) -> QuerySet[Invitation]:
    """Every invitation to the same organisation, newest first."""
    if membership is None:
        return Invitation.objects.none()
    return Invitation.objects.filter(organisation=membership.organisation_id).select_related("organisation")


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of this link, whatever became of it; None when there is none."""
    return Invitation.objects.filter(token_hash=hash_token(token)).select_related("organisation").first()


def hash_token(token: str) -> str:
    """What is kept of a token: 64 hexadecimal digits (SHA-256; the token itself is 256 random bits)."""
    return hashlib.sha256(token.encode()).hexdigest()


def user_by_email(email: str) -> User | None:
    """The user who logs in with this address, in any case; None when nobody does."""
    return User.objects.filter(email__iexact=email.strip()).first()


def draft_of(membership: Membership, form_key: str) -> FormDraft | None:
    """What this person typed into this form for this organisation in the last 30 days; None when nothing."""
    since = timezone.now() - timedelta(days=DRAFT_DAYS)
    mine = FormDraft.objects.filter(user=membership.user_id, organisation=membership.organisation_id)
    return mine.filter(form_key=form_key, saved_at__gte=since).first()


def load_draft(membership: Membership, form_key: str) -> dict[str, Any] | None:
    """The data of `draft_of`; None when there is no draft."""
    draft = draft_of(membership, form_key)
    return dict(draft.data) if draft else None


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
