"""What pages of claims say again and again. Load with {% load claims %}."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend import claim_words
from frontend import meetings as meeting_words
from matching.models import Pair
from stipends.domain.findings import Finding, Where

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()
SOON = timedelta(days=7)

#: Where the firm, and where the centre, can put a finding right: a route, what it is about, its word.
FIRMS: Mapping[str, tuple[str, str, "StrOrPromise"]] = {
    Where.ACCOUNT: ("employer_account", "participation", _("Bank account")),
    Where.AGREEMENT: ("employer", "participation", _("Our part")),
    Where.PEOPLE: ("employer", "participation", _("Our people")),
}
CENTRES: Mapping[str, tuple[str, str, "StrOrPromise"]] = {
    Where.AGREEMENT: ("employer", "participation", _("The firm's part")),
    Where.PEOPLE: ("employer", "participation", _("The firm's people")),
    Where.LOG: ("pair", "pair", _("The pair")),
}


@dataclass(frozen=True)
class Link:
    """Where something can be put right."""

    url: str
    word: "StrOrPromise"


@register.filter
def month_words(month: date) -> str:
    """October 2026, as within a sentence."""
    return claim_words.month_words(month)


@register.filter
def length_words(minutes: int) -> str:
    """90 as “1 h 30 min”."""
    return meeting_words.length_words(minutes)


@register.filter
def unbroken(text: str) -> str:
    """An amount that no line breaks."""
    return text.replace(" ", "\u00a0")


@register.filter
def is_soon(day: date) -> bool:
    """Whether this last day is near."""
    return day - timezone.localdate() <= SOON


@register.filter
def pair_words(pair: Pair) -> str:
    """Mentor and new colleague, as the firm knows them."""
    return claim_words.pair_words(pair)


@register.simple_tag(takes_context=True)
def finding_link(context: template.Context, finding: Finding) -> Link | None:
    """Where this reader can put it right; None where it is not for them or there is no such page."""
    places = FIRMS if context["is_own"] else CENTRES
    if finding.where not in places or (finding.where == Where.LOG and not context["sees_meetings"]):
        return None
    name, about, word = places[finding.where]
    args: Sequence[object] = [getattr(context["claim"], f"{about}_id")]
    try:
        return Link(reverse(name, args=args), word)
    except NoReverseMatch:
        return None
