"""What every real answer carries, ours, allauth's and the technical administration's."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import client_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
OURS_AND_ALLAUTHS = (
    "home",
    "members",
    "settings",
    "account",
    "mfa_index",
    "account_email",
    "usersessions_list",
)
BEFORE_LOGIN = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_request_login_code",
    "credits",
)


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def root() -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def answers(cast):
    ada = client_of(cast.ada)
    yield from ((name, ada.get(reverse(name))) for name in OURS_AND_ALLAUTHS)
    yield from ((name, Client().get(reverse(name))) for name in BEFORE_LOGIN)
    yield "not found", Client().get("/nowhere/")
    yield "admin", root().get(reverse("admin:accounts_user_changelist"))


def test_every_page_carries_the_content_security_policy(cast):
    assert {name: policy_of(answer) for name, answer in answers(cast)} == {
        name: CSP for name, _answer in answers(cast)
    }


def test_every_page_carries_the_other_headers(cast):
    for name, answer in answers(cast):
        carried = {
            header: answer.headers.get(header)
            for header in (
                "X-Content-Type-Options",
                "Referrer-Policy",
                "X-Frame-Options",
                "Cross-Origin-Opener-Policy",
            )
        }
        assert carried == {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
        }, name
        assert "camera=(), " in answer.headers["Permissions-Policy"], name


def test_every_answer_to_a_person_who_is_logged_in_stays_out_of_caches(cast):
    client = client_of(cast.ada)
    urls = [reverse(name) for name in OURS_AND_ALLAUTHS] + [
        "/nowhere/",
        reverse("session"),
        reverse("credits"),
    ]
    urls += [reverse("admin:login")]
    kept_out = {url: client.get(url).headers["Cache-Control"] for url in urls}
    assert kept_out == dict.fromkeys(urls, "no-store, private")
    assert root().get(reverse("admin:index")).headers["Cache-Control"] == "no-store, private"


def test_the_log_in_and_the_log_out_stay_out_of_caches(cast):
    client = Client()
    data = {"login": cast.ada.user.email, "password": "warm-thread-crossing"}
    coming = client.post(reverse("account_login"), data)
    leaving = client.post(reverse("account_logout"))
    assert [answer.status_code for answer in (coming, leaving)] == [302, 302]
    assert [answer.headers["Cache-Control"] for answer in (coming, leaving)] == ["no-store, private"] * 2


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(cast):
    client = Client()
    client.post(reverse("account_login"), {"login": cast.ada.user.email, "password": "warm-thread-crossing"})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
