"""An employer's way from the survey to a signed agreement, as its pages lead it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.accounts.models import FormDraft
from base.audit.models import Record
from frontend.joining import ways_of
from frontend.today import today_of
from mentors.domain.consulting import send_survey
from mentors.models import Consultation, Participation, PreparedPart, SignedPart, Survey
from tests.clients import client_of
from tests.factories.joining import (
    ApplicationFactory,
    consulted,
    prepared_part,
    signed_by_employer,
    survey_data,
)
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import SiteFactory

pytestmark = pytest.mark.django_db
ANSWERS = (
    ("staff", {"staff": "50-249"}),
    ("abroad", {"from_abroad": "11", "to_hire": "4"}),
    ("work", {"jobs": "spawacze", "by_shifts": "on", "languages": ""}),
    ("hard", {"difficulties": ["polish", "safety"]}),
    ("wanted", {"wanted": ["mentor_allowance"]}),
    ("mentors", {"could_mentor": "3"}),
    ("words", {"words": "Zaczynamy\nw styczniu"}),
)


@pytest.fixture
def part(cast):
    return ParticipationFactory(
        employer=cast.firm, centre=cast.centre, state="applied", agreement_number="", agreement_from=None
    )


@pytest.fixture
def dana(cast):
    return client_of(cast.dana)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def url(part, *rest: str) -> str:
    return "/".join([f"/employers/{part.pk}", *rest, ""])


def steps(part) -> list[tuple[str, str]]:
    (way,) = ways_of(Participation.objects.filter(pk=part.pk))
    return [(str(step.title), step.state) for step in way.steps]


# --- the home ---------------------------------------------------------------------------------------------


def test_home_tells_whose_turn_it_is_all_the_way(part, dana, alice, cast):
    names = ("Taken in by the centre", "Tell about your firm", "Talk it over with us", "Sign the agreement")

    def states() -> list[str]:
        found = steps(part)
        assert [name for name, _state in found[:3]] == list(names[:3])
        return [state for _name, state in found]

    assert states() == ["done", "now", *["later"] * 4]
    assert "Begin the survey" in dana.get("/").content.decode()
    send_survey(part, data=survey_data(), by=cast.dana)
    assert states() == ["done", "done", "waits", *["later"] * 3]
    consulted(part)
    assert states() == ["done", "done", "done", "waits", "later", "later"]
    prepared = prepared_part(part)
    assert states() == ["done", "done", "done", "now", "later", "later"]
    assert "Read and sign" in dana.get("/").content.decode()
    words = dana.get(url(part, "agreement")).context["words"]
    signing = {"seen": words.print, "may_sign": "on", "agrees": "on", "typed_name": "Jan Żak"}
    assert dana.post(url(part, "agreement", "sign"), signing).status_code == 302
    assert states() == ["done", "done", "done", "waits", "later", "later"]
    assert alice.post(url(part, "agreement", "countersign"), {"typed_name": "Alice"}).url == url(part)
    assert states() == ["done", "done", "done", "done", "now", "now"]
    mentor_with(participation=part)
    assert states() == [*["done"] * 5, "now"]
    prepared.refresh_from_db()
    assert prepared.state == "in_force"


def test_agreement_on_paper_asks_for_neither_survey_nor_talk(cast, dana):
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    assert [name for name, _ in steps(part)] == [
        "Taken in by the centre", "Agreement signed", "Name your mentors", "Give your bank account",
    ]  # fmt: skip
    assert dana.get("/").status_code == 200


def test_ways_take_as_many_queries_for_three_parts_as_for_one(cast, part):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ways_of(Participation.objects.filter(employer=cast.firm))
        return len(queries)

    one = asked()
    for _ in range(2):
        other = ParticipationFactory(employer=cast.firm)
        consulted(other)
        ApplicationFactory(centre=other.centre, state="accepted", participation=other)
        mentor_with(participation=other)
    assert asked() == one


# --- the survey -------------------------------------------------------------------------------------------


def test_survey_is_answered_one_question_after_another_and_sent_in_the_end(part, dana, alice, cast):
    page = url(part, "survey")
    assert dana.get(page).url == url(part, "survey", "staff")
    for number, (key, answer) in enumerate(ANSWERS):
        after = ANSWERS[number + 1][0] if number + 1 < len(ANSWERS) else ""
        assert dana.post(url(part, "survey", key), answer).url == (
            url(part, "survey", after) if after else page
        )
    assert not Survey.objects.exists()
    shown = dana.get(page)
    assert shown.context["first"] is None
    told = {one.step.key: list(one.words) for one in shown.context["told"]}
    assert told["work"] == ["spawacze", "in shifts"]
    assert told["wanted"] == ["allowance for a mentor-employee"]
    assert dana.post(page).url == "/"
    survey = Survey.objects.get()
    assert (survey.staff, survey.from_abroad, survey.by_shifts, survey.difficulties, survey.words) == (
        "50-249", 11, True, ["polish", "safety"], "Zaczynamy\nw styczniu",
    )  # fmt: skip
    assert not FormDraft.objects.exists()
    assert "spawacze" in alice.get(url(part, "survey", "sent")).content.decode()
    assert any("survey to talk over" in task.what for task in today_of(cast.alice).tasks)


def test_answers_are_kept_when_one_stops_and_change_leads_back(part, dana):
    dana.post(url(part, "survey", "staff"), {"staff": "1-9"})
    wrong = dana.post(url(part, "survey", "abroad"), {"from_abroad": "many", "to_hire": "1"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.content.decode()
    assert dana.get(url(part, "survey")).context["first"].key == "abroad"
    assert dana.post(f"{url(part, 'survey', 'staff')}?back", {"staff": "250+"}).url == url(part, "survey")
    assert "250 or more" in dana.get(url(part, "survey")).content.decode()


def test_what_contradicts_is_told_before_it_is_sent(part, dana):
    for key, answer in ANSWERS:
        dana.post(url(part, "survey", key), answer)
    dana.post(url(part, "survey", "staff"), {"staff": "1-9"})
    shown = dana.post(url(part, "survey"))
    assert shown.status_code == 422
    assert list(shown.context["form"].errors) == ["from_abroad"]
    assert not Survey.objects.exists()


def test_sent_survey_can_be_changed_and_sent_again(part, dana, cast):
    send_survey(part, data=survey_data(by_shifts=True), by=cast.dana)
    shown = dana.get(url(part, "survey"))
    assert (shown.context["first"], shown.context["form"]["by_shifts"].value()) == (None, True)
    dana.post(url(part, "survey", "mentors"), {"could_mentor": "8"})
    assert dana.post(url(part, "survey")).status_code == 302
    assert list(Survey.objects.values_list("could_mentor", "by_shifts", "jobs")) == [
        (8, True, "spawacze, magazynierzy"), (3, True, "spawacze, magazynierzy"),
    ]  # fmt: skip


# --- the consultation -------------------------------------------------------------------------------------


def test_consultation_begins_with_what_was_asked_for_and_is_read_by_both(part, dana, alice, cast):
    send_survey(part, data=survey_data(), by=cast.dana)
    page = url(part, "consultation")
    shown = alice.get(page)
    assert shown.context["form"]["kinds"].value() == ["mentor_allowance", "training"]
    assert "Nothing is written down yet" in dana.get(page).content.decode()
    typed = {
        "held_on": "2026-11-02",
        "consultant": "Alice",
        "kinds": ["training"],
        "words": "Jedno szkolenie.",
    }
    assert alice.post(page, typed).url == url(part)
    assert Consultation.objects.get().survey == Survey.objects.get()
    assert "Jedno szkolenie." in dana.get(page).content.decode()
    assert '<form class="sheet' not in dana.get(page).content.decode()


def test_what_was_typed_of_a_consultation_is_kept(part, alice):
    shown = alice.post(url(part, "consultation"), {"held_on": "2100-01-01", "words": "Długa rozmowa"})
    assert shown.status_code == 422
    assert "Długa rozmowa" in shown.content.decode()


# --- the agreement ----------------------------------------------------------------------------------------


def test_agreement_is_prepared_read_kept_and_signed(part, dana, alice):
    consulted(part)
    terms = {
        "number": "UP/3/2026",
        "valid_from": "2026-12-01",
        "representative": "Jan Żak",
        "notice_days": "30",
    }
    assert alice.post(url(part, "agreement", "prepare"), terms).url == url(part, "agreement")
    shown = dana.get(url(part, "agreement"))
    assert "These words are an example." in shown.content.decode()
    preview = dana.get(url(part, "agreement", "preview"))
    assert preview.headers["Content-Disposition"] == 'attachment; filename="umowa-UP-3-2026.pdf"'
    assert preview.content.startswith(b"%PDF")
    refused = dana.post(url(part, "agreement", "sign"), {"seen": "other", "typed_name": "Jan Żak"})
    assert refused.status_code == 422
    assert "says something else" in refused.content.decode()
    wrong = {"seen": shown.context["words"].print, "typed_name": "Jan Inny", "agrees": "on"}
    refused = dana.post(url(part, "agreement", "sign"), wrong)
    assert set(refused.context["sign_form"].errors) == {"typed_name", "may_sign"}
    assert 'value="Jan Inny"' in refused.content.decode()
    right = wrong | {"typed_name": "Jan Żak", "may_sign": "on"}
    assert dana.post(url(part, "agreement", "sign"), right).status_code == 302
    prepared, signed = PreparedPart.objects.get(), SignedPart.objects.get()
    assert dana.get(url(part, "agreement", str(prepared.pk), "file")).content == bytes(signed.document)
    assert Record.objects.filter(act="mentors.participation.part_read").count() == 1


def test_part_that_waits_for_the_centre_is_a_task_and_can_be_taken_back(part, alice, cast):
    signed_by_employer(part)
    assert any(task.act == "Sign" and task.icon == "pen" for task in today_of(cast.alice).tasks)
    assert alice.post(url(part, "agreement", "take-back")).url == url(part, "agreement")
    assert "Prepare it" in alice.get(url(part, "agreement")).content.decode()


def test_page_of_the_employer_leads_the_way_for_both(part, dana, alice):
    assert url(part, "survey") in dana.get(url(part)).content.decode()
    assert "Write down the consultation" in alice.get(url(part)).content.decode()
    consulted(part)
    text = alice.get(url(part)).content.decode()
    assert "Prepare the agreement" in text
    assert url(part, "survey", "sent") in text


# --- sites ------------------------------------------------------------------------------------------------


def test_employer_keeps_its_own_sites(part, dana, cast):
    page = url(part, "sites", "add")
    site = {"name": "Hall 2", "place_postcode": "26-600", "place_name": "Radom"}
    assert dana.post(page, site).url == url(part)
    row = cast.firm.sites.get()
    assert "Hall 2" in dana.get(url(part)).content.decode()
    assert dana.post(url(part, "sites", str(row.pk), "remove")).status_code == 302
    assert dana.get(url(part, "sites", str(SiteFactory().pk))).status_code == 404
    assert dana.post(url(ParticipationFactory(), "sites", "add"), site).status_code == 404
    assert not cast.firm.sites.exists()


# --- words ------------------------------------------------------------------------------------------------


def test_administrator_sets_the_words_of_the_agreement(cast):
    ada = client_of(cast.ada)
    page = "/settings/participation-agreement/"
    assert "It is an example." in ada.get(page).content.decode()
    body = "# Umowa\n\n{centrum} {pracodawca} {nip} {reprezentant} {wsparcie} {okres}"
    typed = {"version": "2026-12", "valid_from": "2026-01-01", "source": "order 1", "body": body}
    refused = ada.post(page, typed | {"body": "# Umowa {pesel}"})
    assert refused.status_code == 422
    assert "There is no such field: pesel." in refused.content.decode()
    assert ada.post(page, typed).url == page
    assert "It is an example." not in ada.get(page).content.decode()
