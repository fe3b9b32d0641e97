"""Reads of funded projects, their calls and rules."""

from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from base.accounts.models import Membership
from stipends.enums import SupportKind
from stipends.models import Call, Project, SupportRule
from stipends.queries.scopes import calls_in_scope, projects_in_scope


def projects_listed(membership: Membership | None) -> QuerySet[Project]:
    """The centre's projects, newest first, with `line_count` and `call_count`."""
    counted = projects_in_scope(membership).annotate(
        line_count=Count("lines", distinct=True), call_count=Count("calls", distinct=True)
    )
    return counted.order_by("-starts_on", "name", "pk")


def calls_of(project: Project) -> list[Call]:
    """The project's calls, newest first, each with its rules in `rules.all()`."""
    rules = SupportRule.objects.select_related("line").order_by("kind", "-valid_from", "pk")
    calls = project.calls.order_by("-covers_from", "pk").prefetch_related(Prefetch("rules", rules))
    return list(calls)


def call_with_rules(membership: Membership | None) -> QuerySet[Call]:
    """Calls with their project and, in `rules.all()`, their rules with how many claims stand on each."""
    rules = SupportRule.objects.select_related("line").annotate(claim_count=Count("claims"))
    ordered = rules.order_by("kind", "-valid_from", "pk")
    return calls_in_scope(membership).select_related("project").prefetch_related(Prefetch("rules", ordered))


def rule_before(call: Call, kind: SupportKind) -> SupportRule | None:
    """The latest rule of this kind in the call: what a new one begins with."""
    return call.rules.filter(kind=kind).order_by("-valid_from", "-pk").first()


def holds_on(rule: SupportRule, day: date) -> bool:
    """Whether the rule is in force on this day."""
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
