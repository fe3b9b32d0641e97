"""Volunteers: the list, its files, the page with clearance and papers, and the form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from tests.clients import client_of
from tests.factories.matching import programme_of
from tests.factories.volunteers import AgreementFactory, VolunteerFactory, volunteer_with
from tests.frontend.people import queries_of, rows_of_csv, rows_of_xlsx
from volunteers.enums import ClearanceState
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
LIST, EXPORT, ADD = "/volunteers/", "/volunteers/export/", "/volunteers/add/"
TYPED = {
    "first_name": "Łucja", "last_name": "Świątek", "gender": "woman", "channel": "email", "phone": "",
    "email": "lucja@example.org", "language": "pl", "languages": "polski ojczysty, ukraiński B2",
    "place_postcode": "31-137", "place_name": "Kraków", "travel_km": "8", "week": "pn-pt 17-20",
    "offers": ["school"], "life_stages": ["7-9", "26-40"], "room": "2", "wish_gender": "any",
    "wish_strength": "none", "form_mark": "0123456789abcdef0123456789abcdef",
}  # fmt: skip
CANARIES = ("Kanarkowa", "canary@example.org", "+48600555111")


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def labels(response) -> list[str]:
    return [volunteer.label for volunteer in response.context["listing"].page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["W-2", "W-3", "W-1"]),
        ("sort=-label", ["W-3", "W-2", "W-1"]),
        ("state=applied", ["W-1"]),
        ("cleared=yes", ["W-2"]),
        ("cleared=no", ["W-3", "W-1"]),
        ("offer=work", ["W-1"]),
        ("language=ka", ["W-3"]),
        ("q=celina", ["W-1"]),
        ("q=swiatek", ["W-2", "W-3"]),
        ("cleared=perhaps&state=lost", ["W-2", "W-3", "W-1"]),
    ],
)
def test_list_is_narrowed_as_the_address_says(cast, alice, query, expected):
    VolunteerFactory(
        centre=cast.centre, number=1, state="applied", first_name="Celina", last_name="Nowak",
        offers=frozenset({"work"}),
    )  # fmt: skip
    volunteer_with(centre=cast.centre, number=2, first_name="Adam", last_name="Świątek")
    volunteer_with(
        centre=cast.centre, number=3, first_name="Beata", last_name="Świątek", languages=(("ka", 7),),
        cleared=False,
    )  # fmt: skip
    VolunteerFactory(centre=cast.other_centre)
    assert labels(alice.get(f"{LIST}?{query}")) == expected


def test_empty_list_says_what_to_do_next(alice):
    assert "No volunteer here yet" in alice.get(LIST).content.decode()
    assert "No volunteer fits all of these" in alice.get(f"{LIST}?cleared=yes").content.decode()


@pytest.mark.parametrize("url", [LIST, EXPORT])
def test_list_and_file_take_as_many_queries_for_three_as_for_one(cast, alice, url):
    volunteer_with(centre=cast.centre)
    alice.get(url)
    one = queries_of(alice, url)
    volunteer_with(centre=cast.centre), volunteer_with(centre=cast.centre)
    alice.get(url)  # the languages to choose from are counted once
    assert queries_of(alice, url) == one


def test_file_holds_what_the_list_shows_and_is_on_record(cast, alice):
    volunteer_with(centre=cast.centre, number=1, first_name="=1+1")
    VolunteerFactory(centre=cast.centre, number=2, state="left")
    for kind, read in (("csv", rows_of_csv), ("xlsx", rows_of_xlsx)):
        rows = read(alice.get(f"{EXPORT}?state=active&format={kind}"))
        assert [row[:2] for row in map(list, rows[1:])] == [["W-1", "'=1+1"]]
    record = Record.objects.filter(act="volunteers.list.exported").first()
    assert record.details == {"rows": 1, "format": "xlsx", "contacts": True, "filters": ["state"]}


@pytest.mark.parametrize(
    "actor", ["finance", "volunteer", "mentor", "employer", "family", "other_coordinator"]
)
def test_contact_data_is_told_to_nobody_else(cast, actor):
    volunteer = VolunteerFactory(
        centre=cast.centre, last_name="Kanarkowa", email="canary@example.org", phone="+48600555111"
    )
    client = client_of(cast.membership(actor))
    addresses = [LIST, f"{LIST}?q=kanarkowa", f"{EXPORT}?format=csv", "/"]
    addresses += [reverse(name, args=[volunteer.pk]) for name in ("volunteer", "volunteer_edit")]
    texts = [client.get(address).content.decode("utf-8", "replace") for address in addresses]
    # The search box repeats what the asker typed themselves.
    found = [canary for text in texts for canary in CANARIES if canary in text]
    assert found == []


def test_page_counts_the_items_of_clearance(cast, alice):
    volunteer = volunteer_with(centre=cast.centre, cleared=False)
    page = reverse("volunteer", args=[volunteer.pk])
    assert [line.state for line in alice.get(page).context["clearance"]] == [ClearanceState.MISSING] * 8
    checked = {"kind": "krk", "result": "clean", "checked_on": timezone.localdate().isoformat()}
    alice.post(reverse("volunteer_clearance", args=[volunteer.pk]), checked)
    context = alice.get(page).context
    assert (context["cleared"], [one.kind for one in context["clearance"] if one.item]) == (1, ["krk"])
    item = volunteer.clearance_items.get()
    alice.post(reverse("volunteer_clearance_revoke", args=[volunteer.pk, item.pk]))
    assert alice.get(page).context["cleared"] == 0


def test_check_of_tomorrow_is_refused_beside_its_field_and_kept(cast, alice):
    volunteer = volunteer_with(centre=cast.centre, cleared=False)
    tomorrow = timezone.localdate() + timedelta(days=1)
    checked = {"kind": "krk", "result": "clean", "checked_on": tomorrow.isoformat(), "reference": "A/7"}
    refused = alice.post(reverse("volunteer_clearance", args=[volunteer.pk]), checked)
    form = refused.context["clearance_form"]
    assert (refused.status_code, form.errors) == (422, {"checked_on": ["This day has not come yet."]})
    assert form["reference"].value() == "A/7"


def test_way_leads_from_the_talk_to_active_and_names_what_is_missing(cast, alice):
    volunteer = volunteer_with(
        centre=cast.centre, state="applied", interviewed_on=None, serving_since=None, trained=False
    )
    url = reverse("volunteer_state", args=[volunteer.pk])
    assert [key for key, _move in alice.get(f"/volunteers/{volunteer.pk}/").context["moves"]] == [
        "interview",
        "leave",
    ]
    assert alice.post(url, {"move": "interview", "on": ""}).context["move_form"].errors == {
        "on": ["Write the day."]
    }
    alice.post(url, {"move": "interview", "on": "2026-03-02"})
    refused = alice.post(url, {"move": "activate"})
    assert (refused.status_code, "No completed training is recorded yet." in refused.content.decode()) == (
        422,
        True,
    )
    training = {"name": "First evening", "completed_on": "2026-03-03", "hours": "3"}
    alice.post(reverse("volunteer_training", args=[volunteer.pk]), training)
    alice.post(url, {"move": "activate"})
    volunteer.refresh_from_db()
    assert (volunteer.state, volunteer.interviewed_on.isoformat()) == ("active", "2026-03-02")


def test_agreement_is_signed_and_ended(cast, alice):
    volunteer = volunteer_with(centre=cast.centre)
    agreement = AgreementFactory(volunteer=volunteer)
    url = reverse("volunteer_agreement_end", args=[volunteer.pk, agreement.pk])
    refused = alice.post(url, {"last_day": "2001-01-01"})
    assert refused.context["last_day_form"].errors == {
        "last_day": ["The agreement cannot end before it starts."]
    }
    alice.post(url, {"last_day": "2030-01-01"})
    agreement.refresh_from_db()
    assert agreement.valid_until.isoformat() == "2030-01-01"


def test_volunteer_joins_and_leaves_a_programme(cast, alice):
    volunteer, programme = volunteer_with(centre=cast.centre), programme_of(cast.centre)
    programme_of(cast.centre, kind="workplace")
    page = reverse("volunteer", args=[volunteer.pk])
    choices = alice.get(page).context["join_form"].fields["place"].choices
    assert choices == [(str(programme.pk), programme.name)]
    alice.post(reverse("volunteer_join", args=[volunteer.pk]), {"place": programme.pk})
    place = volunteer.helpers.get()
    assert alice.get(page).context["join_form"].fields["place"].choices == []
    alice.post(reverse("volunteer_leave", args=[volunteer.pk]), {"place": place.pk})
    place.refresh_from_db()
    assert place.left_on == timezone.localdate()


def test_form_adds_one_volunteer_however_often_it_is_sent(cast, alice):
    first, second = alice.post(ADD, TYPED), alice.post(ADD, TYPED)
    volunteer = Volunteer.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/volunteers/{volunteer.pk}/"
    assert (volunteer.full_name, volunteer.label, volunteer.room) == ("Łucja Świątek", "W-1", 2)
    assert (volunteer.offers, volunteer.life_stages) == (frozenset({"school"}), frozenset({"7-9", "26-40"}))
    assert [(one.language, one.level) for one in volunteer.spoken] == [("pl", 7), ("uk", 4)]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"phone": "+48600100200"}, "has this phone."),
        ({"email": "Lucja@example.org"}, "has this e-mail."),
        (
            {"first_name": "ŁUCJA", "last_name": "Swiatek", "postcode": "31-137"},
            "has this name and post code.",
        ),
    ],
)
def test_somebody_who_is_here_already_is_shown_before_another_is_saved(cast, alice, known, why):
    VolunteerFactory(centre=cast.other_centre, **known)
    there = VolunteerFactory(centre=cast.centre, **known)
    typed = TYPED | {"phone": "600 100 200"}
    asked = alice.post(ADD, typed)
    text = asked.content.decode()
    assert (asked.status_code, Volunteer.objects.count()) == (422, 2)
    assert [(one.pk, one.why) for one in asked.context["filling"].twins] == [(there.pk, why)]
    assert f'href="/volunteers/{there.pk}/"' in text
    assert "No, somebody else: save" in text
    apart = {"apart": asked.context["filling"].apart}
    assert alice.post(ADD, typed | {"apart": f"{there.pk + 100}"}).status_code == 422
    assert alice.post(ADD, typed | apart).status_code == 302
    assert Volunteer.objects.count() == 3
    # The same form sent once more is no second person and no question.
    assert alice.post(ADD, typed).status_code == 302
    assert Volunteer.objects.count() == 3


def test_form_tells_what_the_room_finds_and_keeps_what_was_typed(alice):
    response = alice.post(ADD, TYPED | {"email": "", "languages": ""})
    form = response.context["form"]
    assert response.status_code == 422
    assert sorted(form.errors) == ["email", "languages"]
    assert form["week"].value() == "pn-pt 17-20"
    assert Volunteer.objects.count() == 0


def test_form_changes_a_volunteer_and_keeps_the_place_left_empty(cast, alice):
    volunteer = volunteer_with(centre=cast.centre)
    url = reverse("volunteer_edit", args=[volunteer.pk])
    before = alice.get(url).context["form"]
    assert (before["place"].value().place_name, before["version"].value()) == ("Kraków", 1)
    alice.post(url, TYPED | {"version": "1", "place_postcode": "", "place_name": ""})
    volunteer.refresh_from_db()
    assert (volunteer.last_name, volunteer.place_name, volunteer.travel_km) == ("Świątek", "Kraków", 8)


def test_contact_data_stays_folded_and_its_reading_is_on_record(cast, alice):
    volunteer = VolunteerFactory(centre=cast.centre, email="canary@example.org", phone="+48600555111")
    page = reverse("volunteer", args=[volunteer.pk])
    assert "canary@example.org" not in alice.get(page).content.decode()
    read = Record.objects.filter(act="volunteers.volunteer.read", object_label=volunteer.label)
    assert read.count() == 0
    assert "canary@example.org" in alice.get(f"{page}?contact=show").content.decode()
    alice.get(reverse("volunteer_edit", args=[volunteer.pk]))
    assert list(read.values_list("actor_id", flat=True)) == [cast.alice.user_id] * 2
