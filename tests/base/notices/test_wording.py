"""A centre's own words: what they may be, what recipients then read, and that no version is ever lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from base.common.profiles import Problems
from base.common.triggers import lifted, refusal_from
from base.notices.domain import rendering
from base.notices.domain.catalogue import CONTENTS
from base.notices.domain.outbox import send_due
from base.notices.domain.placeholders import MEANINGS, SAMPLES, sample_of, values_of
from base.notices.domain.rendering import in_own_words, in_standard_words, render, standard_pattern
from base.notices.domain.wording import set_wording, use_standard_words
from base.notices.domain.words import check_words
from base.notices.enums import Template
from base.notices.models import Wording

pytestmark = pytest.mark.django_db
OFFER = Template.PAIR_OFFERED_HELPER
WORDS = {"subject": "Meet {label}", "body": "Hello!\n{label} waits.\nYou could speak: {languages}."}
CODES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def say(centre, alice):
    """Set words of the offer in English; arguments can be replaced."""

    def told(template=OFFER, language="en", **changes):
        return set_wording(centre, template, language, **{**WORDS, "why": "shorter", "by": alice, **changes})

    return told


@pytest.fixture
def english(bob):
    return replace(bob, language="en")


def problems_of(template, *, subject="A subject", body):
    problems = Problems()
    check_words(problems, template, subject=subject, body=body)
    return {field: [error.message for error in errors] for field, errors in problems.by_field.items()}


# --- what recipients read ---------------------------------------------------------------------------------


def test_recipient_reads_the_centre_s_own_words_and_its_signature(say, offer, english):
    say()
    words = render(offer(to=english))
    assert (words.subject, words.is_own) == ("Meet K-417", True)
    assert words.body.splitlines() == [
        "Hello!", "K-417 waits.", "You could speak: Ukrainian, Polish.", "", "Centrum Kraków",
        "phone: 12 345 67 89",
    ]  # fmt: skip


def test_words_are_one_s_own_in_one_language_for_one_message_at_one_centre(say, offer, news, english, bob):
    say()
    assert render(offer(to=bob)).is_own is False  # Polish
    assert render(news(to=english)).is_own is False
    stranger = offer(to=english)
    stranger.organisation_id, stranger.organisation = None, None
    assert render(stranger).is_own is False


def test_line_without_a_value_is_left_out(say, offer, english):
    say()
    notice = offer(to=english, context={**SAMPLES_OF_OFFER, "languages": []})
    assert render(notice).body.splitlines()[:3] == ["Hello!", "K-417 waits.", ""]


SAMPLES_OF_OFFER = sample_of(OFFER)


def test_message_that_went_out_keeps_the_words_it_had(say, offer, english):
    notice = offer(to=english)
    send_due(timezone.now())
    notice.refresh_from_db()
    say()
    assert (render(notice).is_own, render(offer(to=english)).is_own) == (False, True)


def test_back_to_the_standard_words(say, offer, english, centre, alice):
    say()
    use_standard_words(centre, OFFER, "en", why="the new ones confused people", by=alice)
    assert render(offer(to=english)).is_own is False


def test_sentence_of_a_state_is_the_standard_one(centre):
    own = in_own_words(
        Template.CLAIM_MOVED, "en", {**sample_of(Template.CLAIM_MOVED), "state": "rejected"}, centre,
        subject="Claim {number}", body="{state}",
    )  # fmt: skip
    assert own.body.splitlines()[0] == "It has been rejected: nothing will be paid for it."


def test_hostile_value_is_read_and_never_run(say, offer, english):
    say(subject="{label}", body="{label}\n{place}")
    hostile = "{languages}{% load x %}{{ settings.SECRET_KEY }}{label.__class__}"
    notice = offer(to=english, context={**SAMPLES_OF_OFFER, "label": hostile, "place": "%(label)s"})
    words = render(notice)
    assert (words.subject, words.body.splitlines()[:2]) == (hostile, [hostile, "%(label)s"])


def test_words_that_no_longer_fit_are_not_used(centre, offer, english):
    Wording.objects.create(
        organisation=centre, template=OFFER, language="en", subject="x", body="{gone}", why="w",
        written_by_label="A",
    )  # fmt: skip
    assert render(offer(to=english)).subject == "Somebody would like to meet you"


def test_many_are_sent_with_one_question_for_words(say, offer, english, django_assert_num_queries):
    say()

    def queries():
        with connection.execute_wrapper(counting):
            counted.clear()
            send_due(timezone.now())
        return sum("notices_wording" in sql for sql in counted)

    counted = []

    def counting(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    offer(to=english)
    one = queries()
    for _ in range(3):
        offer(to=english)
    assert (one, queries()) == (1, 1)
    assert {letter.subject for letter in mail.outbox} == {"Meet K-417"}


# --- what they may be -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("template", Template)
def test_standard_words_are_a_sound_beginning(template, language):
    words = standard_pattern(template, language)
    assert problems_of(template, subject=words.subject, body=words.body) == {}


@pytest.mark.parametrize("template", [one for one in Template if one != OFFER])
def test_standard_words_with_their_values_read_as_the_standard_message(template, centre):
    context, words = sample_of(template), standard_pattern(template, "en")
    own = in_own_words(template, "en", context, centre, subject=words.subject, body=words.body)
    standard = in_standard_words(template, "en", context, centre)
    assert own.body.split() == standard.body.split()


def test_every_placeholder_has_a_meaning_and_a_sample():
    named = {name for contents in CONTENTS.values() for name in contents.takes}
    assert (named - MEANINGS.keys(), named - SAMPLES.keys()) == (set(), set())


@pytest.mark.parametrize("template", Template)
def test_needed_and_empty_ones_are_among_those_a_message_takes(template):
    contents = CONTENTS[template]
    assert (contents.needed - contents.takes, contents.may_be_empty - contents.takes) == (set(), set())


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("template", Template)
def test_every_placeholder_reads_in_every_language(template, language, centre):
    values = values_of(template, sample_of(template), organisation=centre, language=language)
    assert [name for name, value in values.items() if not value] == []


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"body": " "}, "body", "Write some words"),
        ({"subject": ""}, "subject", "Write some words"),
        ({"subject": "a\nb"}, "subject", "A subject is one line."),
        ({"subject": "x" * 151}, "subject", "At most 150 signs."),
        ({"body": "{label}\n" + "x \n" * 2000}, "body", "At most 4000 signs."),
        ({"body": "{label}" + "x" * 901}, "body", "A line is too long"),
        ({"body": "{label} <b>now</b>"}, "body", "We send plain text"),
        ({"body": "{label} <!-- -->"}, "body", "We send plain text"),
        ({"body": "{label}&nbsp;!"}, "body", "We send plain text"),
        ({"body": "{label} \x07"}, "body", "signs in it that nobody can see"),
        ({"body": "{label} \u202e"}, "body", "signs in it that nobody can see"),
        ({"body": "{label} {surname}"}, "body", "There is no such placeholder: {surname}."),
        ({"subject": "{day}", "body": "{label}"}, "subject", "There is no such placeholder: {day}."),
        ({"body": "{label} {{ settings.SECRET_KEY }}"}, "body", "Braces are for placeholders only"),
        ({"body": "{label.__class__}"}, "body", "Braces are for placeholders only"),
        ({"body": "{label!r}"}, "body", "Braces are for placeholders only"),
        ({"body": "{label:>9999}"}, "body", "Braces are for placeholders only"),
        ({"body": "{% include 'x' %}{label}"}, "body", "Braces are for placeholders only"),
        ({"subject": "Somebody", "body": "waits"}, "body", "does not make sense without {label}"),
        ({"subject": "{languages}", "body": "{label}"}, "subject", "{languages} cannot stand in the subject"),
        ({"body": "{label}, {place}"}, "body", "Put {place} on a line without other placeholders"),
    ],
)
def test_words_that_cannot_be_are_told_in_a_sentence(words, field, sentence):
    found = problems_of(OFFER, **{**WORDS, **words})
    assert (list(found), [text for text in found[field] if sentence in text] != []) == ([field], True)


def test_link_is_needed_and_stands_alone(say):
    assert "does not make sense without {link}" in str(problems_of(Template.WAY_IN, body="Come in."))
    glued = problems_of(Template.WAY_IN, body="https://elsewhere.example/?t={link}")
    assert "Put {link} alone on a line" in str(glued)
    assert problems_of(Template.WAY_IN, body="Come in:\n{link}") == {}
    subject = problems_of(Template.WAY_IN, subject="{link}", body="x\n{link}")
    assert "{link} cannot stand in the subject" in str(subject)


def test_comparing_numbers_is_no_html():
    assert problems_of(OFFER, body="{label}: 2 < 3 & 5 > 4, A&B") == {}


# --- the verbs --------------------------------------------------------------------------------------------


def test_change_is_on_record_with_why_and_without_the_words(say, centre):
    row = say(why="  families asked \n for it ")
    [found] = Record.objects.filter(act="notices.wording.set")
    assert found.details == {
        "template": OFFER, "language": "en", "version": row.pk, "why": "families asked for it",
    }  # fmt: skip
    assert (found.organisation_id, found.actor_label, row.written_by_label) == (centre.pk, "Alice", "Alice")


def test_wrong_words_change_nothing(say):
    with pytest.raises(ValidationError) as refused:
        say(body="<i>x</i>", why="")
    assert sorted(refused.value.message_dict) == ["body", "why"]
    assert (Wording.objects.count(), Record.objects.count()) == (0, 0)


def test_message_that_warns_of_a_fraud_keeps_its_words(say):
    with pytest.raises(Refusal, match="warns people of a fraud"):
        say(Template.ACCOUNT_CHANGED, body="{ending} {day}", subject="x")


def test_colleague_s_newer_words_are_not_overwritten_unseen(say, centre, alice):
    first = say(seen=0)
    say(seen=first.pk, subject="Newer {label}")
    for again in (lambda: say(seen=first.pk), lambda: say(seen=0)):
        with pytest.raises(Refusal, match="Alice has changed these words meanwhile"):
            again()
    with pytest.raises(Refusal):
        use_standard_words(centre, OFFER, "en", why="x", by=alice, seen=first.pk)
    assert Wording.objects.count() == 2


def test_standard_words_twice_are_refused(centre, alice):
    with pytest.raises(Refusal, match="in use already"):
        use_standard_words(centre, OFFER, "en", why="x", by=alice)


def test_line_ends_of_every_browser_are_the_same(say):
    assert say(body="{label}\r\n\r\nBye  \rNow").body == "{label}\n\nBye\nNow"


# --- no version is lost -----------------------------------------------------------------------------------

CHANGES = [
    lambda row: Wording.objects.filter(pk=row.pk).update(body="another"),
    lambda row: Wording.objects.filter(pk=row.pk).delete(),
]


@pytest.mark.database
@pytest.mark.parametrize("change", CHANGES)
def test_database_refuses_to_change_a_version(say, change):
    row = say()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        change(row)
    assert refusal_from(refused.value) is not None
    assert Wording.objects.get().body == row.body


@pytest.mark.database
@pytest.mark.parametrize("change", CHANGES)
def test_twin_without_the_trigger_loses_it(say, change):
    row = say()
    with lifted(connection, "splot_notices_wording_append_only"):
        change(row)
    assert [one.body for one in Wording.objects.all()] != [row.body]


def test_versions_are_ordered_by_their_number_even_within_a_moment(say, offer, english, monkeypatch):
    now = timezone.now() - timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    say()
    say(subject="Newer {label}")
    monkeypatch.undo()
    assert rendering.render(offer(to=english)).subject == "Newer K-417"
