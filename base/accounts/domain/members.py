"""Memberships over time, and what a person sets for themselves."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.events import MembershipEnded
from base.accounts.models import FormDraft, Membership, User
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.organisations.models import Organisation


def end_membership(membership: Membership, *, by: Actor) -> Membership:
    """From this moment it opens nothing; with the last role at an organisation go the person's drafts there.

    Refusal for an organisation's last administrator. Ending twice changes nothing.
    """
    with transaction.atomic():
        # Two administrators who end each other in the same moment must not leave the house without one.
        Organisation.objects.select_for_update().get(pk=membership.organisation_id)
        membership = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
        if membership.ended_at is not None:
            return membership
        here = Membership.objects.current().filter(organisation=membership.organisation_id)
        others = here.exclude(pk=membership.pk)
        administrators = others.filter(role=Role.ADMINISTRATOR, user__is_active=True)
        if membership.role == Role.ADMINISTRATOR and not administrators.exists():
            raise Refusal(
                _("An organisation needs an administrator. Invite another one first."), code="last_one"
            )
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])
        if not others.filter(user=membership.user_id).exists():
            drafts = FormDraft.objects.filter(user=membership.user_id)
            drafts.filter(organisation=membership.organisation_id).delete()
        record(
            "accounts.membership.ended",
            by=by,
            organisation_id=membership.organisation_id,
            details={"membership": membership.pk, "role": membership.role},
        )
        emit(MembershipEnded(membership.pk, membership.user_id))
    return membership


def revise_account(user: User, *, name: str, language: str, shortcuts: bool) -> User:
    """The user's own name, language and keys. Refusal for an empty name or a language we do not speak."""
    if not name.strip():
        raise Refusal(_("Please tell us your name."), code="name_missing")
    user.name, user.shortcuts = name.strip(), shortcuts
    user.save(update_fields=["name", "shortcuts"])
    return choose_language(user, language=language)


def choose_language(user: User, *, language: str) -> User:
    """Pages and messages come in this language from now on. Refusal for one we do not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Refusal(_("Splot does not speak this language yet."), code="language")
    user.language = language
    user.save(update_fields=["language"])
    return user
