"""De minimis aid of an employer against the limit of its years; and the euro rates it is counted at."""

from typing import Any

import rules
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.access import SignedRequest, door, require
from frontend.doing import done, without_errors
from frontend.exports import Column, export
from frontend.forms.payout import AidForm, RateForm, ReasonForm
from frontend.held import held_data
from frontend.paging import paginate
from frontend.templatetags.money import amount
from frontend.toasts import say
from mentors.models import Participation
from stipends.domain.aid import aid_in_years, cancel_aid, record_aid, record_rate
from stipends.queries.payout import aid_of, limits, paid_parts_in_scope, rates


@door("stipends.view_aid")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_aid(request: SignedRequest, pk: int) -> HttpResponse:
    """What the employer received, how much of the limit is left, and a form for aid from elsewhere."""
    participation = _find(request, pk)
    if request.method != "POST":
        return _show(request, participation)
    require(request, "stipends.record_aid")
    form = AidForm(request.POST)

    def write_down() -> None:
        record_aid(participation.employer, data=form.data_for_verb(), by=request.membership)

    if form.is_valid() and done(form, write_down):
        say(request, _("Written down."))
        return redirect("employer_aid", pk)
    return _show(request, participation, form=form)


@door("stipends.record_aid")
@require_POST
def aid_cancel(request: SignedRequest, pk: int, aid_pk: int) -> HttpResponse:
    """It was written down by mistake: it does not count any more."""
    participation, form = _find(request, pk), ReasonForm(request.POST)
    aid = get_object_or_404(aid_of(participation.employer), pk=aid_pk)

    def take_back() -> None:
        cancel_aid(aid, reason=form.cleaned_data["reason"], by=request.membership)

    if form.is_valid() and done(form, take_back):
        say(request, _("Taken back: it does not count any more."))
        return redirect("employer_aid", pk)
    return _show(request, participation, reason_form=form, cancelling=aid)


@door("stipends.view_aid")
@require_safe
def aid_export(request: SignedRequest, pk: int) -> HttpResponse:
    """The same aid as a file."""
    rows = aid_of(_find(request, pk).employer)
    return export(request, rows, COLUMNS, act="stipends.aid.exported", name=_("aid"))


COLUMNS = (
    Column(gettext_lazy("Granted on"), lambda row: row.granted_on),
    Column(gettext_lazy("Amount in zlotys"), lambda row: amount(row.amount_grosze)),
    Column(gettext_lazy("Amount in euro"), lambda row: amount(row.amount_eurocents)),
    Column(gettext_lazy("Granted by"), lambda row: row.grantor),
    Column(gettext_lazy("Number of the certificate"), lambda row: row.certificate),
    Column(gettext_lazy("Claim"), lambda row: row.claim.number if row.claim else None),
    Column(
        gettext_lazy("Taken back"),
        lambda row: timezone.localtime(row.cancelled_at).date() if row.cancelled_at else None,
    ),
    Column(gettext_lazy("Why"), lambda row: row.reason),
)


@door("stipends.view_money")
@require_http_methods(["GET", "HEAD", "POST"])
def euro_rates(request: SignedRequest) -> HttpResponse:
    """What a euro was worth, day by day, and the limits of aid, each with its source; a form for one day."""
    sent = request.method == "POST"
    if sent:
        require(request, "stipends.manage_funding")
    form = RateForm(request.POST if sent else held_data(request))
    if not sent:
        without_errors(form)

    def write_down() -> None:
        record_rate(by=request.membership, **form.cleaned_data)

    if sent and form.is_valid() and done(form, write_down):
        say(request, _("Written down."))
        return redirect("euro_rates")
    context = {"form": form, "page": paginate(request, rates()), "limits": limits()}
    return render(request, "payout/rates.html", context, status=422 if sent else 200)


def _find(request: SignedRequest, pk: int) -> Participation:
    return get_object_or_404(paid_parts_in_scope(request.membership), pk=pk)


def _show(request: SignedRequest, participation: Participation, **context: Any) -> HttpResponse:
    figures = aid_in_years(participation.employer, timezone.localdate())
    form = AidForm(held_data(request))
    without_errors(form)
    shown = {
        "part": participation,
        "figures": figures,
        "may_record": rules.has_perm("stipends.record_aid", request.membership),
        "page": paginate(request, aid_of(participation.employer)),
        "form": form,
        "reason_form": ReasonForm(),
    }
    return render(request, "payout/aid.html", {**shown, **context}, status=422 if context else 200)
