"""Invitations on their way: the e-mail with the link, and what a person's page says of their log-in."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.accounts.domain.invitations import VALID_HOURS, FreshInvitation
from base.accounts.enums import Role
from base.accounts.models import Invitation
from base.accounts.queries import open_invitation_to
from base.audit.actor import Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from base.organisations.models import Organisation
from mentors.models import MentorEmployee
from volunteers.models import Volunteer


def send_invitation(fresh: FreshInvitation, *, by: Actor, language: str = "") -> None:
    """Queues the link by e-mail, in this language or the reader's; nobody else ever sees it."""
    invitation = fresh.invitation
    to = Recipient(
        kind="accounts.invitation",
        id=invitation.pk,
        label=_("invitation %(number)s") % {"number": invitation.pk},
        channel=ContactChannel.EMAIL,
        address=invitation.email,
        language=language or get_language() or "pl",
        name=invitation.name,
    )
    link = settings.SITE_URL.rstrip("/") + reverse("invitation_accept", args=[fresh.token])
    queue_notice(
        Template.INVITATION,
        to=to,
        context={"link": link, "role": invitation.role, "valid_hours": VALID_HOURS},
        not_before=timezone.now(),
        subject=f"invitation:{invitation.pk}",
        by=by,
    )


@dataclass(frozen=True)
class LogIn:
    """How far a person is on the way to a log-in: linked, invited (`waiting`), or neither yet."""

    person: Volunteer | MentorEmployee
    organisation: Organisation
    url: str
    waiting: Invitation | None


def log_in_of(person: Volunteer | MentorEmployee) -> LogIn:
    """Where this person stands; one query at most."""
    if isinstance(person, Volunteer):
        organisation, role, route = person.centre, Role.VOLUNTEER, "volunteer_invite"
    else:
        organisation, role, route = person.participation.employer, Role.MENTOR, "mentor_invite"
    waiting = None if person.user_id else open_invitation_to(organisation, role, person.email)
    return LogIn(person, organisation, reverse(route, args=[person.pk]), waiting)
