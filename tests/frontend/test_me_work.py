"""The page of a mentor-employee about themselves: their own yes, languages and hours by shift."""

import pytest
from django.urls import reverse
from django.utils import timezone

from base.common.enums import Shift
from base.places.week import Week
from frontend.forms.week_grid import SHIFT_PRESETS, SHOWN, presets_of_shifts
from mentors.domain.oneself import own_consent_text, revise_own_work
from mentors.enums import ConsentPurpose
from tests.clients import client_of
from tests.factories.mentors import ParticipationFactory, mentor_with

pytestmark = pytest.mark.django_db
MATCHING, WEEK = "/me/agree/matching/", "/me/work/week/"


@pytest.fixture
def mentor(cast):
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    return mentor_with(
        participation=part, user=cast.mirek.user, consent=False, named_by_employer=True, shift="late",
        week=Week.empty(),
    )  # fmt: skip


@pytest.fixture
def mirek(cast, mentor):
    return client_of(cast.mirek)


def test_a_named_mentor_is_led_to_their_own_yes_and_takes_it_back(mirek, mentor, cast):
    text = mirek.get("/me/").content.decode()
    assert "Dana and Co named you a mentor." in text
    assert MATCHING in text
    assert MATCHING in mirek.get("/").content.decode()
    shown = mirek.get(MATCHING)
    assert "nobody can make me" in shown.content.decode()
    version = shown.context["text"].version
    mirek.post(MATCHING, {"answer": "yes", "version": version})
    consent = mentor.consents.get()
    assert (consent.purpose, consent.text_version, consent.language) == ("matching", version, "en")
    assert consent.recorded_by_id == cast.mirek.user_id
    assert MATCHING not in mirek.get("/").content.decode()
    mirek.post(MATCHING, {"answer": "back"})
    assert mentor.consents.get().withdrawn_at is not None


def test_no_is_no_and_nobody_agrees_to_words_they_have_not_read(mirek, mentor):
    assert mirek.post(MATCHING, {"answer": "no"}).status_code == 302
    refused = mirek.post(MATCHING, {"answer": "yes", "version": "2020-01"})
    assert refused.status_code == 422
    assert "Please read it once more." in refused.content.decode()
    assert mentor.consents.count() == 0


@pytest.mark.parametrize("language", ["en", "pl", "uk", "ru"])
@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_every_consent_has_words_in_every_language(language, purpose, today):
    text = own_consent_text(purpose, language=language, on=today)
    assert (text.language, bool(text.title), len(text.paragraphs) > 1) == (language, True, True)


@pytest.fixture
def today():
    return timezone.localdate()


def test_the_presets_of_the_week_are_shifts_ones_own_first(mirek, mentor):
    shown = mirek.get(WEEK)
    keys = [one.key for one in shown.context["presets"]]
    assert (keys[0], len(keys)) == (Shift.LATE, len(SHIFT_PRESETS))
    assert "Late shift, 14–22" in shown.content.decode()
    added = mirek.post(WEEK, {"preset": "late", "week": ["34"]})
    assert added.status_code == 200
    assert len(added.context["form"]["week"].value()) == 5 * 16
    mirek.post(WEEK, {"week": [str(slot) for slot in range(28, 36)]})
    mentor.refresh_from_db()
    assert mentor.week.text("en") == "Mon 14:00–18:00"


def test_what_a_preset_adds_can_be_seen_in_the_grid():
    for preset in presets_of_shifts(""):
        assert preset.week & SHOWN == preset.week
        assert preset.week


def test_languages_are_told_by_the_mentor(mirek, mentor):
    mirek.post("/me/work/languages/", {"language_0": "uk", "level_0": "7"})
    assert [(one.language, one.level) for one in mentor.languages.all()] == [("uk", 7)]
    refused = mirek.post("/me/work/languages/", {"language_0": "uk", "level_0": ""})
    assert refused.status_code == 422


def test_what_is_not_theirs_is_not_changed_by_them(mentor, cast):
    with pytest.raises(ValueError, match="not theirs to change: room"):
        revise_own_work(mentor, changes={"room": 9}, by=cast.mirek)


def test_who_has_left_changes_nothing(mirek, mentor):
    mentor.state = "left"
    mentor.save()
    assert mirek.post(WEEK, {"week": ["34"]}).status_code == 422
    version = mirek.get(MATCHING).context["text"].version
    assert mirek.post(MATCHING, {"answer": "yes", "version": version}).status_code == 409
    assert mentor.consents.count() == 0
    assert reverse("me_work", args=["week"]) not in mirek.get("/me/").content.decode()
