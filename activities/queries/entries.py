"""Reads of what devices sent."""

from uuid import UUID

from activities.models import Entry
from base.accounts.models import Membership

from .pairs import pairs_of_helper


def entry_by_id(entry_id: UUID) -> Entry | None:
    """The entry of this number, whosever it is; None when the number is free."""
    return Entry.objects.filter(pk=entry_id).first()


def has_sent_entries(membership: Membership) -> bool:
    """Whether this person has sent any log of a pair of theirs, from whatever device."""
    pairs = pairs_of_helper(membership).order_by().values("pk")
    return Entry.objects.filter(pair__in=pairs, by_id=membership.user_id).exists()


def own_entry(membership: Membership | None, entry_id: UUID) -> Entry | None:
    """The entry, when this person sent it; None for anybody else's, for an erased one too."""
    if membership is None:
        return None
    mine = Entry.objects.filter(by_id=membership.user_id)
    return mine.select_related("meeting", "pair__seeker__household").filter(pk=entry_id).first()
