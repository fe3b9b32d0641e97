"""Reads of what devices sent."""

from uuid import UUID

from activities.models import Entry
from base.accounts.models import Membership


def entry_by_id(entry_id: UUID) -> Entry | None:
    """The entry of this number, whosever it is; None when the number is free."""
    return Entry.objects.filter(pk=entry_id).first()


def own_entry(membership: Membership | None, entry_id: UUID) -> Entry | None:
    """The entry, when this person sent it; None for anybody else's, for an erased one too."""
    if membership is None:
        return None
    mine = Entry.objects.filter(by_id=membership.user_id)
    return mine.select_related("meeting", "pair__seeker__household").filter(pk=entry_id).first()
