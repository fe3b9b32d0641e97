"""The employer's forms that name people, the coordinator's look at them, and what the employer never sees."""

import pytest
from django.urls import reverse

from base.accounts.models import Invitation
from base.audit.models import Record
from base.notices.models import Notice
from families.models import Household, NamedColleague
from matching.domain.naming import name_colleague
from mentors.models import MentorEmployee
from tests.access.test_matrix import own_routes
from tests.clients import client_of
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.frontend.people import queries_of
from tests.matching.test_naming import colleague

pytestmark = pytest.mark.django_db

MENTOR = {
    "first_name": "Jan", "last_name": "Mazur", "languages": "Polish native", "job_title": "Welder",
    "trade": "welding_metal", "shift": "late", "appointed_from": "2026-11-01", "room": "2",
    "email": "jan@example.org", "language": "pl", "form_mark": "0123456789abcdef0123456789abcdef",
}  # fmt: skip
COLLEAGUE = {
    "first_name": "Oksana", "language": "uk", "job_title": "Packer", "trade": "manufacturing",
    "shift": "early", "started_on": "2026-11-02", "phone": "600 100 777", "knows": "on",
    "form_mark": "0123456789abcdef0123456789abcdef",
}  # fmt: skip


@pytest.fixture
def part(cast):
    return ParticipationFactory(employer=cast.firm, centre=cast.centre)


@pytest.fixture
def dana(cast):
    return client_of(cast.dana)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def test_a_named_mentor_is_invited_once_and_shown_as_not_agreed(cast, part, dana):
    url = reverse("mentor_name", args=[part.pk])
    assert dana.get(url).status_code == 200
    first, second = (dana.post(url, MENTOR) for _ in range(2))
    assert {one.headers["Location"] for one in (first, second)} == {reverse("employer", args=[part.pk])}
    mentor = MentorEmployee.objects.get()
    assert (mentor.label, mentor.shift, mentor.participation) == ("M-1", "late", part)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("jan@example.org", "mentor")
    assert Notice.objects.get(template="invitation").address == "jan@example.org"
    text = dana.get(reverse("employer", args=[part.pk])).content.decode()
    assert "has not agreed yet" in text
    assert "late shift" in text
    assert "jan@example.org" not in text


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(part, dana):
    url = reverse("mentor_name", args=[part.pk])
    refused = dana.post(url, MENTOR | {"email": "", "appointed_until": "2026-10-01"})
    wrong = ["appointed_until", "email"]
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, wrong)
    refused = dana.post(url, MENTOR | {"appointed_until": "2026-10-01"})
    assert sorted(refused.context["form"].errors) == ["appointed_until"]
    assert refused.context["form"]["job_title"].value() == "Welder"
    refused = dana.post(reverse("colleague_name", args=[part.pk]), COLLEAGUE | {"knows": "", "phone": ""})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["knows", "phone"])
    assert refused.context["form"]["first_name"].value() == "Oksana"
    assert (MentorEmployee.objects.count(), NamedColleague.objects.count()) == (0, 0)


def test_a_colleague_goes_from_the_firm_to_the_centre_and_to_their_own_way_in(cast, part, dana, alice):
    url = reverse("colleague_name", args=[part.pk])
    for _ in range(2):
        assert dana.post(url, COLLEAGUE).status_code == 302
    named = NamedColleague.objects.get()
    page = reverse("employer", args=[part.pk]) + "?tab=mentees"
    text = dana.get(page).content.decode()
    assert "Oksana" in text
    assert "600 100 777" not in text
    assert "600100777" not in text
    assert "named a new colleague, who waits for you" in alice.get("/").content.decode()
    look = reverse("colleague_take_in", args=[named.pk])
    shown = alice.get(look)
    assert shown.context["form"]["first_name"].value() == "Oksana"
    posted = {
        "first_name": "Oksana", "age_band": "26-40", "languages": "Ukrainian native", "job_title": "Packer",
        "trade": "manufacturing", "shift": "early", "started_on": "2026-11-02", "channel": "phone_call",
        "phone": "600 100 777", "language": "uk",
    }  # fmt: skip
    wrong = alice.post(look, posted | {"age_band": ""})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["age_band"])
    done = alice.post(look, posted)
    household = Household.objects.get()
    assert done.headers["Location"] == reverse("family_way_in", args=[household.pk])
    assert household.members.get().employment.shift == "early"
    assert household.consents.count() == 0
    assert alice.get(look).status_code == 404
    assert "K-1" in dana.get(page).content.decode()


def test_a_likely_twin_is_hinted_and_joined(part, alice, cast):
    known = household_with(centre=cast.centre, phone="+48600100777")
    named = name_colleague(part, data=colleague(), by=cast.dana)
    look = reverse("colleague_take_in", args=[named.pk])
    text = alice.get(look).content.decode()
    assert "Is it somebody who is with us already?" in text
    assert known.contact_name not in text
    assert (
        Record.objects.filter(act="families.named_colleague.read", actor_id=cast.alice.user_id).count() == 1
    )
    stranger = household_with(centre=cast.centre)
    join = reverse("colleague_join", args=[named.pk])
    assert alice.post(join, {"household": stranger.pk}).headers["Location"] == look
    assert alice.post(join, {"household": known.pk}).headers["Location"] == reverse("family", args=[known.pk])
    assert Household.objects.count() == 2


def test_turning_down_asks_why_and_does_not_tell_the_firm(part, alice, dana, cast):
    named = name_colleague(part, data=colleague(), by=cast.dana)
    url = reverse("colleague_turn_down", args=[named.pk])
    assert alice.post(url, {"reason": ""}).status_code == 422
    assert alice.post(url, {"reason": "Kanarek says no"}).status_code == 302
    text = dana.get(reverse("employer", args=[part.pk]) + "?tab=mentees").content.decode()
    assert "was not taken in" in text
    assert "Kanarek" not in text


def test_mentor_page_hints_at_twins_to_coordinators_only(part, alice, dana):
    mentor = mentor_with(participation=part, email="one@example.org")
    mentor_with(participation=part, email="ONE@example.org", number=77)
    url = reverse("mentor", args=[mentor.pk])
    assert "Is this one person?" in alice.get(url).content.decode()
    assert "Is this one person?" not in dana.get(url).content.decode()


def test_page_takes_as_many_queries_for_three_named_as_for_one(cast, part, alice, dana):
    page = reverse("employer", args=[part.pk]) + "?tab=mentees"
    name_colleague(part, data=colleague(), by=cast.dana)
    counted = {}
    for who, client in (("alice", alice), ("dana", dana)):
        client.get(page)
        counted[who] = queries_of(client, page)
    for _ in range(2):
        name_colleague(part, data=colleague(), by=cast.dana)
    for who, client in (("alice", alice), ("dana", dana)):
        assert queries_of(client, page) == counted[who]


# --- canaries ---------------------------------------------------------------------------------------------

#: What is known of a colleague and must not reach the firm, in any form.
CANARIES = (
    "Kanarkowa", "600555111", "600 555 111", "Zlotoptak", "canary@example.org", "Canarynote", "26-40",
    "26–40", "Canaryreason", "17:00", "School", "school", "Kanarczuk", "Canarypriority",
)  # fmt: skip


def test_the_firm_reads_nothing_of_a_colleague_but_what_the_programme_needs(cast, part, dana):
    household = household_with(
        centre=cast.centre, contact_name="Kanarkowa", phone="+48600555111", address="Zlotoptak 9",
        email="canary@example.org", note="Canarynote", state_reason="Canaryreason", number=417,
    )  # fmt: skip
    worker = household.members.get()
    EmploymentFactory(member=worker, employer=cast.firm, job_title="Baker", shift="night")
    household.priority_inputs.create(kind="coordinator", reason="Canarypriority")
    household.members.create(first_name="Kanarczuk", age_band="7-9")
    named = name_colleague(
        part, data=colleague(phone="+48600555111", email="canary@example.org"), by=cast.dana
    )
    work = programme_of(cast.centre, kind="workplace", same_employer=True)
    mentor = mentor_with(participation=part)
    pair = PairFactory(
        seeker=seeker_of(work, household, worker), helper=helper_of(work, mentor), state="active"
    )
    known = {
        "pk": part.pk, "employer_pk": part.pk, "named_pk": named.pk, "household_pk": household.pk,
        "key": pair.key,
    }  # fmt: skip
    opened, colleagues, asked = 0, "", set()
    for name, pattern in own_routes().items():
        parts = pattern.pattern.converters
        for pk in (part.pk, mentor.pk, pair.pk, household.pk):
            given = {part_: known.get(part_, pk) for part_ in parts}
            if "pk" in given:
                given["pk"] = pk
            try:
                url = reverse(name, kwargs=given)
            except Exception:  # an address that takes words we have none for
                continue
            if name.startswith("style") or name in ("set_language", "logout") or url in asked:
                continue
            asked.add(url)
            for query in ("", "?tab=mentees", "?contact=show", "?format=csv"):
                response = dana.get(url + query)
                if response.status_code == 403:  # the door itself: whatever one asks behind it
                    break
                if response.status_code != 200 or response.streaming:
                    continue
                opened += 1
                text = response.content.decode("utf-8", "replace")
                assert [word for word in CANARIES if word in text] == [], url
                if name == "employer" and query == "?tab=mentees":
                    colleagues = text
            if "pk" not in parts:
                break
    assert opened > 10
    told = ("K-417", "Olena", "Baker", "night shift", "Ukrainian", "since")
    assert [word for word in told if word not in colleagues] == []
