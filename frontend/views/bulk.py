"""Acts on many: the preview, asking for it, and how far it is."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from base.common.errors import Refusal
from desk.domain.bulk import kind_of, request_bulk, take_up_again
from desk.enums import ListPage
from desk.models import BulkAct
from desk.queries.bulk import bulk_acts_in_scope
from desk.tasks import perform_bulk_task
from frontend.access import SignedRequest, door, require
from frontend.bulk import (
    CHOSEN,
    NAMED,
    TOLD,
    Named,
    Preview,
    left_out,
    list_address,
    numbers,
    preview_of,
)
from frontend.doing import done
from frontend.forms.bulk import BulkForm
from frontend.toasts import say


@door("desk.use")
@require_safe
def bulk_preview(request: SignedRequest, page: str) -> HttpResponse:
    """Whom the act would touch, whom not and why, and what will happen; nothing is changed."""
    at = _list(page)
    try:
        found = preview_of(request, at)
        if found is None:
            raise Http404
        require(request, found.kind.permission)
        answer = _show(request, found)
    except Refusal as refusal:
        say(request, refusal.message)
        return redirect(list_address(at, request.GET))
    if found.is_chosen:
        _on_record(request, at, [*found.touched, *found.refused])
    return answer


@door("desk.use")
@require_POST
def bulk_start(request: SignedRequest, page: str) -> HttpResponse:
    """Asks the worker to do it; pressed twice it is done once."""
    at, act = _list(page), request.POST.get("act", "")
    kind = kind_of(at, act)
    if kind is None:
        raise Http404
    require(request, kind.permission)
    form = BulkForm(kind.asks, request.POST)
    keys = numbers(request.POST.get("keys", "").split(","))
    found = Preview(request.membership, at, act, kind, request.POST, keys)
    asked: list[BulkAct] = []

    def ask() -> None:
        given, typed = found.given, form.cleaned_data
        asked.append(
            request_bulk(
                at, act, keys=keys, press=typed["press"], reason=typed.get("reason", ""),
                programme=given.programme, owner=given.owner, by=request.membership,
            )
        )  # fmt: skip

    if not (form.is_valid() and done(form, ask)):
        return _show(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    perform_bulk_task.enqueue(asked[0].pk)
    return redirect("bulk", asked[0].pk)


def _show(
    request: SignedRequest, found: Preview, *, form: BulkForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "preview": found,
        "form": form or found.form,
        "back": list_address(found.page, found.asked),
        "named": NAMED,
    }
    return render(request, "bulk/preview.html", context, status=status)


@door("desk.use")
@require_safe
def bulk(request: SignedRequest, pk: int) -> HttpResponse:
    """How far the act is, and whom it left out; for htmx the part that changes."""
    found = find(request.membership, pk)
    kind = kind_of(found.page, found.act)
    refused = left_out(found, kind, request.membership) if kind else []
    if not request.htmx:
        _on_record(request, ListPage(found.page), refused)
    context = {
        "bulk": found,
        "kind": kind,
        "told": TOLD[found.state],
        "refused": refused,
        "rest": max(len(found.refused) - NAMED, 0),
        "lists": reverse_of(found),
    }
    return render(request, "bulk/page.html", context)


@door("desk.use")
@require_POST
def bulk_resume(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes up again an act that came to a halt."""
    found = find(request.membership, pk)
    try:
        take_up_again(found, by=request.membership)
    except Refusal as refusal:
        say(request, refusal.message)
    else:
        perform_bulk_task.enqueue(found.pk)
        say(request, _("It goes on."))
    return redirect("bulk", pk)


def _on_record(request: SignedRequest, page: ListPage, told: Sequence[Named]) -> None:
    """Names of families stand nowhere else but on their own pages: who reads them here is on record."""
    count = sum(bool(one.name) for one in told)
    if page == ListPage.FAMILIES and count:
        record("families.names.read", by=request.membership, details={"people": count})


def find(membership: Membership, pk: int) -> BulkAct:
    """An act on many of the membership's own centre."""
    return get_object_or_404(bulk_acts_in_scope(membership), pk=pk)


def reverse_of(found: BulkAct) -> str:
    """The name of the list's route."""
    return str(ListPage(found.page).value)


def _list(page: str) -> ListPage:
    if page not in CHOSEN:
        raise Http404
    return ListPage(page)
