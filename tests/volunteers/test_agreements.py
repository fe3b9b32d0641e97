"""Agreements signed in the app: what they say, how they are signed, and that nothing of it changes."""

from datetime import date, timedelta
from io import StringIO
from json import dumps, loads

import pytest
import typst
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from base.common.triggers import lifted
from base.documents.agreements import SOURCE, Signature, agreement_pdf, told
from base.documents.typesetting import digest_of
from tests.factories.accounts import MembershipFactory
from tests.factories.volunteers import volunteer_with
from volunteers.domain.agreement_words import words_of
from volunteers.domain.agreements import (
    Terms,
    prepare_agreement,
    sign_as_centre,
    sign_as_volunteer,
    take_back_agreement,
)
from volunteers.domain.documents import set_document
from volunteers.domain.oneself import revise_oneself
from volunteers.enums import DocumentKind, PreparedState
from volunteers.models import PreparedAgreement, SignedAgreement
from volunteers.queries import document_in_force

pytestmark = pytest.mark.django_db
TERMS = Terms(
    number="W/7/2026",
    valid_from=date(2026, 12, 1),
    scope="nauka języka polskiego i pomoc w urzędach",
    manner="spotkania z rodziną, po uzgodnieniu z koordynatorką",
    hours="około 2 godzin tygodniowo",
)
OWN = """# Umowa {numer}

{centrum} i {wolontariusz}: {zakres}, {sposob}, {czas}, {wypowiedzenie}."""


@pytest.fixture
def alice():
    return MembershipFactory(user__name="Alicja Nowak")


@pytest.fixture
def bob(alice):
    """A volunteer of Alice's centre, with a log-in."""
    return MembershipFactory(user__name="Bob", organisation=alice.organisation, role="volunteer")


@pytest.fixture
def volunteer(alice, bob):
    return volunteer_with(
        centre=alice.organisation, user=bob.user, first_name="Łucja", last_name="Świątek-Żółć"
    )


@pytest.fixture
def prepared(volunteer, alice):
    return prepare_agreement(volunteer, terms=TERMS, by=alice)


def sign(prepared, by, **changes):
    given = {
        "seen": words_of(prepared).print, "typed_name": "Łucja Świątek-Żółć", "is_adult": True,
        "agrees": True, "waives_travel_costs": False,
    }  # fmt: skip
    return sign_as_volunteer(prepared, by=by, **(given | changes))


def set_texts(words, signatures=(), *, choice=False) -> str:
    """Every text the template sets, as one string."""
    data = {"told": dumps(told(words, signatures, choice=choice))}
    found: list[str] = []

    def gather(node) -> None:
        if isinstance(node, dict):
            if node.get("func") == "text":
                found.append(node["text"])
            for value in node.values():
                gather(value)
        elif isinstance(node, list):
            for value in node:
                gather(value)

    for selector in ("heading", "par"):
        gather(loads(typst.query(SOURCE, selector, sys_inputs=data, ignore_system_fonts=True)))
    return "\n".join(found)


# --- words ------------------------------------------------------------------------------------------------


def test_shipped_example_says_that_it_is_one_and_names_what_the_act_asks(prepared):
    words = words_of(prepared)
    text = "\n".join(block.text for block in words.blocks)
    assert (words.is_example, words.version, words.has_choice) == (True, "wzór 2026-11", True)
    assert "{" not in text
    for said in (
        "Łucja Świątek-Żółć", TERMS.scope, TERMS.manner, TERMS.hours, "14 dni", "W/7/2026",
        "na czas nieokreślony od dnia 1 grudnia 2026.",
    ):  # fmt: skip
        assert said in text


def test_print_changes_with_everything_it_says(prepared):
    before = words_of(prepared).print
    assert words_of(PreparedAgreement.objects.get()).print == before
    prepared.valid_until = date(2027, 6, 30)
    assert words_of(prepared).print != before


def test_centres_own_words_go_before_the_common_from_their_day_on(volunteer, alice):
    first = timezone.localdate() + timedelta(days=3)
    own = {"kind": DocumentKind.AGREEMENT, "source": "uchwała 3", "by": alice}
    mine = set_document(alice.organisation, version="1", body=OWN, valid_from=first, **own)
    newer = set_document(
        alice.organisation, version="2", body=OWN + "\n\nI więcej.", valid_from=first + timedelta(9), **own
    )
    days = [first - timedelta(1), first, first + timedelta(8), first + timedelta(9)]
    found = [document_in_force(volunteer.centre_id, DocumentKind.AGREEMENT, on=day) for day in days]
    assert [one.version for one in found] == ["wzór 2026-11", "1", "1", "2"]
    assert (mine.is_example, newer.is_example) == (False, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "Bez tytułu {zakres}"}, "body"),
        ({"body": OWN + " {pesel}"}, "body"),
        ({"body": OWN.replace("{wypowiedzenie}", "")}, "body"),
        ({"body": OWN + "\n\n# Drugi"}, "body"),
        ({"version": "1"}, "version"),
        ({"valid_from": date(2026, 12, 1)}, "valid_from"),
    ],
)
def test_words_that_are_no_agreement_are_refused_beside_their_field(alice, changes, field):
    given = {"kind": DocumentKind.AGREEMENT, "source": "s", "by": alice, "body": OWN}
    set_document(alice.organisation, version="1", valid_from=date(2026, 12, 1), **given)
    with pytest.raises(ValidationError) as refused:
        set_document(
            alice.organisation, **(given | {"version": "2", "valid_from": date(2027, 1, 1)} | changes)
        )
    assert list(refused.value.error_dict) == [field]


# --- the PDF ----------------------------------------------------------------------------------------------


def test_pdf_sets_every_polish_letter_of_the_agreement(prepared):
    words = words_of(prepared)
    signature = Signature("Wolontariusz", "Łucja Świątek-Żółć", timezone.now(), "Bob")
    text = set_texts(words, [signature])
    for block in words.blocks:
        for line in block.text.splitlines():
            assert line in text
    assert agreement_pdf(words, signatures=[signature]).startswith(b"%PDF-1.7")
    assert agreement_pdf(words) != agreement_pdf(words, signatures=[signature])


CODE = '#panic("x") #import "@preview/x:1.0.0" $x$ *b* _i_ `c` @ref <label> // k /* k */ \\ ] } {numer} "'


def test_code_in_a_name_is_set_as_letters_and_never_run(volunteer, alice):
    volunteer.first_name, volunteer.last_name = CODE[:60], CODE[60:]
    volunteer.save()
    terms = Terms(
        number='"#v"', valid_from=date(2026, 12, 1), scope=CODE, manner='#read("/etc/passwd")', hours="#eval"
    )
    words = words_of(prepare_agreement(volunteer, terms=terms, by=alice))
    text = set_texts(words)
    assert f"następujące świadczenia: {CODE}." in text
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    assert agreement_pdf(words).startswith(b"%PDF")


def test_letters_without_a_face_are_refused_in_words(prepared, volunteer):
    volunteer.last_name = "王小明"
    volunteer.save()
    with pytest.raises(Refusal) as refused:
        agreement_pdf(words_of(PreparedAgreement.objects.get()))
    assert refused.value.code == "unprintable"


# --- signing ----------------------------------------------------------------------------------------------


def test_both_sign_and_the_agreement_is_in_force(prepared, volunteer, alice, bob):
    first = sign(prepared, bob, waives_travel_costs=True)
    assert (prepared.state, volunteer.agreements.count()) == (PreparedState.SIGNED, 0)
    agreement = sign_as_centre(prepared, typed_name="Alicja  Nowak", by=alice)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.agreement) == (PreparedState.IN_FORCE, agreement)
    assert (agreement.number, agreement.valid_from) == ("W/7/2026", date(2026, 12, 1))
    sides = [
        (one.side, one.typed_name, one.signed_by_id, one.template_version, one.waives_travel_costs)
        for one in prepared.signatures.all()
    ]
    assert sides == [
        ("volunteer", "Łucja Świątek-Żółć", bob.user_id, "wzór 2026-11", True),
        ("centre", "Alicja Nowak", alice.user_id, "wzór 2026-11", True),
    ]
    assert first.sha256 == digest_of(first.document)
    audited = Record.objects.filter(act="volunteers.agreement.signed_in_app").order_by("pk")
    assert [one.details["sha256"] for one in audited] == [one.sha256 for one in prepared.signatures.all()]


def test_centre_signs_the_words_the_volunteer_signed(prepared, volunteer, alice, bob):
    sign(prepared, bob)
    revise_oneself(volunteer, changes={"last_name": "Inna"}, by=bob)
    sign_as_centre(PreparedAgreement.objects.get(), typed_name="Alicja", by=alice)
    first, second = prepared.signatures.all()
    assert first.words == second.words
    assert first.words["volunteer"] == "Łucja Świątek-Żółć"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"typed_name": "Ktoś Inny"}, "typed_name"),
        ({"typed_name": ""}, "typed_name"),
        ({"agrees": False}, "agrees"),
        ({"is_adult": False}, "is_adult"),
    ],
)
def test_signature_asks_for_the_name_the_tick_and_eighteen_years(prepared, bob, changes, field):
    with pytest.raises(ValidationError) as refused:
        sign(prepared, bob, **changes)
    assert list(refused.value.error_dict) == [field]
    assert SignedAgreement.objects.count() == 0


def test_name_may_be_typed_without_polish_letters(prepared, bob):
    assert sign(prepared, bob, typed_name=" lucja swiatek-zolc ").typed_name == "lucja swiatek-zolc"


def test_what_was_not_shown_is_not_signed(prepared, volunteer, bob):
    seen = words_of(prepared).print
    revise_oneself(volunteer, changes={"first_name": "Łucja Maria"}, by=bob)
    with pytest.raises(Refusal) as refused:
        sign(PreparedAgreement.objects.get(), bob, seen=seen)
    assert refused.value.code == "stale"


def test_second_signature_and_one_taken_back_are_refused(prepared, alice, bob):
    sign(prepared, bob)
    with pytest.raises(Refusal) as twice:
        sign(prepared, bob)
    take_back_agreement(prepared, by=alice)
    with pytest.raises(Refusal) as withdrawn:
        sign_as_centre(prepared, typed_name="Alicja", by=alice)
    assert (twice.value.code, withdrawn.value.code, SignedAgreement.objects.count()) == (
        "wrong_state", "wrong_state", 1,
    )  # fmt: skip


def test_nobody_signs_for_both_sides(prepared, volunteer, alice):
    sign(prepared, alice)
    with pytest.raises(Refusal) as refused:
        sign_as_centre(prepared, typed_name="Alicja", by=alice)
    assert refused.value.code == "same_person"


def test_one_agreement_waits_at_a_time_and_numbers_are_not_used_twice(prepared, volunteer, alice, bob):
    with pytest.raises(Refusal) as waiting:
        prepare_agreement(volunteer, terms=TERMS, by=alice)
    sign(prepared, bob)
    sign_as_centre(prepared, typed_name="Alicja", by=alice)
    with pytest.raises(ValidationError) as used:
        prepare_agreement(volunteer, terms=TERMS, by=alice)
    assert (waiting.value.code, list(used.value.error_dict)) == ("waiting", ["number"])


# --- what the database keeps, and the check ---------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        lambda one: SignedAgreement.objects.filter(pk=one.pk).update(typed_name="Ktoś"),
        lambda one: SignedAgreement.objects.filter(pk=one.pk).delete(),
        lambda one: PreparedAgreement.objects.filter(pk=one.prepared_id).update(scope="co innego"),
        lambda one: PreparedAgreement.objects.filter(pk=one.prepared_id).update(valid_until=date(2030, 1, 1)),
        lambda one: PreparedAgreement.objects.filter(pk=one.prepared_id).update(state="offered"),
        lambda one: type(one.prepared.template).objects.filter(version="wzór 2026-11").update(body="# x"),
    ],
)
def test_database_refuses_to_change_what_was_signed(prepared, bob, change):
    signed = sign(prepared, bob)
    with pytest.raises(DatabaseError, match="splot:"), transaction.atomic():
        change(signed)


def test_check_holds_and_finds_a_flipped_byte(prepared, alice, bob):
    sign(prepared, bob)
    sign_as_centre(prepared, typed_name="Alicja", by=alice)
    out = StringIO()
    call_command("verify_agreements", stdout=out)
    assert out.getvalue() == "2 signed documents, 0 broken.\n"
    signed = SignedAgreement.objects.first()
    spoiled = bytes([signed.document[0] ^ 1]) + bytes(signed.document[1:])
    errors = StringIO()
    with lifted(connection, "splot_volunteers_signedagreement_append_only"):
        SignedAgreement.objects.filter(pk=signed.pk).update(document=spoiled)
    with pytest.raises(CommandError):
        call_command("verify_agreements", stdout=StringIO(), stderr=errors)
    assert f"Signed agreement {signed.pk}: the document's digest is" in errors.getvalue()
    # Whoever changes the digest as well still has the audit against them.
    with lifted(connection, "splot_volunteers_signedagreement_append_only"):
        SignedAgreement.objects.filter(pk=signed.pk).update(sha256=digest_of(spoiled))
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_agreements", stdout=StringIO(), stderr=errors)
    assert "in the audit stands" in errors.getvalue()
