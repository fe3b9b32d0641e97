"""Telling an employer by message: news of a claim, and that a month can still be claimed."""

from django.utils import timezone

from base.accounts.enums import Role
from base.accounts.queries import members_in_role
from base.audit.actor import Actor
from base.common.enums import ContactChannel
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from base.organisations.models import Organisation
from stipends.models import Claim

NEWS = "claim"


def tell_claimant(claim: Claim, *, by: Actor) -> int:
    """To the firm: where its claim stands now; returns how many hear of it."""
    people = representatives_of(claim.participation.employer)
    for person in people:
        queue_notice(
            Template.CLAIM_MOVED,
            to=person,
            context={
                "number": claim.number,
                "month": claim.month.isoformat(),
                "state": str(claim.state),
                "grosze": claim.total_grosze,
            },
            not_before=timezone.now(),
            subject=f"{NEWS}:{claim.pk}",
            by=by,
            organisation_id=claim.centre_id,
        )
    return len(people)


def representatives_of(firm: Organisation) -> list[Recipient]:
    """Those who log in for the firm, each in their language; the firm itself where nobody does."""
    people = [
        Recipient(
            kind=one.user._meta.label_lower,
            id=one.user_id,
            label=firm.key,
            channel=ContactChannel.EMAIL,
            address=one.user.email,
            language=one.user.language,
            name=one.user.name,
        )
        for one in members_in_role(firm, Role.EMPLOYER)
    ]
    if people:
        return people
    return [
        Recipient(
            kind=firm._meta.label_lower,
            id=firm.pk,
            label=firm.key,
            channel=ContactChannel.EMAIL if firm.email else ContactChannel.LETTER,
            address=firm.email,
            language="pl",
            name=firm.name,
        )
    ]
