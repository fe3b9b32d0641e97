"""Bank accounts of employers: the centre's list, an employer's own, a change, the second person's word."""

from functools import partial
from typing import Any

import rules
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.models import Membership
from base.audit.domain.records import record
from frontend.access import SignedRequest, door, require
from frontend.doing import done, without_errors
from frontend.forms.payout import AccountFilter, AccountForm, ReasonForm
from frontend.held import held_data
from frontend.listing import listing, show_list, sort_of
from frontend.paging import paginate
from frontend.toasts import say
from mentors.models import Participation
from stipends.domain.accounts import ask_account, confirm_account, refuse_account
from stipends.enums import AccountState
from stipends.models import PayoutAccount
from stipends.queries.payout import ACCOUNT_SORTS, accounts_listed, accounts_of, paid_parts_in_scope
from stipends.queries.scopes import accounts_in_scope

IN_USE = (AccountState.ASKED, AccountState.CONFIRMED)


@door("stipends.view_account")
@require_safe
def payout_accounts(request: SignedRequest) -> HttpResponse:
    """Accounts of all employers one sees, narrowed and sorted as the address says."""
    filters, sort = AccountFilter(request.GET), sort_of(request, ACCOUNT_SORTS, "-asked")
    state = filters.chosen("state")
    rows = accounts_listed(
        request.membership, text=filters.chosen("q"), states=[state] if state else [], sort=sort
    )
    return show_list(request, "payout/list.html", listing(request, rows, filters, sort=sort))


@door("stipends.view_account")
@require_safe
def employer_account(request: SignedRequest, pk: int) -> HttpResponse:
    """Where one employer is paid, what waits for a second person, and what was before."""
    return _show(request, _find(request.membership, pk))


@door("stipends.change_account")
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth tells no types
@require_http_methods(["GET", "HEAD", "POST"])
def account_change(request: SignedRequest, pk: int) -> HttpResponse:
    """Another account, written by the employer, who logged in a moment ago."""
    participation = _find(request.membership, pk)
    sent = request.method == "POST"
    typed = request.POST if sent else held_data(request)
    form = AccountForm(typed, initial={"holder": participation.employer.name})
    if not sent:
        without_errors(form)

    def ask() -> None:
        ask_account(participation, by=request.membership, **form.cleaned_data)

    if sent and form.is_valid() and done(form, ask):
        say(request, _("Written down. A second person at the centre checks it now."))
        return redirect("employer_account", pk)
    context = {
        "form": form,
        "part": participation,
        "is_change": accounts_of(participation).exists(),
        "hold_hours": settings.SPLOT_ACCOUNT_HOLD_HOURS,
    }
    return render(request, "payout/change.html", context, status=422 if sent else 200)


@door("stipends.confirm_account")
@require_POST
def account_confirm(request: SignedRequest, pk: int, account_pk: int) -> HttpResponse:
    """The second person has checked it."""
    account = _find_account(request, pk, account_pk)
    confirm_account(account, by=request.membership)
    say(request, _("%(account)s is confirmed.") % {"account": account})
    return redirect("employer_account", pk)


@door("stipends.confirm_account")
@require_POST
def account_refuse(request: SignedRequest, pk: int, account_pk: int) -> HttpResponse:
    """Nothing is sent there; the employer reads why."""
    account, form = _find_account(request, pk, account_pk), ReasonForm(request.POST)
    if form.is_valid() and done(form, partial(_refuse, request, account, form)):
        say(request, _("Nothing is sent to %(account)s.") % {"account": account})
        return redirect("employer_account", pk)
    return _show(request, account.participation, refusing=account, reason_form=form)


def _refuse(request: SignedRequest, account: PayoutAccount, form: ReasonForm) -> None:
    refuse_account(account, reason=form.cleaned_data["reason"], by=request.membership)


def _find(membership: Membership, pk: int) -> Participation:
    return get_object_or_404(paid_parts_in_scope(membership), pk=pk)


def _find_account(request: SignedRequest, pk: int, account_pk: int) -> PayoutAccount:
    accounts = accounts_in_scope(request.membership).select_related("participation__employer")
    account = get_object_or_404(accounts, pk=account_pk, participation=pk)
    require(request, "stipends.confirm_account", account)
    return account


def _show(request: SignedRequest, participation: Participation, **context: Any) -> HttpResponse:
    membership, every = request.membership, accounts_of(participation)
    in_use = {AccountState(one.state): one for one in every.filter(state__in=IN_USE)}
    is_own = rules.has_perm("stipends.change_account", membership)
    if in_use and not is_own:
        record("stipends.account.read", by=membership, on=next(iter(in_use.values())))
    shown = {
        "part": participation,
        "waiting": in_use.get(AccountState.ASKED),
        "confirmed": in_use.get(AccountState.CONFIRMED),
        "is_own": is_own,
        "page": paginate(request, every.exclude(state__in=IN_USE)),
        "reason_form": ReasonForm(),
    }
    refused = "reason_form" in context
    return render(request, "payout/account.html", {**shown, **context}, status=422 if refused else 200)
