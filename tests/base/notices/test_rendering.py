"""Each person is written to in their own language, and only what they need to know."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.core import mail
from django.template import Engine
from django.template.loader import get_template
from django.utils import timezone, translation

from base.notices.domain.catalogue import CONTENTS
from base.notices.domain.outbox import queue_notice, send_due
from base.notices.domain.placeholders import SENTENCES
from base.notices.domain.rendering import language_for, render
from base.notices.enums import Template

OFFER = {
    "label": "K-417",
    "place": "Kraków, Podgórze",
    "languages": ["uk", "pl"],
    "hours": "Mon 18:00-20:00",
    "can_log_in": True,
}
pytestmark = pytest.mark.django_db

INVITATION = {"link": "https://splot.example/i/secret", "role": "coordinator", "valid_hours": 72}
SUSPENDED = {"label": "K-417", "helper_label": "W-12", "reason": "clearance_ended"}
ANSWERED = {"centre": "Centrum Kraków", "accepted": True}
CLAIM = {
    "number": "W-26/10-014",
    "month": "2026-10-01",
    "mentor": "M-12",
    "state": "approved",
    "grosze": 123_456,
}
MEETING = {"starts": "2026-11-24T16:00:00Z", "minutes": 60, "side": "family"}
ACCOUNT = {"ending": "2874"}
TRAINING = {"name": "First evening", "papers": "criminal record (KRK)"}


@pytest.fixture
def shouting():
    """A catalogue per language that puts its name before every sentence, whatever is translated so far."""

    class Marked(translation.trans_real.DjangoTranslation):
        def gettext(self, message):
            return f"{self.language()}:{message}"

    originals = dict(translation.trans_real._translations)
    for code in ("pl", "uk", "ru"):
        translation.trans_real._translations[code] = Marked(code)
    yield
    translation.trans_real._translations.clear()
    translation.trans_real._translations.update(originals)


def test_helper_reads_label_place_languages_and_hours(offer, bob):
    words = render(offer(to=replace(bob, language="en")))
    assert words.subject == "Somebody would like to meet you"
    assert words.body.splitlines() == [
        "Good day,",
        "",
        "We have found somebody you may like to help: K-417, Kraków, Podgórze.",
        "You could speak in: Ukrainian, Polish.",
        "You are both free: Mon 18:00–20:00.",
        "",
        f"Nothing is decided yet. Log in at {settings.SITE_URL} to read more, or wait: "
        "your coordinator will call you.",
        "You may say “not this time” and you need not give a reason.",
        "",
        "Centrum Kraków",
        "phone: 12 345 67 89",
    ]


def test_helper_without_a_log_in_is_not_sent_to_one(offer, bob):
    words = render(offer(to=replace(bob, language="en"), context={**offer().context, "can_log_in": False}))
    assert "Nothing is decided yet. Your coordinator will call you." in words.body.splitlines()
    assert settings.SITE_URL not in words.body


def test_family_reads_languages_and_hours_and_nothing_else_about_the_helper(news, family):
    words = render(news(to=replace(family, language="en")))
    assert words.subject == "There is news for you at Centrum Kraków"
    assert words.body.splitlines() == [
        "Good day,",
        "",
        "We may have found a person who would like to meet you.",
        "This person speaks: Ukrainian.",
        "This person is free when you are: Mon 18:00–20:00.",
        "",
        "Nothing is decided yet. Your coordinator will contact you, tell you more and ask what you think.",
        "You may say no. You need not give a reason, and nothing else changes.",
        "Do you have the link to your own pages? There you can read more and answer.",
        "",
        "Centrum Kraków",
        "phone: 12 345 67 89",
    ]


def test_message_leaves_out_what_a_pair_made_by_hand_does_not_have(offer, news, bob, family):
    helper = render(
        offer(
            to=replace(bob, language="en"),
            context=OFFER | {"place": "", "languages": [], "hours": "", "can_log_in": False},
        )
    )
    assert helper.body.splitlines()[:5] == [
        "Good day,",
        "",
        "We have found somebody you may like to help: K-417.",
        "",
        "Nothing is decided yet. Your coordinator will call you.",
    ]
    words = render(news(to=replace(family, language="en"), context={"languages": [], "hours": ""}))
    assert words.body.splitlines()[:5] == [
        "Good day,",
        "",
        "We may have found a person who would like to meet you.",
        "",
        "Nothing is decided yet. Your coordinator will contact you, tell you more and ask what you think.",
    ]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("clearance_ended", "The helper's clearance for contact with minors is no longer complete or valid."),
        (
            "child_recorded",
            "A child was recorded in the household, and the helper has no valid clearance "
            "for contact with minors.",
        ),
    ],
)
def test_coordinator_reads_which_pair_is_suspended_and_why(bob, alice, reason, sentence):
    notice = queue_notice(
        Template.PAIR_SUSPENDED,
        to=replace(bob, language="en"),
        context={**SUSPENDED, "reason": reason},
        not_before=timezone.now(),
        subject="pair:17",
        by=alice,
    )
    words = render(notice)
    assert words.subject == "The pair K-417 and W-12 is suspended"
    assert words.body.splitlines()[2:5] == [
        "The pair K-417 and W-12 has been suspended: they should not meet until this is settled.",
        sentence,
        f"Please tell both sides, and log in at {settings.SITE_URL} to see what is missing.",
    ]


def test_invited_person_reads_where_and_how_long(bob, alice):
    notice = queue_notice(
        Template.INVITATION,
        to=replace(bob, language="en"),
        context=INVITATION,
        not_before=timezone.now(),
        subject="invitation:1",
        by=alice,
    )
    words = render(notice)
    assert words.subject == "Centrum Kraków invites you to Splot"
    assert words.body.splitlines() == [
        "Good day,",
        "",
        "Centrum Kraków invites you to Splot as: coordinator.",
        "Open this address to accept:",
        "",
        "https://splot.example/i/secret",
        "",
        "The address works once, for 72 hours, and only for you. If you did not expect it, do nothing.",
        "",
        "Centrum Kraków",
        "phone: 12 345 67 89",
    ]


def test_text_is_not_escaped_for_html(offer, bob):
    notice = offer(to=replace(bob, language="en"), context={**offer().context, "place": "Ruda & Śl. <Wirek>"})
    assert "K-417, Ruda & Śl. <Wirek>." in render(notice).body


@pytest.mark.parametrize("language", ["pl", "uk", "ru", "en"])
def test_words_are_in_the_language_of_the_recipient_whoever_sends(offer, bob, shouting, language):
    with translation.override("ru" if language == "pl" else "pl"):
        words = render(offer(to=replace(bob, language=language)))
    mark = "" if language == "en" else f"{language}:"
    assert words.subject == f"{mark}Somebody would like to meet you"
    assert words.body.startswith(f"{mark}Good day,")


def test_two_recipients_of_one_act_read_two_languages(offer, bob, shouting):
    offer()
    offer(to=replace(bob, language="uk", address="dana@example.org"))
    send_due(timezone.now())
    assert [(letter.to[0], letter.subject.split(":")[0]) for letter in mail.outbox] == [
        ("bob@example.org", "pl"),
        ("dana@example.org", "uk"),
    ]


@pytest.mark.parametrize(
    ("asked", "written"), [("pl", "pl"), ("uk", "uk"), ("ru-BY", "ru"), ("ka", "en"), ("", "en")]
)
def test_language_we_do_not_write_becomes_english(asked, written):
    assert language_for(asked) == written


@pytest.mark.parametrize("template", Template)
def test_every_message_uses_what_its_catalogue_names(template):
    takes = CONTENTS[template].takes
    sentences = [f"parts/{template}.{name}" for name in takes & SENTENCES]
    source = " ".join(get_template(f"notices/{name}.txt").template.source for name in [template, *sentences])
    assert {key for key in takes if re.search(rf"\b{key}\b", source)} == takes


@pytest.mark.parametrize("template", Template)
def test_every_message_uses_nothing_its_catalogue_does_not_name(template, bob, alice, monkeypatch):
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", "MISSING")
    sample = OFFER | SUSPENDED | INVITATION | MEETING | {"days": 180, "day": "2026-12-13"}
    sample |= ACCOUNT | ANSWERED | CLAIM | TRAINING
    notice = queue_notice(
        template,
        to=bob,
        context={key: sample[key] for key in CONTENTS[template].takes},
        not_before=timezone.now(),
        subject="pair:17",
        by=alice,
    )
    assert "MISSING" not in render(notice).subject + render(notice).body


def test_every_message_is_in_the_catalogue():
    assert set(CONTENTS) == set(Template)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("approved", "It has been approved: 1\xa0234.56\xa0zł will be paid to the firm's account."),
        ("to_correct", "It has been sent back: something is to be corrected before it can go on."),
        ("rejected", "It has been rejected: nothing will be paid for it."),
    ],
)
def test_employer_reads_where_a_claim_stands(bob, alice, state, sentence):
    notice = queue_notice(
        Template.CLAIM_MOVED,
        to=replace(bob, language="en"),
        context={key: (CLAIM | {"state": state})[key] for key in ("number", "month", "state", "grosze")},
        not_before=timezone.now(),
        subject="claim:1",
        by=alice,
    )
    words = render(notice)
    assert words.subject == "News of claim W-26/10-014"
    assert words.body.splitlines()[2:4] == ["This is about claim W-26/10-014 for October 2026.", sentence]


def test_employer_reads_until_when_a_month_can_be_claimed(bob, alice):
    notice = queue_notice(
        Template.CLAIM_DUE,
        to=replace(bob, language="en"),
        context={"month": "2026-10-01", "day": "2026-11-30", "mentor": "M-12"},
        not_before=timezone.now(),
        subject="claim-due:1:2026-10",
        by=alice,
    )
    words = render(notice)
    assert words.subject == "A claim for October 2026 to submit"
    sentence = "The allowance for the mentor M-12 for October 2026 can be claimed until 30 November 2026."
    assert words.body.splitlines()[2] == sentence
