"""An employer's way in, in a real browser: accessible in both themes and widths, and walked by keyboard."""

import pytest
from django.conf import settings

from base.notices.models import Notice
from mentors.models import Application, Survey
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.joining import ApplicationFactory, consulted, prepared_part, signed_by_employer
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import nip_number

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
APPLIED = {"state": "applied", "agreement_number": "", "agreement_from": None}


@pytest.fixture
def cast(live_server, transactional_db):
    return told_cast()


@pytest.mark.parametrize("sight", SIGHTS)
def test_pages_of_the_way_in_pass_axe(page, live_server, cast, sight):
    look(page, sight)
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre, **APPLIED)
    asked, to_sign, signed = (ParticipationFactory(centre=cast.centre, **APPLIED) for _ in range(3))
    consulted(asked)
    prepared_part(to_sign, number="UP/1")
    signed_by_employer(signed, number="UP/2")
    known = ApplicationFactory(centre=cast.centre, nip=cast.firm.nip, note="Szukamy spawaczy")
    ApplicationFactory(centre=cast.centre, name=known.name)
    paths = {
        None: [f"employers/join/{cast.centre.key}/", f"employers/join/{cast.centre.key}/sent/"],
        cast.alice: [
            "employers/applications/", f"employers/applications/{known.pk}/", f"employers/{asked.pk}/",
            f"employers/{asked.pk}/survey/sent/", f"employers/{asked.pk}/consultation/",
            f"employers/{asked.pk}/agreement/", f"employers/{signed.pk}/agreement/",
        ],
        cast.dana: ["", f"employers/{part.pk}/survey/staff/", f"employers/{part.pk}/survey/wanted/"],
        cast.ada: ["settings/participation-agreement/"],
    }  # fmt: skip
    told = {}
    for membership, urls in paths.items():
        come_in(page, live_server.url, membership)
        for url in urls:
            assert page.goto(f"{live_server.url}/{url}").status == 200
            told[url] = faults(page)
    assert not any(told.values()), told


def test_firm_applies_and_answers_the_survey_by_keyboard_alone(page, live_server, cast):
    """Tab and Enter are enough from the public form to the sent survey; axe does not see that."""
    page.goto(f"{live_server.url}/employers/join/{cast.centre.key}/")
    page.get_by_label("Name of the firm").focus()
    typed = ("Złota Nić", nip_number(7200), "", "31-137", "Kraków", "Jan Żak", "", "jan@example.org", "", "")
    for words in typed:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(live_server.url + Notice.objects.get().context["link"].removeprefix(settings.SITE_URL))
    page.get_by_role("button", name="Yes, confirm it").press("Enter")
    page.get_by_role("heading", name="Thank you, it is confirmed").wait_for()
    assert Application.objects.get().state == "waiting"

    part = ParticipationFactory(employer=cast.firm, centre=cast.centre, **APPLIED)
    come_in(page, live_server.url, cast.dana)
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Begin the survey").press("Enter")
    page.get_by_label("10 to 49").press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("How many of them come from abroad?").press_sequentially("4")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.get_by_label("In which jobs?").press_sequentially("szwaczki")
    page.keyboard.press("Enter")
    page.get_by_label("papers for stay and work").press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("intercultural training").press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("How many of your people could help").press_sequentially("1")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Go on to your answers").press("Enter")
    page.get_by_role("button", name="Send the survey").press("Enter")
    page.get_by_text("There is nothing to do now.").wait_for()
    survey = Survey.objects.get(participation=part)
    assert (survey.staff, survey.to_hire, survey.difficulties, survey.wanted) == (
        "10-49", 2, ["legality"], ["training"],
    )  # fmt: skip
