"""A volunteer's papers: documents to bring, standards to read, the agreement to sign, from both sides."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from frontend.today import today_of
from tests.access.routes_me import TERMS
from tests.clients import client_of
from tests.factories.volunteers import ClearanceItemFactory, volunteer_with
from tests.frontend.people import queries_of
from volunteers.domain.agreement_words import words_of
from volunteers.domain.agreements import prepare_agreement, sign_as_volunteer
from volunteers.models import CentreDocument, PreparedAgreement, SignedAgreement

pytestmark = pytest.mark.django_db
PAPERS, STANDARDS, AGREEMENT = "/me/documents/", "/me/documents/standards/", "/me/agreement/"
SIGNED = {"is_adult": "on", "agrees": "on", "typed_name": "Bob Nowak"}


@pytest.fixture
def phone(cast):
    return client_of(cast.bob)


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def bob(cast):
    return volunteer_with(
        centre=cast.centre, user=cast.bob.user, first_name="Bob", last_name="Nowak", cleared=False
    )


@pytest.fixture
def prepared(bob, cast):
    return prepare_agreement(bob, terms=TERMS, by=cast.alice)


def sign(prepared, by):
    return sign_as_volunteer(
        prepared, seen=words_of(prepared).print, typed_name="Bob Nowak", is_adult=True, agrees=True,
        waives_travel_costs=False, by=by,
    )  # fmt: skip


def acts_of(membership) -> list[str]:
    return [task.act for task in today_of(membership).tasks]


# --- documents to bring -----------------------------------------------------------------------------------


def test_missing_papers_come_first_with_the_way_to_get_them(phone, bob):
    today = timezone.localdate()
    ClearanceItemFactory(volunteer=bob, kind="krk", checked_on=today - timedelta(days=340))
    ClearanceItemFactory(volunteer=bob, kind="training", checked_on=today)
    ClearanceItemFactory(volunteer=bob, kind="residence", checked_on=today, result="not_clean")
    page = phone.get(PAPERS)
    papers = page.context["papers"]
    assert [str(one.line.kind) for one in papers.papers] == [
        "rspts", "commission", "foreign_record", "residence", "liability", "standards", "krk", "training",
    ]  # fmt: skip
    assert papers.in_order == 2
    text = page.content.decode()
    assert ("lapses on" in text, "ekrk.ms.gov.pl" in text, "in order until" in text) == (True, True, True)
    # Not in order is nobody's to read on a phone: it is a talk.
    assert "not in order" not in text


def test_standards_are_read_and_told_to_the_coordinator_who_records_them(phone, alice, bob, cast):
    words = CentreDocument.objects.get(kind="standards")
    refused = phone.post(STANDARDS, {"version": words.version})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["has_read"])
    for _twice in range(2):
        phone.post(STANDARDS, {"version": words.version, "has_read": "on"})
    assert bob.standards_readings.count() == 1
    assert (bob.clearance_items.count(), "Record it" in acts_of(cast.alice)) == (0, True)
    assert "Record it" not in acts_of(cast.carol)
    assert "Your coordinator records it." in phone.get(PAPERS).content.decode()
    alice.post(reverse("standards_record", args=[bob.pk]))
    item = bob.clearance_items.get()
    assert (item.kind, item.checked_on, item.checked_by_label) == (
        "standards", timezone.localdate(), "Alice",
    )  # fmt: skip
    assert words.version in item.reference
    assert "Record it" not in acts_of(cast.alice)


def test_older_version_of_the_standards_is_not_confirmed(phone, bob):
    refused = phone.post(STANDARDS, {"version": "another", "has_read": "on"})
    assert (refused.status_code, bob.standards_readings.count()) == (422, 0)
    assert refused.context["words"].version in refused.content.decode()


# --- the agreement ----------------------------------------------------------------------------------------


def test_agreement_is_read_as_text_and_as_pdf_before_it_is_signed(phone, prepared):
    page = phone.get(AGREEMENT)
    text = page.content.decode()
    for block in words_of(prepared).blocks[:3]:
        for line in block.text.splitlines():
            assert line in text
    assert "An example, to be checked by a lawyer." in text
    assert page.context["form"]["waives_travel_costs"].value() in (None, False)
    preview = phone.get(reverse("me_agreement_preview"))
    assert (preview.headers["Content-Type"], preview.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in preview.headers["Cache-Control"]


def test_what_people_wrote_is_escaped_on_the_page(phone, bob, prepared):
    type(bob).objects.update(last_name="<b>x</b>")
    assert "<b>x</b>" not in phone.get(AGREEMENT).content.decode()


def test_signature_leads_to_the_centres_and_then_both_download_it(phone, alice, bob, prepared, cast):
    seen = phone.get(AGREEMENT).context["words"].print
    assert phone.post(AGREEMENT, SIGNED | {"seen": seen}).headers["Location"] == "/me/"
    assert phone.get(AGREEMENT).status_code == 404
    assert "Sign" in acts_of(cast.alice)
    url = reverse("agreement_sign", args=[bob.pk, prepared.pk])
    assert alice.post(url, {"typed_name": "Alice Kowal"}).status_code == 302
    own = phone.get(reverse("me_signed_agreement", args=[prepared.pk])).content
    theirs = alice.get(reverse("agreement_file", args=[bob.pk, prepared.pk])).content
    newest = SignedAgreement.objects.order_by("-pk")[0]
    assert own == theirs == bytes(newest.document)
    assert hashlib.sha256(own).hexdigest() == newest.sha256
    assert Record.objects.filter(act="volunteers.agreement.read").count() == 1
    assert bob.agreements.get().number == TERMS.number
    assert "Sign" not in acts_of(cast.alice)


def test_signature_over_older_words_is_refused_and_the_newer_are_shown(phone, bob, prepared):
    seen = phone.get(AGREEMENT).context["words"].print
    type(bob).objects.update(last_name="Nowakowski")
    refused = phone.post(AGREEMENT, SIGNED | {"seen": seen})
    assert (refused.status_code, SignedAgreement.objects.count()) == (422, 0)
    assert "Nowakowski" in refused.content.decode()
    again = refused.context["words"].print
    assert phone.post(AGREEMENT, SIGNED | {"seen": again, "typed_name": "Bob Nowakowski"}).status_code == 302


def test_somebody_elses_agreement_is_not_there(cast, prepared):
    sign(prepared, cast.bob)
    other = volunteer_with(centre=cast.centre)
    mine = prepare_agreement(other, terms=TERMS, by=cast.alice)
    assert client_of(cast.bob).get(reverse("me_signed_agreement", args=[mine.pk])).status_code == 404
    url = reverse("agreement_file", args=[other.pk, prepared.pk])
    assert client_of(cast.alice).get(url).status_code == 404


# --- the coordinators' side -------------------------------------------------------------------------------


def test_coordinator_prepares_one_and_takes_it_back(alice, bob, phone):
    typed = {
        "number": "W/9/2026", "valid_from": "2026-12-01", "valid_until": "2026-11-01", "scope": "a",
        "manner": "b", "hours": "c", "notice_days": "30",
    }  # fmt: skip
    url = reverse("agreement_prepare", args=[bob.pk])
    refused = alice.post(url, typed)
    assert (refused.status_code, list(refused.context["prepare_form"].errors)) == (422, ["valid_until"])
    alice.post(url, typed | {"valid_until": ""})
    prepared = PreparedAgreement.objects.get()
    assert (prepared.scope, prepared.notice_days, prepared.prepared_by_label) == ("a", 30, "Alice")
    page = alice.get(reverse("volunteer", args=[bob.pk])).content.decode()
    assert ("waits for the volunteer" in page, "Agreement prepared to be signed in the app" in page) == (
        True, True,
    )  # fmt: skip
    alice.post(reverse("agreement_take_back", args=[bob.pk, prepared.pk]))
    assert phone.get(AGREEMENT).status_code == 404


def test_pages_take_as_many_queries_for_three_agreements_as_for_one(alice, phone, bob, cast):
    def one_more(number: str) -> None:
        row = prepare_agreement(
            bob, terms=TERMS.__class__(**(vars(TERMS) | {"number": number})), by=cast.alice
        )
        PreparedAgreement.objects.filter(pk=row.pk).update(state="withdrawn")
        bob.standards_readings.create(
            document=CentreDocument.objects.get(kind="standards"), read_at=timezone.now()
        )

    urls = [(alice, reverse("volunteer", args=[bob.pk])), (phone, "/me/"), (phone, PAPERS)]
    one_more("1")
    for client, url in urls:
        client.get(url)
    before = [queries_of(client, url) for client, url in urls]
    one_more("2"), one_more("3")
    assert [queries_of(client, url) for client, url in urls] == before


# --- the centre's words -----------------------------------------------------------------------------------


def test_administrator_sets_words_and_reads_every_version(cast):
    ada = client_of(cast.ada)
    typed = {
        "kind": "agreement", "version": "2026-12", "valid_from": timezone.localdate().isoformat(),
        "source": "order 12", "body": "# Umowa\n\n{centrum} {wolontariusz} {zakres} {sposob} {czas}",
    }  # fmt: skip
    refused = ada.post("/settings/documents/", typed)
    assert refused.context["form"].errors == {"body": ["An agreement has to name: wypowiedzenie."]}
    ada.post("/settings/documents/", typed | {"body": typed["body"] + " {wypowiedzenie}"})
    page = ada.get("/settings/documents/")
    assert [one.version for one in page.context["in_force"]] == ["2026-12", "wzór 2026-11"]
    own = CentreDocument.objects.get(centre=cast.centre)
    assert "{wypowiedzenie}" in ada.get(reverse("document", args=[own.pk])).content.decode()
    assert client_of(cast.cezary).get(reverse("document", args=[own.pk])).status_code == 404


def test_list_of_words_takes_as_many_queries_for_three_as_for_one(cast):
    ada, today = client_of(cast.ada), timezone.localdate()
    ada.get("/settings/documents/")
    one = queries_of(ada, "/settings/documents/")
    for number in range(2):
        CentreDocument.objects.create(
            centre=cast.centre, kind="standards", version=str(number), body="# x", source="s",
            valid_from=today + timedelta(days=number),
        )  # fmt: skip
    assert queries_of(ada, "/settings/documents/") == one
