"""How a family comes in, stays for a while, and leaves; nobody else is ever in with it."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from families.domain.access import invite_household, revoke_access
from families.domain.households import archive_household
from families.models import HouseholdAccess
from frontend.family import SESSION_KEY
from tests.clients import client_of, client_of_family
from tests.factories.cast import family_of
from tests.factories.families import HouseholdAccessFactory, household_with

HOME = "/f/"
PIN = {"pin": "271828"}


@pytest.fixture
def family(cast):
    return family_of(cast)


@pytest.fixture
def fresh(cast, family):
    return invite_household(family, by=cast.alice)


def link(token: str) -> str:
    return reverse("f_open", args=[token])


def test_get_of_a_link_changes_nothing_and_asks_for_nothing(client, fresh):
    for _ in range(3):
        answer = client.get(link(fresh.token))
    fresh.access.refresh_from_db()
    assert (answer.status_code, fresh.access.opened_at, SESSION_KEY in client.session) == (200, None, False)
    assert 'name="pin"' not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"


def test_button_asks_for_a_pin_and_the_pin_opens(client, fresh):
    asked = client.post(link(fresh.token), {"go": "1"})
    assert asked.content.decode().count('type="password"') == 2
    answer = client.post(link(fresh.token), {"pin": "314159", "again": "314159"})
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    page = client.get(HOME)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store, private")
    assert "K-417" in page.content.decode()


def test_link_page_speaks_the_familys_language_until_another_is_pressed(client, fresh):
    assert 'lang="uk"' in client.get(link(fresh.token)).content.decode()[:200]
    client.post(link(fresh.token), {"language": "ru", "next": link(fresh.token)})
    assert 'lang="ru"' in client.get(link(fresh.token)).content.decode()[:200]
    client.post(link(fresh.token), {"pin": "314159", "again": "314159"})
    fresh.access.refresh_from_db()
    assert fresh.access.language == "ru"


def test_language_inside_is_remembered_on_every_phone(family):
    here, there = (client_of_family(family) for _ in range(2))
    here.post(reverse("f_language"), {"language": "uk", "next": HOME})
    assert 'lang="uk"' in there.get(HOME).content.decode()[:200]


def test_coming_in_logs_out_whoever_was_logged_in(cast, fresh):
    client = client_of(cast.alice)
    assert "banner wait" in client.get(link(fresh.token)).content.decode()
    client.post(link(fresh.token), {"pin": "314159", "again": "314159"})
    assert client.get(HOME).status_code == 200
    assert client.get(reverse("families")).status_code == 302


def test_logging_in_throws_the_family_out(cast, family):
    client = client_of_family(family)
    client.force_login(cast.alice.user)
    assert SESSION_KEY not in client.session
    assert client.get(HOME).status_code == 403


def test_family_session_beside_a_log_in_counts_for_nothing(cast, family):
    client = client_of(cast.bob)
    session = client.session
    session[SESSION_KEY] = client_of_family(family).session[SESSION_KEY]
    session.save()
    assert client.get(HOME).status_code == 403


def test_session_key_is_new_after_coming_in(client, fresh):
    client.get(link(fresh.token))
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    client.post(link(fresh.token), {"pin": "314159", "again": "314159"})
    assert client.session.session_key != before
    assert "something" not in client.session


def test_revoked_link_closes_open_pages_at_once(cast, family):
    client = client_of_family(family)
    assert client.get(HOME).status_code == 200
    revoke_access(HouseholdAccess.objects.get(), by=cast.alice)
    answer = client.get(HOME)
    assert (answer.status_code, SESSION_KEY in client.session) == (403, False)
    assert "does not work any more" in answer.content.decode()


def test_archived_family_is_out_at_once(cast, family):
    client = client_of_family(family)
    archive_household(family, reason="Moved away", by=cast.alice)
    assert client.get(HOME).status_code == 403


def aged(client: Client, *, idle: int = 0, old: int = 0) -> Client:
    """The same browser so many seconds later."""
    session, now = client.session, time.time()
    session[SESSION_KEY] = {**session[SESSION_KEY], "seen": now - idle, "since": now - max(idle, old)}
    session.save()
    return client


@pytest.mark.parametrize("late", [{"idle": 20 * 60 + 5}, {"old": 8 * 3600 + 5}])
def test_pages_close_by_themselves_and_the_pin_opens_them_again(family, late):
    client = aged(client_of_family(family), **late)
    answer = client.get(HOME)
    assert answer["Location"] == reverse("f_wake")
    asked = client.get(reverse("f_wake"))
    assert "K-417" not in asked.content.decode()
    assert client.post(reverse("f_wake"), {"pin": "000001"}).status_code == 422
    assert client.post(reverse("f_wake"), PIN)["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_words_written_when_the_pages_closed_are_there_after_the_pin(family):
    client = aged(client_of_family(family), idle=20 * 60 + 5)
    client.post(reverse("f_concern"), {"words": "He shouted at my son", "key": "x"})
    assert client.post(reverse("f_wake"), PIN)["Location"] == reverse("f_concern")
    assert "He shouted at my son" in client.get(reverse("f_concern")).content.decode()
    assert "He shouted at my son" not in client.get(reverse("f_concern")).content.decode()


def test_words_of_one_family_are_not_there_for_another(cast, family):
    client = aged(client_of_family(family), idle=20 * 60 + 5)
    client.post(reverse("f_concern"), {"words": "He shouted at my son", "key": "x"})
    HouseholdAccessFactory(household=household_with(centre=cast.centre), token="o" * 43)
    assert client.post(link("o" * 43), PIN)["Location"] == HOME
    assert "He shouted at my son" not in client.get(reverse("f_concern")).content.decode()


def test_touching_keeps_the_pages_open(family):
    client = aged(client_of_family(family), idle=19 * 60)
    assert client.get(HOME).status_code == 200
    assert time.time() - client.session[SESSION_KEY]["seen"] < 30


def test_leave_leaves_nothing(family):
    client = client_of_family(family)
    answer = client.post(reverse("f_leave"))
    assert (answer.status_code, answer["Clear-Site-Data"], SESSION_KEY in client.session) == (
        200, '"cache"', False,
    )  # fmt: skip
    assert client.get(HOME).status_code == 403


def test_every_page_has_the_button_to_leave(family):
    client = client_of_family(family)
    assert f'action="{reverse("f_leave")}"' in client.get(HOME).content.decode()


def test_wrong_pin_is_told_in_words_and_the_field_stays_empty(client, cast, family):
    HouseholdAccessFactory(household=family, token="t" * 43)
    answer = client.post(link("t" * 43), {"pin": "000001"})
    page = answer.content.decode()
    assert (answer.status_code, "This is not the PIN" in page, "000001" in page) == (422, True, False)


def test_old_link_says_so(client, family):
    HouseholdAccessFactory(household=family, token="t" * 43)
    HouseholdAccess.objects.update(
        created_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=1)
    )
    answer = client.get(link("t" * 43))
    assert (answer.status_code, "too old" in answer.content.decode()) == (403, True)


def test_coordinator_sees_the_link_once_and_never_again(cast, family):
    client = client_of(cast.alice)
    made = client.post(reverse("family_way_in_make", args=[family.pk])).content.decode()
    token = made.split("/f/")[1][:43]
    assert client.get(reverse("family_way_in", args=[family.pk])).content.decode().count(token) == 0
    assert Client().get(link(token)).status_code == 200
    assert ('<svg class="qr"' in made, "style=" in made, "print-letter" in made) == (True, False, True)


def test_letter_is_in_the_familys_language_and_in_polish(cast, family):
    page = client_of(cast.alice).post(reverse("family_way_in_make", args=[family.pk])).content.decode()
    letter = page[page.index("print-letter") :]
    assert letter.index('<div lang="uk">') < letter.index('<div lang="pl">')


def test_family_reached_by_email_is_sent_the_link_and_nothing_else(cast, family):
    family.channel, family.email = "email", "olena@example.org"
    family.save()
    client_of(cast.alice).post(reverse("family_way_in_make", args=[family.pk]))
    notice = cast.centre.notices.get(template="way_in")
    assert (notice.address, set(notice.context)) == ("olena@example.org", {"link", "days"})
    client_of(cast.alice).post(reverse("family_way_in_close", args=[family.pk]))
    notice.refresh_from_db()
    assert (notice.state, notice.context) == ("cancelled", {})


def test_records_of_the_door_name_no_person(cast, client, fresh):
    client.post(link(fresh.token), {"pin": "314159", "again": "314159"})
    record = Record.objects.filter(act="families.way_in.opened").get()
    assert (record.actor_label, record.organisation_id) == ("K-417", cast.centre.pk)
