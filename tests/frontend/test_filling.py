"""What is wrong with a form of a person or a firm is told all at once, also what only the verb would find."""

import pytest
from django.urls import reverse

from tests.clients import client_of
from tests.factories.mentors import ParticipationFactory
from tests.frontend.people import FAMILY

pytestmark = pytest.mark.django_db
A_ROW = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "contact": "0"}
NO_LANGUAGE = "Write at least one language: without a language nobody can be matched."
NO_PHONE = "Write the phone number, or choose another way to reach them."


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def part(cast):
    return ParticipationFactory(centre=cast.centre, employer=cast.firm)


def summary(response) -> list[str]:
    """The sentences on top, in order."""
    filling = response.context["filling"]
    return [
        str(error)
        for form in filling.all_forms()
        for errors in form.errors.values()
        for error in errors
    ]  # fmt: skip


def test_a_family_without_anything_hears_all_of_it_at_once(alice):
    first = alice.post(reverse("family_add"), A_ROW | {"channel": "phone_call", "language": "uk"})
    assert first.status_code == 422
    assert {
        "Write the name of the person we talk to.",
        NO_PHONE,
        "Choose how old this person is.",
        NO_LANGUAGE,
    } <= {*summary(first)}
    assert "At least one adult" not in first.content.decode()


def test_a_volunteer_without_anything_hears_all_of_it_at_once(alice):
    typed = {"channel": "email", "wish_gender": "woman", "wish_strength": "none", "applied_on": "2999-01-01"}
    told = summary(alice.post(reverse("volunteer_add"), typed))
    assert {
        "Write the first name.", NO_LANGUAGE, "This day has not come yet.",
        "Write the e-mail address, or choose another way to reach them.",
        "Say how strong this wish is: if possible, or only so.",
    } <= {*told}  # fmt: skip


def test_an_employer_hears_of_its_agreement_though_its_name_is_missing(alice):
    typed = {"nip": "12", "agreement_number": "7/2026", "email": "nobody"}
    errors = alice.post(reverse("employer_add"), typed).context["form"].errors
    assert sorted(errors) == ["agreement_from", "email", "name", "nip"]
    assert [len(told) for told in errors.values()] == [1, 1, 1, 1]


def test_a_new_colleague_hears_of_the_job_and_of_the_person_at_once(alice, part):
    typed = {"channel": "phone_call", "language": "uk", "contract_until": "2026-01-01"}
    response = alice.post(reverse("mentee_add", args=[part.pk]), typed)
    assert sorted(response.context["form"].errors) == [
        "age_band", "first_name", "job_title", "languages", "phone", "started_on", "trade"
    ]  # fmt: skip
    assert response.context["form"].non_field_errors() == []


def test_a_mentor_hears_of_the_days_though_the_name_is_missing(alice, part):
    typed = {"channel": "email", "appointed_from": "2026-05-01", "appointed_until": "2026-04-01"}
    errors = alice.post(reverse("mentor_add", args=[part.pk]), typed).context["form"].errors
    assert {"appointed_until", "email", "first_name", "job_title", "languages"} <= {*errors}


def test_the_last_adult_is_missed_only_where_it_is_known(alice):
    children = FAMILY | {"members-0-age_band": "7-9", "phone": ""}
    assert "At least one adult" in alice.post(reverse("family_add"), children).content.decode()
    unknown = FAMILY | {"members-0-age_band": "", "phone": ""}
    assert "At least one adult" not in alice.post(reverse("family_add"), unknown).content.decode()


@pytest.mark.parametrize("route", ["family_add", "volunteer_add", "employer_add", "mentor_add", "mentee_add"])
def test_nonsense_in_one_field_is_mended_not_broken(alice, part, route):
    url = reverse(route, args=[part.pk] if route.startswith("ment") else [])
    names = [*alice.get(url).context["form"].fields, "place_postcode", "place_name", "members-0-age_band"]
    for name in names:
        response = alice.post(url, A_ROW | {"travel_km": "x", "nip": "12", name: "nonsense \x00"})
        assert response.status_code == 422, name
