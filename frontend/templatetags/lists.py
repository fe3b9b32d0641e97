"""What stands around every list of the desk: filters kept, acts on many. {% load lists %}."""

from typing import Any

import rules
from django import template
from django.urls import reverse

from desk.domain.bulk_acts import acts_of
from desk.domain.filters import clean_query
from desk.enums import ListPage
from desk.queries.filters import filters_of

register = template.Library()


@register.inclusion_tag("parts/saved_filters.html", takes_context=True)
def saved_filters(context: template.Context, page: str) -> dict[str, Any]:
    """The filters kept of a list as chips, and a way to keep those of now; nothing for who does not work at
    the desk. `page`: a value of ListPage."""
    request, at = context["request"], ListPage(page)
    if not rules.has_perm("desk.use", request.membership):
        return {"shown": False}
    query = clean_query(at, request.GET.urlencode())
    kept = [(one, one.query == query) for one in filters_of(request.membership, at)]
    return {
        "shown": True,
        "page": at.value,
        "address": reverse(at.value),
        "kept": kept,
        "query": query,
        "is_kept": any(chosen for _one, chosen in kept),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("bulk/bar.html", takes_context=True)
def bulk_bar(context: template.Context, page: str, total: int, *, narrowed: bool) -> dict[str, Any]:
    """What can be done to those ticked in a list, or to all that fit."""
    request = context["request"]
    may = rules.has_perm("desk.use", request.membership)
    kept = [(key, value) for key, value in request.GET.items() if value and key != "page"]
    return {
        "page": page,
        "acts": list(acts_of(page, request.membership)) if may else [],
        "kept": kept,
        "total": total,
        "narrowed": narrowed,
    }


@register.simple_tag(takes_context=True)
def may_do_to_many(context: template.Context, page: str) -> bool:
    """Whether rows of this list have a tick."""
    membership = context["request"].membership
    return bool(rules.has_perm("desk.use", membership)) and any(acts_of(page, membership))
