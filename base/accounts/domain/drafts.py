"""What a person has typed and not yet sent; theirs alone."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from base.accounts.models import FormDraft, Membership
from base.common.errors import Refusal

MOST_CHARACTERS = 200_000


def save_draft(membership: Membership, *, form_key: str, data: Mapping[str, Any]) -> FormDraft:
    """Keep `data` (JSON) as this person's one draft of this form at this organisation.

    Refusal when it is larger than any form of ours.
    """
    if not 0 < len(form_key) <= 80 or len(json.dumps(data)) > MOST_CHARACTERS:
        raise Refusal(
            _("This is too much to keep as a draft. Send the form to save it."), code="draft_too_large"
        )
    draft, _created = FormDraft.objects.update_or_create(
        user=membership.user,
        organisation=membership.organisation,
        form_key=form_key,
        defaults={"data": dict(data)},
    )
    return draft


def discard_draft(membership: Membership, *, form_key: str) -> None:
    """Forget this person's draft of this form, for instance because it has been sent."""
    FormDraft.objects.filter(
        user=membership.user_id, organisation=membership.organisation_id, form_key=form_key
    ).delete()
