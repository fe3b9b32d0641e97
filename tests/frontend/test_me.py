"""The pages of those who help about themselves: what is known, the short steps, the pause."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from base.places.week import Week
from tests.access.routes_me import TERMS
from tests.clients import client_of
from tests.factories.mentors import MentorEmployeeFactory
from tests.factories.volunteers import VolunteerFactory, volunteer_with
from tests.frontend.people import queries_of
from volunteers.domain.agreements import prepare_agreement
from volunteers.domain.volunteers import data_of, revise_volunteer

pytestmark = pytest.mark.django_db
ME = "/me/"


@pytest.fixture
def phone(cast):
    """Bob's phone."""
    return client_of(cast.bob)


@pytest.fixture
def bob(cast):
    return volunteer_with(
        centre=cast.centre, user=cast.bob.user, first_name="Bob", last_name="Nowak", travel_km=10
    )


def step(key: str) -> str:
    return reverse("me_step", args=[key])


def seen_on(phone, key: str) -> str:
    return phone.get(step(key)).context["form"]["seen"].value()


# --- what is known ----------------------------------------------------------------------------------------


def test_page_tells_every_part_with_its_way_to_change_it(phone, bob):
    page = phone.get(ME)
    told = {one["step"].key: one["words"] for one in page.context["told"].known}
    assert told["languages"] == "Polish native, Ukrainian B2"
    assert (told["travel"], told["room"], told["week"]) == ("10 km", "1 family", "15 h in a week")
    for key in told:
        assert step(key) in page.content.decode()


def test_what_they_do_themselves_stands_first_and_what_the_centre_does_has_no_link(phone, cast):
    VolunteerFactory(
        centre=cast.centre, user=cast.bob.user, state="applied", interviewed_on=None, serving_since=None,
        week=Week.empty(), offers=frozenset(),
    )  # fmt: skip
    todos = phone.get(ME).context["told"].todos
    assert [(str(one.what), bool(one.url)) for one in todos] == [
        ("Tell us which languages you speak", True),
        ("Tell us when you are free", True),
        ("Tell us what you can help with", True),
        ("A talk with your coordinator", False),
        ("Your consent to be matched with families", False),
        ("The training for volunteers", False),
        ("Documents for meeting children", True),
    ]


def test_nothing_is_asked_of_one_who_is_ready(phone, bob):
    told = phone.get(ME).context["told"]
    assert (told.todos, told.in_order, told.can_pause) == ([], 8, True)


def test_agreement_to_sign_comes_before_what_others_do(phone, bob, cast):
    prepare_agreement(bob, terms=TERMS, by=cast.alice)
    assert [one.url for one in phone.get(ME).context["told"].todos] == ["/me/agreement/"]


@pytest.mark.parametrize(
    ("state", "done", "now"),
    [
        ("applied", 0, "applied"), ("interviewed", 1, "interviewed"), ("in_training", 2, "in training"),
        ("active", 4, "active"), ("paused", 4, "active"), ("left", 0, None),
    ],
)  # fmt: skip
def test_way_shows_how_far_somebody_has_come(phone, bob, state, done, now):
    type(bob).objects.update(state=state)
    way = phone.get(ME).context["told"].way
    assert sum(one.is_done for one in way) == done
    assert next((str(one.label) for one in way if one.is_now), None) == now


def test_page_takes_as_many_queries_for_three_papers_as_for_one(phone, bob, cast):
    bob.trainings.create(name="a", completed_on=timezone.localdate())
    bob.agreements.create(number="1", signed_on=timezone.localdate(), valid_from=timezone.localdate())
    phone.get(ME)
    one = queries_of(phone, ME)
    for number in "23":
        bob.trainings.create(name=number, completed_on=timezone.localdate())
        bob.agreements.create(number=number, signed_on=timezone.localdate(), valid_from=timezone.localdate())
    assert queries_of(phone, ME) == one


def test_mentor_reads_what_is_known_and_has_no_step_of_volunteers(cast):
    MentorEmployeeFactory(
        participation__centre=cast.centre, participation__employer=cast.firm, user=cast.mirek.user,
        job_title="Spawacz",
    )  # fmt: skip
    text = client_of(cast.mirek).get(ME).content.decode()
    assert "Spawacz" in text
    assert "/me/step/" not in text


# --- the steps --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "field", "expected"),
    [
        ("name", {"first_name": "Robert", "last_name": "Lis"}, "last_name", "Lis"),
        (
            "reach", {"channel": "sms", "phone": "600 100 200", "email": "", "language": "uk"}, "phone",
            "+48 600 100 200",
        ),
        ("travel", {"travel_km": "25"}, "travel_km", 25),
        ("week", {"week": ["34", "35", "84"]}, "week", Week.parse("Mon 17-18, Tue 18-18:30")),
        ("offers", {"offers": ["work", "housing"]}, "offers", frozenset({"work", "housing"})),
        ("ages", {"life_stages": ["0-2"]}, "life_stages", frozenset({"0-2"})),
        ("room", {"room": "3"}, "room", 3),
        ("wishes", {"wish": "woman prefer", "gender": "woman"}, "wish_strength", "prefer"),
        ("place", {"place_postcode": "32-020", "place_name": "Wieliczka"}, "place_name", "Wieliczka"),
    ],
)  # fmt: skip
def test_step_saves_its_answer_and_nothing_else(phone, bob, key, typed, field, expected):
    before = data_of(bob)
    response = phone.post(step(key), typed | {"seen": seen_on(phone, key)})
    assert (response.status_code, response.headers.get("Location")) == (302, ME)
    bob.refresh_from_db()
    found = getattr(bob, field)
    assert (str(found) if field == "phone" else found) == expected
    after = data_of(bob)
    differing = {name for name in vars(before) if getattr(before, name) != getattr(after, name)}
    form = phone.get(step(key)).context["form"]
    assert differing <= set(form.fields_of)


def test_languages_are_chosen_in_rows_with_levels_in_words(phone, bob):
    rows = {"language_0": "uk", "level_0": "7", "language_1": "pl", "level_1": "3", "language_2": ""}
    phone.post(step("languages"), rows | {"seen": seen_on(phone, "languages")})
    bob.refresh_from_db()
    assert [(one.language, int(one.level)) for one in bob.spoken] == [("uk", 7), ("pl", 3)]
    form = phone.post(step("languages"), rows | {"level_0": "", "language_1": "uk"}).context["form"]
    assert (form.errors["level_0"], form.rows) == (["How well do you speak it?"], 3)
    assert phone.post(step("languages"), rows | {"more": "1"}).context["form"].rows == 4


def test_in_a_row_each_answer_leads_to_the_next_question(phone, bob):
    response = phone.post(f"{step('room')}?all=1", {"room": "2"})
    assert response.headers["Location"] == f"{step('wishes')}?all=1"
    last = phone.post(f"{step('wishes')}?all=1", {"wish": "any none", "gender": ""})
    assert last.headers["Location"] == ME


def test_preset_adds_its_hours_without_saving_and_without_a_script(phone, bob):
    page = phone.post(step("week"), {"week": ["0", "18"], "preset": "sunday"})
    ticked = [cell.slot for day in page.context["form"].days() for cell in day.cells if cell.is_free]
    assert ticked == [18, *range(308, 324)]
    bob.refresh_from_db()
    assert bob.week == Week.parse("pn-pt 17-20")
    empty = phone.post(step("week"), {"week": ["18"], "preset": "nothing"}).context["form"]
    assert not any(day.words for day in empty.days())


def test_hours_the_grid_does_not_show_stay(phone, bob):
    type(bob).objects.update(week=Week.parse("Mon 5-8, Sat 21-24"))
    text = phone.get(step("week")).content.decode()
    assert "Early and late hours written elsewhere stay too: Mon 5:00–7:00, Sat 22:00–24:00" in text
    phone.post(step("week"), {"week": ["34"], "seen": seen_on(phone, "week")})
    bob.refresh_from_db()
    assert bob.week == Week.parse("Mon 5-7, Mon 17-17:30, Sat 22-24")


def test_what_a_coordinator_wrote_meanwhile_is_shown_and_not_overwritten(phone, bob, cast):
    seen = seen_on(phone, "travel")
    revise_volunteer(
        bob, data=data_of(bob).__class__(**(vars(data_of(bob)) | {"travel_km": 5})), by=cast.alice
    )
    page = phone.post(step("travel"), {"travel_km": "25", "seen": seen})
    bob.refresh_from_db()
    assert (page.status_code, bob.travel_km, page.context["told"]) == (422, 5, "5 km")
    assert "Your coordinator changed this meanwhile" in page.content.decode()
    again = page.context["form"]["seen"].value()
    phone.post(step("travel"), {"travel_km": "25", "seen": again})
    bob.refresh_from_db()
    assert bob.travel_km == 25


def test_other_fields_changed_meanwhile_are_no_conflict(phone, bob, cast):
    seen = seen_on(phone, "room")
    revise_volunteer(bob, data=replace(data_of(bob), note="x"), by=cast.alice)
    assert phone.post(step("room"), {"room": "2", "seen": seen}).status_code == 302
    bob.refresh_from_db()
    assert (bob.room, bob.note) == (2, "x")


def test_what_was_typed_waits_as_a_draft_until_it_is_saved(phone, bob):
    key = f"me-name-{bob.pk}"
    phone.post(reverse("draft_save", args=[key]), {"first_name": "Robe", "last_name": "Lis"})
    page = phone.get(step("name"))
    assert (page.context["form"]["first_name"].value(), "not saved yet" in page.content.decode()) == (
        "Robe", True,
    )  # fmt: skip
    phone.post(step("name"), {"first_name": "Robert", "last_name": "Lis"})
    assert phone.get(step("name")).context["form"]["first_name"].value() == "Robert"


def test_state_notes_and_clearance_are_not_theirs_to_change(phone, bob):
    forged = {"room": "2", "state": "left", "note": "x", "number": "99", "centre": "1", "user": ""}
    phone.post(step("room"), forged | {"seen": seen_on(phone, "room")})
    before = (bob.state, bob.note, bob.number, bob.centre_id, bob.user_id)
    bob.refresh_from_db()
    assert (bob.state, bob.note, bob.number, bob.centre_id, bob.user_id) == before


def test_one_who_has_left_changes_nothing(phone, bob):
    type(bob).objects.update(state="left")
    assert step("room") not in phone.get(ME).content.decode()
    assert phone.post(step("room"), {"room": "2"}).status_code == 422


# --- the pause --------------------------------------------------------------------------------------------


def test_pause_asks_no_reason_and_ends_when_they_like(phone, bob):
    until = timezone.localdate() + timedelta(days=40)
    phone.post("/me/pause/", {"until": until.isoformat()})
    bob.refresh_from_db()
    assert (bob.state, bob.paused_until) == ("paused", until)
    assert "You are on a pause." in phone.get(ME).content.decode()
    phone.post("/me/pause/end/")
    bob.refresh_from_db()
    assert (bob.state, bob.paused_until) == ("active", None)
    acts = Record.objects.filter(object_label=bob.label, actor_id=bob.user_id).order_by("pk")
    assert list(acts.values_list("act", flat=True)) == [
        "volunteers.volunteer.paused", "volunteers.volunteer.active",
    ]  # fmt: skip


@pytest.mark.parametrize("days", [0, -1, 400])
def test_pause_until_a_day_of_no_sense_is_refused_beside_the_field(phone, bob, days):
    until = timezone.localdate() + timedelta(days=days)
    refused = phone.post("/me/pause/", {"until": until.isoformat()})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["until"])


def test_mentor_takes_a_pause_and_comes_back(cast):
    mentor = MentorEmployeeFactory(
        participation__centre=cast.centre, participation__employer=cast.firm, user=cast.mirek.user
    )
    phone = client_of(cast.mirek)
    phone.post("/me/pause/", {"until": ""})
    mentor.refresh_from_db()
    assert mentor.state == "paused"
    phone.post("/me/pause/end/")
    mentor.refresh_from_db()
    assert mentor.state == "active"
