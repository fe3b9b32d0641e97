"""What a family tells about itself: one question on a page, each saved by itself, nothing lost."""

import pytest
from django.urls import reverse

from base.audit.models import Record
from base.common.enums import HelpArea
from base.notices.models import Notice
from base.places.languages import Level, Spoken
from base.places.week import Week
from families.domain.consent_texts import consent_text, text_of_version, versions
from families.domain.households import archive_household
from families.enums import ConsentPurpose
from families.models import HouseholdConsent
from frontend.family_steps import NEEDED, STEPS
from tests.clients import client_of, client_of_family
from tests.factories.cast import family_of
from tests.factories.families import household_with


@pytest.fixture
def family(cast):
    return family_of(cast)


@pytest.fixture
def client(family):
    return client_of_family(family)


def url(key: str) -> str:
    return reverse("f_step", args=[key])


def test_questions_follow_one_another_and_end_with_everything(client):
    for place, step in enumerate(STEPS):
        page = client.get(url(step.key))
        assert (page.status_code, f"Question {place + 1} of {len(STEPS)}" in page.content.decode()) == (
            200, True,
        )  # fmt: skip
    answer = client.post(url(STEPS[-1].key), {"answer": "no"})
    assert answer["Location"] == reverse("f_about")


def test_unknown_question_is_not_found(client):
    assert client.get(url("money")).status_code == 404


def test_needs_are_saved_and_the_next_question_follows(client, family):
    answer = client.post(url("needs"), {"needs": ["work", "company"], "wants_polish": "on"})
    family.refresh_from_db()
    assert (answer["Location"], family.needs, family.wants_polish) == (
        url("home"), {HelpArea.WORK, HelpArea.COMPANY}, True,
    )  # fmt: skip
    record = Record.objects.get(act="families.household.revised")
    assert (record.actor_label, record.actor_id) == ("K-417", None)


def test_nothing_chosen_is_asked_again(client, family):
    answer = client.post(url("needs"), {})
    family.refresh_from_db()
    assert (answer.status_code, family.needs) == (422, {HelpArea.SCHOOL})


def test_answer_changed_singly_leads_back_to_everything(client):
    answer = client.post(url("needs"), {"needs": ["work"], "singly": "1"})
    assert answer["Location"] == reverse("f_about")


def test_who_is_at_home_is_only_said_to_be_wrong(client, family):
    client.post(url("home"), {"words": "We have a baby now"})
    question = family.questions.get()
    assert (question.about, question.words) == ("members", "We have a baby now")
    assert [member.age_band for member in family.current_members] == ["26-40"]
    notice = Notice.objects.get(template="family_asks")
    assert "baby" not in str(notice.context)


def test_language_that_is_not_touched_keeps_its_exact_level(client, family):
    sent = {"speaks_uk": "7", "speaks_pl": str(Level.A1.value), "speaks_en": str(Level.B1.value)}
    sent["speaks_uk"] = str(Level.NATIVE.value)
    client.post(url("languages"), sent)
    spoken = {one.language: one.level for one in family_again(family).spoken}
    assert spoken == {"uk": Level.NATIVE, "pl": Level.A2, "en": Level.B1}


def test_another_language_needs_how_well(client, family):
    sent = {"speaks_uk": str(Level.NATIVE.value), "another": "ka"}
    assert client.post(url("languages"), sent).status_code == 422
    client.post(url("languages"), {**sent, "another_level": str(Level.C1.value)})
    assert Spoken("ka", Level.C1) in family_again(family).spoken


def test_no_language_at_all_is_asked_again(client, family):
    assert client.post(url("languages"), {}).status_code == 422
    assert family_again(family).spoken


def week_sent(**changes: object) -> dict[str, object]:
    """What the page of the factory's week (Mon-Fri 17-20) posts, with changes."""
    untouched = {f"from_{day}": "17:00" for day in range(5)} | {f"to_{day}": "20:00" for day in range(5)}
    return {**untouched, **changes}


def test_week_that_is_not_touched_stays_exactly_as_it_was(client, family):
    before = family.week
    client.post(url("week"), week_sent())
    assert family_again(family).week == before


def test_day_is_changed_by_its_parts_or_its_hours(client, family):
    client.post(
        url("week"),
        week_sent(
            from_0="", to_0="", parts_0=["morning", "evening"], parts_1=["morning"], from_5="10:00",
            to_5="13:30",
        ),
    )  # fmt: skip
    expected = Week.parse("pn 8-12, pn 17-21, wt 8-12, wt-pt 17-20, sob 10-13:30")
    assert family_again(family).week == expected


def test_hours_the_wrong_way_round_are_told_with_the_day(client, family):
    answer = client.post(url("week"), week_sent(from_0="20:00", to_0="17:00", parts_6=["morning"]))
    page = answer.content.decode()
    assert (answer.status_code, "Monday: write from which hour" in page) == (422, True)
    assert 'id="id_morning_6" name="parts_6" value="morning" checked' in page


def test_wish_has_both_halves_or_none(client, family):
    told = []
    for sent in (
        {"wish_gender": "woman", "wish_strength": "must"},
        {"wish_gender": "man"},
        {"wish_gender": "any", "wish_strength": "must"},
    ):
        client.post(url("wishes"), sent)
        again = family_again(family)
        told.append((again.wish_gender, again.wish_strength))
    assert told == [("woman", "must"), ("man", "prefer"), ("any", "none")]


def test_consent_is_kept_with_its_version_and_language(cast):
    family = household_with(centre=cast.centre, consent=False)
    client = client_of_family(family, language="uk")
    page = client.get(url("agree-matching")).content.decode()
    text = consent_text(ConsentPurpose.MATCHING, language="uk", on=family.waiting_since)
    assert text.title in page
    client.post(url("agree-matching"), {"answer": "yes", "version": text.version})
    consent = HouseholdConsent.objects.get(household=family)
    assert (consent.purpose, consent.text_version, consent.language, consent.recorded_by_label) == (
        "matching", text.version, "uk", family.label,
    )  # fmt: skip
    client.post(url("agree-matching"), {"answer": "back"})
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_nobody_agrees_to_words_that_changed_meanwhile(cast):
    family = household_with(centre=cast.centre, consent=False)
    answer = client_of_family(family).post(url("agree-contact"), {"answer": "yes", "version": "2020-01"})
    assert (answer.status_code, family.consents.count()) == (422, 0)


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_every_consent_has_words_in_four_languages(purpose):
    for version in versions():
        texts = {code: text_of_version(purpose, version=version, language=code) for code in CODES}
        assert {code: text.language for code, text in texts.items()} == {code: code for code in CODES}
        assert len({len(text.paragraphs) for text in texts.values()}) == 1


CODES = ("pl", "uk", "ru", "en")


def test_language_without_a_text_reads_english():
    text = text_of_version(ConsentPurpose.MATCHING, version="2026-11", language="ar")
    assert text.language == "en"


def test_everything_on_one_page_is_the_familys_own(cast, client, family):
    household_with(centre=cast.centre, contact_name="Kanarkowa", phone="+48600555111")
    family.note = "Coordinators only"
    family.save()
    client_of(cast.alice).get(reverse("family", args=[family.pk]), {"contact": "show"})
    page = client.get(reverse("f_about")).content.decode()
    assert ("Olena Kowalenko" in page, "Kanarkowa" in page, "Coordinators only" in page) == (
        True, False, False,
    )  # fmt: skip
    assert page.count("#i-eye") == 1
    assert "Alice" not in page


def test_archived_family_answers_no_question(cast, client, family):
    archive_household(family, reason="Moved", by=cast.alice)
    assert client.post(url("needs"), {"needs": ["work"]}).status_code == 403


def test_what_is_needed_is_among_the_questions():
    assert set(NEEDED) <= {step.key for step in STEPS}


def family_again(family):
    return type(family).objects.get(pk=family.pk)
