"""Projects, lines, calls and rules of support: what is written down, and what is refused by which field."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from base.audit.models import Record
from base.common.errors import Refusal
from stipends.domain.account_numbers import nrb_of, spaced_nrb
from stipends.domain.examples import example_rule, set_example_rules
from stipends.domain.funding import (
    CallData,
    LineData,
    ProjectData,
    add_line,
    end_rule,
    open_call,
    remove_rule,
    revise_call,
    revise_line,
    revise_project,
    revise_rule,
    set_rule,
)
from stipends.domain.months import last_day, months_between, next_month
from stipends.enums import DaysMethod, HoursMethod, PaperKind, SupportKind, Unit
from stipends.models import SupportRule
from tests.stipends.funded import ENDS, NRB, STARTS, call_of, claim_on, line_of, project_of, rule_of

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def by(cast):
    return cast.filip


@pytest.fixture
def project(cast, by):
    return project_of(cast.centre, by)


@pytest.fixture
def line(project, by):
    return line_of(project, by)


@pytest.fixture
def call(project, by):
    return call_of(project, by)


@pytest.fixture
def data(line):
    return example_rule(line, valid_from=MARCH)


def refused(verb) -> list[str]:
    """The fields a verb names."""
    with pytest.raises(ValidationError) as caught:
        verb()
    return sorted(caught.value.error_dict)


# --- projects, lines, calls ---------------------------------------------------------------------------


def test_a_project_is_written_down_with_the_digits_of_its_account_and_a_record(cast, by):
    typed = "PL 61 1090 1014 0000 0712 1981 2874"
    project = project_of(cast.centre, by, payer_account=typed, name="  Living   and working ")
    found = Record.objects.get(act="stipends.project.create")
    assert (project.payer_account, project.name) == (NRB, "Living and working")
    assert (found.organisation_id, found.object_label) == (cast.centre.pk, "Living and working")
    assert spaced_nrb(project.payer_account) == "61 1090 1014 0000 0712 1981 2874"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"payer_account": "62109010140000071219812874"}, "payer_account"),
        ({"payer_account": "GB82WEST12345698765432"}, "payer_account"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"name": " "}, "name"),
        ({"number": "FEMP.06.19-1"}, "number"),
        ({"number": "x" * 61}, "number"),
    ],
)
def test_a_project_that_cannot_be_is_told_by_field(cast, by, project, wrong, field):
    number = wrong.pop("number", "FEMP-2")
    assert refused(lambda: project_of(cast.centre, by, number, **wrong)) == [field]


def test_an_employer_has_no_funded_project(cast, by):
    with pytest.raises(Refusal):
        project_of(cast.firm, by)


def test_two_centres_may_have_projects_of_one_number(cast, by, project):
    assert project_of(cast.other_centre, cast.cezary).number == project.number


def test_a_project_stays_around_its_calls(project, by, call):
    def shrunk(**days):
        said = {"starts_on": STARTS, "ends_on": ENDS, **days}
        return revise_project(project, data=ProjectData(number="1", name="Shorter", **said), by=by)

    assert refused(lambda: shrunk(starts_on=date(2026, 3, 2))) == ["starts_on"]
    assert refused(lambda: shrunk(ends_on=date(2027, 2, 27))) == ["ends_on"]
    assert shrunk(starts_on=MARCH, ends_on=date(2027, 2, 28)).ends_on == date(2027, 2, 28)
    assert Record.objects.get(act="stipends.project.revise").details["changed"] == [
        "ends_on", "name", "number", "payer_account", "starts_on",
    ]  # fmt: skip


def test_a_line_has_a_code_of_its_own(project, line, by):
    assert refused(lambda: line_of(project, by)) == ["code"]
    assert refused(lambda: add_line(project, data=LineData(code="", name=""), by=by)) == ["code", "name"]
    other = line_of(project, by, code="1.5")
    assert refused(lambda: revise_line(other, data=LineData(code="1.4", name="Else"), by=by)) == ["code"]
    assert revise_line(line, data=LineData(code="1.4", name="Mentors"), by=by).name == "Mentors"


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (date(2025, 12, 31), date(2026, 5, 31), ["covers_from"]),
        (date(2026, 5, 1), date(2028, 1, 1), ["covers_until"]),
        (date(2026, 5, 2), date(2026, 5, 1), ["covers_until"]),
    ],
)
def test_a_call_stays_inside_its_project(project, by, first, last, fields):
    data = CallData(number="2", name="Two", covers_from=first, covers_until=last)
    assert refused(lambda: open_call(project, data=data, by=by)) == fields


def test_a_call_stays_around_its_rules(call, by, data):
    end_rule(set_rule(call, data=data, by=by), valid_to=date(2026, 6, 30), by=by)

    def moved(first, last):
        said = CallData(number="1/2026", name="Mentors", covers_from=first, covers_until=last)
        return revise_call(call, data=said, by=by)

    assert refused(lambda: moved(APRIL, date(2026, 6, 30))) == ["covers_from"]
    assert refused(lambda: moved(MARCH, date(2026, 5, 31))) == ["covers_until"]
    assert moved(date(2026, 3, 15), date(2026, 6, 10)).covers_until == date(2026, 6, 10)


# --- rules --------------------------------------------------------------------------------------------


def test_the_example_says_that_it_is_one(call, data, by):
    rule = set_rule(call, data=data, by=by)
    assert (rule.is_example, rule.rate_grosze, rule.full_minutes) == (True, 500_00, 960)
    assert (rule.source.startswith("example"), rule.checked_by) == (True, "Filip")
    assert rule.papers == ["appointment", "mentee_contract", "payroll", "transfer"]


def test_there_is_an_example_for_each_of_the_six_kinds(call, line, by):
    rules = set_example_rules(call, line=line, by=by)
    assert {rule.kind for rule in rules} == set(SupportKind.values)
    assert all(rule.is_example and rule.source.startswith("example") for rule in rules)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"rate_grosze": 0}, ["rate_grosze"]),
        ({"rate_grosze": -1}, ["rate_grosze"]),
        ({"rate_grosze": 5_000_001}, ["rate_grosze"]),
        ({"valid_from": date(2026, 3, 2)}, ["valid_from"]),
        ({"valid_to": date(2026, 5, 30)}, ["valid_to"]),
        ({"valid_from": date(2026, 5, 1), "valid_to": date(2026, 4, 30)}, ["valid_to"]),
        ({"valid_from": date(2026, 2, 1)}, ["valid_from"]),
        ({"valid_from": date(2027, 3, 1)}, ["valid_from"]),
        ({"valid_to": date(2027, 3, 31)}, ["valid_to"]),
        ({"source": "  "}, ["source"]),
        ({"papers": ("selfie",)}, ["papers"]),
        ({"full_minutes": None}, ["full_minutes"]),
        ({"min_minutes": 961}, ["min_minutes"]),
        ({"min_minutes": 745 * 60}, ["min_minutes"]),
        ({"most_minutes": 239}, ["most_minutes"]),
        ({"unit": Unit.HOUR}, ["hours_method"]),
        ({"unit": "week"}, ["unit"]),
        ({"days_method": "guess"}, ["days_method"]),
        ({"includes_contributions": True, "contributions_bp": 2048}, ["contributions_bp"]),
        ({"includes_contributions": False, "contributions_bp": 10_001}, ["contributions_bp"]),
        ({"max_months": 0}, ["max_months"]),
        ({"mentees_per_mentor": 0}, ["mentees_per_mentor"]),
        ({"pairs_per_employer": 0}, ["pairs_per_employer"]),
        ({"claim_days": 0}, ["claim_days"]),
        ({"cap_grosze": 0}, ["cap_grosze"]),
    ],
)
def test_a_rule_that_cannot_be_is_told_by_field(call, data, by, changes, fields):
    assert refused(lambda: set_rule(call, data=replace(data, **changes), by=by)) == fields
    assert SupportRule.objects.count() == 0


def test_a_line_of_another_project_pays_for_no_rule_here(cast, call, data, by):
    foreign = line_of(project_of(cast.centre, by, "another"), by)
    assert refused(lambda: set_rule(call, data=replace(data, line=foreign), by=by)) == ["line"]


def test_a_call_that_begins_within_a_month_has_rules_for_that_month(project, line, by):
    call = call_of(project, by, covers_from=date(2026, 3, 16), covers_until=date(2026, 5, 4))
    data = replace(example_rule(line, valid_from=date(2026, 3, 16)), valid_to=date(2026, 5, 31))
    assert set_rule(call, data=data, by=by).valid_from == MARCH


def test_other_kinds_keep_only_what_counts_for_them(call, data, by):
    typed = replace(data, kind=SupportKind.TRAINING, papers=(PaperKind.INVOICE,), cap_grosze=10_000_00)
    rule = set_rule(call, data=typed, by=by)
    assert (rule.rate_grosze, rule.full_minutes, rule.hours_method) == (0, None, HoursMethod.NONE)
    assert (rule.cap_grosze, rule.papers, rule.days_method) == (10_000_00, ["invoice"], DaysMethod.OF_THIRTY)


def test_other_kinds_demand_no_papers_of_a_pair(call, data, by):
    wrong = replace(data, kind=SupportKind.TRAINING, papers=(PaperKind.APPOINTMENT, PaperKind.INVOICE))
    assert refused(lambda: set_rule(call, data=wrong, by=by)) == ["papers"]


def test_a_new_rule_takes_over_from_one_without_a_last_day(call, data, by):
    old = set_rule(call, data=data, by=by)
    new = set_rule(call, data=replace(data, valid_from=date(2026, 7, 1), rate_grosze=600_00), by=by)
    old.refresh_from_db()
    assert (old.valid_to, new.valid_to) == (date(2026, 6, 30), None)
    assert SupportRule.objects.in_force(date(2026, 6, 30)).get() == old
    assert SupportRule.objects.in_force(date(2026, 7, 1)).get() == new


def test_two_rules_of_a_kind_never_hold_for_one_month(call, data, by):
    set_rule(call, data=replace(data, valid_from=date(2026, 6, 1), valid_to=date(2026, 7, 31)), by=by)
    for first, last, field in [
        (date(2026, 7, 1), None, "valid_from"),
        (MARCH, None, "valid_to"),
        (MARCH, date(2026, 6, 30), "valid_to"),
        (date(2026, 6, 1), date(2026, 6, 30), "valid_from"),
    ]:
        told = replace(data, valid_from=first, valid_to=last)
        assert refused(lambda told=told: set_rule(call, data=told, by=by)) == [field]
    set_rule(call, data=replace(data, valid_to=date(2026, 5, 31)), by=by)
    set_rule(call, data=replace(data, valid_from=date(2026, 8, 1)), by=by)
    other = replace(data, kind=SupportKind.TRAINING, papers=())
    set_rule(call, data=other, by=by)
    assert SupportRule.objects.count() == 4


def test_a_rule_is_mended_ended_opened_again_and_removed(call, data, by):
    rule = set_rule(call, data=data, by=by)
    assert revise_rule(rule, data=replace(data, rate_grosze=450_00), by=by).rate_grosze == 450_00
    assert end_rule(rule, valid_to=date(2026, 6, 30), by=by).valid_to == date(2026, 6, 30)
    assert refused(lambda: end_rule(rule, valid_to=date(2026, 6, 29), by=by)) == ["valid_to"]
    set_rule(call, data=replace(data, valid_from=date(2026, 9, 1)), by=by)
    assert refused(lambda: end_rule(rule, valid_to=None, by=by)) == ["valid_to"]
    remove_rule(rule, by=by)
    acts = [act for act in Record.objects.values_list("act", flat=True) if ".rule." in act]
    assert sorted(acts) == [
        "stipends.rule.end", "stipends.rule.remove", "stipends.rule.revise", "stipends.rule.set",
        "stipends.rule.set",
    ]  # fmt: skip


def test_a_rule_with_claims_changes_only_its_last_day(cast, call, data, by):
    rule = set_rule(call, data=data, by=by)
    claim_on(rule, cast.firm, month=date(2026, 5, 1))
    for verb in (
        lambda: revise_rule(rule, data=replace(data, rate_grosze=450_00), by=by),
        lambda: remove_rule(rule, by=by),
        lambda: end_rule(rule, valid_to=date(2026, 4, 30), by=by),
        lambda: set_rule(call, data=replace(data, valid_from=date(2026, 5, 1)), by=by),
    ):
        with pytest.raises(Refusal) as refusal:
            verb()
        assert refusal.value.code == "claimed"
    assert end_rule(rule, valid_to=date(2026, 5, 31), by=by).valid_to == date(2026, 5, 31)
    assert SupportRule.objects.get().rate_grosze == 500_00


def test_a_call_keeps_the_days_that_are_claimed(cast, call, data, by):
    days = {"covered_from": date(2026, 3, 4), "covered_to": date(2026, 3, 31)}
    claim_on(set_rule(call, data=data, by=by), cast.firm, month=MARCH, **days)
    said = CallData(number="1", name="One", covers_from=date(2026, 3, 5), covers_until=date(2027, 2, 28))
    assert refused(lambda: revise_call(call, data=said, by=by)) == ["covers_until"]


def test_the_database_holds_one_rule_of_a_kind_for_a_day(cast, by):
    rule = rule_of(cast.centre, by)
    assert (rule.kind, rule.valid_from) == (SupportKind.MENTOR_ALLOWANCE, MARCH)


# --- months and numbers -------------------------------------------------------------------------------


def test_months_know_leap_years_and_the_turn_of_the_year():
    assert [last_day(date(year, 2, 5)).day for year in (2026, 2028, 2100)] == [28, 29, 28]
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "6110901014000007121981287", "٦1109010140000071219812874", "PLPL"])
def test_what_is_no_account_number_is_refused(typed):
    with pytest.raises(ValidationError):
        nrb_of(typed)
