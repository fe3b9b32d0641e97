"""Writing, reading, hiding, reporting, showing one's contact: the verbs of a conversation, its refusals."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.domain.talk import (
    hide_contact,
    hide_message,
    look_at_talk,
    mark_read,
    report_message,
    show_contact,
    show_message,
    tidied,
)
from activities.enums import TalkStanding
from activities.models import (
    ContactShown,
    Incident,
    IncidentNote,
    Talk,
    TalkMessage,
    TalkRead,
    TalkReport,
)
from activities.queries.phrases import LANGUAGES, phrase_of, phrases_for, versions
from activities.queries.talk import (
    Reach,
    contact_shown,
    conversations_in_scope,
    count_unread,
    read_mark,
    standing_of,
    unread_of,
    unread_of_family,
)
from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.models import Notice
from matching.enums import PairSide, PairState
from matching.models import Pair, PairLife
from tests.factories.activities import meeting_pair
from tests.factories.matching import programme_of
from tests.factories.talk import WRITERS, said, said_before

pytestmark = pytest.mark.django_db
HELPER, FAMILY, COORDINATOR = PairSide.HELPER, PairSide.FAMILY, PairSide.COORDINATOR
TODAY = timezone.localdate


@pytest.fixture
def pair(db):
    """Two who have met for three months and could be phoned, both."""
    return reachable(meeting_pair())


def reachable(pair):
    person = pair.helper.person
    person.phone = "+48600777888"
    person.save()
    return pair


def refusal_of(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def problem_of(act, field="words"):
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.error_dict[field][0].code


def ended(days=0, grace=14, **fields):
    programme = programme_of()
    PairLife.objects.create(programme=programme, grace_days=grace)
    on = TODAY() - timedelta(days=days)
    return meeting_pair(programme=programme, state=PairState.CLOSED, closed_on=on, **fields)


# --- writing ----------------------------------------------------------------------------------------------


def test_message_is_kept_told_and_known_at_its_newest(pair):
    message = said(pair, words="Good day")
    assert (message.side, message.words, message.by_label) == (HELPER, "Good day", "Bob")
    talk = Talk.objects.get(pair=pair)
    assert (talk.last_id, talk.last_of_helper, talk.last_of_family) == (message.pk, message.pk, 0)
    record = Record.objects.get(act="activities.talk.write")
    assert (record.actor_label, record.details) == ("Bob", {"pair": pair.pk, "side": "helper"})
    assert "Good day" not in str([*Record.objects.values()])


def test_same_key_twice_is_one_message_also_after_the_end(pair):
    key = uuid4()
    first = said(pair, key=key, words="Good day\r\n")
    Pair.objects.filter(pk=pair.pk).update(state=PairState.CLOSING)
    Pair.objects.filter(pk=pair.pk).update(
        state=PairState.CLOSED, closed_on=TODAY() - timedelta(days=99), close_reason="completed"
    )
    assert said(pair, key=key, words="Good day") == first
    assert TalkMessage.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"words": "Goodbye"}, {"side": "family"}, {"phrase": "hello"}], ids=["words", "side", "phrase"]
)
def test_another_message_under_the_same_key_is_refused(pair, other):
    key = uuid4()
    said(pair, key=key)
    assert refusal_of(lambda: said(pair, key=key, **other)) == "other_words"
    assert TalkMessage.objects.count() == 1


def test_key_of_another_pair_is_refused_and_tells_nothing_of_it(pair):
    other = said(meeting_pair(), words="secret")
    with pytest.raises(Refusal) as caught:
        said(pair, key=other.key, words="secret")
    assert caught.value.code == "other_words"
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("words", "code"), [("", "required"), (" \n ", "required"), ("x" * 1001, "max_length")]
)
def test_nothing_and_too_much_are_not_sent(pair, words, code):
    assert problem_of(lambda: said(pair, words=words)) == code


def test_longest_message_is_sent(pair):
    assert len(said(pair, words="x" * 1000).words) == 1000


def test_words_stay_plain_text_with_line_breaks(pair):
    typed = "  <b>Dzień</b>\r\ndobry\u202e\u200b\x00 \n\n\n\nOlena 👩\u200d👧"
    assert said(pair, words=typed).words == "<b>Dzień</b>\ndobry\n\nOlena 👩\u200d👧"
    assert tidied("a\rb") == "a\nb"


def test_phrase_is_sent_with_one_touch_and_read_in_every_language(pair):
    message = said(pair, words="", phrase="late_10", language="uk")
    assert (message.phrase, message.words) == ("late_10", "Я запізнюся на 10 хвилин.")
    assert phrase_of(message.phrase).word("pl") == "Spóźnię się 10 minut."


@pytest.mark.parametrize("code", ["no_such", "how_is_it"])
def test_phrase_that_a_side_does_not_have_is_refused(pair, code):
    assert problem_of(lambda: said(pair, phrase=code), "phrase") is None
    assert TalkMessage.objects.count() == 0


def test_phrases_are_whole():
    (_on, phrases), *_older = versions()
    assert len({one.code for one in phrases}) == len(phrases) >= 25
    assert all(one.words[code] for one in phrases for code in LANGUAGES)
    assert all(one.group in ("today", "when", "words") for one in phrases)
    assert {side: sum(one.often for one in phrases_for(side, TODAY())) for side in PairSide} == {
        HELPER: 7, FAMILY: 7, COORDINATOR: 6,
    }  # fmt: skip


# --- whether one may write --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["accepted", "met", "agreed", "active", "paused", "closing"])
def test_both_write_from_the_moment_both_said_yes(state):
    pair = meeting_pair(state=state)
    assert {said(pair, side).side for side in PairSide} == set(PairSide.values)


@pytest.mark.parametrize("state", ["offered", "helper_accepted", "family_accepted", "undone"])
def test_nobody_writes_before(state):
    pair = meeting_pair(state=state, active_since=None)
    assert standing_of(pair, on=TODAY()) is None
    assert {refusal_of(lambda side=side: said(pair, side)) for side in PairSide} == {"not_together"}


def test_suspended_offer_has_no_conversation():
    pair = meeting_pair(state="suspended", suspended_from="offered", active_since=None)
    assert refusal_of(lambda: said(pair, COORDINATOR)) == "not_together"


def test_suspended_pair_hears_only_its_coordinator():
    pair = meeting_pair(state="suspended", suspended_from="active")
    assert {refusal_of(lambda side=side: said(pair, side)) for side in (HELPER, FAMILY)} == {"suspended"}
    assert said(pair, COORDINATOR).side == COORDINATOR


@pytest.mark.parametrize(("days", "standing"), [(0, "open"), (14, "open"), (15, "over")])
def test_ended_pair_writes_for_the_days_of_grace_then_reads(days, standing):
    pair = ended(days, close_reason="completed")
    assert standing_of(pair, on=TODAY()) == standing
    if standing == TalkStanding.OVER:
        assert {refusal_of(lambda side=side: said(pair, side)) for side in PairSide} == {"over"}


@pytest.mark.parametrize("reason", ["safety", "not_suited"])
def test_pair_ended_with_cause_has_no_days_of_grace(reason):
    pair = ended(0, close_reason=reason)
    assert refusal_of(lambda: said(pair)) == "over"


def test_not_this_time_after_both_had_said_yes_can_only_be_read():
    pair = meeting_pair(state="declined", active_since=None)
    assert standing_of(pair, on=TODAY()) is None
    pair.steps.create(state="accepted", by_label="K-1")
    assert standing_of(pair, on=TODAY()) == TalkStanding.OVER


# --- contacts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Call 600 100 200", "write to o@example.org", "t.me/olena"])
@pytest.mark.parametrize("side", [HELPER, FAMILY])
def test_contact_is_not_sent_unless_its_writer_shows_their_own(pair, side, words):
    assert problem_of(lambda: said(pair, side, words)) == "contact"
    show_contact(pair, side=side, phone=True, email=False, by=WRITERS[side])
    assert said(pair, side, words).words == words
    hide_contact(pair, side=side, by=WRITERS[side])
    assert problem_of(lambda: said(pair, side, words)) == "contact"


def test_showing_ones_contact_gives_no_leave_to_the_other(pair):
    show_contact(pair, side=HELPER, phone=True, email=False, by=WRITERS[HELPER])
    assert problem_of(lambda: said(pair, FAMILY, "600 100 200")) == "contact"


def test_coordinator_gives_the_centres_number_but_neither_ones_of_the_pair(pair):
    household = pair.seeker.household
    number = household.phone.as_national
    said(pair, COORDINATOR, "Call us: 12 345 67 89")
    assert problem_of(lambda: said(pair, COORDINATOR, f"Call {number}")) == "contact"
    show_contact(pair, side=FAMILY, phone=True, email=False, by=WRITERS[FAMILY])
    assert said(pair, COORDINATOR, f"Call {number}")


def test_coordinator_does_not_give_an_email_of_the_pair(pair):
    person = pair.helper.person
    person.email = "marta@example.org"
    person.save()
    for words in ("marta@example.org", "Marta (at) example dot org", "MARTA @ example . org"):
        assert problem_of(lambda words=words: said(pair, COORDINATOR, f"Write to {words}")) == "contact"


def test_contact_is_shown_in_part_and_gone_when_taken_back(pair):
    household = pair.seeker.household
    household.email = "olena@example.org"
    household.save()
    assert contact_shown(pair, side=FAMILY, on=TODAY()) == Reach()
    show_contact(pair, side=FAMILY, phone=False, email=True, by=WRITERS[FAMILY])
    assert contact_shown(pair, side=FAMILY, on=TODAY()) == Reach("", "olena@example.org")
    assert contact_shown(pair, side=HELPER, on=TODAY()) == Reach()
    show_contact(pair, side=FAMILY, phone=True, email=True, by=WRITERS[FAMILY])
    assert contact_shown(pair, side=FAMILY, on=TODAY()) == Reach(str(household.phone), "olena@example.org")
    hide_contact(pair, side=FAMILY, by=WRITERS[FAMILY])
    assert contact_shown(pair, side=FAMILY, on=TODAY()) == Reach()
    told = Record.objects.filter(act="activities.talk.contact").values_list("details", flat=True)
    assert [one["phone"] for one in told.order_by("pk")] == [False, True, False]
    assert "olena@" not in str([*Record.objects.values()])


def test_showing_the_same_again_is_not_another_act(pair):
    for _twice in range(2):
        show_contact(pair, side=FAMILY, phone=True, email=False, by=WRITERS[FAMILY])
    assert Record.objects.filter(act="activities.talk.contact").count() == 1


def test_what_there_is_not_cannot_be_shown(pair):
    show = {"side": FAMILY, "phone": False, "email": True, "by": WRITERS[FAMILY]}
    assert problem_of(lambda: show_contact(pair, **show), "email") is None
    assert ContactShown.objects.count() == 0


@pytest.mark.parametrize("fields", [{"state": "suspended", "suspended_from": "active"}, {"state": "closed"}])
def test_contact_is_hidden_while_the_two_may_not_write_and_can_still_be_taken_back(fields):
    pair = reachable(meeting_pair())
    show_contact(pair, side=FAMILY, phone=True, email=False, by=WRITERS[FAMILY])
    if fields["state"] == "closed":
        Pair.objects.filter(pk=pair.pk).update(state="closing")
    Pair.objects.filter(pk=pair.pk).update(**fields, closed_on=TODAY(), close_reason="safety")
    pair.refresh_from_db()
    assert contact_shown(pair, side=FAMILY, on=TODAY()) == Reach()
    show = {"side": HELPER, "phone": True, "email": False, "by": WRITERS[HELPER]}
    assert refusal_of(lambda: show_contact(pair, **show)) == "closed"
    hide_contact(pair, side=FAMILY, by=WRITERS[FAMILY])
    assert ContactShown.objects.get().phone is False


# --- reading ----------------------------------------------------------------------------------------------


def test_unread_is_what_the_others_wrote_since_one_read(pair, cast):
    said(pair, HELPER)
    first = said(pair, FAMILY)
    said(pair, COORDINATOR)
    assert unread_of_family(pair.seeker.household) == {pair.pk: 2}
    mark_read(first, side=HELPER, by=WRITERS[HELPER])
    assert read_mark(pair, side=HELPER) == first.pk
    mark_read(TalkMessage.objects.first(), side=HELPER, by=WRITERS[HELPER])
    assert read_mark(pair, side=HELPER) == first.pk  # never back


def test_unread_of_a_helper_counts_own_pairs(cast):
    pair = meeting_pair(cast.bob)
    said(pair, FAMILY)
    said(pair, HELPER)
    assert unread_of(cast.bob, Pair.objects.all()) == {pair.pk: 1}
    assert unread_of(cast.dana, Pair.objects.all()) == {}


def test_coordinators_read_each_for_themselves_until_one_answers(cast):
    pair = meeting_pair(programme=programme_of(cast.centre))
    message = said(pair, FAMILY)
    assert unread_of(cast.alice, [pair]) == unread_of(cast.ada, [pair]) == {pair.pk: 1}
    mark_read(message, side=COORDINATOR, by=cast.alice)
    assert (count_unread(cast.alice), count_unread(cast.ada), count_unread(cast.carol)) == (0, 1, 0)
    said(pair, COORDINATOR)
    assert unread_of(cast.ada, [pair]) == {}
    assert count_unread(cast.ada) == 0


def test_new_coordinator_does_not_begin_with_years_to_read(cast):
    pair = meeting_pair(programme=programme_of(cast.centre))
    said_before(pair, FAMILY, hours=48)
    assert (unread_of(cast.alice, [pair]), count_unread(cast.alice)) == ({}, 0)


def test_conversations_are_of_the_own_centre_newest_first(cast):
    programme = programme_of(cast.centre)
    pairs = [meeting_pair(programme=programme) for _number in range(3)]
    for pair in (pairs[1], pairs[0]):
        said(pair)
    said(meeting_pair(programme=programme_of(cast.other_centre)))
    found = conversations_in_scope(cast.alice)
    assert [(talk.pair_id, talk.has_unread) for talk in found] == [(pairs[0].pk, True), (pairs[1].pk, True)]
    assert {len(conversations_in_scope(one)) for one in (cast.filip, cast.bob, cast.dana)} == {0}
    assert len(conversations_in_scope(None)) == 0


def test_counts_take_one_query(cast, django_assert_num_queries):
    programme = programme_of(cast.centre)
    pairs = [meeting_pair(programme=programme) for _number in range(3)]
    for pair in pairs:
        said(pair, FAMILY)
    for some in (pairs[:1], pairs):
        with django_assert_num_queries(1):
            assert len(unread_of(cast.alice, some)) == len(some)
    with django_assert_num_queries(1):
        count_unread(cast.alice)
    with django_assert_num_queries(1):
        list(conversations_in_scope(cast.alice))


def test_look_of_a_coordinator_is_on_record(pair, cast):
    look_at_talk(pair, by=cast.alice)
    assert Record.objects.get(act="activities.talk.read").actor_label == "Alice"


# --- hiding and reporting ---------------------------------------------------------------------------------


def test_hidden_message_is_kept_and_can_come_back(pair, alice):
    message = said(pair)
    assert hide_message(message, by=alice).hidden_by_label == "Alice"
    hide_message(message, by=alice)
    assert show_message(message, by=alice).hidden_at is None
    show_message(message, by=alice)
    acts = Record.objects.filter(act__startswith="activities.talk").order_by("pk")
    assert [record.act.rpartition(".")[2] for record in acts] == ["write", "hide", "show"]


def test_report_opens_a_concern_and_tells_administrators_that_there_is_one(cast):
    pair = meeting_pair(programme=programme_of(cast.centre))
    message = said(pair, HELPER, "Rude words")
    report = report_message(message, side=FAMILY, words="This is rude.", by=WRITERS[FAMILY])
    assert report_message(message, side=FAMILY, by=WRITERS[FAMILY]) == report
    incident = Incident.objects.get()
    assert (incident.pair, incident.side, incident.state) == (pair, FAMILY, "open")
    words = IncidentNote.objects.get().words
    assert words.startswith("This is rude.\n\n")
    assert "„Rude words”" in words
    assert str(message.pk) in words
    notice = Notice.objects.get(template="concern_reported")
    assert (notice.recipient_id, notice.context) == (cast.ada.user_id, {})
    assert "rude" not in str([*Record.objects.values()]).lower()


def test_report_needs_no_words_and_takes_the_longest_message(pair):
    message = said(pair, words="x" * 1000)
    report_message(message, side=COORDINATOR, words="y" * 1000, by=WRITERS[COORDINATOR])
    report_message(message, side=FAMILY, by=WRITERS[FAMILY])
    assert TalkReport.objects.count() == 2


def test_own_message_is_not_reported_and_words_have_an_end(pair):
    message = said(pair)
    assert refusal_of(lambda: report_message(message, side=HELPER, by=WRITERS[HELPER])) == "own_message"
    long = "x" * 1001
    assert (
        problem_of(lambda: report_message(message, side=FAMILY, words=long, by=WRITERS[FAMILY])) is not None
    )
    assert Incident.objects.count() == 0


def test_report_of_a_coordinators_message_is_known_to_administrators_alone(cast):
    pair = meeting_pair(programme=programme_of(cast.centre))
    report_message(said(pair, COORDINATOR), side=FAMILY, by=WRITERS[FAMILY])
    assert [talk.is_reported for talk in conversations_in_scope(cast.alice)] == [False]
    assert [talk.is_reported for talk in conversations_in_scope(cast.ada)] == [True]
    report_message(said(pair, HELPER), side=FAMILY, by=WRITERS[FAMILY])
    assert [talk.is_reported for talk in conversations_in_scope(cast.alice)] == [True]
    Incident.objects.update(state="closed")
    assert [talk.is_reported for talk in conversations_in_scope(cast.ada)] == [False]


def test_reading_leaves_one_mark_for_each_reader(pair, cast):
    message = said(pair)
    for by in (cast.alice, cast.ada, cast.alice):
        mark_read(message, side=COORDINATOR, by=by)
    mark_read(message, side=FAMILY, by=WRITERS[FAMILY])
    rows = TalkRead.objects.order_by("side", "reader_id").values_list("side", "reader_id")
    readers = sorted([cast.alice.user_id, cast.ada.user_id])
    assert list(rows) == [*((COORDINATOR, reader) for reader in readers), (FAMILY, 0)]


def test_number_of_a_person_is_never_sent_nor_kept_with_a_report(pair):
    words = "Our number is 440514 01359."
    show_contact(pair, side="helper", phone=True, email=False, by=WRITERS["helper"])
    for side in ("helper", "coordinator"):
        assert problem_of(lambda side=side: said(pair, side, words)) == "pesel"
    message = said(pair, "helper", "Hello")
    told = problem_of(lambda: report_message(message, side="family", words=words, by=WRITERS["family"]))
    assert told == "pesel"
