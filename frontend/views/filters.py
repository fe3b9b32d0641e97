"""Saved filters: keeping the list as it is narrowed, and what is kept."""

from http import HTTPStatus
from itertools import groupby

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.common.errors import Refusal
from desk.domain.filters import change_filter, clean_query, forget_filter, keep_filter
from desk.enums import ListPage
from desk.models import SavedFilter
from desk.queries.filters import filters_in_scope
from frontend.access import SignedRequest, door
from frontend.toasts import say


@door("desk.use")
@require_safe
def filters(request: SignedRequest) -> HttpResponse:
    """What this person keeps, and what colleagues share, list by list."""
    return show(request)


def show(request: SignedRequest, *, status: int = HTTPStatus.OK, **refused: object) -> HttpResponse:
    """The page; a sentence in `refused` tells what was not done."""
    rows = filters_in_scope(request.membership).order_by("page", "name", "pk")
    by_page = {page: list(some) for page, some in groupby(rows, key=lambda one: one.page)}
    lists = [(page, by_page[page]) for page in ListPage if page in by_page]
    return render(request, "search/filters.html", {"lists": lists, **refused}, status=status)


@door("desk.use")
@require_POST
def filter_keep(request: SignedRequest, page: str) -> HttpResponse:
    """Keeps the list as its address narrows it."""
    if page not in ListPage.values:
        raise Http404
    at, query = ListPage(page), request.POST.get("query", "")
    try:
        saved = keep_filter(
            at,
            name=request.POST.get("name", ""),
            query=query,
            shared=bool(request.POST.get("shared")),
            by=request.membership,
        )
    except (ValidationError, Refusal) as error:
        say(request, " ".join(error.messages) if isinstance(error, ValidationError) else error.message)
        return redirect(f"{reverse(at.value)}?{clean_query(at, query)}")
    say(request, _("Kept as “%(name)s”. It stands above the list.") % {"name": saved.name})
    return redirect(f"{reverse(at.value)}?{saved.query}")


@door("desk.use")
@require_POST
def filter_change(request: SignedRequest, pk: int) -> HttpResponse:
    """Another name, or other people who see it."""
    saved = find(request.membership, pk)
    shared = bool(request.POST.get("shared"))
    try:
        change_filter(saved, name=request.POST.get("name", ""), shared=shared, by=request.membership)
    except ValidationError as error:
        told = " ".join(error.messages)
        return show(request, told=told, wrong=pk, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    say(request, _("Changed."))
    return redirect("filters")


@door("desk.use")
@require_POST
def filter_delete(request: SignedRequest, pk: int) -> HttpResponse:
    """Forgets it."""
    saved = find(request.membership, pk)
    forget_filter(saved, by=request.membership)
    say(request, _("“%(name)s” is deleted.") % {"name": saved.name})
    return redirect("filters")


def find(membership: Membership, pk: int) -> SavedFilter:
    """One's own, or one a colleague shares."""
    return get_object_or_404(filters_in_scope(membership), pk=pk)
