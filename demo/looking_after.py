"""How the coordinators look after the pairs: calls and visits, notes, rules of one programme of its own."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Final

from django.utils import timezone

from activities.domain.care import set_care
from activities.domain.contacts import record_contact, withdraw_contact, write_note
from activities.enums import ContactWay, ContactWith, Mood
from base.accounts.models import Membership
from matching.models import Pair, Programme

from .meetings import pairs_that_meet

#: (with whom, how, in which words, in which mood), by turns.
SAID: Final = (
    (ContactWith.HELPER, ContactWay.PHONE, "Spotykają się co tydzień, są zadowoleni.", Mood.GOOD),
    (ContactWith.FAMILY, ContactWay.VISIT, "Mówi coraz więcej. Prosi o książki dla dzieci.", Mood.GREAT),
    (ContactWith.HELPER, ContactWay.MESSAGE, "", None),
    (ContactWith.BOTH, ContactWay.ONLINE, "Ustaliliśmy nowy dzień spotkań: czwartek.", Mood.GOOD),
    (ContactWith.FAMILY, ContactWay.PHONE, "Trudno znaleźć wspólny termin.", Mood.MIXED),
)
#: Days after the two began to meet on which a coordinator was in touch, by turns of the pairs. Nobody has
#: been in touch with the pairs whose turn is empty: a word is owed to them.
TOUCHED: Final = ((5, 12, 20, 27), (), (6, 13), (3,), (5, 15, 25))
NOTES: Final = (
    "Babcia rodziny przyjeżdża na święta, w grudniu spotkania u nich w domu.",
    "Wolontariuszka pytała o bilety do muzeum dla dwojga. Sprawdzić pulę z miasta.",
    "Uwaga na schody: trzecie piętro bez windy, wózek zostaje na dole.",
)


def look_after(programme: Programme, *, by: Membership, and_by: Membership) -> None:
    """Contacts and notes of two coordinators; one contact was written down by mistake."""
    today = timezone.localdate()
    pairs = pairs_that_meet(programme)
    turns = count()
    for number, pair in enumerate(pairs):
        for turn, after in enumerate(TOUCHED[number % len(TOUCHED)]):
            whom, way, words, mood = SAID[next(turns) % len(SAID)]
            day = (pair.active_since or today) + timedelta(days=after)
            who = by if (number + turn) % 3 else and_by
            if day <= today:
                record_contact(pair, whom=whom, way=way, on=day, words=words, mood=mood, by=who)
    for pair, words in zip(pairs, NOTES, strict=False):
        write_note(pair, words=words, by=and_by)
    _by_mistake(pairs, by=by)


def care_of_its_own(programme: Programme, *, by: Membership) -> None:
    """Pairs that speak Polish meet more often: silence is asked about sooner."""
    set_care(
        programme,
        valid_from=timezone.localdate(),
        quiet_days=10,
        silent_days=17,
        contacts_a_month=2,
        source="Ustalenia zespołu, przykład na potrzeby pokazu",
        why="Pary konwersacyjne umawiają się dwa razy w tygodniu.",
        by=by,
    )


def _by_mistake(pairs: Sequence[Pair], *, by: Membership) -> None:
    for pair in pairs[:1]:
        contact = record_contact(
            pair,
            whom=ContactWith.FAMILY,
            way=ContactWay.PHONE,
            on=timezone.localdate(),
            words="To była inna rodzina.",
            by=by,
        )
        withdraw_contact(contact, by=by)
