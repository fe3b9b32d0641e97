"""What a page shows, as sockets name it."""

from django import template
from django.db import models
from django.urls import reverse

from families.models import Household
from frontend.topics import Topic
from matching.models import Pair, Proposal
from mentors.models import MentorEmployee
from stipends.models import Claim
from volunteers.models import Volunteer

register = template.Library()

KINDS: dict[type[models.Model], str] = {
    Household: "family", Volunteer: "volunteer", MentorEmployee: "mentor", Claim: "claim",
    Pair: "pair", Proposal: "proposal",
}  # fmt: skip


@register.simple_tag
def topic(thing: object) -> str:
    """The topic of a thing, such as "family:9"; "" for what has none."""
    kind = KINDS.get(type(thing)) if isinstance(thing, models.Model) else None
    return str(Topic(kind, thing.pk)) if kind and thing.pk else ""  # type: ignore[attr-defined]


@register.simple_tag
def page_of(thing: object) -> str:
    """The address of the page about a person; "" for what has none."""
    kind = KINDS.get(type(thing)) if isinstance(thing, models.Model) else None
    return reverse(kind, args=[thing.pk]) if kind and thing.pk else ""  # type: ignore[attr-defined]
