"""Nothing typed is lost when a log-in expires; nothing is shown to anybody else."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from base.accounts.domain.forgetting import forget_expired
from base.accounts.models import Membership
from frontend import held
from tests.clients import client_of
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.frontend import urls_of_doors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.frontend.urls_of_doors")]


@pytest.fixture(autouse=True)
def _nothing_saved():
    urls_of_doors.saved.clear()


def typed_by(membership: Membership, note: str = "a long note") -> dict[str, str]:
    return {"note": note, held.FIELD: held.sign_owner(membership)}


def log_in(client: Client, membership: Membership, next_url: str = "/note/"):
    data = {"login": membership.user.email, "password": PASSWORD}
    response = client.post(f"/accounts/login/?next={next_url}", data)
    assert response.headers["Location"] == next_url


def test_form_posted_after_the_log_in_expired_is_shown_again_filled(cast):
    client = Client()
    response = client.post("/note/", typed_by(cast.alice))
    assert response.headers["Location"] == "/accounts/login/?next=/note/"
    log_in(client, cast.alice)
    assert client.get("/note/").content == b"a long note"
    assert client.get("/note/").content == b"a long note"
    assert urls_of_doors.saved == []


def test_form_sent_again_is_saved_once_and_forgotten(cast):
    client = Client()
    client.post("/note/", typed_by(cast.alice))
    log_in(client, cast.alice)
    client.post("/note/", typed_by(cast.alice))
    assert urls_of_doors.saved == [("centre-a", "a long note")]
    assert client.get("/note/").content == b"empty"


def test_form_is_purged_when_somebody_else_logs_in(cast):
    client = Client()
    client.post("/note/", typed_by(cast.alice))
    log_in(client, cast.ada)
    assert client.get("/note/").content == b"empty"
    assert held.SESSION_KEY not in client.session
    assert "a long note" not in str(dict(client.session))


def test_form_waits_an_hour_and_no_longer(cast):
    client = Client()
    with time_machine.travel(timezone.now() - timedelta(minutes=61), tick=False):
        client.post("/note/", typed_by(cast.alice))
    log_in(client, cast.alice)
    assert client.get("/note/").content == b"empty"


def test_form_nobody_comes_back_for_leaves_the_database_after_an_hour(cast):
    with time_machine.travel(timezone.now() - timedelta(minutes=61), tick=False):
        Client().post("/note/", typed_by(cast.alice))
    Client().post("/note/", typed_by(cast.alice))
    forget_expired(timezone.now())
    assert Session.objects.count() == 1


def test_log_in_that_brings_a_form_back_lasts_as_long_as_any_other(cast):
    with_form, without = Client(), Client()
    with_form.post("/note/", typed_by(cast.alice))
    for client in (with_form, without):
        client.force_login(cast.alice.user)
    assert with_form.session.get_expiry_age() == without.session.get_expiry_age() == 12 * 60 * 60


def test_form_shows_on_its_own_page_only(cast):
    client = Client()
    client.post("/refusing/", typed_by(cast.alice))
    log_in(client, cast.alice)
    assert client.get("/note/").content == b"empty"


def test_form_without_a_signed_owner_is_not_held(cast):
    for owner in ({}, {held.FIELD: "made:up"}):
        client = Client()
        client.post("/note/", {"note": "a long note", **owner})
        assert held.SESSION_KEY not in client.session


def test_form_with_an_old_signature_is_not_held(cast):
    with time_machine.travel(timezone.now() - timedelta(days=8), tick=False):
        data = typed_by(cast.alice)
    client = Client()
    client.post("/note/", data)
    assert held.SESSION_KEY not in client.session


def test_form_that_is_too_large_is_not_held(cast):
    client = Client()
    client.post("/note/", typed_by(cast.alice, "x" * (held.MOST_CHARACTERS + 1)))
    assert held.SESSION_KEY not in client.session


def test_passwords_and_tokens_are_never_held(cast):
    client = Client()
    client.post("/note/", {**typed_by(cast.alice), "new_password": "s3cret", "csrfmiddlewaretoken": "t"})
    assert client.session[held.SESSION_KEY]["/note/"]["fields"] == "note=a+long+note"


def test_only_the_last_five_forms_are_held(cast):
    session = import_module(django_settings.SESSION_ENGINE).SessionStore()
    for number in range(7):
        request = RequestFactory().post(f"/note/{number}/", typed_by(cast.alice))
        request.session, request.user = session, None
        assert held.hold(request)
    assert list(session[held.SESSION_KEY]) == [f"/note/{number}/" for number in range(2, 7)]


def test_log_in_goes_on_in_the_role_the_form_was_begun_in(cast):
    second = MembershipFactory(user=cast.alice.user, organisation=cast.other_centre)
    client = Client()
    client.post("/note/", typed_by(second))
    log_in(client, cast.alice)
    assert client.get("/note/").content == b"a long note"
    client.post("/note/", typed_by(second))
    assert urls_of_doors.saved == [("centre-b", "a long note")]


def test_form_begun_in_another_role_is_not_saved_there(cast):
    second = MembershipFactory(user=cast.alice.user, organisation=cast.other_centre)
    client = client_of(second)
    response = client.post("/note/", typed_by(cast.alice))
    assert (response.status_code, urls_of_doors.saved) == (409, [])
    assert "Go back to it as coordinator, Centre A" in response.content.decode()
    back = client.post("/membership/", {"membership": cast.alice.pk, "next": "/note/"})
    assert back.headers["Location"] == "/note/"
    assert client.get("/note/").content == b"a long note"


def test_form_begun_by_another_person_is_neither_saved_nor_shown(cast):
    client = client_of(cast.ada)
    response = client.post("/note/", typed_by(cast.alice))
    assert (response.status_code, urls_of_doors.saved) == (409, [])
    assert held.SESSION_KEY not in client.session
    assert "a long note" not in response.content.decode()


def test_form_with_an_old_token_after_a_log_in_elsewhere_is_shown_again_filled(cast):
    client = client_of(cast.alice)
    client.handler.enforce_csrf_checks = True
    response = client.post("/note/", typed_by(cast.alice))
    assert (response.status_code, response.headers["Location"]) == (302, "/note/")
    assert client.get("/note/").content == b"a long note"
    assert urls_of_doors.saved == []


def test_form_with_an_old_token_of_somebody_else_is_dropped(cast):
    client = client_of(cast.ada)
    client.handler.enforce_csrf_checks = True
    assert client.post("/note/", typed_by(cast.alice)).status_code == 403
    assert held.SESSION_KEY not in client.session


def test_saved_draft_comes_back_as_form_data(cast):
    client = client_of(cast.alice)
    url = "/drafts/family_add/"
    assert client.post(url, {**typed_by(cast.alice), "needs": ["school", "work"]}).status_code == 204
    request = RequestFactory().get("/")
    request.membership = cast.alice
    draft = held.draft_data(request, "family_add")
    assert dict(draft.lists()) == {"note": ["a long note"], "needs": ["school", "work"]}
    client.post(url, {"discard": "1"})
    assert held.draft_data(request, "family_add") is None


def test_form_held_for_somebody_logged_in_is_shown_for_an_hour_and_no_longer(cast):
    with time_machine.travel(timezone.now() - timedelta(minutes=61), tick=False):
        client = client_of(cast.alice)
        client.handler.enforce_csrf_checks = True
        client.post("/note/", typed_by(cast.alice))
        assert client.get("/note/").content == b"a long note"
    assert client.get("/note/").content == b"empty"
