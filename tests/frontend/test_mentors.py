"""A mentor's page and form, the form of a new colleague, and the invitations of those who help."""

import pytest
from django.urls import reverse
from django.utils import timezone

from base.accounts.models import Invitation
from base.audit.models import Record
from base.notices.models import Notice
from families.models import Household
from mentors.models import MentorEmployee
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.matching import programme_of
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory, mentor_with
from tests.factories.organisations import SiteFactory
from tests.factories.volunteers import VolunteerFactory
from tests.frontend.people import queries_of

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/employers/mentors/", "/employers/mentors/export/"

MENTOR = {
    "first_name": "Stanisław", "last_name": "Żak", "gender": "man", "languages": "polski ojczysty, ang. B1",
    "job_title": "Spawacz", "trade": "welding_metal", "site": "", "channel": "email",
    "email": "stanislaw@example.org", "phone": "", "language": "pl", "week": "pn-pt 6-14", "room": "2",
    "wish_gender": "any", "wish_strength": "none", "form_mark": "0123456789abcdef0123456789abcdef",
}  # fmt: skip
MENTEE = {
    "first_name": "Oksana", "last_name": "Bondar", "age_band": "26-40", "gender": "woman",
    "languages": "ukraiński ojczysty, polski A2", "job_title": "Pomoc kuchenna", "trade": "other", "site": "",
    "started_on": "2026-02-01", "contract_until": "", "supervisor_label": "", "channel": "phone_call",
    "phone": "600 100 200", "email": "", "language": "uk", "place_postcode": "31-137", "place_name": "Kraków",
    "address": "", "week": "pn-pt 17-20", "form_mark": "0123456789abcdef0123456789abcdef",
}  # fmt: skip


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def part(cast):
    """The part of Dana's firm at centre A."""
    return ParticipationFactory(employer=cast.firm, centre=cast.centre)


@pytest.fixture
def mentor(part):
    return mentor_with(participation=part)


# --- the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["M-1", "M-2", "M-3"]),
        ("?sort=-label", ["M-3", "M-2", "M-1"]),
        ("?state=paused", ["M-1"]),
        ("?trade=other", ["M-2"]),
        ("?language=uk", ["M-3"]),
        ("?q=adamska", ["M-1"]),
        ("?trade=nonsense&sort=worst", ["M-1", "M-2", "M-3"]),
    ],
)
def test_list_is_narrowed_and_sorted_as_the_address_says(cast, alice, part, query, expected):
    mentor_with(participation=part, number=1, first_name="Ada", state="paused", search_contact="adamska")
    mentor_with(participation=part, number=2, first_name="Basia", trade="other")
    mentor_with(participation=part, number=3, first_name="Cezary", languages=(("uk", 7),))
    mentor_with(participation=ParticipationFactory(centre=cast.other_centre), number=9)
    assert [one.label for one in alice.get(LIST + query).context["listing"].page] == expected


def test_file_tells_surname_and_phone_to_coordinators_only(cast, alice, part):
    mentor_with(participation=part, last_name="Kanarkowa", phone="+48600555111", email="canary@example.org")
    canaries = {"Kanarkowa", "canary@example.org"}
    for person, told in ((cast.alice, canaries), (cast.filip, set()), (cast.dana, set())):
        text = client_of(person).get(EXPORT).content.decode()
        assert {one for one in canaries if one in text} == told
    records = Record.objects.filter(act="mentors.list.exported")
    assert [one.details["contacts"] for one in records.order_by("pk")] == [True, False, False]


@pytest.mark.parametrize("url", [LIST, EXPORT])
def test_list_takes_as_many_queries_for_three_mentors_as_for_one(cast, alice, part, url):
    mentor_with(participation=part)
    alice.get(url)
    one = queries_of(alice, url)
    for _ in range(2):
        mentor_with(participation=ParticipationFactory(centre=cast.centre))
    assert queries_of(alice, url) == one


# --- the form of a mentor ---------------------------------------------------------------------------------


def test_form_adds_a_mentor_as_typed_and_once(alice, part):
    site = SiteFactory(organisation=part.employer)
    url = reverse("mentor_add", args=[part.pk])
    first, second = (alice.post(url, MENTOR | {"site": site.pk}) for _ in range(2))
    mentor = MentorEmployee.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == reverse("mentor", args=[mentor.pk])
    assert (mentor.participation, mentor.label, mentor.site, mentor.room) == (part, "M-1", site, 2)
    assert mentor.week.text("en") == "Mon–Fri 6:00–14:00"
    assert [(row.language, row.level) for row in mentor.languages.all()] == [("pl", 7), ("en", 3)]


def test_form_tells_problems_beside_their_fields(alice, part):
    url = reverse("mentor_add", args=[part.pk])
    others = SiteFactory()
    wrong = {"first_name": "", "week": "someday", "room": "0", "site": others.pk}
    response = alice.post(url, MENTOR | wrong)
    assert (response.status_code, sorted(response.context["form"].errors)) == (
        422,
        ["first_name", "room", "site", "week"],
    )
    response = alice.post(url, MENTOR | {"email": "", "languages": ""})
    assert sorted(response.context["form"].errors) == ["email", "languages"]
    assert MentorEmployee.objects.count() == 0


def test_employer_whose_part_has_ended_takes_no_new_mentor(cast, alice):
    part = ParticipationFactory(centre=cast.centre, state="ended")
    response = alice.post(reverse("mentor_add", args=[part.pk]), MENTOR)
    assert response.status_code == 422
    assert "Reopen it first." in response.content.decode()


def test_change_by_somebody_else_is_said_once_and_nothing_typed_is_lost(alice, mentor):
    MentorEmployee.objects.update(version=5)
    url = reverse("mentor_edit", args=[mentor.pk])
    refused = alice.post(url, MENTOR | {"version": "4"})
    assert "Somebody else changed this mentor meanwhile." in refused.content.decode()
    form = refused.context["form"]
    assert (form["version"].value(), form["job_title"].value()) == ("5", "Spawacz")
    alice.post(url, MENTOR | {"version": "5", "room": "3"})
    mentor.refresh_from_db()
    assert mentor.room == 3


# --- the page of a mentor ---------------------------------------------------------------------------------


def test_contact_is_folded_away_and_its_reading_on_record(cast, alice, mentor):
    MentorEmployee.objects.update(phone="+48600555111", email="canary@example.org")
    page = reverse("mentor", args=[mentor.pk])
    read = Record.objects.filter(act="mentors.mentor.read", object_label=mentor.label)
    text = alice.get(page).content.decode()
    assert ([word for word in ("555 111", "canary@") if word in text], read.count()) == ([], 0)
    text = alice.get(f"{page}?contact=show").content.decode()
    assert [word for word in ("+48 600 555 111", "canary@example.org") if word not in text] == []
    alice.get(reverse("mentor_edit", args=[mentor.pk]))
    assert list(read.values_list("actor_id", flat=True)) == [cast.alice.user_id] * 2
    finance = client_of(cast.filip)
    assert "canary@" not in finance.get(page).content.decode()
    assert finance.get(f"{page}?contact=show").status_code == 403


def test_a_note_is_written_in_the_form_and_shown_to_coordinators_only(cast, alice, mentor):
    page, form = reverse("mentor", args=[mentor.pk]), reverse("mentor_edit", args=[mentor.pk])
    alice.post(form, MENTOR | {"note": "Zna halę B", "version": mentor.version})
    mentor.refresh_from_db()
    assert mentor.note == "Zna halę B"
    assert 'name="note"' in alice.get(form).content.decode()
    told = [client_of(who).get(page).content.decode() for who in (cast.alice, cast.filip, cast.dana)]
    assert ["Zna halę B" in text for text in told] == [True, False, False]


def test_mentor_pauses_comes_back_and_leaves(alice, mentor):
    url = reverse("mentor_state", args=[mentor.pk])
    states = []
    for move, reason in (("pause", "Long leave"), ("resume", ""), ("leave", "New job")):
        alice.post(url, {"move": move, "reason": reason})
        mentor.refresh_from_db()
        states.append(mentor.state)
    assert states == ["paused", "active", "left"]


def test_mentor_joins_a_workplace_programme_only_and_leaves_it(cast, alice, mentor):
    programme_of(cast.centre)
    workplace = programme_of(cast.centre, kind="workplace")
    page = reverse("mentor", args=[mentor.pk])
    shown = alice.get(page).context
    assert shown["join_form"].fields["place"].choices == [(str(workplace.pk), workplace.name)]
    assert [one.code for one in shown["missing"]] == ["programme"]
    alice.post(reverse("mentor_join", args=[mentor.pk]), {"place": workplace.pk})
    assert alice.get(page).context["missing"] == []
    place = mentor.helpers.get()
    alice.post(reverse("mentor_leave", args=[mentor.pk]), {"place": place.pk})
    place.refresh_from_db()
    assert place.left_on == timezone.localdate()


def test_consent_of_a_mentor_is_given_and_taken_back(alice, part):
    mentor = mentor_with(participation=part, consent=False)
    alice.post(
        reverse("mentor_consent", args=[mentor.pk]),
        {"purpose": "matching", "text_version": "2026-03", "language": "pl"},
    )
    assert mentor.consents.get().withdrawn_at is None
    alice.post(reverse("mentor_consent_withdraw", args=[mentor.pk]), {"purpose": "matching"})
    assert mentor.consents.get().withdrawn_at is not None


# --- a new colleague --------------------------------------------------------------------------------------


def test_form_adds_a_new_colleague_with_the_job_and_once(cast, alice, part):
    mentor = mentor_with(participation=part)
    url = reverse("mentee_add", args=[part.pk])
    first, second = (alice.post(url, MENTEE | {"supervisor_label": mentor.label}) for _ in range(2))
    household = Household.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == reverse("family", args=[household.pk])
    member = household.members.get()
    assert (household.centre, household.contact_name, member.first_name) == (
        cast.centre,
        "Oksana Bondar",
        "Oksana",
    )
    job = member.employment
    assert (job.employer, job.job_title, job.supervisor_label) == (cast.firm, "Pomoc kuchenna", mentor.label)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"contract_until": "2026-01-01"}, ["contract_until"]),
        ({"phone": ""}, ["phone"]),
        ({"languages": "elvish A2", "started_on": ""}, ["languages", "started_on"]),
        ({"age_band": "7-9"}, ["age_band"]),
    ],
)
def test_problems_of_a_new_colleague_stand_beside_their_fields(alice, part, typed, fields):
    response = alice.post(reverse("mentee_add", args=[part.pk]), MENTEE | typed)
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, fields)
    assert Household.objects.count() == 0


# --- invitations ------------------------------------------------------------------------------------------


def test_mentor_is_invited_to_the_firm_in_their_own_language(cast, alice, part):
    mentor = MentorEmployeeFactory(participation=part, email="jan@example.org", language="uk")
    alice.post(reverse("mentor_invite", args=[mentor.pk]))
    sent = Invitation.objects.get()
    assert (sent.email, sent.role, sent.organisation) == ("jan@example.org", "mentor", cast.firm)
    assert Notice.objects.get().language == "uk"
    assert "the link works until" in alice.get(reverse("mentor", args=[mentor.pk])).content.decode()


def test_volunteer_is_invited_to_the_centre(cast, alice):
    volunteer = VolunteerFactory(centre=cast.centre, email="lucja@example.org")
    response = alice.post(reverse("volunteer_invite", args=[volunteer.pk]))
    assert response.headers["Location"] == reverse("volunteer", args=[volunteer.pk])
    sent = Invitation.objects.get()
    assert (sent.email, sent.role, sent.organisation) == ("lucja@example.org", "volunteer", cast.centre)


def test_who_logs_in_here_already_is_linked_and_told_so(cast, alice, part):
    mentor = MentorEmployeeFactory(participation=part, email="jan@example.org")
    member = MembershipFactory(organisation=cast.firm, role="mentor", user__email="jan@example.org")
    alice.post(reverse("mentor_invite", args=[mentor.pk]))
    mentor.refresh_from_db()
    assert (mentor.user, Notice.objects.count()) == (member.user, 0)


def test_without_an_address_the_reason_is_said_and_nothing_sent(alice, part):
    mentor = MentorEmployeeFactory(participation=part, email="")
    response = alice.post(reverse("mentor_invite", args=[mentor.pk]), follow=True)
    assert "Write down the e-mail address first" in response.content.decode()
    assert (Invitation.objects.count(), Notice.objects.count()) == (0, 0)
