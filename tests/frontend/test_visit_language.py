"""Which language wins: the account's, unless another one was chosen here just before the log-in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from base.accounts.models import User
from tests.clients import client_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet evening"
LOG_IN, SWITCH = reverse("account_login"), reverse("language")
TOASTS = {"pl": "Zalogowano jako {}.", "en": "Successfully signed in as {}."}
FAREWELL = "You have signed out."


@pytest.fixture
def bob(cast):
    cast.bob.user.language = "pl"
    cast.bob.user.set_password(PASSWORD)
    cast.bob.user.save()
    return cast.bob.user


def log_in(user: User, *, chosen: str = "", cookie: str = "", browser: str = "") -> Client:
    client = Client(headers={"Accept-Language": browser} if browser else {})
    if cookie:
        client.cookies["django_language"] = cookie
    if chosen:
        client.post(SWITCH, {"language": chosen, "next": LOG_IN})
    client.post(LOG_IN, {"login": user.email, "password": PASSWORD})
    return client


def spoken(page) -> str:
    return re.search(r'<html lang="(\w+)"', page.content.decode()).group(1)


def toasts(page) -> str:
    return "".join(re.findall(r'<div class="toast [^"]*">\s*<span>(.*?)</span>', page.content.decode()))


@pytest.mark.parametrize(
    ("before", "language"),
    [
        ({}, "pl"),
        ({"cookie": "en"}, "pl"),
        ({"browser": "en"}, "pl"),
        ({"chosen": "en"}, "en"),
        ({"chosen": "pl"}, "pl"),
    ],
)
def test_page_after_the_log_in_and_its_toast_speak_one_language(bob, before, language):
    client = log_in(bob, **before)
    page = client.get("/")
    assert (spoken(page), spoken(client.get("/log/"))) == (language, language)
    assert toasts(page) == TOASTS[language].format(bob)
    assert User.objects.get(pk=bob.pk).language == "pl"


def test_what_was_chosen_is_offered_to_be_kept_on_the_home_page_only(bob):
    client = log_in(bob, chosen="en")
    assert "Always: English" in client.get("/").content.decode()
    assert "Always: English" not in client.get("/log/").content.decode()
    client.post(SWITCH, {"language": "en", "next": "/"})
    assert User.objects.get(pk=bob.pk).language == "en"
    page = client.get("/")
    assert (spoken(page), "Always: English" in page.content.decode()) == ("en", False)


def test_one_press_leads_back_to_the_language_of_the_account(bob):
    client = log_in(bob, chosen="en")
    client.post(SWITCH, {"language": "pl", "next": "/"})
    assert (spoken(client.get("/")), User.objects.get(pk=bob.pk).language) == ("pl", "pl")


def test_choice_is_over_with_the_visit_and_is_nobody_else_s(cast, bob):
    client = log_in(bob, chosen="en")
    client.post(reverse("account_logout"))
    client.post(LOG_IN, {"login": bob.email, "password": PASSWORD})
    assert spoken(client.get("/")) == "pl"


def test_farewell_speaks_the_language_of_the_page_it_stands_on(bob):
    client = log_in(bob, browser="en")
    page = client.post(reverse("account_logout"), follow=True)
    assert (spoken(page), toasts(page)) == ("en", FAREWELL)


def test_saving_another_language_says_so_in_that_one(compiled, cast):
    client = client_of(cast.bob)
    page = client.post(reverse("account"), {"name": "Robert", "language": "pl"}, follow=True)
    assert (spoken(page), toasts(page)) == ("pl", "Zapisano.")


def test_language_nobody_speaks_chooses_nothing(bob):
    assert spoken(log_in(bob, chosen="xx").get("/")) == "pl"
