"""Ways in at the desk in a real browser: accessible, never sideways; moving somebody by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from desk.domain.interviews import answer_talk, begin_talk, close_talk
from desk.domain.onboarding import set_next_step
from desk.domain.references import add_reference
from desk.enums import Outcome, Relation, Side
from desk.models import InterviewProtocol, TrainingPlace, TrainingSession
from tests.e2e.axe import faults_in, look, misfits
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.cast import told_cast
from tests.factories.families import HouseholdFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server):
    """Ada's browser, and the addresses of everything there is about a newcomer of hers."""
    cast, today = told_cast(), timezone.localdate()
    person = VolunteerFactory(centre=cast.centre, number=1, state="applied", interviewed_on=None)
    late = today - timedelta(days=2)
    set_next_step(person, words="Call about the evening training", on=late, by=cast.ada)
    add_reference(person, name="Jan Kos", relation=Relation.WORK, reach="jan@example.org", by=cast.ada)
    protocol = InterviewProtocol.objects.get(organisation=None, side=Side.VOLUNTEERS)
    held = begin_talk(person, protocol=protocol, on=today, by=cast.ada)
    answer_talk(held, answers={"why": "So.", "year": True, "listening": 4}, by=cast.ada)
    close_talk(held, outcome=Outcome.GOES_ON, note="Warm.", on=today, by=cast.ada)
    other = VolunteerFactory(centre=cast.centre, number=2, state="applied", interviewed_on=None)
    talk = begin_talk(other, protocol=protocol, on=today, by=cast.ada)
    household = HouseholdFactory(centre=cast.centre)
    start = timezone.now() + timedelta(days=4)
    session = TrainingSession.objects.create(
        organisation=cast.centre, name="Evening", start=start, minutes=90, room=3, by_label="Ada"
    )
    TrainingPlace.objects.create(session=session, volunteer=person, by_label="Ada")
    come_in(page, live_server.url, cast.ada)
    return {
        "board": "/newcomers/volunteers/",
        "families": "/newcomers/families/",
        "list": "/newcomers/volunteers/list/",
        "newcomer": f"/newcomers/volunteers/{person.pk}/",
        "family": f"/newcomers/families/{household.pk}/",
        "question": f"/newcomers/talks/{talk.pk}/",
        "whole": f"/newcomers/talks/{talk.pk}/?whole=1",
        "close": f"/newcomers/talks/{talk.pk}/close/",
        "trainings": "/newcomers/trainings/",
        "training": f"/newcomers/trainings/{session.pk}/",
        "training, changed": f"/newcomers/trainings/{session.pk}/edit/",
        "invite": f"/newcomers/trainings/{session.pk}/invite/",
        "preview": f"/newcomers/trainings/{session.pk}/invite/?people={other.pk}",
        "stages": "/settings/stages/",
        "papers": "/settings/papers/",
        "questions": "/settings/questions/",
        "protocol": f"/settings/questions/{protocol.pk}/",
    }


def test_pages_are_accessible_and_never_scroll_sideways(page, live_server, desk):
    for name, url in desk.items():
        page.goto(live_server.url + url)
        wide, narrow = BOTH
        assert faults_in(page, [wide]) == [], name
        look(page, narrow)
        assert misfits(page) == [], name


def test_newcomer_is_moved_by_keyboard_alone(page, live_server, desk):
    page.goto(live_server.url + desk["board"])
    card = page.locator(".way", has_text="W-2")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    moved = page.locator(".stage", has_text="Talk arranged").locator(".way", has_text="W-2")
    expect(moved.get_by_role("link", name="W-2")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".stage", has_text="Applied").locator(".way", has_text="W-2")).to_be_visible()
