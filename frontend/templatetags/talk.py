"""What other pages say of a conversation: {% load talk %}."""

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone

from activities.enums import TalkStanding
from activities.queries.talk import conversations_in_scope, standing_of, unread_of

register = template.Library()


@dataclass(frozen=True)
class Summary:
    """A pair's conversation in a line."""

    last_at: datetime | None
    unread: int
    is_reported: bool
    is_over: bool


@register.simple_tag(takes_context=True)
def talk_summary(context: template.Context) -> Summary | None:
    """{% talk_summary as about %} of the `pair` of the page; None where it has no conversation."""
    pair, membership = context["pair"], context["request"].membership
    standing = standing_of(pair, on=timezone.localdate())
    if standing is None:
        return None
    talk = conversations_in_scope(membership).filter(pair=pair).first()
    return Summary(
        last_at=talk.last_at if talk else None,
        unread=unread_of(membership, [pair]).get(pair.pk, 0) if talk else 0,
        is_reported=getattr(talk, "is_reported", False),
        is_over=standing == TalkStanding.OVER,
    )
