"""Funded projects, their budget lines and calls: the list, one project, and the short forms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.money import BudgetForm, CallForm, LineForm, ProjectForm
from frontend.held import held_data
from frontend.history import told_history
from frontend.money import told_call
from frontend.paging import paginate
from frontend.toasts import say
from stipends.domain.funding import (
    add_line,
    create_project,
    open_call,
    revise_call,
    revise_line,
    revise_project,
)
from stipends.domain.ledger import allocate, reduce_budget
from stipends.models import Call
from stipends.queries.funding import call_with_rules, calls_of, projects_listed
from stipends.queries.journal import accounts_of_lines
from stipends.queries.scopes import calls_in_scope, lines_in_scope, projects_in_scope

CHANGE = "stipends.manage_funding"


# --- showing ----------------------------------------------------------------------------------------------


@door("stipends.view_money")
@require_safe
def projects(request: SignedRequest) -> HttpResponse:
    """The centre's funded projects."""
    page = paginate(request, projects_listed(request.membership))
    return render(request, "money/projects.html", {"page": page, "today": timezone.localdate()})


@door("stipends.view_money")
@require_safe
def project(request: SignedRequest, pk: int) -> HttpResponse:
    """One project: its lines, its calls and what each pays."""
    found = get_object_or_404(projects_in_scope(request.membership), pk=pk)
    lines = list(found.lines.order_by("code", "pk"))
    balances = accounts_of_lines([line.pk for line in lines])
    context = {
        "project": found,
        "lines": [(line, balances.get(line.pk, {})) for line in lines],
        "calls": [told_call(call) for call in calls_of(found)],
        "history": told_history(found),
    }
    return render(request, "money/project.html", context)


@door("stipends.view_money")
@require_safe
def call(request: SignedRequest, pk: int) -> HttpResponse:
    """A call: the rules of each of the six kinds, in force, to come and past."""
    found = get_object_or_404(call_with_rules(request.membership), pk=pk)
    context = {"call": found, "told": told_call(found), "history": told_history(found)}
    return render(request, "money/call.html", context)


# --- changing ---------------------------------------------------------------------------------------------


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def project_add(request: SignedRequest) -> HttpResponse:
    """A new project."""
    centre, by = request.membership.organisation, request.membership
    return _fill(
        request,
        lambda typed: ProjectForm(typed, initial=ProjectForm.beginning(None)),
        lambda form: create_project(centre, data=form.data_for_verb(), by=by),
        lambda made: redirect("project", made.pk),
        said=_("The project is set up. Next: its budget lines and its calls."),
        template="money/project_form.html",
    )


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Other words or days."""
    found = get_object_or_404(projects_in_scope(request.membership), pk=pk)
    return _fill(
        request,
        lambda typed: ProjectForm(typed, initial=ProjectForm.beginning(found)),
        lambda form: revise_project(found, data=form.data_for_verb(), by=request.membership),
        lambda made: redirect("project", pk),
        said=_("Saved."),
        template="money/project_form.html",
        project=found,
    )


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def line_add(request: SignedRequest, pk: int) -> HttpResponse:
    """A new budget line of the project."""
    found = get_object_or_404(projects_in_scope(request.membership), pk=pk)
    return _fill(
        request,
        lambda typed: LineForm(typed),
        lambda form: add_line(found, data=form.data_for_verb(), by=request.membership),
        lambda made: redirect("project", pk),
        said=_("The line is added. Nothing stands on it yet."),
        template="money/line_form.html",
        project=found,
    )


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Another code or name for a line."""
    line = get_object_or_404(lines_in_scope(request.membership).select_related("project"), pk=pk)
    return _fill(
        request,
        lambda typed: LineForm(typed, initial={"code": line.code, "name": line.name}),
        lambda form: revise_line(line, data=form.data_for_verb(), by=request.membership),
        lambda made: redirect("project", line.project_id),
        said=_("Saved."),
        template="money/line_form.html",
        project=line.project,
        line=line,
    )


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def line_budget(request: SignedRequest, pk: int) -> HttpResponse:
    """Books what a line is granted, or what is taken away from it again."""
    line = get_object_or_404(lines_in_scope(request.membership).select_related("project"), pk=pk)

    def book(form: BudgetForm) -> models.Model:
        data = {name: form.cleaned_data[name] for name in ("grosze", "booked_on", "words")}
        verb = allocate if form.cleaned_data["act"] == BudgetForm.GRANT else reduce_budget
        return verb(line, by=request.membership, **data)

    first = {"act": BudgetForm.GRANT, "booked_on": timezone.localdate()}
    return _fill(
        request,
        lambda typed: BudgetForm(typed, initial=first),
        book,
        lambda made: redirect("project", line.project_id),
        said=_("Booked. It stands in the ledger for good."),
        template="money/budget_form.html",
        project=line.project,
        line=line,
        balances=accounts_of_lines([line.pk]).get(line.pk, {}),
    )


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def call_add(request: SignedRequest, pk: int) -> HttpResponse:
    """A new call of the project."""
    found = get_object_or_404(projects_in_scope(request.membership), pk=pk)
    days = {"covers_from": found.starts_on, "covers_until": found.ends_on}
    return _fill(
        request,
        lambda typed: CallForm(typed, initial=days),
        lambda form: open_call(found, data=form.data_for_verb(), by=request.membership),
        lambda made: redirect("call", made.pk),
        said=_("The call is written down. Next: what it pays."),
        template="money/call_form.html",
        project=found,
    )


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def call_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Other words or days of a call."""
    found: Call = get_object_or_404(calls_in_scope(request.membership).select_related("project"), pk=pk)
    names = ("name", "number", "covers_from", "covers_until")
    return _fill(
        request,
        lambda typed: CallForm(typed, initial={name: getattr(found, name) for name in names}),
        lambda form: revise_call(found, data=form.data_for_verb(), by=request.membership),
        lambda made: redirect("call", pk),
        said=_("Saved."),
        template="money/call_form.html",
        project=found.project,
        call=found,
    )


def _fill(
    request: SignedRequest,
    make: Callable[[Any], forms.Form],
    verb: Callable[[Any], models.Model],
    onwards: Callable[[Any], HttpResponse],
    *,
    said: str,
    template: str,
    **context: object,
) -> HttpResponse:
    """Show the form, or do what was sent and go on; what is refused stands beside its field."""
    is_sent = request.method == "POST"
    form = make(request.POST if is_sent else held_data(request))
    made: list[models.Model] = []
    if is_sent and form.is_valid() and done(form, lambda: made.append(verb(form))):
        say(request, said)
        return onwards(made[0])
    return render(request, template, {"form": form, **context}, status=422 if is_sent else 200)
