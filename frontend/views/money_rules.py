"""Rules of support: one rule, the form with its worked example, and what ends or removes a rule."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.filling import fill
from frontend.forms.money import EndForm, rule_form
from frontend.history import told_history
from frontend.money import headline, months_words, rule_typed, told_rule, worked_example
from frontend.toasts import say
from stipends.domain.examples import example_rule
from stipends.domain.funding import end_rule, remove_rule, revise_rule, set_rule
from stipends.domain.months import next_month
from stipends.domain.rulebook import RuleData, fill_rule
from stipends.enums import SupportKind
from stipends.models import Call, SupportRule
from stipends.queries.funding import holds_on, rule_before
from stipends.queries.scopes import calls_in_scope, support_rules_in_scope

CHANGE = "stipends.manage_funding"


@door("stipends.view_money")
@require_safe
def rule(request: SignedRequest, pk: int) -> HttpResponse:
    """Everything a rule says, a worked example, and its history."""
    return _show(request, _find(request, pk))


def _find(request: SignedRequest, pk: int) -> SupportRule:
    rows = support_rules_in_scope(request.membership).select_related("call__project", "line", "total")
    return get_object_or_404(rows, pk=pk)


def _show(request: SignedRequest, found: SupportRule, form: EndForm | None = None) -> HttpResponse:
    is_allowance = found.kind == SupportKind.MENTOR_ALLOWANCE
    context = {
        "rule": found,
        "headline": headline(found),
        "months": months_words(found),
        "groups": told_rule(found),
        "holds": holds_on(found, timezone.localdate()),
        "claims": found.claims.count(),
        "worked": worked_example(found.call, found, request.GET) if is_allowance else None,
        "end_form": form or EndForm(rule=found),
        "history": told_history(found),
    }
    return render(request, "money/rule.html", context, status=422 if form else 200)


# --- writing one down -------------------------------------------------------------------------------------


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: SignedRequest, pk: int, kind: str) -> HttpResponse:
    """A new rule: begun as the one before it, or with ?begin=example as the example."""
    call = get_object_or_404(calls_in_scope(request.membership).select_related("project"), pk=pk)
    if kind not in SupportKind.values:
        raise Http404
    begun = _begun(request, call, SupportKind(kind))
    return _fill(
        request,
        f"rule-{call.pk}-{kind}",
        begun,
        lambda data: set_rule(call, data=data, by=request.membership),
        said=_("The rule is written down. Claims from its first month on are computed by it."),
        before=rule_before(call, SupportKind(kind)),
    )


def _begun(request: SignedRequest, call: Call, kind: SupportKind) -> SupportRule:
    """An unsaved rule with what the form shows first."""
    before = rule_before(call, kind)
    if request.GET.get("begin") != "example" and before is not None:
        after = next_month(before.valid_to or max(before.valid_from, timezone.localdate()))
        before.pk, before.valid_from, before.valid_to = None, after, None
        before.is_example, before.source = False, ""
        return before
    fresh = SupportRule(call=call, kind=kind)
    if request.GET.get("begin") == "example":
        line = call.project.lines.order_by("code", "pk").first()
        if line is None:
            raise Refusal(_("Add a budget line first: every rule says which line pays for it."), "no_line")
        fill_rule(fresh, example_rule(line, valid_from=call.covers_from, kind=kind))
    return fresh


@door(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Mends a rule no claim stands on."""
    found = _find(request, pk)
    return _fill(
        request,
        f"rule-{found.pk}",
        found,
        lambda data: revise_rule(found, data=data, by=request.membership),
        said=_("Saved."),
    )


def _fill(
    request: SignedRequest,
    key: str,
    begun: SupportRule,
    verb: Callable[[RuleData], SupportRule],
    *,
    said: str,
    before: SupportRule | None = None,
) -> HttpResponse:
    """The form with its worked example: saved, or with `try` only worked out."""
    call, form_class = begun.call, rule_form(SupportKind(begun.kind))
    make = partial(form_class, call=call, kind=SupportKind(begun.kind))
    is_told = begun.source or begun.rate_grosze or begun.pk or begun.papers
    filling = fill(request, key, make, form_class.beginning(begun) if is_told else {})
    is_try = "try" in request.POST
    if not is_try and (made := filling.saved(lambda: verb(filling.form.data_for_verb()))):
        say(request, said)
        return redirect("rule", made.pk)
    typed = filling.typed.data
    seen = make(typed, initial={}) if typed is not None else filling.form
    context: dict[str, Any] = {
        "filling": filling,
        "form": filling.form,
        "call": call,
        "kind": SupportKind(begun.kind),
        "rule": begun if begun.pk else None,
        "before": before,
        "worked": worked_example(call, rule_typed(seen, begun if is_told else None), typed),
    }
    if is_try and request.htmx:
        return render(request, "money/worked.html", context)
    return render(request, "money/rule_form.html", context, status=422 if filling.typed.is_sent else 200)


# --- ending and removing ----------------------------------------------------------------------------------


@door(CHANGE)
@require_POST
def rule_end(request: SignedRequest, pk: int) -> HttpResponse:
    """Another last month."""
    found = _find(request, pk)
    form = EndForm(request.POST, rule=found)
    if form.is_valid() and done(
        form, lambda: end_rule(found, valid_to=form.last_day(), by=request.membership)
    ):
        say(request, _("Saved."))
        return redirect("rule", pk)
    return _show(request, found, form)


@door(CHANGE)
@require_POST
def rule_remove(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes a rule back that was written by mistake."""
    found = _find(request, pk)
    remove_rule(found, by=request.membership)
    say(request, _("The rule is removed."))
    return redirect(reverse("call", args=[found.call_id]))
