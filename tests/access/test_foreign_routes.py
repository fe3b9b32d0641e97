"""allauth's pages and the technical administration: one rule each, by prefix."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.access.matrix import ACTORS
from tests.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.cast import told_cast

#: What allauth shows before the log-in; everything else of it asks for one.
BEFORE_LOGIN = {
    "account_login": 200,
    "account_logout": 302,
    "account_signup": 200,
    "account_inactive": 200,
    "account_email_verification_sent": 200,
    "account_request_login_code": 200,
    "account_confirm_login_code": 302,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key_done": 200,
    "mfa_authenticate": 302,
    "mfa_login_webauthn": 302,
}


def names_under(prefix: str) -> list[str]:
    resolver = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == prefix)
    found = []
    waiting = list(resolver.url_patterns)
    while waiting:
        entry = waiting.pop()
        waiting += getattr(entry, "url_patterns", [])
        if getattr(entry, "name", None):
            found.append(f"admin:{entry.name}" if prefix == "admin/" else entry.name)
    return sorted(set(found))


def reversible(names: list[str]) -> dict[str, str]:
    urls = {}
    for name in names:
        try:
            urls[name] = reverse(name)
        except NoReverseMatch:
            continue
    return urls


@pytest.mark.django_db
def test_allauth_pages_before_the_log_in_are_these_and_no_others():
    urls = reversible(names_under("accounts/"))
    shown = {name: Client().get(url) for name, url in urls.items()}
    asks = {
        name
        for name, answer in shown.items()
        if answer.status_code == 302 and answer["Location"].startswith(f"{reverse('account_login')}?next=")
    }
    assert {name: shown[name].status_code for name in shown if name not in asks} == BEFORE_LOGIN


@pytest.mark.django_db
def test_sign_up_is_closed_to_those_without_an_invitation():
    before = Client().get(reverse("account_signup"))
    data = {"email": "me@example.org", "password1": "quiet-river-stone", "password2": "quiet-river-stone"}
    after = Client().post(reverse("account_signup"), data)
    assert [answer.templates[0].name for answer in (before, after)] == ["account/signup_closed.html"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor != "household"])
def test_technical_administration_is_closed_to_every_role(actor):
    client = client_of(told_cast().membership(actor))
    urls = reversible(names_under("admin/"))
    del urls["admin:login"], urls["admin:logout"]
    answers = {name: client.get(url) for name, url in urls.items()}
    door = reverse("admin:login")
    assert {
        name for name, answer in answers.items() if not answer.headers.get("Location", "").startswith(door)
    } == set()
    assert client.get(door).status_code == (302 if actor == "anonymous" else 403)


@pytest.mark.django_db
def test_technical_administration_opens_to_a_superuser():
    client = Client()
    client.force_login(UserFactory(name="Root", is_staff=True, is_superuser=True))
    urls = reversible(
        [
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            for model in admin.site._registry
        ]
    )
    assert {name: client.get(url).status_code for name, url in urls.items()} == dict.fromkeys(urls, 200)
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.django_db
def test_technical_administration_has_no_log_in_form_of_its_own():
    answer = Client().post(reverse("admin:login"), {"username": "root", "password": "x"})
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
def test_technical_administration_asks_a_superuser_for_the_second_step(settings):
    settings.SPLOT_REQUIRE_MFA = True
    client = Client()
    client.force_login(UserFactory(name="Root", is_staff=True, is_superuser=True))
    assert client.get(reverse("admin:login")).headers["Location"] == reverse("mfa_index") + "?required=1"
