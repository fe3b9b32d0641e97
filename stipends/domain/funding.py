"""Funded projects, their budget lines and calls: set up and revised by those who keep the centre's money."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import Problems, one_line, refuse_problems
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from stipends.domain.account_numbers import nrb_of
from stipends.domain.months import first_day, last_day
from stipends.domain.rulebook import (
    RuleData,
    check_months,
    check_rule,
    day_before,
    ended_before,
    fill_rule,
    said_months,
)
from stipends.enums import LIVE_CLAIM_STATES
from stipends.models import BudgetLine, Call, Claim, Project, SupportRule


@dataclass(frozen=True)
class ProjectData:
    """A project as its funding agreement says. `payer_account`: an NRB, as typed, or empty."""

    number: str
    name: str
    starts_on: date
    ends_on: date
    funder: str = ""
    payer_account: str = ""


@dataclass(frozen=True)
class LineData:
    """A budget line as the budget of the project names it."""

    code: str
    name: str


@dataclass(frozen=True)
class CallData:
    """A call for funding: which days it covers, both ends included."""

    number: str
    name: str
    covers_from: date
    covers_until: date


# --- projects -----------------------------------------------------------------------------------------


@transaction.atomic
def create_project(centre: Organisation, *, data: ProjectData, by: Actor) -> Project:
    """A project a funder pays for at this centre. ValidationError names the fields that cannot be."""
    lock_centre(centre)
    project = Project(centre=centre)
    _write_project(project, data)
    project.save(force_insert=True)
    _record("project.create", project, project, by=by)
    return project


@transaction.atomic
def revise_project(project: Project, *, data: ProjectData, by: Actor) -> Project:
    """Other words or days; its calls stay inside. ValidationError names the fields that cannot be."""
    lock_centre(project.centre)
    project = Project.objects.select_for_update().get(pk=project.pk)
    changed = _write_project(project, data)
    if changed:
        project.save()
        _record("project.revise", project, project, by=by, changed=changed)
    return project


def _write_project(project: Project, data: ProjectData) -> list[str]:
    problems = Problems()
    account = ""
    try:
        account = nrb_of(data.payer_account) if data.payer_account.strip() else ""
    except ValidationError as error:
        problems.by_field["payer_account"] = [error]
    changed = _write(
        project,
        problems,
        number=one_line(data.number),
        name=one_line(data.name),
        funder=one_line(data.funder),
        starts_on=data.starts_on,
        ends_on=data.ends_on,
        payer_account=account,
    )
    _refuse_twin(problems, "number", Project.objects.filter(centre=project.centre), project)
    if not problems.by_field and data.ends_on < data.starts_on:
        problems.add("ends_on", _("The last day cannot be before the first."))
    if not problems.by_field and project.pk:
        days = project.calls.aggregate(first=Min("covers_from"), last=Max("covers_until"))
        _keep_around(problems, ("starts_on", data.starts_on, days["first"]), _("A call covers days from %s."))
        _keep_around(problems, ("ends_on", data.ends_on, days["last"]), _("A call covers days until %s."))
    refuse_problems(problems.by_field)
    return changed


# --- budget lines -------------------------------------------------------------------------------------


@transaction.atomic
def add_line(project: Project, *, data: LineData, by: Actor) -> BudgetLine:
    """A line of the project's budget; what stands on it is booked in the ledger."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    line = BudgetLine(project=project)
    _write_line(line, data)
    line.save(force_insert=True)
    _record("line.add", line, project, by=by)
    return line


@transaction.atomic
def revise_line(line: BudgetLine, *, data: LineData, by: Actor) -> BudgetLine:
    """Another code or name; the money on it stays."""
    project = Project.objects.select_for_update().get(pk=line.project_id)
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if changed := _write_line(line, data):
        line.save()
        _record("line.revise", line, project, by=by, changed=changed)
    return line


def _write_line(line: BudgetLine, data: LineData) -> list[str]:
    problems = Problems()
    changed = _write(line, problems, code=one_line(data.code), name=one_line(data.name))
    _refuse_twin(problems, "code", BudgetLine.objects.filter(project=line.project), line)
    refuse_problems(problems.by_field)
    return changed


# --- calls --------------------------------------------------------------------------------------------


@transaction.atomic
def open_call(project: Project, *, data: CallData, by: Actor) -> Call:
    """A call for funding inside the project's days."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    call = Call(project=project)
    _write_call(call, data)
    call.save(force_insert=True)
    _record("call.open", call, project, by=by)
    return call


@transaction.atomic
def revise_call(call: Call, *, data: CallData, by: Actor) -> Call:
    """Other words or days; its rules and the days already claimed stay inside."""
    project = Project.objects.select_for_update().get(pk=call.project_id)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if changed := _write_call(call, data):
        call.save()
        _record("call.revise", call, project, by=by, changed=changed)
    return call


def _write_call(call: Call, data: CallData) -> list[str]:
    problems = Problems()
    changed = _write(
        call,
        problems,
        number=one_line(data.number),
        name=one_line(data.name),
        covers_from=data.covers_from,
        covers_until=data.covers_until,
    )
    _refuse_twin(problems, "number", Call.objects.filter(project=call.project), call)
    if not problems.by_field:
        _check_days_of_call(call, problems)
    refuse_problems(problems.by_field)
    return changed


def _check_days_of_call(call: Call, problems: Problems) -> None:
    project = call.project
    if call.covers_until < call.covers_from:
        problems.add("covers_until", _("The last day cannot be before the first."))
    for field, day in (("covers_from", call.covers_from), ("covers_until", call.covers_until)):
        if not project.starts_on <= day <= project.ends_on:
            days = {"first": _said(project.starts_on), "last": _said(project.ends_on)}
            problems.add(field, _("The project runs from %(first)s to %(last)s.") % days)
    if problems.by_field or not call.pk:
        return
    months = call.rules.aggregate(first=Min("valid_from"), last=Max("valid_to"))
    begins, ends = first_day(call.covers_from), last_day(call.covers_until)
    _keep_around(problems, ("covers_from", begins, months["first"]), _("A rule holds from %s."))
    _keep_around(problems, ("covers_until", ends, months["last"]), _("A rule holds until %s."))
    claimed = Claim.objects.filter(rule__call=call, state__in=LIVE_CLAIM_STATES)
    outside = Q(covered_from__lt=call.covers_from) | Q(covered_to__gt=call.covers_until)
    if not problems.by_field and claimed.filter(outside).exists():
        problems.add("covers_until", _("Days outside of these are claimed already."))


# --- rules of support ---------------------------------------------------------------------------------


@transaction.atomic
def set_rule(call: Call, *, data: RuleData, by: Actor) -> SupportRule:
    """What the call pays for one kind of support, from a month on.

    A rule before it that has no last day ends the day before; Refusal "claimed" when claims for later months
    stand on that one. ValidationError names the fields that cannot be, overlapping months among them.
    """
    call = Call.objects.select_for_update().select_related("project").get(pk=call.pk)
    rule = fill_rule(SupportRule(call=call, checked_by=by.actor_label[:200]), data)
    before = ended_before(rule)
    check_rule(rule, beside=before)
    if before is not None:
        _end(before, day_before(rule.valid_from), by=by)
    rule.save(force_insert=True)
    _record("rule.set", rule, call.project, by=by)
    return rule


@transaction.atomic
def revise_rule(rule: SupportRule, *, data: RuleData, by: Actor) -> SupportRule:
    """Mend a rule no claim stands on; Refusal "claimed" otherwise: then a new rule takes over."""
    call = Call.objects.select_for_update().select_related("project").get(pk=rule.call_id)
    rule = _unclaimed(SupportRule.objects.select_for_update().get(pk=rule.pk))
    rule.call = call
    check_rule(fill_rule(rule, data))
    rule.checked_by = by.actor_label[:200]
    rule.save()
    _record("rule.revise", rule, call.project, by=by)
    return rule


@transaction.atomic
def end_rule(rule: SupportRule, *, valid_to: date | None, by: Actor) -> SupportRule:
    """Another last day, or None: until the call ends. Refusal "claimed" when a claim is for a later month."""
    call = Call.objects.select_for_update().select_related("project").get(pk=rule.call_id)
    rule = SupportRule.objects.select_for_update().get(pk=rule.pk)
    rule.call, rule.valid_to = call, valid_to
    problems = Problems()
    check_months(rule, problems)
    refuse_problems(problems.by_field)
    return _end(rule, valid_to, by=by)


@transaction.atomic
def remove_rule(rule: SupportRule, *, by: Actor) -> None:
    """Take back a rule written by mistake; Refusal "claimed" when a claim stands on it."""
    call = Call.objects.select_for_update().select_related("project").get(pk=rule.call_id)
    rule = _unclaimed(SupportRule.objects.select_for_update().get(pk=rule.pk))
    _record("rule.remove", rule, call.project, by=by)
    rule.delete()


def _end(rule: SupportRule, valid_to: date | None, *, by: Actor) -> SupportRule:
    rule = SupportRule.objects.select_for_update(of=("self",)).select_related("call__project").get(pk=rule.pk)
    later = rule.claims.filter(state__in=LIVE_CLAIM_STATES)
    if valid_to is not None and later.filter(month__gt=valid_to).exists():
        words = _("Claims for later months stand on the rule that holds %s.") % said_months(rule)
        raise Refusal(words, "claimed")
    rule.valid_to = valid_to
    rule.save(update_fields=["valid_to"])
    _record("rule.end", rule, rule.call.project, by=by)
    return rule


def _unclaimed(rule: SupportRule) -> SupportRule:
    if rule.claims.exists():
        words = _(
            "Claims stand on this rule: only its last day can change. Write a new rule for later months."
        )
        raise Refusal(words, "claimed")
    return rule


# --- what they share ----------------------------------------------------------------------------------


def _write(row: models.Model, problems: Problems, **values: object) -> list[str]:
    """Set the fields and check each by itself; the names of those that changed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    problems.check_fields(row, values.keys() - problems.by_field.keys())
    return changed


def _refuse_twin(
    problems: Problems, field: str, among: "models.QuerySet[models.Model]", row: models.Model
) -> None:
    """Said beside the field; the constraint of the same meaning is never reached, as the parent is locked."""
    value = getattr(row, field)
    if field not in problems.by_field and among.filter(**{field: value}).exclude(pk=row.pk).exists():
        problems.add(field, _("“%(value)s” is here already.") % {"value": value}, "twice")


def _keep_around(problems: Problems, days: tuple[str, date, date | None], sentence: str) -> None:
    """(field, new day, day it may not cut off): a first day may not be later than it, a last not earlier."""
    field, new, held = days
    if held is None:
        return
    is_first = field.endswith(("from", "starts_on"))
    if (new > held) if is_first else (new < held):
        problems.add(field, sentence % _said(held), "held")


def _said(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _record(
    act: str, thing: models.Model, project: Project, *, by: Actor, changed: Collection[str] = ()
) -> None:
    record(
        f"stipends.{act}",
        by=by,
        on=thing,
        organisation_id=project.centre_id,
        details={"project": project.pk, **({"changed": sorted(changed)} if changed else {})},
    )
