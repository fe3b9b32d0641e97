"""Coordinators in touch with pairs: writing it down, taking it back, notes, and what is owed when."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.domain.contacts import record_contact, withdraw_contact, withdraw_note, write_note
from activities.models import CareRules, Contact
from activities.queries.contacts import (
    contact_duty_of,
    contacts_due,
    contacts_in_scope,
    notes_in_scope,
)
from base.audit.models import Record
from base.common.errors import Refusal
from matching.enums import PairState
from matching.models import Pair, PairStep
from tests.factories.activities import meeting_pair

pytestmark = pytest.mark.django_db

USUAL = CareRules()
WARSAW = ZoneInfo("Europe/Warsaw")


def contact(pair, by, on=None, **fields):
    told = {"whom": "helper", "way": "phone", "on": on or timezone.localdate()} | fields
    return record_contact(pair, by=by, **told)


def touched(pair, *days):
    Contact.objects.bulk_create(
        Contact(pair=pair, whom="helper", way="phone", on=day, by_label="Alice") for day in days
    )


def begun(pair, day):
    pair.active_since = pair.offered_on = day
    pair.save()
    return pair


def stepped(pair, state, day):
    at = datetime.combine(day, time(12), tzinfo=WARSAW)
    return PairStep.objects.create(pair=pair, state=state, at=at, by_label="Alice")


def is_due(pair, on, rules=USUAL):
    return contacts_due(Pair.objects.all(), {pair.programme_id: rules}, on=on).filter(pk=pair.pk).exists()


# --- writing down -----------------------------------------------------------------------------------------


def test_contact_is_written_once_with_a_record_without_its_words(pair, alice):
    first = contact(pair, alice, words=" Spoke of CANARY ", mood=3)
    assert contact(pair, alice, words="Spoke of CANARY", mood=3) == first
    assert (first.words, first.mood, first.by_id, first.by_label) == ("Spoke of CANARY", 3, 1, "Alice")
    [line] = Record.objects.filter(act="activities.contact.record")
    assert line.details == {"pair": pair.pk}
    assert contact(pair, alice, words="Something else") != first


def test_contact_has_a_day_between_the_offer_and_today(pair, alice):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day in (tomorrow, pair.offered_on - timedelta(days=1)):
        with pytest.raises(ValidationError) as told:
            contact(pair, alice, day)
        assert list(told.value.message_dict) == ["on"]
    assert contact(pair, alice, pair.offered_on).on == pair.offered_on


@pytest.mark.parametrize(
    ("field", "value"), [("whom", "nobody"), ("way", "owl"), ("mood", 5), ("words", "x" * 1001)]
)
def test_contact_is_of_a_known_kind(pair, alice, field, value):
    with pytest.raises(ValidationError) as told:
        contact(pair, alice, **{field: value})
    assert list(told.value.message_dict) == [field]


def test_number_of_a_person_is_written_nowhere(pair, alice):
    words = "PESEL 440514-01359"
    for write in (lambda: contact(pair, alice, words=words), lambda: write_note(pair, words=words, by=alice)):
        with pytest.raises(ValidationError, match="never holds a PESEL"):
            write()


def test_contact_may_follow_an_end_but_not_by_long(alice):
    pair = meeting_pair(state=PairState.CLOSED, days=200)
    pair.closed_on = timezone.localdate() - timedelta(days=90)
    pair.save()
    contact(pair, alice)
    pair.closed_on -= timedelta(days=1)
    pair.save()
    with pytest.raises(Refusal, match="ended more than three months"):
        contact(pair, alice, words="Later")


def test_nothing_is_written_of_an_offer_taken_back(alice):
    pair = meeting_pair(state=PairState.UNDONE)
    for write in (lambda: contact(pair, alice), lambda: write_note(pair, words="Why", by=alice)):
        with pytest.raises(Refusal, match="taken back before"):
            write()


def test_contact_taken_back_counts_no_more_and_can_be_told_anew(pair, alice, bob):
    first = contact(pair, alice)
    for by in (bob, alice):
        taken = withdraw_contact(first, by=by)
    assert (taken.withdrawn_by_label, taken.withdrawn_at is not None) == ("Bob", True)
    assert Record.objects.filter(act="activities.contact.withdraw").count() == 1
    assert contact_duty_of(pair, USUAL, on=timezone.localdate()).last_on is None
    assert contact(pair, alice) != first


def test_note_needs_words_and_is_taken_back_once(pair, alice, bob):
    for words in (" ", "x" * 1001):
        with pytest.raises(ValidationError):
            write_note(pair, words=words, by=alice)
    note = write_note(pair, words=" Ask about the school. ", by=alice)
    assert (note.words, note.by_label) == ("Ask about the school.", "Alice")
    for by in (bob, alice):
        assert withdraw_note(note, by=by).withdrawn_by_label == "Bob"
    acts = Record.objects.filter(act__startswith="activities.note").values_list("act", flat=True)
    assert sorted(acts) == ["activities.note.withdraw", "activities.note.write"]


def test_both_are_seen_by_coordinators_of_a_side_alone(cast, alice):
    pair = meeting_pair(cast.bob)
    written, note = contact(pair, alice), write_note(pair, words="Hello", by=alice)
    for who in (cast.alice, cast.ada):
        assert list(contacts_in_scope(who)) == [written]
        assert list(notes_in_scope(who)) == [note]
    for who in (cast.bob, cast.filip, cast.carol, None):
        assert list(contacts_in_scope(who)) == list(notes_in_scope(who)) == []


# --- what is owed -----------------------------------------------------------------------------------------


def test_two_are_owed_in_the_first_month_and_one_in_each_whole_month_after_it(pair):
    begun(pair, date(2026, 3, 10))
    assert not is_due(pair, date(2026, 3, 24))
    assert is_due(pair, date(2026, 3, 25))
    touched(pair, date(2026, 3, 25))
    assert not is_due(pair, date(2026, 4, 9))
    assert is_due(pair, date(2026, 4, 10))
    touched(pair, date(2026, 4, 11))
    # The rest of April asks for nothing, May until its end, and whoever is late is late until June is over.
    assert not is_due(pair, date(2026, 5, 31))
    assert is_due(pair, date(2026, 6, 1))
    touched(pair, date(2026, 6, 12))
    assert not is_due(pair, date(2026, 7, 31))
    assert is_due(pair, date(2026, 8, 1))


@pytest.mark.parametrize(
    ("since", "last_good"),
    [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2027, 12, 29), date(2028, 1, 28)),
        (date(2028, 1, 31), date(2028, 2, 28)),
        (date(2028, 1, 29), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2028, 3, 28)),
    ],
)
def test_first_month_ends_where_a_month_ends(pair, since, last_good):
    """The 31st, and 29 February, of short and of leap years."""
    begun(pair, since)
    touched(pair, since)
    assert contact_duty_of(pair, USUAL, on=last_good).due_on == last_good
    assert not is_due(pair, last_good)
    assert is_due(pair, last_good + timedelta(days=1))


def test_month_with_a_return_in_it_asks_for_nothing(pair):
    begun(pair, date(2026, 1, 10))
    assert is_due(pair, date(2026, 6, 20))
    stepped(pair, PairState.ACTIVE, date(2026, 6, 1))
    assert not is_due(pair, date(2026, 6, 20))
    assert not is_due(pair, date(2026, 7, 31))
    assert contact_duty_of(pair, USUAL, on=date(2026, 6, 20)).due_on == date(2026, 7, 31)
    assert is_due(pair, date(2026, 8, 1))
    Pair.objects.update(state=PairState.PAUSED)
    assert not is_due(pair, date(2026, 8, 1))


def test_first_month_with_a_pause_in_it_asks_for_nothing(pair):
    begun(pair, date(2026, 1, 10))
    stepped(pair, PairState.ACTIVE, date(2026, 1, 12))
    assert is_due(pair, date(2026, 2, 12))
    stepped(pair, PairState.PAUSED, date(2026, 1, 14))
    assert not is_due(pair, date(2026, 2, 12))
    assert contact_duty_of(pair, USUAL, on=date(2026, 2, 12)).due_on == date(2026, 3, 31)


def test_programme_that_asks_for_nothing_is_owed_nothing(pair):
    none = CareRules(contacts_first_month=0, contacts_a_month=0)
    assert contact_duty_of(pair, none, on=timezone.localdate()) is None
    assert not is_due(pair, timezone.localdate(), none)
    assert list(contacts_due(Pair.objects.all(), {}, on=timezone.localdate())) == []


@pytest.mark.database
def test_list_and_page_agree_on_any_day():
    """What is asked of all pairs at once is what is told of one; the seed replays the case."""
    chance, pair, late = random.Random(7), meeting_pair(), 0
    for _case in range(100):
        PairStep.objects.filter(pair=pair).delete()
        Contact.objects.filter(pair=pair).delete()
        day = begun(pair, date(2027, 11, 20) + timedelta(days=chance.randrange(160))).active_since
        on = day + timedelta(days=chance.randrange(140))
        life = (on - day).days + 1
        touched(pair, *(day + timedelta(days=chance.randrange(life)) for _ in range(chance.randrange(4))))
        if chance.random() < 0.2:
            gone = day + timedelta(days=chance.randrange(life))
            back = gone + timedelta(days=chance.randrange((on - gone).days + 1))
            stepped(pair, PairState.PAUSED, gone)
            stepped(pair, PairState.ACTIVE, back)
        rules = CareRules(contacts_first_month=chance.randrange(4), contacts_a_month=chance.randrange(4))
        told = contact_duty_of(pair, rules, on=on)
        assert is_due(pair, on, rules) == bool(told and told.is_late), (day, on, rules)
        late += bool(told and told.is_late)
    assert 20 < late < 80
