"""What the limits of a programme cost, before anything is run."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.limits import told_curves
from frontend.pool import told_rules
from frontend.views.programmes import find
from matching.domain.limit_sentences import (
    held_back,
    hindrances,
    who_has_nobody,
    whose_helpers_are_full,
)
from matching.domain.limits import counts_of
from matching.models import Programme
from matching.queries import rules_on


@door("matching.view_programme")
@require_safe
def programme_limits(request: SignedRequest, pk: int) -> HttpResponse:
    """The counts on a page of their own; alone, as the programme's page asks for them once it is shown."""
    found = find(request.membership, pk)
    alone = request.htmx.target == "limits"
    template = "programmes/limits_counted.html" if alone else "programmes/limits.html"
    return render(request, template, _counted(found))


def _counted(found: Programme) -> dict[str, Any]:
    today = timezone.localdate()
    rules = rules_on(found, today)
    counts = counts_of(found, on=today) if rules else None
    context: dict[str, Any] = {"programme": found, "rules": rules, "counts": counts}
    if rules is None:
        return context
    context["told_rules"] = told_rules(rules, counts)
    if counts is None:
        return context
    return context | {
        "summary": " ".join(filter(None, [who_has_nobody(counts), whose_helpers_are_full(counts)])),
        "held_back": held_back(counts),
        "hindrances": hindrances(counts),
        "curves": told_curves(rules, counts),
    }
