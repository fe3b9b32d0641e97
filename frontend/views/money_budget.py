"""The budget of a project on a day: by line, with a forecast; its trial balance; both as files."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.budget import day_asked, told_budget
from frontend.exports import Column, export
from frontend.ledger import account_words
from frontend.templatetags.money import amount
from stipends.models import Project
from stipends.queries.ledger import forecast, trial_balance
from stipends.queries.scopes import projects_in_scope

VIEW = "stipends.view_money"


@door(VIEW)
@require_safe
def project_budget(request: SignedRequest, pk: int) -> HttpResponse:
    """Every line used, committed, left, and where it leads."""
    project = _find(request, pk)
    form, on = day_asked(request.GET)
    context = {"project": project, "form": form, "on": on, **told_budget(project, on)}
    return render(request, "money/budget.html", context)


@door(VIEW)
@require_safe
def project_budget_export(request: SignedRequest, pk: int) -> HttpResponse:
    """The same lines as a file."""
    project = _find(request, pk)
    _form, on = day_asked(request.GET)
    name = pgettext("name of a file", "budget")
    return export(request, forecast(project, on), BUDGET_COLUMNS, act="stipends.budget.exported", name=name)


@door(VIEW)
@require_safe
def project_balance(request: SignedRequest, pk: int) -> HttpResponse:
    """Debits and credits of every account up to the evening of a day."""
    project = _find(request, pk)
    form, on = day_asked(request.GET)
    balance = trial_balance(project, on)
    return render(
        request, "money/balance.html", {"project": project, "form": form, "on": on, "balance": balance}
    )


@door(VIEW)
@require_safe
def project_balance_export(request: SignedRequest, pk: int) -> HttpResponse:
    """The same accounts as a file."""
    project = _find(request, pk)
    _form, on = day_asked(request.GET)
    rows = trial_balance(project, on).rows
    name = pgettext("name of a file", "trial-balance")
    return export(request, rows, BALANCE_COLUMNS, act="stipends.balance.exported", name=name)


BUDGET_COLUMNS = (
    Column(gettext_lazy("Line"), lambda row: row.line.code),
    Column(gettext_lazy("Name"), lambda row: row.line.name),
    Column(gettext_lazy("Budget, zł"), lambda row: amount(row.figures.budget)),
    Column(gettext_lazy("Spent, zł"), lambda row: amount(row.figures.spent)),
    Column(gettext_lazy("Promised, zł"), lambda row: amount(row.figures.committed)),
    Column(gettext_lazy("To be given back, zł"), lambda row: amount(row.figures.receivable)),
    Column(gettext_lazy("Left, zł"), lambda row: amount(row.figures.available)),
    Column(gettext_lazy("Asked for, not decided, zł"), lambda row: amount(row.waiting)),
    Column(gettext_lazy("Used a month, zł"), lambda row: amount(row.pace)),
    Column(gettext_lazy("Expected to be used at the end, zł"), lambda row: amount(row.used_at_end)),
    Column(gettext_lazy("Expected to be left at the end, zł"), lambda row: amount(row.left_at_end)),
    Column(gettext_lazy("Runs out in"), lambda row: row.runs_out),
)
BALANCE_COLUMNS = (
    Column(gettext_lazy("Account"), lambda row: account_words(row.account)),
    Column(gettext_lazy("Debit, zł"), lambda row: amount(row.debit)),
    Column(gettext_lazy("Credit, zł"), lambda row: amount(row.credit)),
    Column(gettext_lazy("Balance, zł"), lambda row: amount(row.balance)),
    Column(gettext_lazy("Balance, grosze"), lambda row: row.balance),
)


def _find(request: SignedRequest, pk: int) -> Project:
    return get_object_or_404(projects_in_scope(request.membership), pk=pk)
