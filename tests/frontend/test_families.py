"""Families: the list, its files, the page of one, and the form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from base.accounts.models import FormDraft
from base.audit.models import Record
from base.places.gazetteer import resolve
from families.models import Household
from frontend import held
from tests.clients import client_of
from tests.factories.accounts import PASSWORD
from tests.factories.families import HouseholdFactory, MemberFactory, household_with
from tests.factories.matching import programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import SiteFactory
from tests.frontend.people import (
    CANARIES,
    FAMILY,
    canary_family,
    queries_of,
    rows_of_csv,
    rows_of_xlsx,
    told,
)

pytestmark = pytest.mark.django_db
LIST, EXPORT, ADD = "/families/", "/families/export/", "/families/add/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def labels(response) -> list[str]:
    return [household.label for household in response.context["listing"].page]


# --- the list ---------------------------------------------------------------------------------------------


def test_list_shows_own_families_the_longest_waiting_first(cast, alice):
    today = timezone.localdate()
    for number, days in ((1, 3), (2, 90), (3, 40)):
        HouseholdFactory(centre=cast.centre, number=number, waiting_since=today - timedelta(days=days))
    HouseholdFactory(centre=cast.other_centre, number=9)
    assert labels(alice.get(LIST)) == ["K-2", "K-3", "K-1"]
    assert labels(alice.get(f"{LIST}?sort=label")) == ["K-1", "K-2", "K-3"]
    assert labels(alice.get(f"{LIST}?sort=-label")) == ["K-3", "K-2", "K-1"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=paused", ["K-1"]),
        ("children=yes", ["K-2"]),
        ("children=no", ["K-1", "K-3"]),
        ("language=ka", ["K-3"]),
        ("need=housing", ["K-3"]),
        ("commune=146301", ["K-3"]),
        ("waits=30", ["K-1"]),
        ("programme=some", ["K-2"]),
        ("programme=none", ["K-1", "K-3"]),
        ("q=k-3", ["K-3"]),
        ("q=kowalenko", ["K-2", "K-3"]),
        ("state=nonsense&waits=many&page=x&sort=worst", ["K-1", "K-2", "K-3"]),
    ],
)
def test_list_is_narrowed_as_the_address_says(cast, alice, query, expected):
    long_ago = timezone.localdate() - timedelta(days=31)
    household_with(
        centre=cast.centre, number=1, state="paused", waiting_since=long_ago, contact_name="Ira",
        search_contact="ira",
    )  # fmt: skip
    seeker_of(programme_of(cast.centre), household_with(centre=cast.centre, number=2, children=1))
    household_with(
        centre=cast.centre, number=3, languages=(("ka", 7),), needs=frozenset({"housing"}),
        place=resolve("26-600", "Radom"),
    )  # fmt: skip
    assert (
        labels(alice.get(f"{LIST}?{query}&sort=label" if "sort" not in query else f"{LIST}?{query}"))
        == expected
    )


def test_empty_list_says_what_to_do_next(alice):
    assert "No family here yet" in alice.get(LIST).content.decode()
    assert "No family fits all of these" in alice.get(f"{LIST}?q=nobody").content.decode()


def test_list_answers_htmx_with_a_short_address(alice):
    response = alice.get(f"{LIST}?q=abc&need=&state=", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == f"{LIST}?q=abc"


def test_list_takes_as_many_queries_for_three_families_as_for_one(cast, alice):
    household_with(centre=cast.centre, number=1, children=1)
    alice.get(LIST)
    one = queries_of(alice, LIST)
    for number in (2, 3):
        household_with(centre=cast.centre, number=number, children=2)
    alice.get(LIST)  # the languages to choose from are counted once
    assert queries_of(alice, LIST) == one


# --- files ------------------------------------------------------------------------------------------------


def test_file_holds_exactly_what_the_list_shows(cast, alice):
    household_with(centre=cast.centre, number=1)
    household_with(centre=cast.centre, number=2, children=1)
    for number in range(3, 30):
        HouseholdFactory(centre=cast.centre, number=number, state="archived")
    query = "?state=served&sort=-label"
    first_column = [row[0] for row in rows_of_csv(alice.get(f"{EXPORT}{query}&format=csv"))]
    assert first_column == ["Family", "K-2", "K-1"]
    assert [row[0] for row in rows_of_xlsx(alice.get(f"{EXPORT}{query}&format=xlsx"))] == first_column
    assert len(rows_of_csv(alice.get(f"{EXPORT}?format=csv"))) == 30


def test_file_runs_no_formula(cast, alice):
    evil = ("=cmd()", "+1", "-1", "@sum", "\tx", "\rx")  # XLSX reads a carriage return as a new line
    for number, name in enumerate(evil, start=1):
        HouseholdFactory(centre=cast.centre, number=number, contact_name=name, place_name="A\x00B")
    for kind, read in (("csv", rows_of_csv), ("xlsx", rows_of_xlsx)):
        rows = read(alice.get(f"{EXPORT}?sort=label&format={kind}"))
        column = rows[0].index("Contact person")
        cells = [row[column].replace("\n", "\r") for row in rows[1:]]
        assert cells == [f"'{name}" for name in evil]
        assert {row[rows[0].index("Place")] for row in rows[1:]} == {"AB"}


def test_file_is_on_record_without_what_was_searched_for(cast, alice):
    household_with(centre=cast.centre)
    alice.get(f"{EXPORT}?q=kowalenko&state=served&format=xlsx")
    record = Record.objects.get(act="families.list.exported")
    assert record.actor_id == cast.alice.user_id
    assert record.details == {"rows": 1, "format": "xlsx", "contacts": True, "filters": ["q", "state"]}


def test_file_takes_as_many_queries_for_three_families_as_for_one(cast, alice):
    household_with(centre=cast.centre, number=1, children=1)
    one = queries_of(alice, EXPORT)
    for number in (2, 3):
        household_with(centre=cast.centre, number=number, children=2)
    assert queries_of(alice, EXPORT) == one


# --- what must not leak -----------------------------------------------------------------------------------


def test_contact_data_stands_on_no_list_and_not_on_the_page_until_asked(cast, alice):
    household = canary_family(cast.centre)
    page = reverse("family", args=[household.pk])
    assert told(alice.get(LIST)) == set()
    assert told(alice.get(f"{LIST}?q=kanarkowa")) == set()
    assert told(alice.get(page)) == set()
    assert told(alice.get(f"{page}?contact=show")) == set(CANARIES) - {"600555111"} | {"+48 600 555 111"}


def test_reading_contact_data_is_on_record(cast, alice):
    household = canary_family(cast.centre)
    read = Record.objects.filter(act="families.household.read", object_label=household.label)
    alice.get(reverse("family", args=[household.pk]))
    assert read.count() == 0
    alice.get(reverse("family", args=[household.pk]) + "?contact=show")
    alice.get(reverse("family_edit", args=[household.pk]))
    assert list(read.values_list("actor_id", flat=True)) == [cast.alice.user_id] * 2


@pytest.mark.parametrize(
    "actor", ["finance", "volunteer", "mentor", "employer", "family", "other_coordinator"]
)
def test_contact_data_is_told_to_nobody_else(cast, actor):
    household = canary_family(cast.centre)
    client = client_of(cast.membership(actor))
    addresses = [LIST, f"{LIST}?q=kanarkowa", f"{EXPORT}?format=csv", f"{EXPORT}?format=xlsx", "/"]
    addresses += [reverse(name, args=[household.pk]) for name in ("family", "family_edit")]
    addresses += [reverse("family", args=[household.pk]) + "?contact=show"]
    assert [told(client.get(address)) for address in addresses] == [set()] * len(addresses)


# --- the page of one --------------------------------------------------------------------------------------


def test_page_says_what_is_missing_until_the_family_is_in_a_programme(cast, alice):
    household = household_with(centre=cast.centre)
    page = reverse("family", args=[household.pk])
    assert [one.code for one in alice.get(page).context["missing"]] == ["programme"]
    programme = programme_of(cast.centre)
    response = alice.post(reverse("family_join", args=[household.pk]), {"place": programme.pk})
    assert response.headers["Location"] == page
    assert alice.get(page).context["missing"] == []
    place = household.seekers.get()
    alice.post(reverse("family_leave", args=[household.pk]), {"place": place.pk})
    place.refresh_from_db()
    assert place.left_on == timezone.localdate()


def test_pause_asks_why_and_keeps_the_page(cast, alice):
    household = household_with(centre=cast.centre)
    url = reverse("family_state", args=[household.pk])
    refused = alice.post(url, {"move": "pause", "reason": " "})
    assert (refused.status_code, refused.context["open_move"]) == (422, "pause")
    assert "Say why, in a few words." in refused.content.decode()
    alice.post(url, {"move": "pause", "reason": "In the mountains until May"})
    household.refresh_from_db()
    assert (household.state, household.state_reason) == ("paused", "In the mountains until May")
    alice.post(url, {"move": "resume"})
    household.refresh_from_db()
    assert household.state == "served"


def test_what_somebody_else_did_already_is_a_sentence(cast, alice):
    household = household_with(centre=cast.centre, state="paused")
    refused = alice.post(reverse("family_state", args=[household.pk]), {"move": "pause", "reason": "Away"})
    assert refused.status_code == 422
    assert f"{household.label} is paused already." in refused.content.decode()


def test_consent_is_given_and_taken_back(cast, alice):
    household = household_with(centre=cast.centre, consent=False)
    given = {"purpose": "matching", "text_version": "2026-03", "language": "uk"}
    alice.post(reverse("family_consent", args=[household.pk]), given)
    consent = household.consents.get()
    assert (consent.purpose, consent.text_version, consent.withdrawn_at) == ("matching", "2026-03", None)
    alice.post(reverse("family_consent_withdraw", args=[household.pk]), {"purpose": "matching"})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_reason_without_words_is_asked_for_and_the_rest_kept(cast, alice):
    household = household_with(centre=cast.centre)
    url = reverse("family_priority_add", args=[household.pk])
    refused = alice.post(url, {"kind": "deadline", "reason": "School starts", "weight": "2"})
    assert refused.context["priority_form"].errors == {"until": ["Write the date that cannot move."]}
    assert refused.context["priority_form"]["reason"].value() == "School starts"
    alice.post(url, {"kind": "alone", "reason": "Knows nobody", "weight": "2"})
    assert list(household.priority_inputs.values_list("kind", "weight")) == [("alone", 2)]


# --- the form ---------------------------------------------------------------------------------------------


def test_form_adds_a_family_as_typed(cast, alice):
    response = alice.post(ADD, FAMILY)
    household = Household.objects.get()
    assert response.headers["Location"] == reverse("family", args=[household.pk])
    assert (household.centre, household.label, household.contact_name) == (
        cast.centre,
        "K-1",
        "Olena Kowalenko",
    )
    assert (household.place_name, household.needs) == ("Kraków", frozenset({"school", "company"}))
    assert household.week.text("en") == "Mon–Fri 17:00–20:00"
    people = [(one.age_band, one.is_contact, one.languages.count()) for one in household.current_members]
    assert people == [("26-40", True, 2), ("7-9", False, 0)]


def test_form_sent_twice_adds_one_family(cast, alice):
    first, second = alice.post(ADD, FAMILY), alice.post(ADD, FAMILY)
    assert first.headers["Location"] == second.headers["Location"]
    assert Household.objects.count() == 1
    assert "nobody was added twice" in alice.get(second.headers["Location"]).content.decode()
    another = FAMILY | {"form_mark": "fedcba9876543210fedcba9876543210", "phone": "600 100 999"}
    asked = alice.post(ADD, another)
    assert (asked.status_code, Household.objects.count()) == (422, 1)
    assert alice.post(ADD, another | {"apart": asked.context["filling"].apart}).status_code == 302
    assert Household.objects.count() == 2


def test_form_tells_every_problem_beside_its_field_and_keeps_what_was_typed(alice):
    wrong = {"phone": "12", "week": "someday", "members-0-languages": "elvish A2", "members-1-age_band": "99"}
    response = alice.post(ADD, FAMILY | wrong)
    form, rows = response.context["form"], response.context["members"]
    assert response.status_code == 422
    assert sorted(form.errors) == ["phone", "week"]
    assert [sorted(row.errors) for row in rows.forms] == [["languages"], ["age_band"]]
    assert (form["contact_name"].value(), form["week"].value()) == ("Olena Kowalenko", "someday")
    assert Household.objects.count() == 0


def test_problems_the_room_finds_come_back_to_their_fields(alice):
    response = alice.post(ADD, FAMILY | {"phone": "12", "members-0-languages": "", "contact": "0"})
    form, rows = response.context["form"], response.context["members"]
    assert sorted(form.errors) == ["phone"]
    assert rows.forms[0].errors == {
        "languages": ["Write at least one language: without a language nobody can be matched."]
    }


def test_another_person_can_be_added_without_scripts(alice):
    response = alice.post(ADD, FAMILY | {"add_member": "1"})
    rows = response.context["members"]
    assert (response.status_code, len(rows.forms), rows.forms[0]["first_name"].value()) == (200, 3, "Olena")
    assert Household.objects.count() == 0


def test_form_changes_people_and_lets_one_leave(cast, alice):
    household = household_with(centre=cast.centre, phone="+48600100200")
    child = MemberFactory(household=household, age_band="7-9", is_contact=False, first_name="")
    contact = household.members.get(is_contact=True)
    typed = FAMILY | {
        "version": "1", "members-TOTAL_FORMS": "3", "members-INITIAL_FORMS": "2",
        "members-0-id": contact.pk, "members-0-first_name": "Ołena",
        "members-1-id": child.pk, "members-1-DELETE": "on",
        "members-2-age_band": "0-2",
    }  # fmt: skip
    alice.post(reverse("family_edit", args=[household.pk]), typed)
    now = Household.objects.get()
    assert [(one.first_name, one.age_band) for one in now.current_members] == [
        ("Ołena", "26-40"),
        ("", "0-2"),
    ]
    child.refresh_from_db()
    assert child.left_on == timezone.localdate()


def test_change_by_somebody_else_is_said_once_and_nothing_typed_is_lost(cast, alice):
    household = household_with(centre=cast.centre, version=5)
    contact = household.members.get()
    typed = FAMILY | {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "1", "members-0-id": contact.pk}
    url = reverse("family_edit", args=[household.pk])
    refused = alice.post(url, typed | {"version": "4", "contact_name": "Oksana"})
    assert refused.status_code == 409
    assert "Somebody else changed this family meanwhile." in refused.content.decode()
    form = refused.context["form"]
    assert (form["version"].value(), form["contact_name"].value()) == ("5", "Oksana")
    alice.post(url, typed | {"version": "5", "contact_name": "Oksana"})
    household.refresh_from_db()
    assert household.contact_name == "Oksana"


def test_draft_is_shown_again_without_complaints_and_forgotten_when_sent(cast, alice):
    unfinished = FAMILY | {"phone": "12", "week": "some", "members-1-age_band": ""}
    alice.post(reverse("draft_save", args=["family_add"]), unfinished)
    response = alice.get(ADD)
    form, rows = response.context["form"], response.context["members"]
    assert (form["phone"].value(), form["week"].value(), len(rows.forms)) == ("12", "some", 2)
    assert [form.errors, *(row.errors for row in rows.forms)] == [{}, {}, {}]
    assert "Here is what you typed before." in response.content.decode()
    assert client_of(cast.ada).get(ADD).context["form"]["phone"].value() is None
    alice.post(ADD, FAMILY)
    assert FormDraft.objects.count() == 0


def test_draft_can_be_discarded(alice):
    alice.post(reverse("draft_save", args=["family_add"]), FAMILY)
    alice.post(reverse("draft_save", args=["family_add"]), {"discard": "1"}, headers={"Referer": ADD})
    assert alice.get(ADD).context["form"]["contact_name"].value() is None


# --- while typing -----------------------------------------------------------------------------------------


def test_places_are_suggested_by_name_and_by_post_code(alice):
    def names(text):
        response = alice.get("/places/search/", {"place_name": text})
        return [place.name for place in response.context["places"]]

    assert names("Wielicz")[0] == "Wieliczka"
    assert names("k") == []
    assert "Kraków" in names("31-137")


@pytest.mark.parametrize(
    ("url", "text", "sentence"),
    [
        ("/places/week/seeker/", "pn-pt po 17", "Understood: 20 h in a week"),
        ("/places/week/helper/", "someday", "We do not understand “someday”."),
        ("/places/languages/", "elvish A2", "elvish"),
        ("/places/languages/", "ukraiński ojczysty", "Ukrainian"),
    ],
)
def test_preview_says_what_was_understood(alice, url, text, sentence):
    assert sentence in alice.get(url, {"anything": text}).content.decode()


# --- a log-in that ends -----------------------------------------------------------------------------------


def test_family_typed_when_the_log_in_ended_is_shown_again_after_the_next(cast):
    client = client_of(cast.alice)
    owner = {held.FIELD: held.sign_owner(cast.alice)}
    client.logout()
    assert client.post(ADD, FAMILY | owner).headers["Location"].startswith("/accounts/login/")
    assert Household.objects.count() == 0
    client.post(f"/accounts/login/?next={ADD}", {"login": cast.alice.user.email, "password": PASSWORD})
    response = client.get(ADD)
    form, rows = response.context["form"], response.context["members"]
    assert (form["contact_name"].value(), rows.forms[0]["languages"].value()) == (
        "Olena Kowalenko", "ukraiński ojczysty, polski A2",
    )  # fmt: skip
    again = {name: form[name].value() for name in ("form_mark",)}
    client.post(ADD, FAMILY | owner | again)
    assert Household.objects.get().contact_name == "Olena Kowalenko"


def test_history_tells_several_readings_in_a_row_once(cast, alice):
    household = household_with(centre=cast.centre)
    page = reverse("family", args=[household.pk])
    alice.post(reverse("family_state", args=[household.pk]), {"move": "pause", "reason": "Away"})
    for _look in range(3):
        alice.get(f"{page}?contact=show")
    client_of(cast.ada).get(f"{page}?contact=show")
    told = [(str(step.title), step.who) for step in alice.get(page).context["history"]]
    assert told == [
        ("Contact details read", cast.ada.actor_label),
        ("Contact details read", cast.alice.actor_label),
        ("Paused", cast.alice.actor_label),
    ]


def test_empty_form_names_what_it_needs_in_the_order_of_the_page(alice):
    empty = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "contact": "0", "week": "someday"}
    response = alice.post(ADD, empty)
    form = response.context["form"]
    on_page = ["contact_name", "channel", "language", "travel_km", "week", "wish_gender", "wish_strength"]
    assert list(form.errors) == on_page
    assert form.errors["contact_name"] == ["Write the name of the person we talk to."]
    assert response.context["members"].forms[0].errors == {
        "age_band": ["Choose how old this person is."],
        "languages": ["Write at least one language: without a language nobody can be matched."],
    }
    assert response.content.decode().count("We do not understand “someday”.") == 2


# --- jobs -------------------------------------------------------------------------------------------------


def test_job_of_an_adult_opens_the_way_to_a_mentor_and_can_end(cast, alice):
    household = household_with(centre=cast.centre, children=1)
    firm = ParticipationFactory(centre=cast.centre).employer
    site = SiteFactory(organisation=firm)
    ParticipationFactory(centre=cast.other_centre)
    ParticipationFactory(centre=cast.centre, state="ended")
    workplace = programme_of(cast.centre, kind="workplace")
    page = reverse("family", args=[household.pk])
    fields = alice.get(page).context["job_form"].fields
    adult = household.members.get(is_contact=True)
    assert [key for key, _word in fields["member"].choices] == [str(adult.pk)]
    assert [key for key, _word in fields["workplace"].choices] == [str(firm.pk), f"{firm.pk}-{site.pk}"]
    typed = {
        "member": adult.pk, "workplace": f"{firm.pk}-{site.pk}", "job_title": "Spawaczka",
        "trade": "welding_metal", "started_on": "2026-03-02", "contract_until": "",
    }  # fmt: skip
    url = reverse("family_job", args=[household.pk])
    refused = alice.post(url, typed | {"contract_until": "2026-01-01"})
    assert refused.context["job_form"].errors == {
        "contract_until": ["The contract cannot end before it starts."]
    }
    alice.post(url, typed)
    adult.refresh_from_db()
    job = adult.employment
    assert (job.employer, job.site, job.job_title, job.contract_until) == (firm, site, "Spawaczka", None)
    join = reverse("family_join", args=[household.pk])
    alice.post(join, {"place": f"{workplace.pk}-{adult.pk}"})
    assert household.seekers.get().member == adult
    alice.post(reverse("family_job_end", args=[household.pk, job.pk]), {"last_day": "2026-12-31"})
    job.refresh_from_db()
    assert job.contract_until.isoformat() == "2026-12-31"
