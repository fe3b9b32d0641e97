"""Projects, calls and rules of support as pages: what is typed, what is shown, what is worked out beside."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from base.accounts.models import FormDraft
from frontend.forms.money import AllowanceForm
from frontend.forms.money_fields import HoursField, PercentField
from frontend.money import headline, told_rule, worked_example
from stipends.domain.examples import example_rule, set_example_rules
from stipends.domain.funding import set_rule
from stipends.enums import SupportKind
from stipends.models import Call, Project, SupportRule
from tests.access.routes_money import CALL, LINE, PROJECT, rule_typed
from tests.clients import client_of
from tests.stipends.funded import NRB, call_of, claim_on, line_of, project_of, rule_of

pytestmark = pytest.mark.django_db
LIST = "/money/"


@pytest.fixture
def filip(cast):
    return client_of(cast.filip)


@pytest.fixture
def project(cast):
    return project_of(cast.centre, cast.filip)


@pytest.fixture
def line(cast, project):
    return line_of(project, cast.filip)


@pytest.fixture
def call(cast, project):
    return call_of(project, cast.filip)


def add(call, kind="mentor_allowance") -> str:
    return reverse("rule_add", args=[call.pk, kind])


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


# --- fields -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("16", 960), ("14,5", 870), ("14.25", 855), ("14:30", 870), ("14 h 30 min", 870), ("90 min", 90),
        ("14h05", 845), ("0", 0), ("", None), ("\u00a016\u00a0h", 960),
    ],
)  # fmt: skip
def test_hours_are_read_to_the_minute(typed, minutes):
    assert HoursField(required=False).clean(typed) == minutes


@pytest.mark.parametrize("typed", ["14,33", "1:60", "-3", "1,5,5", "a lot", "١٦", "1e3", "99999999999999"])
def test_hours_that_are_no_whole_minutes_are_asked_again(typed):
    with pytest.raises(ValidationError):
        HoursField().clean(typed)


@pytest.mark.parametrize(("typed", "bp"), [("20,48", 2048), ("20.5 %", 2050), ("7", 700), ("", None)])
def test_percent_is_read_in_hundredths(typed, bp):
    assert PercentField(required=False).clean(typed) == bp


def test_hours_and_percent_show_as_they_are_written():
    hours, percent = HoursField(), PercentField()
    with translation.override("pl"):
        shown = [hours.prepare_value(870), hours.prepare_value(960), percent.prepare_value(2048)]
    assert shown == ["14:30", "16", "20,48"]


# --- projects, lines, calls ---------------------------------------------------------------------------


def test_a_project_is_set_up_with_its_line_and_call(cast, filip):
    filip.post(reverse("project_add"), {**PROJECT, "payer_account": "61 1090 1014 0000 0712 1981 2874"})
    project = Project.objects.get()
    assert (project.centre, project.payer_account) == (cast.centre, NRB)
    filip.post(reverse("line_add", args=[project.pk]), LINE)
    filip.post(reverse("call_add", args=[project.pk]), CALL)
    page = filip.get(reverse("project", args=[project.pk])).content.decode()
    assert [word in page for word in ("2.1", "Trainings", "Spring")] == [True, True, True]


def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(filip, project):
    typed = {**PROJECT, "number": project.number, "payer_account": "12 34", "name": "Another one"}
    response = filip.post(reverse("project_add"), typed)
    form = response.context["form"]
    assert (response.status_code, sorted(form.errors)) == (422, ["number", "payer_account"])
    assert (form["name"].value(), form["payer_account"].value()) == ("Another one", "12 34")


def test_lists_show_the_centres_own_and_cost_the_same_with_one_row_and_with_three(cast, filip, project):
    project_of(cast.other_centre, cast.cezary, "theirs")
    assert [one.pk for one in filip.get(LIST).context["page"]] == [project.pk]
    one = queries_of(filip, LIST)
    project_of(cast.centre, cast.filip, "2"), project_of(cast.centre, cast.filip, "3")
    assert queries_of(filip, LIST) == one


def test_pages_of_a_project_and_a_call_cost_the_same_with_more_rules_and_calls(
    cast, filip, project, line, call
):
    set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=cast.filip)
    pages = [reverse("project", args=[project.pk]), reverse("call", args=[call.pk])]
    before = [queries_of(filip, page) for page in pages]
    set_example_rules(call_of(project, cast.filip, "2"), line=line, by=cast.filip)
    set_example_rules(call_of(project, cast.filip, "3"), line=line, by=cast.filip)
    SupportRule.objects.filter(call__number="2").exclude(kind="mentor_allowance").update(call=call)
    line_of(project, cast.filip, "9.9")
    assert [queries_of(filip, page) for page in pages] == before


# --- rules --------------------------------------------------------------------------------------------


def test_a_rule_is_written_in_zloty_and_hours_and_kept_in_grosze_and_minutes(cast, filip, line, call):
    typed = rule_typed(line.pk) | {
        "rate_grosze": "1 234,50 zł", "full_minutes": "16:30", "contributions": "on_top",
        "contributions_bp": "20,48", "valid_to": "2026-06-01", "cap_grosze": "100 000", "is_example": "on",
        "papers": ["transfer", "appointment"],
    }  # fmt: skip
    filip.post(add(call), typed)
    rule = SupportRule.objects.get()
    assert (rule.rate_grosze, rule.full_minutes, rule.contributions_bp) == (123450, 990, 2048)
    assert (rule.valid_to, rule.cap_grosze, rule.is_example) == (date(2026, 6, 30), 10_000_000, True)
    assert (rule.papers, rule.checked_by) == (["appointment", "transfer"], "Filip")


def test_what_does_not_count_is_not_kept(filip, line, call):
    typed = rule_typed(line.pk) | {"hours_method": "none", "contributions_bp": "20,48"}
    filip.post(add(call), typed)
    rule = SupportRule.objects.get()
    assert (rule.full_minutes, rule.contributions_bp, rule.includes_contributions) == (None, 0, True)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"rate_grosze": "0"}, ["rate_grosze"]),
        ({"rate_grosze": "500,005"}, ["rate_grosze"]),
        ({"rate_grosze": ""}, ["rate_grosze"]),
        ({"full_minutes": ""}, ["full_minutes"]),
        ({"unit": "hour"}, ["hours_method"]),
        ({"contributions": "on_top"}, ["contributions_bp"]),
        ({"valid_from": "2025-01-01"}, ["valid_from"]),
        ({"valid_from": "2026-05-01", "valid_to": "2026-04-01"}, ["valid_to"]),
        ({"source": ""}, ["source"]),
        ({"line": "0"}, ["line"]),
        ({"papers": ["selfie"]}, ["papers"]),
        ({"max_months": "0"}, ["max_months"]),
        ({"claim_days": "1000"}, ["claim_days"]),
    ],
)
def test_a_rule_that_cannot_be_is_told_beside_its_field(filip, line, call, wrong, fields):
    response = filip.post(add(call), rule_typed(line.pk) | wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert response.context["form"]["source"].value() == (rule_typed(line.pk) | wrong)["source"]
    assert SupportRule.objects.count() == 0


def test_two_rules_for_one_month_are_told_with_the_months_of_the_other(filip, line, call):
    filip.post(add(call), rule_typed(line.pk) | {"valid_to": "2026-06-01"})
    response = filip.post(add(call), rule_typed(line.pk) | {"valid_from": "2026-06-01"})
    told = response.context["form"].errors["valid_from"]
    assert told == ["Another rule for this support holds from 1 March 2026 to 30 June 2026."]


def test_a_line_of_another_centre_cannot_be_chosen(cast, filip, call):
    foreign = line_of(project_of(cast.other_centre, cast.cezary), cast.cezary)
    response = filip.post(add(call), rule_typed(foreign.pk))
    assert list(response.context["form"].errors) == ["line"]


def test_the_example_is_worked_out_as_one_types_and_nothing_is_written(filip, line, call):
    typed = rule_typed(line.pk) | {
        "source": "", "example_month": "2026-10-01", "example_first": "5", "example_last": "31",
        "example_minutes": "14:30", "try": "1",
    }  # fmt: skip
    response = filip.post(add(call), typed, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert ("407.81" in text, "× 0.90625" in text, "<form" in text) == (True, True, False)
    assert (response.status_code, SupportRule.objects.count()) == (200, 0)


def test_without_a_script_the_page_comes_back_with_the_example_and_all_that_was_typed(filip, line, call):
    typed = rule_typed(line.pk) | {"source": "Point 7", "try": "1"}
    response = filip.post(add(call), typed)
    assert (response.status_code, response.context["form"]["source"].value()) == (200, "Point 7")
    assert response.context["worked"].computation is not None
    assert "to mend" not in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rate_grosze": ""}, "Write the rate"),
        ({"rate_grosze": "0"}, "above zero"),
        ({"full_minutes": ""}, "full month"),
        ({"example_minutes": "many"}, "Write hours as"),
        ({"example_first": "0"}, "greater than or equal to 1"),
    ],
)
def test_an_example_that_cannot_be_worked_out_says_why(filip, line, call, wrong, words):
    example = {"example_month": "2026-10-01", "example_first": "5", "example_last": "31", "try": "1"}
    typed = rule_typed(line.pk) | example | {"example_minutes": "14:30"} | wrong
    assert words in filip.post(add(call), typed, headers={"HX-Request": "true"}).content.decode()


def test_an_example_of_days_the_month_does_not_have_is_of_those_it_has(call, cast, line):
    rule = set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=cast.filip)
    typed = {"example_month": "2027-02-01", "example_first": "29", "example_last": "31"}
    worked = worked_example(call, rule, typed | {"example_minutes": "16"})
    assert worked.computation.total_grosze == 0


def test_a_new_rule_begins_as_the_one_before_and_is_no_example(cast, filip, line, call):
    set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=cast.filip)
    form = filip.get(add(call)).context["form"]
    assert (form["rate_grosze"].value(), form["is_example"].value(), form["source"].value()) == (
        50000, False, "",
    )  # fmt: skip


def test_the_first_rule_can_begin_with_the_made_up_example(filip, line, call):
    form = filip.get(f"{add(call)}?begin=example").context["form"]
    assert (form["rate_grosze"].value(), form["is_example"].value()) == (50000, True)
    assert filip.get(f"{add(call, 'training')}?begin=example").status_code == 200


def test_a_draft_of_a_rule_is_kept_and_goes_when_it_is_saved(cast, filip, line, call):
    key = f"rule-{call.pk}-mentor_allowance"
    filip.post(reverse("draft_save", args=[key]), rule_typed(line.pk) | {"source": "Half a sen"})
    page = filip.get(add(call))
    assert page.context["form"]["source"].value() == "Half a sen"
    filip.post(add(call), rule_typed(line.pk))
    assert (FormDraft.objects.count(), SupportRule.objects.count()) == (0, 1)


def test_the_form_shows_what_the_rule_says_and_saves_it_unchanged(cast, filip, line, call):
    rule = set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=cast.filip)
    before = SupportRule.objects.values().get(pk=rule.pk)
    form = filip.get(reverse("rule_edit", args=[rule.pk])).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    shown = {name: "" if value is None else value for name, value in typed.items() if value is not False}
    shown |= {"rate_grosze": "500,00", "full_minutes": "16", "min_minutes": "4"}
    response = filip.post(reverse("rule_edit", args=[rule.pk]), shown)
    assert response.status_code == 302, response.context["form"].errors
    assert SupportRule.objects.values().get(pk=rule.pk) == before
    assert isinstance(form, AllowanceForm)


def test_a_claimed_rule_cannot_be_mended_but_its_last_month_can_move(cast, filip, line, call):
    rule = set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=cast.filip)
    claim_on(rule, cast.firm, month=date(2026, 5, 1))
    response = filip.post(reverse("rule_edit", args=[rule.pk]), rule_typed(line.pk))
    assert "Claims stand on this rule" in response.content.decode()
    assert filip.post(reverse("rule_remove", args=[rule.pk])).status_code == 409
    refused = filip.post(reverse("rule_end", args=[rule.pk]), {"valid_to": "2026-04-01"})
    assert (refused.status_code, "later months" in refused.content.decode()) == (422, True)
    assert filip.post(reverse("rule_end", args=[rule.pk]), {"valid_to": "2026-05-01"}).status_code == 302
    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 5, 31)


def test_an_example_is_called_so_wherever_it_shows(cast, filip):
    rule = rule_of(cast.centre, cast.filip)
    call = Call.objects.get()
    pages = [("project", call.project_id), ("call", call.pk), ("rule", rule.pk), ("rule_edit", rule.pk)]
    shown = [filip.get(reverse(name, args=[pk])).content.decode() for name, pk in pages]
    assert ["xample" in page and 'class="badge wait"' in page for page in shown] == [True] * 4


def test_a_rule_says_everything_it_holds(cast, line, call):
    rule = set_rule(call, data=example_rule(line, valid_from=call.covers_from), by=cast.filip)
    with translation.override("en"):
        told = dict(fact for _title, facts in told_rule(rule) for fact in facts)
        assert headline(rule) == "500.00\u00a0zł a month of 16 h"
    assert (told["Fewest hours"], told["Full hours"], told["Months of a pair"]) == (
        "4 h",
        "16 h",
        "at most 6",
    )
    other = set_rule(
        call, data=example_rule(line, valid_from=call.covers_from, kind=SupportKind.TRAINING), by=cast.filip
    )
    assert headline(other) == "as on the bill"


def test_auditors_read_and_see_no_way_to_change(cast):
    rule = rule_of(cast.centre, cast.filip)
    tymon = client_of(cast.tymon)
    for name, pk in [("project", rule.call.project_id), ("call", rule.call_id), ("rule", rule.pk)]:
        page = tymon.get(reverse(name, args=[pk])).content.decode()
        assert ("/edit/" in page, "/add/" in page, "/remove/" in page) == (False, False, False)
