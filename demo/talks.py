"""What the pairs of the demo write to each other: several languages, standard phrases, some of it unread."""

from typing import Final, NamedTuple
from uuid import UUID

from activities.domain.talk import mark_read, show_contact, write_message
from activities.models import TalkMessage
from base.accounts.models import Membership
from families.domain.access import HouseholdActor
from matching.enums import PairSide
from matching.models import Pair, Programme

from .chance import Chance
from .meetings import helper_of, pairs_that_meet

HELPER, FAMILY, CENTRE = PairSide.HELPER, PairSide.FAMILY, PairSide.COORDINATOR


class Said(NamedTuple):
    """One message: own words in the language of who writes, or a standard phrase."""

    side: PairSide
    words: str = ""
    phrase: str = ""


#: By languages of the families: what they and their helpers wrote, the last message unread.
TALKS: Final = {
    "uk": (
        Said(HELPER, phrase="hello"),
        Said(FAMILY, "Добрий день! Дякуємо за вчорашню зустріч, діти дуже раділи."),
        Said(HELPER, "Ja też! W czwartek możemy pójść do biblioteki przy Rajskiej."),
        Said(FAMILY, phrase="suits"),
        Said(CENTRE, "Dzień dobry, biblioteka ma teraz półkę z książkami po ukraińsku. Miłego czytania!"),
        Said(HELPER, phrase="late_10"),
        Said(FAMILY, phrase="will_wait"),
        Said(FAMILY, "Школа надіслала листа про зібрання. Чи можете допомогти його прочитати?"),
    ),
    "ru": (
        Said(FAMILY, "Здравствуйте! Можно встретиться в субботу вместо пятницы?"),
        Said(HELPER, phrase="suits"),
        Said(FAMILY, phrase="thanks"),
        Said(HELPER, "Proszę wziąć ze sobą list z przychodni."),
    ),
    "en": (
        Said(FAMILY, "Hello! My daughter has a school play on Wednesday. Would you like to come?"),
        Said(HELPER, "Of course! Chętnie przyjdę."),
        Said(FAMILY, phrase="see_you"),
    ),
}  # fmt: skip
MOST: Final = 4


def tell_talks(chance: Chance, programme: Programme, *, by: Membership) -> None:
    """Some pairs talk; the last message of each waits, and nobody at the centre has read it. The first
    family shows its phone to its helper."""
    for pair in pairs_that_meet(programme)[:MOST]:
        language = pair.seeker.household.language
        said = [_write(pair, one, chance, by=by) for one in TALKS.get(language, TALKS["en"])]
        mark_read(said[-2], side=HELPER, by=helper_of(pair))
        mark_read(said[-2], side=FAMILY, by=HouseholdActor(pair.seeker.household))
        mark_read(said[-3], side=CENTRE, by=by)
    for pair in pairs_that_meet(programme)[:1]:
        show_contact(pair, side=FAMILY, phone=True, email=False, by=HouseholdActor(pair.seeker.household))


def _write(pair: Pair, one: Said, chance: Chance, *, by: Membership) -> TalkMessage:
    household = pair.seeker.household
    actors = {HELPER: helper_of(pair), FAMILY: HouseholdActor(household), CENTRE: by}
    return write_message(
        pair,
        side=one.side,
        language=household.language if one.side == FAMILY else "pl",
        key=UUID(int=chance.rng.getrandbits(128), version=4),
        words=one.words,
        phrase=one.phrase,
        by=actors[one.side],
    )
