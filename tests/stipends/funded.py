"""A project that a funder pays for, with a line, a call and the example rule, made by the verbs."""

from datetime import date

from base.organisations.models import Organisation
from stipends.domain.examples import example_rule
from stipends.domain.funding import (
    CallData,
    LineData,
    ProjectData,
    add_line,
    create_project,
    open_call,
    set_rule,
)
from stipends.domain.months import last_day
from stipends.enums import ClaimState, SupportKind
from stipends.models import BudgetLine, Call, Claim, ClaimedHours, Project, SupportRule
from tests.factories.ledger import brought_to, claim_of
from tests.factories.mentors import ParticipationFactory
from tests.factories.stipends import Workplace

NRB = "61109010140000071219812874"
STARTS, ENDS = date(2026, 1, 1), date(2027, 12, 31)


def project_of(centre: Organisation, by, number: str = "FEMP.06.19-1", **changes) -> Project:
    fields = {"name": "Living and working", "starts_on": STARTS, "ends_on": ENDS, "payer_account": NRB}
    return create_project(centre, data=ProjectData(number=number, **{**fields, **changes}), by=by)


def line_of(project: Project, by, code: str = "1.4") -> BudgetLine:
    return add_line(project, data=LineData(code=code, name="Allowances of mentors"), by=by)


def call_of(project: Project, by, number: str = "1/2026", **changes) -> Call:
    days = {"covers_from": date(2026, 3, 1), "covers_until": date(2027, 2, 28), **changes}
    return open_call(project, data=CallData(number=number, name="Mentors at work", **days), by=by)


def rule_of(centre: Organisation, by) -> SupportRule:
    """The example rule of a fresh project's call, from March 2026 on."""
    project = project_of(centre, by)
    line, call = line_of(project, by), call_of(project, by)
    return set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=by)


def claim_on(rule: SupportRule, firm: Organisation, *, month: date, **changes) -> Claim:
    """A draft of a claim for a training, standing on this rule."""
    centre = rule.call.project.centre
    fields = {
        "participation": ParticipationFactory(employer=firm, centre=centre),
        "number": "C-1",
        "kind": SupportKind.TRAINING,
        "asked_grosze": 1_000_00,
        "claim_by": month,
    }
    return Claim.objects.create(centre=centre, rule=rule, month=month, **{**fields, **changes})


def claim_with_hours(place: Workplace, grosze: int, **fields) -> Claim:
    """A verified claim for the mentor's allowance of a pair's month, standing on all of its meetings."""
    given = {"pair": place.pair, "asked_grosze": None, "subject": "", "month": place.month}
    given["minutes"] = sum(place.pair.meetings.values_list("minutes", flat=True))
    given |= {"covered_from": place.month, "covered_to": last_day(place.month)}
    draft = claim_of(
        place.funded.rule, grosze, ClaimState.DRAFT, participation=place.participation, **(given | fields)
    )
    meetings, mentor = place.pair.meetings.order_by("start"), place.mentor
    key = f"user:{mentor.user_id}" if mentor.user_id else f"mentor:{mentor.pk}"
    ClaimedHours.objects.bulk_create(
        ClaimedHours(claim=draft, meeting=one, mentor_key=key, start=one.start, ends_at=one.ends_at)
        for one in meetings
    )
    return brought_to(draft, ClaimState.VERIFIED)
