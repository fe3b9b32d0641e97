"""Survey, consultation and the participation agreement: what each asks, and that nothing signed changes."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from base.common.triggers import lifted
from base.notices.models import Notice
from mentors.domain.consulting import record_consultation, send_survey
from mentors.domain.part_words import IN_POLISH, words_of_part
from mentors.domain.participations import end_participation, revise_participation
from mentors.domain.parts import prepare_part, sign_part_as_centre, sign_part_as_employer, take_back_part
from mentors.domain.texts import set_agreement_text, ship_example_text
from mentors.enums import SupportKind
from mentors.models import AgreementText, Consultation, PreparedPart, SignedPart, Survey
from mentors.queries.joining import (
    kinds_decided,
    newest_survey,
    part_to_sign,
    parts_to_countersign,
    surveys_to_consult,
    text_in_force,
)
from tests.factories.accounts import MembershipFactory
from tests.factories.joining import (
    SIGNER,
    consultation_data,
    consulted,
    part_terms,
    prepared_part,
    signed_by_employer,
    survey_data,
)
from tests.factories.mentors import ParticipationFactory, organisation_data, participation_data

pytestmark = pytest.mark.django_db
ALICE = Robot("Alice", actor_id=7)
OWN = "# Umowa {numer}\n\n{centrum}, {pracodawca}, {nip}, {reprezentant}, {wsparcie}, {okres}."


@pytest.fixture
def part():
    return ParticipationFactory(
        state="applied", agreement_number="", agreement_from=None, employer__name="Złota Huta",
        employer__regon="123456785",
    )  # fmt: skip


def sign(prepared, **changes):
    given = {
        "seen": words_of_part(prepared).print, "typed_name": "Jan Żak", "may_sign": True, "agrees": True,
        "by": SIGNER,
    }  # fmt: skip
    return sign_part_as_employer(prepared, **(given | changes))


# --- the survey -------------------------------------------------------------------------------------------


def test_survey_sent_again_with_other_answers_is_another_one_and_counts(part):
    first = send_survey(part, data=survey_data(), by=SIGNER)
    assert send_survey(part, data=survey_data(), by=SIGNER) == first
    second = send_survey(part, data=survey_data(to_hire=9), by=SIGNER)
    assert (newest_survey(part), Survey.objects.count()) == (second, 2)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"staff": "12"}, {"staff"}),
        ({"from_abroad": -1}, {"from_abroad"}),
        ({"staff": "1-9", "from_abroad": 10}, {"from_abroad"}),
        ({"jobs": " "}, {"jobs"}),
        ({"wanted": []}, {"wanted"}),
        ({"wanted": ["gold"], "difficulties": ["nationality"]}, {"wanted", "difficulties"}),
        ({"words": "x" * 2001}, {"words"}),
    ],
)
def test_survey_tells_everything_wrong_at_once(part, changes, fields):
    with pytest.raises(ValidationError) as caught:
        send_survey(part, data=survey_data(**changes), by=SIGNER)
    assert set(caught.value.error_dict) == fields


def test_who_takes_part_no_longer_sends_and_consults_nothing(part):
    end_participation(part, reason="Moved", by=ALICE)
    for act in (
        lambda: send_survey(part, data=survey_data(), by=SIGNER),
        lambda: record_consultation(part, data=consultation_data(), by=ALICE),
        lambda: prepare_part(part, terms=part_terms(), by=ALICE),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "ended"


# --- the consultation -------------------------------------------------------------------------------------


def test_newest_consultation_decides_and_knows_the_survey_it_is_about(part):
    assert kinds_decided(part) == frozenset()
    consulted(part)
    assert kinds_decided(part) == {SupportKind.MENTOR_ALLOWANCE, SupportKind.TRAINING}
    again = record_consultation(part, data=consultation_data(kinds=["translation"]), by=ALICE)
    assert kinds_decided(part) == {SupportKind.TRANSLATION}
    assert again.survey == newest_survey(part)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"held_on": date(2100, 1, 1)}, {"held_on"}),
        ({"kinds": ["gold"]}, {"kinds"}),
        ({"words": " ", "consultant": ""}, {"words", "consultant"}),
    ],
)
def test_consultation_tells_everything_wrong_at_once(part, changes, fields):
    with pytest.raises(ValidationError) as caught:
        record_consultation(part, data=consultation_data(**changes), by=ALICE)
    assert set(caught.value.error_dict) == fields


def test_survey_waits_until_it_was_talked_over(part):
    survey = send_survey(part, data=survey_data(), by=SIGNER)
    assert list(surveys_to_consult(part.centre)) == [survey]
    record_consultation(part, data=consultation_data(), by=ALICE)
    assert list(surveys_to_consult(part.centre)) == []
    newer = send_survey(part, data=survey_data(to_hire=9), by=SIGNER)
    assert list(surveys_to_consult(part.centre)) == [newer]


@pytest.mark.database
@pytest.mark.parametrize(("model", "field"), [(Survey, "to_hire"), (Consultation, "held_on")])
def test_database_keeps_survey_and_note_as_they_were_written(part, model, field):
    consulted(part)
    value = 99 if field == "to_hire" else date(2026, 1, 1)
    with pytest.raises(DatabaseError, match="splot:"), transaction.atomic():
        model.objects.update(**{field: value})


# --- preparing --------------------------------------------------------------------------------------------


def test_prepared_agreement_says_who_what_and_until_when_and_that_it_is_an_example(part):
    words = words_of_part(prepared_part(part))
    text = "\n".join(block.text for block in words.blocks)
    for word in (
        "UP/1/2026", part.centre.name, "Złota Huta", part.employer.nip, "123456785", "KRS 0000123456",
        "Jan Żak (prezes zarządu)", "dodatek dla pracownika-mentora; szkolenia międzykulturowe",
        "na czas od dnia 1 grudnia 2026 do dnia 30 listopada 2027", "30 dni",
    ):  # fmt: skip
        assert word in text
    assert "{" not in text
    assert words.is_example


def test_every_kind_of_support_has_its_polish_words():
    assert set(IN_POLISH) == set(SupportKind)


def test_who_speaks_for_the_firm_is_told_that_an_agreement_waits(part):
    dana = MembershipFactory(organisation=part.employer, role="employer")
    MembershipFactory(organisation=part.employer, role="mentor")
    prepared = prepared_part(part)
    notice = Notice.objects.get()
    assert (notice.template, notice.address, notice.context) == (
        "part_to_sign", dana.user.email, {"centre": part.centre.name},
    )  # fmt: skip
    take_back_part(prepared, by=ALICE)
    notice.refresh_from_db()
    assert (notice.state, notice.address) == ("cancelled", "")


def test_agreement_needs_a_consultation_and_words_and_one_waits_at_a_time(part):
    def refused() -> str:
        with pytest.raises(Refusal) as caught:
            prepare_part(part, terms=part_terms(), by=ALICE)
        return caught.value.code

    assert refused() == "no_consultation"
    consulted(part)
    AgreementText.objects.all().delete()
    assert refused() == "no_words"
    assert (ship_example_text(), ship_example_text()) == (1, 0)
    prepare_part(part, terms=part_terms(), by=ALICE)
    assert refused() == "waiting"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"valid_until": date(2026, 11, 30)}, "valid_until"),
        ({"representative": "Jan"}, "representative"),
        ({"notice_days": 0}, "notice_days"),
        ({"notice_days": 181}, "notice_days"),
    ],
)
def test_wrong_terms_are_told_by_field(part, changes, field):
    with pytest.raises(ValidationError) as caught:
        prepare_part(consulted(part), terms=part_terms(**changes), by=ALICE)
    assert list(caught.value.error_dict) == [field]


def test_number_of_an_agreement_is_given_once_at_a_centre(part):
    other = ParticipationFactory(centre=part.centre, agreement_number="UP/1/2026")
    with pytest.raises(ValidationError) as caught:
        prepared_part(part)
    assert list(caught.value.error_dict) == ["number"]
    prepared = prepared_part(part, number="UP/2/2026")
    with pytest.raises(ValidationError):
        prepared_part(other, number="UP/2/2026")
    take_back_part(prepared, by=ALICE)
    assert prepared_part(other, number="UP/2/2026")


# --- signing ----------------------------------------------------------------------------------------------


def test_both_sign_and_the_part_is_active_by_it(part):
    prepared = prepared_part(part)
    first = sign(prepared, typed_name="  jan  ŻAK ")
    first.refresh_from_db()
    part.refresh_from_db()
    assert (prepared.state, part.state, part.agreement_number) == ("signed", "applied", "")
    assert list(parts_to_countersign(part.centre)) == [prepared]
    sign_part_as_centre(prepared, typed_name="Alicja Nowak", by=ALICE)
    part.refresh_from_db()
    assert (part.state, part.agreement_number, part.agreement_from, part.agreement_until) == (
        "active", "UP/1/2026", date(2026, 12, 1), date(2027, 11, 30),
    )  # fmt: skip
    second = prepared.signatures.get(side="centre")
    assert bytes(first.document).startswith(b"%PDF")
    assert bytes(second.document) != bytes(first.document)
    assert (second.words, second.text_version) == (first.words, prepared.text.version)
    assert part_to_sign(part) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"typed_name": "Jan Kowalski"}, "typed_name"),
        ({"typed_name": ""}, "typed_name"),
        ({"agrees": False}, "agrees"),
        ({"may_sign": False}, "may_sign"),
    ],
)
def test_unsigned_is_told_by_field(part, changes, field):
    prepared = prepared_part(part)
    with pytest.raises(ValidationError) as caught:
        sign(prepared, **changes)
    assert list(caught.value.error_dict) == [field]
    assert not SignedPart.objects.exists()


def test_what_is_signed_is_what_was_shown(part):
    prepared = prepared_part(part)
    seen = words_of_part(prepared).print
    part.employer.name = "Inna Huta"
    part.employer.save()
    fresh = part_to_sign(part)
    with pytest.raises(Refusal) as caught:
        sign(fresh, seen=seen)
    assert caught.value.code == "stale"
    sign(fresh)


class Meddler:
    """Somebody whose colleague renames the firm in the moment of the signature."""

    actor_id, actor_organisation_id = 902, None

    def __init__(self, firm):
        self.firm = firm

    @property
    def actor_label(self) -> str:
        type(self.firm).objects.filter(pk=self.firm.pk).update(name="Inna Huta")
        return "Signer"


def test_what_changes_while_it_is_signed_is_not_signed(part):
    prepared = prepared_part(part)
    with pytest.raises(Refusal) as caught:
        sign(prepared, by=Meddler(part.employer))
    assert caught.value.code == "stale"
    assert not SignedPart.objects.exists()


def test_nobody_signs_for_both_sides_nor_twice_nor_before_the_employer(part):
    prepared = prepared_part(part)
    codes = []
    for act in (
        lambda: sign_part_as_centre(prepared, typed_name="Alicja", by=ALICE),
        lambda: (sign(prepared), sign_part_as_centre(prepared, typed_name="Jan Żak", by=SIGNER)),
        lambda: sign(prepared),
        lambda: (sign_part_as_centre(prepared, typed_name="A", by=ALICE), take_back_part(prepared, by=ALICE)),
        lambda: sign_part_as_centre(prepared, typed_name="Alicja", by=ALICE),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        codes.append(caught.value.code)
    assert codes == ["wrong_state", "same_person", "wrong_state", "wrong_state", "wrong_state"]
    assert SignedPart.objects.count() == 2


def test_agreement_that_follows_without_a_gap_keeps_the_first_day(part):
    sign_part_as_centre(signed_by_employer(part), typed_name="Alicja", by=ALICE)
    following = {"number": "UP/2/2027", "valid_from": date(2027, 12, 1), "valid_until": date(2028, 1, 31)}
    sign_part_as_centre(signed_by_employer(part, **following), typed_name="Alicja", by=ALICE)
    part.refresh_from_db()
    assert (part.agreement_number, part.agreement_from, part.agreement_until) == (
        "UP/2/2027", date(2026, 12, 1), date(2028, 1, 31),
    )  # fmt: skip
    later = {"number": "UP/3/2028", "valid_from": date(2028, 3, 1), "valid_until": None}
    sign_part_as_centre(signed_by_employer(part, **later), typed_name="Alicja", by=ALICE)
    part.refresh_from_db()
    assert (part.agreement_from, part.agreement_until) == (date(2028, 3, 1), None)


def test_details_end_a_signed_agreement_earlier_and_never_lengthen_it(part):
    def revise(**changes) -> set[str]:
        given = {"agreement_number": "UP/1/2026", "agreement_from": date(2026, 12, 1)}
        given |= {"agreement_until": date(2027, 11, 30), "organisation": organisation_data(name="Złota Huta")}
        try:
            revise_participation(part, data=participation_data(**(given | changes)), by=ALICE)
        except ValidationError as error:
            return set(error.error_dict)
        return set()

    sign_part_as_centre(signed_by_employer(part), typed_name="Alicja", by=ALICE)
    assert revise(agreement_until=date(2027, 12, 1)) == {"agreement_until"}
    assert revise(agreement_until=None) == {"agreement_until"}
    assert revise(agreement_from=date(2026, 11, 1)) == {"agreement_from"}
    assert revise(agreement_until=date(2027, 3, 31)) == set()
    part.refresh_from_db()
    assert (part.agreement_from, part.agreement_until) == (date(2026, 12, 1), date(2027, 3, 31))
    # Back to what was signed, and to one on paper.
    assert revise() == set()
    assert revise(agreement_number="on paper 7", agreement_until=None) == set()


def test_end_of_a_part_takes_back_what_waits(part):
    prepared = prepared_part(part)
    end_participation(part, reason="Moved", by=ALICE)
    prepared.refresh_from_db()
    assert prepared.state == "withdrawn"


# --- what stays -------------------------------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        {"number": "X"}, {"valid_from": date(2026, 1, 1)}, {"valid_until": None}, {"kinds": ["translation"]},
        {"representative": "Ktoś Inny"}, {"position": "x"}, {"register": "x"}, {"notice_days": 1},
        {"state": "offered"},
    ],
)  # fmt: skip
def test_database_keeps_what_somebody_signed(part, change):
    signed_by_employer(part)
    with pytest.raises(DatabaseError, match="splot:signed"), transaction.atomic():
        PreparedPart.objects.update(**change)


@pytest.mark.database
def test_database_keeps_signed_documents_and_words(part):
    signed_by_employer(part)
    for act in (
        lambda: SignedPart.objects.update(sha256="0"),
        lambda: SignedPart.objects.all().delete(),
        lambda: AgreementText.objects.update(body="# x"),
    ):
        with pytest.raises(DatabaseError, match="splot:"), transaction.atomic():
            act()


def test_every_signed_document_is_verified_by_digest_and_audit(part):
    sign_part_as_centre(signed_by_employer(part), typed_name="Alicja", by=ALICE)
    out = StringIO()
    call_command("verify_agreements", stdout=out)
    assert "2 signed documents, 0 broken" in out.getvalue()
    with lifted(connection):
        SignedPart.objects.filter(side="centre").update(document=b"%PDF-1.7 another")
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_agreements", stdout=StringIO(), stderr=errors)
    assert errors.getvalue().startswith("Signed participation agreement ")
    assert "the document's digest is" in errors.getvalue()


def test_signature_without_its_record_is_broken(part):
    signed_by_employer(part)
    with lifted(connection):
        Record.objects.filter(act="mentors.participation.part_signed_in_app").delete()
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_agreements", stdout=StringIO(), stderr=errors)
    assert "the audit tells of no such signature" in errors.getvalue()


# --- the words --------------------------------------------------------------------------------------------


def test_own_words_go_before_the_example_from_their_day_on(part):
    today = timezone.localdate()
    own = {"version": "2026-12", "body": OWN, "source": "order 1", "by": ALICE}
    text = set_agreement_text(part.centre, valid_from=today + timedelta(days=1), **own)
    assert text_in_force(part.centre_id, on=today).is_example
    assert text_in_force(part.centre_id, on=today + timedelta(days=1)) == text
    assert text_in_force(ParticipationFactory().centre_id, on=today + timedelta(days=1)).is_example
    words = words_of_part(replace_text(prepared_part(part), text))
    assert (words.version, words.is_example) == ("2026-12", False)


def replace_text(prepared, text):
    prepared.text = text
    return prepared


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "no title {nip}"}, "body"),
        ({"body": OWN + " {pesel}"}, "body"),
        ({"body": "# T\n\n{centrum}"}, "body"),
        ({"body": OWN + "\n\n[ ] x"}, "body"),
        ({"version": "1"}, "version"),
        ({"valid_from": date(2026, 1, 1)}, "valid_from"),
    ],
)
def test_wrong_words_are_told_by_field(part, changes, field):
    given = {"version": "2", "body": OWN, "source": "order 1", "valid_from": date(2027, 1, 1), "by": ALICE}
    first = given | {"version": "1", "valid_from": date(2026, 6, 1)}
    set_agreement_text(part.centre, **first)
    with pytest.raises(ValidationError) as caught:
        set_agreement_text(part.centre, **(given | changes))
    assert field in caught.value.error_dict
