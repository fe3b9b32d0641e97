"""The door: log-in, membership, second factor, permission, refusal."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from base.accounts.domain.members import end_membership
from base.accounts.enums import Role
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.frontend.urls_of_doors")]

HTMX = {"HX-Request": "true"}


def test_anonymous_is_sent_to_the_log_in_and_back():
    response = Client().get("/note/?step=2")
    assert response.headers["Location"] == "/accounts/login/?next=/note/%3Fstep%3D2"


def test_anonymous_fragment_gets_401_and_no_redirect():
    response = Client().get("/note/", headers=HTMX)
    assert (response.status_code, "HX-Redirect" in response.headers) == (401, False)
    assert response.content.decode() == "You were logged out. Log in in a new tab, then try again here."


def test_anonymous_act_leads_back_to_the_page_of_its_button():
    response = Client().post("/refusing/", headers={"Referer": "http://testserver/members/?page=2"})
    assert response.headers["Location"] == "/accounts/login/?next=http%3A//testserver/members/%3Fpage%3D2"


def test_anonymous_act_from_a_foreign_page_leads_home():
    response = Client().post("/refusing/", headers={"Referer": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/accounts/login/?next=/"


def test_public_page_is_open_to_the_anonymous():
    assert Client().get("/open/").content == b"open"


def test_person_without_a_role_is_told_so():
    client = Client()
    client.force_login(UserFactory(email="nobody@example.org"))
    response = client.get("/note/")
    assert response.status_code == 403
    assert "You are logged in as nobody@example.org." in response.content.decode()


def test_role_that_ends_closes_the_door_at_the_next_click(cast):
    client = client_of(cast.alice)
    assert client.get("/note/").status_code == 200
    end_membership(cast.alice, by=cast.ada)
    assert client.get("/note/").status_code == 403


def test_account_that_is_closed_closes_the_door_at_the_next_click(cast):
    client = client_of(cast.alice)
    cast.alice.user.is_active = False
    cast.alice.user.save()
    assert client.get("/note/").status_code == 302


def test_session_cannot_name_somebody_elses_membership(cast):
    client = client_of(cast.bob)
    session = client.session
    session["membership_id"] = cast.alice.pk
    session.save()
    assert client.get("/note/").status_code == 403


def test_role_without_the_permission_is_refused(cast):
    assert [client_of(m).get("/note/").status_code for m in (cast.alice, cast.bob, cast.dana)] == [
        200,
        403,
        403,
    ]


def test_busy_database_is_a_sentence_and_503(cast):
    page = client_of(cast.alice).get("/locked/")
    assert page.status_code == 503
    assert "Nothing was saved; try again in a moment." in page.content.decode()


def test_refusal_becomes_a_sentence_and_409(cast):
    page = client_of(cast.alice).get("/refusing/")
    fragment = client_of(cast.alice).get("/refusing/", headers=HTMX)
    assert (page.status_code, fragment.status_code) == (409, 409)
    assert [("The room is taken." in answer.content.decode()) for answer in (page, fragment)] == [True, True]


@pytest.mark.parametrize("role", Role)
def test_second_step_is_required_of_those_who_see_other_peoples_data(settings, role):
    settings.SPLOT_REQUIRE_MFA = True
    client = client_of(MembershipFactory(role=role))
    must = role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.FINANCE, Role.AUDITOR)
    response = client.get(reverse("home"))
    assert (response.status_code, response.headers.get("Location")) == (
        (302, reverse("mfa_index") + "?required=1") if must else (200, None)
    )


def test_second_step_once_set_up_lets_in(settings, cast):
    settings.SPLOT_REQUIRE_MFA = True
    Authenticator.objects.create(user=cast.alice.user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client_of(cast.alice).get("/note/").status_code == 302
    Authenticator.objects.create(user=cast.alice.user, type=Authenticator.Type.TOTP, data={})
    assert client_of(cast.alice).get("/note/").status_code == 200


def test_second_step_is_asked_for_in_words(settings, cast):
    settings.SPLOT_REQUIRE_MFA = True
    client = client_of(cast.alice)
    words = client.get(client.get("/note/").headers["Location"]).content.decode()
    assert "so a password alone is not enough" in words
    fragment = client.get("/note/", headers=HTMX)
    assert fragment.headers["HX-Redirect"] == reverse("mfa_index") + "?required=1"


def test_language_of_the_person_is_spoken(cast):
    cast.alice.user.language = "pl"
    cast.alice.user.save()
    assert client_of(cast.alice).get(reverse("account")).headers["Content-Language"] == "pl"
    assert client_of(cast.ada).get(reverse("account")).headers["Content-Language"] == "en"
