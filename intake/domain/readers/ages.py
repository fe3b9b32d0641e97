"""Ages of the people at home, as people write them.

An age is kept as a band. A day or year of birth becomes an age and is kept nowhere, not in a note either. A
name beside an age is the one text that is dropped on purpose: no name of a child is ever stored.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand
from base.places.folding import fold
from intake.domain.readers.understanding import (
    AS_NOTE,
    LEFT_OUT,
    NO_ANSWERS,
    Answers,
    Option,
    Question,
    Reader,
    Reading,
    Understand,
)

from .age_words import BANDS, OLDEST, Piece, band_of, hints_of, label_of, pieces_of
from .words import fingerprint, is_nothing, once, plain, word_set

TOPIC: Final = "age"
HIDDEN: Final = "…"
MANY: Final = 9  # up to here a lone number may count children
MOST_OPTIONS: Final = 6
NOBODY: Final = frozenset(
    {
        *(
            "0",
            "zero",
            "0 dzieci",
            "brak",
            "brak dzieci",
            "bez dzieci",
            "nie ma",
            "nie ma dzieci",
            "nie posiada",
        ),
        *(
            "nie posiada dzieci",
            "bezdzietna",
            "bezdzietny",
            "bezdzietni",
            "bezdzietne",
            "none",
            "no children",
        ),
        *("no kids", "no", "nie", "нема", "немае", "немае дітеи", "нема дітеи", "нет", "нет детеи", "нікого"),
        *("brak innych", "nikt", "nikogo", "nobody", "no one", "nie ma nikogo"),
    }
)
#: Words for one person: with them a lone number is an age.
ONE: Final = word_set("dziecko dziecka child kid")
ONE_OF_KIN: Final = word_set(
    "syn syna synek corka corke coreczka chlopiec chlopak dziewczynka dziewczyna son daughter boy girl"
    " син донька дочка сын дочь мальчик девочка хлопчик дівчинка maz zona partner partnerka tesciowa"
    " tesc matka mama ojciec tata babcia dziadek brat siostra husband wife mother father wnuk wnuczka"
)
TELL_AGE: Final = word_set("age number birth months range over decimal count")
CERTAIN: Final = word_set("age number count mark kin filler name birth months")


def understand_ages(text: str, answers: Answers) -> Reading:
    """One AgeBand for each person, a tuple (empty: there is nobody), or a question of the topic "age". Words
    of kinship are kept for the note: "syn 12"."""
    return _of_today(_read_ages, timezone.localdate())(text, answers)


def understand_age(text: str, answers: Answers) -> Reading:
    """One person's AgeBand, or a question of the topic "age"."""
    return _of_today(_read_age, timezone.localdate())(text, answers)


def show_ages(bands: Iterable[str]) -> str:
    """Such as "3-6 years, 7-9 years"."""
    return ", ".join(str(AgeBand(band).label) for band in bands)


@lru_cache(maxsize=4)
def _of_today(read: Understand, today: date) -> Understand:
    """A reader that looks at alike cells once a day: an age of a birth is that of today."""
    return once(read)


def _read_ages(text: str, answers: Answers) -> Reading:
    text = unicodedata.normalize("NFC", text)
    if plain(text) in NOBODY:
        return Reading(())
    if is_nothing(text):
        return Reading()
    pieces = _sorted_out(pieces_of(text))
    kept = _kept(text, pieces)
    bands = _ages(pieces)
    if bands is not None:
        return Reading(tuple(bands), note=kept if _has(pieces, "kin") else "")
    question = _question(_said(text, pieces), kept, pieces)
    note = kept if _has(pieces, "kin", "strange") else ""
    return _settled(question, answers, kept, note, lambda meant: _read_ages(meant, NO_ANSWERS))


def _read_age(text: str, answers: Answers) -> Reading:
    text = unicodedata.normalize("NFC", text)
    if is_nothing(text):
        return Reading()
    if (value := fold(text).replace(" ", "")) in AgeBand.values:
        return Reading(AgeBand(value))
    pieces = _sorted_out(pieces_of(text))
    kept = _kept(text, pieces)
    bands = [band for piece in pieces for band in _bands(piece)]
    told = [piece for piece in pieces if piece.kind not in {"filler", "mark", "name", "kin"}]
    if len(told) == 1 and told[0].kind not in {"over", "decimal", "count"} and len(set(bands)) == 1:
        return Reading(bands[0], note=kept if _has(pieces, "kin") else "")
    likely = _near(bands) if bands else hints_of(text)
    sentence = format_lazy(_("“{text}”: which age is it?"), text=kept)
    question = Question(TOPIC, _said(text, pieces), sentence, _band_options(likely))
    note = kept if _has(pieces, "kin", "strange") else ""
    return _settled(question, answers, kept, note, lambda meant: _read_age(meant, NO_ANSWERS))


def _has(pieces: Sequence[Piece], *kinds: str) -> bool:
    return any(piece.kind in kinds for piece in pieces)


def _settled(
    question: Question, answers: Answers, kept: str, note: str, take: Callable[[str], Reading]
) -> Reading:
    """What people answered before, else the question; `kept` is the cell as it may stand in a note."""
    meant = answers.get(question.topic, question.said)
    if meant == LEFT_OUT:
        return Reading()
    if meant == AS_NOTE:
        return Reading(note=kept)
    reading = take(meant) if meant else Reading()
    return Reading(reading.value, note) if reading.value is not None else Reading(questions=(question,))


def _sorted_out(pieces: Sequence[Piece]) -> list[Piece]:
    """Years and months of one child as one age ("2 lata 3 mies."), in doubt where "and" stands between. A
    capital is a name, unless it begins a sentence or stands in one that tells no age."""
    sentence, tells_age = _has(pieces, "strange"), _has(pieces, *TELL_AGE)
    found: list[Piece] = []
    for piece in pieces:
        ages = [before for before in found[-2:] if before.kind == "age"]
        if piece.kind == "months" and ages and piece.meant == 0 and found[-1].kind != "mark":
            if found[-1].kind == "age":
                found[-1] = found[-1]._replace(end=piece.end)
                continue
            found.append(Piece("doubt", piece.start, piece.start))
        elif piece.kind == "name" and sentence and (piece.start == 0 or not tells_age):
            piece = piece._replace(kind="strange")
        found.append(piece)
    return found


def _kept(text: str, pieces: Sequence[Piece]) -> str:
    """The text as it may be kept: an age in place of a birth, and no names."""
    parts, at = [], 0
    tells_age = _has(pieces, *TELL_AGE)
    for piece in pieces:
        if piece.kind in {"name", "birth"}:
            hidden = "" if piece.kind == "name" and tells_age else HIDDEN
            parts += [
                text[at : piece.start],
                hidden if piece.kind == "name" or piece.meant is None else str(piece.meant),
            ]
            at = piece.end
    return " ".join("".join([*parts, text[at:]]).split()).strip(" ,;:-")


def _said(text: str, pieces: Sequence[Piece]) -> str:
    """What alike questions share. Where names or births are hidden and no age tells cells apart, a
    fingerprint does."""
    kept = _kept(text, pieces)
    if HIDDEN not in kept:
        return kept
    return f"{kept} {fingerprint(text)}"


def _ages(pieces: Sequence[Piece]) -> list[AgeBand] | None:
    """The bands of everybody the text tells of, None where anything about them is not certain."""
    if any(piece.kind not in CERTAIN or piece.meant is None for piece in pieces):
        return None
    counted, numbers = _counted(pieces)
    bands = [band for piece in numbers for band in _bands(piece)]
    if not bands or len(bands) < len(numbers):
        return None
    singles = sum(piece.kind == "kin" and piece.meant in ONE_OF_KIN for piece in pieces)
    if counted and len(bands) not in {counted, counted + singles}:
        return None
    is_lone = len(numbers) == 1 and numbers[0].kind == "number" and numbers[0].meant <= MANY
    return None if is_lone and not counted and not _is_of_one(pieces, numbers[0]) else bands


def _is_of_one(pieces: Sequence[Piece], number: Piece) -> bool:
    """Whether a lone number is the age of the one person named before it: "syn 3", "Marko 7"."""
    people = [piece for piece in pieces if piece.kind in {"kin", "name"} or piece.meant in ONE]
    named = [piece for piece in people if piece.kind == "name" or piece.meant in ONE | ONE_OF_KIN]
    return len(people) == len(named) == 1 and named[0].end <= number.start and number.meant != 1


def _counted(pieces: Sequence[Piece]) -> tuple[int, list[Piece]]:
    """How many people the text counts (0: it does not), and the pieces that tell ages."""
    numbers = [piece for piece in pieces if piece.kind in TELL_AGE]
    counted = sum(piece.meant for piece in numbers if piece.kind == "count")
    if not counted and _is_headed(pieces, numbers):
        return int(numbers[0].meant), numbers[1:]
    return counted, [piece for piece in numbers if piece.kind != "count"]


def _is_headed(pieces: Sequence[Piece], numbers: Sequence[Piece]) -> bool:
    """Whether the first number only counts: "2 (4 i 7 lat)", "2: 4, 7", "2 - 4 i 7"."""
    if len(numbers) < 2 or numbers[0].kind != "number":
        return False
    after = [piece for piece in pieces if piece.start >= numbers[0].end]
    if after[0].kind != "mark" or after[0].meant not in {"(", "[", ":", "-"}:
        return False
    closed = next((piece.start for piece in after if piece.meant in {")", "]"}), after[-1].end)
    return after[0].meant in {":", "-"} or numbers[1].start < closed


def _bands(piece: Piece) -> list[AgeBand]:
    """The bands a piece may mean."""
    match piece.kind, piece.meant:
        case "age", AgeBand() as band:
            return [band]
        case "number" | "birth" | "over" | "months", int(years) if years <= OLDEST:
            return [band_of(years)]
        case "range", (int(youngest), int(oldest), _unit):
            return _between(youngest, oldest)
        case "decimal", (int(years), _part):
            return [band_of(years)]
    return []


def _between(youngest: int, oldest: int) -> list[AgeBand]:
    bands = [band for _start, band in BANDS]
    first, last = (bands.index(band_of(years)) for years in (youngest, max(youngest, oldest)))
    return bands[first : last + 1]


def _near(bands: Sequence[AgeBand]) -> list[AgeBand]:
    """The bands told, and those beside them."""
    order = [band for _start, band in BANDS]
    near = list(dict.fromkeys(bands))
    beside = [order.index(band) + step for band in near for step in (1, -1)]
    return list(dict.fromkeys([*near, *(order[at] for at in beside if 0 <= at < len(order))]))


def _question(said: str, kept: str, pieces: Sequence[Piece]) -> Question:
    """What has to be asked about a cell of ages, with the answers that are likely."""
    told = [piece for piece in pieces if piece.kind not in {"filler", "mark", "kin", "name"}]
    if len(told) == 1 and told[0].kind == "number":
        sentence, options = _("“{text}”: is it an age, or how many there are?"), _age_or_count(told[0].meant)
    elif len(told) == 1 and told[0].kind in {"range", "decimal"}:
        sentence, options = _("“{text}”: is it one person, or two?"), _one_or_two(told[0])
    else:
        sentence, options = _("“{text}”: how old are they? Write it such as “4; 7”."), _as_told(kept, pieces)
    return Question(TOPIC, said, format_lazy(sentence, text=kept), options)


def _age_or_count(number: int) -> tuple[Option, ...]:
    if number > OLDEST:
        return ()
    age = Option(format_lazy(_("one, aged {years}"), years=number), f"{number} lat")
    count = format_lazy(_("{count} in number, of unknown age: into the note"), count=number)
    return age, Option(count, AS_NOTE)


def _one_or_two(piece: Piece) -> tuple[Option, ...]:
    first, second, *_unit = piece.meant
    two = format_lazy(_("two, aged {first} and {second}"), first=first, second=second)
    return Option(two, f"{first}; {second}"), *_band_options(_bands(piece))


def _as_told(kept: str, pieces: Sequence[Piece]) -> tuple[Option, ...]:
    """The ages read from a text that is not all clear; where there are none, what its words hint at."""
    counted, numbers = _counted(pieces)
    bands = [band for piece in numbers for band in _bands(piece)]
    if not bands:
        return () if counted else _band_options(hints_of(kept))
    if len(bands) > 1:
        return (_all_of(bands), *([_all_of(bands[:1])] if len(set(bands)) == 1 else []))
    if counted > 1:
        return _all_of(bands * counted), _all_of(bands)
    return _band_options(hints_of(kept) if _has(pieces, "strange") and hints_of(kept) else _near(bands))


def _all_of(bands: Sequence[AgeBand]) -> Option:
    return Option(shown_ages(tuple(bands)), "; ".join(label_of(band) for band in bands))


def _band_options(bands: Iterable[AgeBand]) -> tuple[Option, ...]:
    return tuple(Option(band.label, label_of(band)) for band in list(bands)[:MOST_OPTIONS])


shown_ages = lazy(show_ages, str)
AGES: Final = Reader(understand_ages, show_ages)
AGE: Final = Reader(understand_age, lambda band: str(AgeBand(band).label))
