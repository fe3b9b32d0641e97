"""Not matched yet: whom the last run left without a helper, why, and what would help."""

from typing import cast

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.desk import told_certificate
from frontend.paging import paginate
from frontend.recruiting import Recruiting
from frontend.unmatched import NEW, NotMatched
from matching.models import Seeker

PER_PAGE = 10


@door("matching.run_matching")
@require_safe
def not_matched(request: SignedRequest) -> HttpResponse:
    """The families of the last run, the most urgent first."""
    found = NotMatched(request.membership, request.GET)
    page = paginate(request, found.rows, PER_PAGE)
    is_new = found.why == NEW
    context = {
        "found": found,
        "page": page,
        "families": [] if is_new else found.told(page),
        "newcomers": _newcomers(found, page) if is_new else found.shows_newcomers,
        "is_new": is_new,
        "board": Recruiting(request.membership, found.programme, found.run),
        "certificate": told_certificate(found.run) if found.run else ("", ""),
    }
    return render(request, "unmatched/page.html", context)


def _newcomers(found: NotMatched, page: "Page[Seeker]") -> list[object]:
    return [found.newcomer(one) for one in cast("list[Seeker]", page.object_list)]
