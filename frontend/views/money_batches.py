"""Payment batches: which claims are put in, the file for the bank, and what the bank did with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.audit.domain.records import record
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.batches import ChoosingForm, PaidForm, ReasonForm
from frontend.forms.ledger import BatchFilterForm
from frontend.history import told_history
from frontend.ledger import told_transfers
from frontend.listing import listing, show_list
from frontend.paging import paginate
from frontend.toasts import say
from stipends.domain.batches import cancel_batch, hand_out_file, make_batch, pay_batch, return_line
from stipends.enums import BatchState
from stipends.models import PaymentBatch
from stipends.queries.batches import (
    batches_listed,
    claims_to_pay,
    lines_of_batch,
    still_in_batch,
    waiting_for_payment,
)
from stipends.queries.scopes import batches_in_scope, projects_in_scope

VIEW, PAY = "stipends.view_money", "stipends.pay"
FILE_TYPE = "application/xml"
TRANSFERS = 50  # on one page of a batch
MOST_CHOSEN = 200  # claims to choose from at once; those behind them go into the next batch


# --- showing ----------------------------------------------------------------------------------------------


@door(VIEW)
@require_safe
def batches(request: SignedRequest) -> HttpResponse:
    """The centre's batches, and what waits to be put into one."""
    filters = BatchFilterForm(request.GET)
    rows = batches_listed(
        request.membership,
        text=filters.chosen("q"),
        state=filters.chosen("state"),
        project=filters.cleaned_data.get("project"),
    )
    found = listing(request, rows, filters, sort="")
    waiting = waiting_for_payment(request.membership)
    return show_list(request, "money/batches.html", found, waiting=waiting)


@door(VIEW)
@require_safe
def batch(request: SignedRequest, pk: int) -> HttpResponse:
    """A batch with its transfers; who looked is on record."""
    found = _find(request, pk)
    record("stipends.batch.read", by=request.membership, on=found)
    return _show(request, found)


def _find(request: SignedRequest, pk: int) -> PaymentBatch:
    rows = batches_in_scope(request.membership).select_related("project__centre")
    return get_object_or_404(rows, pk=pk)


def _show(request: SignedRequest, found: PaymentBatch, **refused: Any) -> HttpResponse:
    page = paginate(request, lines_of_batch(found), TRANSFERS)
    still, still_grosze = still_in_batch(found)
    context = {
        "batch": found,
        "is_open": found.state == BatchState.MADE,
        "page": page,
        "transfers": told_transfers(list(page.object_list)),
        "still": still,
        "still_grosze": still_grosze,
        "paid_form": PaidForm(),
        "cancel_form": ReasonForm(name="cancel"),
        "history": told_history(found),
    }
    return render(request, "money/batch.html", {**context, **refused}, status=422 if refused else 200)


# --- making -----------------------------------------------------------------------------------------------


@door(PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_make(request: SignedRequest, pk: int) -> HttpResponse:
    """Chooses among the approved claims of a project; those that cannot be paid yet are named with why."""
    project = get_object_or_404(projects_in_scope(request.membership), pk=pk)
    found = list(claims_to_pay(project)[: MOST_CHOSEN + 1])
    waiting = found[:MOST_CHOSEN]
    sent = request.POST if request.method == "POST" else request.GET if "counted" in request.GET else None
    form = ChoosingForm(sent, payable=[claim for claim in waiting if claim.payable])
    if request.method == "POST" and form.is_valid():
        made: list[PaymentBatch] = []
        if done(form, lambda: made.append(make_batch(project, claims=form.ticked(), by=request.membership))):
            words = _("Batch %(number)s is made. Take the file to the bank, then say here that it is paid.")
            say(request, words % {"number": made[0].number})
            return redirect("batch", made[0].pk)
    ticked = form.ticked()
    context = {
        "project": project,
        "form": form,
        "waiting": waiting,
        "most": MOST_CHOSEN if len(found) > MOST_CHOSEN else 0,
        "ticked": {claim.pk for claim in ticked},
        "sum": sum(claim.total_grosze for claim in ticked),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "money/batch_make.html", context, status=status)


# --- after it ---------------------------------------------------------------------------------------------


@door(PAY)
@require_safe
def batch_file(request: SignedRequest, pk: int) -> HttpResponse:
    """The file for the bank, byte for byte; that it was taken is on record."""
    file = hand_out_file(_find(request, pk), by=request.membership)
    response = HttpResponse(file.content, content_type=FILE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Cache-Control"] = "no-store"
    return response


@door(PAY)
@require_POST
def batch_pay(request: SignedRequest, pk: int) -> HttpResponse:
    """The bank has paid it."""
    found = _find(request, pk)
    form = PaidForm(request.POST)
    if form.is_valid() and done(
        form, lambda: pay_batch(found, paid_on=form.cleaned_data["paid_on"], by=request.membership)
    ):
        say(request, _("Booked as paid. The employers can see it now."))
        return redirect("batch", pk)
    return _show(request, found, paid_form=form)


@door(PAY)
@require_POST
def batch_return(request: SignedRequest, pk: int, line_pk: int) -> HttpResponse:
    """The bank sent one transfer back."""
    found = _find(request, pk)
    line = get_object_or_404(lines_of_batch(found), pk=line_pk)
    form = ReasonForm(request.POST, name=f"return-{line_pk}")
    if form.is_valid() and done(
        form, lambda: return_line(line, reason=form.cleaned_data["reason"], by=request.membership)
    ):
        say(request, _("The claim is approved again and can go into another batch."))
        return redirect("batch", pk)
    return _show(request, found, return_form=form, return_pk=line_pk)


@door(PAY)
@require_POST
def batch_cancel(request: SignedRequest, pk: int) -> HttpResponse:
    """Calls a batch off that was not sent."""
    found = _find(request, pk)
    form = ReasonForm(request.POST, name="cancel")
    if form.is_valid() and done(
        form, lambda: cancel_batch(found, reason=form.cleaned_data["reason"], by=request.membership)
    ):
        say(request, _("The batch is called off; its claims are approved again."))
        return redirect("batch", pk)
    return _show(request, found, cancel_form=form)
