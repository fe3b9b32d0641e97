"""What people say of a claim to each other."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from stipends.models import Claim, ClaimComment

from .moving import lock_claim, tell

LONGEST = 1000


@transaction.atomic
def comment(claim: Claim, *, words: str, inside: bool, by: Actor) -> ClaimComment:
    """Say something of a claim, for good; `inside`: for the centre's people only.

    ValidationError on "words" without any or with too many; Refusal "not_submitted" on a draft, which
    nobody but its writer sees.
    """
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Write something first.")})
    if len(words) > LONGEST:
        raise ValidationError({"words": _("This is too long: at most %(most)d signs.") % {"most": LONGEST}})
    claim = lock_claim(claim)
    if claim.submitted_at is None:
        raise Refusal(_("A draft is seen by nobody else yet. Submit it first."), code="not_submitted")
    made = ClaimComment.objects.create(
        claim=claim, words=words, inside=inside, by_id=by.actor_id, by_label=by.actor_label[:200]
    )
    tell("comment", claim, by=by, details={"comment": made.pk, "inside": inside})
    return made
