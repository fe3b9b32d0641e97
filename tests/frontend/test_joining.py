"""A firm applies on the public page, confirms its address, and a coordinator answers."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from base.audit.models import Record
from base.notices.models import Notice
from frontend.today import today_of
from mentors.models import Application, Participation
from tests.clients import client_of
from tests.factories.joining import ApplicationFactory, unconfirmed
from tests.factories.mentors import ParticipationFactory
from tests.factories.organisations import nip_number
from tests.frontend.people import queries_of

pytestmark = pytest.mark.django_db
FIRM = {
    "name": "Nowa Huta sp. z o.o.", "nip": "676-00-" + nip_number(7100)[5:7] + "-" + nip_number(7100)[7:],
    "place_postcode": "31-137", "place_name": "Kraków", "representative": "Jan Żak",
    "email": "jan@example.org",
    "form_mark": "0" * 32,
}  # fmt: skip
LIST = "/employers/applications/"
TOKENS = re.compile(rb"[A-Za-z0-9]{64}")


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def form_page(cast):
    return f"/employers/join/{cast.centre.key}/"


@pytest.fixture
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {"employer_apply": "2/h/ip", "employer_apply_address": "1/d/key"}
    cache.clear()
    yield
    cache.clear()


def link_of(notice: Notice) -> str:
    return re.search(r"/employers/confirm/[^/]+/$", notice.context["link"])[0]


def firm(**changes):
    return FIRM | {"nip": nip_number(7100)} | changes


def test_firm_applies_and_confirms_by_the_buttons_post_alone(form_page, cast):
    stranger = Client()
    assert stranger.post(form_page, firm()).url == f"{form_page}sent/"
    notice = Notice.objects.get()
    assert (notice.address, notice.organisation_id, notice.context["valid_hours"]) == (
        "jan@example.org", cast.centre.pk, 72,
    )  # fmt: skip
    link = link_of(notice)
    assert Application.objects.get().token_hash not in link
    assert "Is this your application?" in stranger.get(link).content.decode()
    assert Application.objects.get().state == "unconfirmed"
    shown = stranger.post(link, follow=True)
    assert "Thank you, it is confirmed" in shown.content.decode()
    assert Application.objects.get().state == "waiting"
    assert shown.headers["Cache-Control"] == "no-store"


def test_known_firm_is_answered_as_any_other(form_page, cast):
    known = ParticipationFactory(centre=cast.centre)
    answers = [
        Client().post(form_page, firm(nip=number, email=f"x{number}@example.org", form_mark=""), follow=True)
        for number in (known.employer.nip, nip_number(7101))
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    first, second = (TOKENS.sub(b"", one.content) for one in answers)
    assert first == second
    assert Notice.objects.count() == 2


def test_form_sent_twice_is_one_application_and_one_letter(form_page):
    for _ in range(2):
        assert Client().post(form_page, firm()).status_code == 302
    assert (Application.objects.count(), Notice.objects.count()) == (1, 1)


def test_what_was_typed_is_kept_beside_what_is_wrong(form_page):
    shown = Client().post(form_page, firm(nip="1234567890", regon="1", place_postcode="99-99"))
    text = shown.content.decode()
    assert shown.status_code == 422
    assert set(shown.context["form"].errors) == {"nip", "regon", "place"}
    assert "3 things to mend" in text
    for typed in ('value="1234567890"', 'value="99-99"', 'value="Jan Żak"'):
        assert typed in text


def test_too_many_applications_from_one_place_are_told_so_and_nothing_typed_is_lost(form_page, limits):
    for n in range(2):
        assert Client().post(form_page, firm(email=f"a{n}@example.org", form_mark="")).status_code == 302
    shown = Client().post(form_page, firm(email="b@example.org", form_mark=""))
    assert shown.status_code == 429
    assert 'value="b@example.org"' in shown.content.decode()
    assert Application.objects.count() == 2
    # What is wrong costs nothing.
    assert Client().post(form_page, {}).status_code == 422


def test_address_that_was_written_to_is_left_alone_without_a_word(form_page, limits):
    answers = [
        Client().post(form_page, firm(form_mark="", email=email))
        for email in ("V@example.org", "v@example.org")
    ]
    assert [(one.status_code, one.url) for one in answers] == [(302, f"{form_page}sent/")] * 2
    assert Notice.objects.count() == 1


def test_late_link_says_so_and_leads_back_to_the_form(form_page, cast):
    Client().post(form_page, firm())
    Application.objects.update(expires_at="2026-01-01T00:00Z")
    link = link_of(Notice.objects.get())
    for ask in (Client().get, Client().post):
        shown = ask(link)
        assert (shown.status_code, form_page in shown.content.decode()) == (410, True)


# --- the coordinator --------------------------------------------------------------------------------------


def test_coordinator_reads_what_waits_and_answers(cast, alice):
    row = ApplicationFactory(centre=cast.centre, name="Złota Nić", note="Szukamy szwaczek")
    unconfirmed(centre=cast.centre)
    ApplicationFactory(centre=cast.other_centre)
    assert list(alice.get(LIST).context["listing"].page) == [row]
    assert [task.what for task in today_of(cast.alice).tasks if task.icon == "firm"] == [
        "Złota Nić asks to take part"
    ]
    assert "Szukamy szwaczek" in alice.get(f"{LIST}{row.pk}/").content.decode()
    part_page = alice.post(f"{LIST}{row.pk}/accept/").url
    part = Participation.objects.get()
    assert part_page == f"/employers/{part.pk}/"
    assert set(Notice.objects.values_list("template", "address")) == {
        ("application_answered", row.email), ("invitation", row.email),
    }  # fmt: skip


def test_firm_that_is_here_already_is_shown_with_what_we_know_and_asked_first(cast, alice):
    part = ParticipationFactory(centre=cast.centre, employer__email="office@known.example")
    row = ApplicationFactory(centre=cast.centre, nip=part.employer.nip)
    text = alice.get(f"{LIST}{row.pk}/").content.decode()
    assert "This firm is here already" in text
    assert "office@known.example" in text
    refused = alice.post(f"{LIST}{row.pk}/accept/")
    assert refused.status_code == 422
    assert "A firm with this NIP is here already." in refused.content.decode()
    assert alice.post(f"{LIST}{row.pk}/accept/", {"firm_was_asked": "on"}).status_code == 302


def test_firm_of_another_centre_is_hinted_at_without_a_name(cast, alice):
    elsewhere = ParticipationFactory(centre=cast.other_centre, employer__name="Tajna Firma")
    row = ApplicationFactory(centre=cast.centre, nip=elsewhere.employer.nip)
    text = alice.get(f"{LIST}{row.pk}/").content.decode()
    assert "This firm is known by its NIP" in text
    assert "Tajna Firma" not in text
    assert cast.other_centre.name not in text


def test_declined_firm_is_told_and_the_list_narrows(cast, alice):
    row = ApplicationFactory(centre=cast.centre)
    assert alice.post(f"{LIST}{row.pk}/decline/", {"reason": " "}).status_code == 422
    assert alice.post(f"{LIST}{row.pk}/decline/", {"reason": "Too far"}).url == LIST
    assert list(alice.get(f"{LIST}?state=waiting").context["listing"].page) == []
    assert list(alice.get(f"{LIST}?state=declined").context["listing"].page) == [row]
    assert list(alice.get(f"{LIST}?q={row.nip[:4]}").context["listing"].page) == [row]
    assert alice.post(f"{LIST}{row.pk}/decline/", {"reason": "again"}).status_code == 422


def test_file_of_applications_is_on_record(cast, alice):
    ApplicationFactory(centre=cast.centre, name="=cmd()")
    text = alice.get(f"{LIST}export/?format=csv").content.decode("utf-8-sig")
    assert "'=cmd()" in text
    assert Record.objects.filter(act="mentors.applications.exported").count() == 1


def test_list_takes_as_many_queries_for_three_as_for_one(cast, alice):
    ApplicationFactory(centre=cast.centre)
    alice.get(LIST)
    one = queries_of(alice, LIST)
    for _ in range(2):
        ApplicationFactory(centre=cast.centre)
    assert queries_of(alice, LIST) == one
