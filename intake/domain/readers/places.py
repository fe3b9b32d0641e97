"""Where a row's person lives: post code, place and address are understood together."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.errors import UnreadableText
from base.places.folding import fold, nearest
from base.places.gazetteer import LOOKALIKES, Place, by_postcode, place_described, places_named, resolve
from base.places.gazetteer_table import name_key
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, Answers, Option, Question
from intake.domain.readers.wording import slips

from .asking import joined_notes
from .asking import told as sentence_of
from .place_finding import Guess, find, unsaid_by, words_of_town
from .place_parts import Told, told_in, with_code_mended
from .place_words import CODE, PLACEHOLDER
from .words import is_nothing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

POSTCODE, PLACE, ADDRESS = "postcode", "place_name", "address"
TOPICS: Final = {POSTCODE: "postcode", PLACE: "place", ADDRESS: "place"}
LETTER_IN_CODE = _("“{text}” has a letter in place of a digit. Is it this post code?")
MOST_ANSWERS = 4
MOST_SLIPS: Final = 2  # letters wrong in a name that is still the same
LIKELY = 5


@dataclass(frozen=True)
class PlaceReading:
    """What the three columns came to. `postcode_reading` and `place_reading` tell how they were read, ""
    where that is just as typed; `address` is the street and number; `note` holds what nothing else takes;
    `questions` stand by our column: "postcode", "place_name" or "address"."""

    place: Place | None = None
    postcode_reading: str = ""
    place_reading: str = ""
    address: str = ""
    note: str = ""
    questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)


def understand_place(
    postcode: str, place: str, address: str, answers: Answers = NO_ANSWERS, *, near: Place | None = None
) -> PlaceReading:
    """Where it is, from texts any of which may be empty. `near` is the centre's own place: of places of one
    name the nearest is the likeliest. Topics are "postcode" and "place"; the words asked about stand in the
    column, or are the code and the name of two columns that do not agree."""
    texts = {POSTCODE: postcode, PLACE: place, ADDRESS: address}
    texts = {column: unicodedata.normalize("NFC", text) for column, text in texts.items()}
    notes: list[str] = []
    for _turn in range(MOST_ANSWERS):
        reading = _read(texts[POSTCODE], texts[PLACE], texts[ADDRESS], near)
        answered = _answer(texts, reading, answers, notes)
        if answered is None:
            break
        texts = answered
    return replace(reading, note=joined_notes(*notes, reading.note)) if notes else reading


def _answer(
    texts: Mapping[str, str], reading: PlaceReading, answers: Answers, notes: list[str]
) -> dict[str, str] | None:
    """The texts with an answer in place of the words it is about; None where there is no answer."""
    for column, questions in reading.questions.items():
        for question in questions:
            meant = answers.get(question.topic, question.said)
            if meant is None or meant == texts[column]:
                continue
            changed = {**texts}
            stands = fold(question.said) in fold(texts[column])
            start = fold(texts[column]).find(fold(question.said)) if stands else 0
            said = question.said if stands else texts[column]
            if meant == AS_NOTE:
                notes.append(question.said)
            elif meant != LEFT_OUT:
                said_place = place_described(meant)
                district = said_place and _is_another(said, said_place.name)
                if column != POSTCODE and (district or told_in(texts[column]).vicinity):
                    notes.append(said)
                if not stands:
                    told = (texts[POSTCODE], texts[column])
                    notes.extend(words for words in told if fold(words) not in fold(meant))
                    changed[POSTCODE] = ""
            put = "" if meant in (AS_NOTE, LEFT_OUT) else meant
            changed[column] = texts[column][:start] + put + texts[column][start + len(said) :]
            if not stands and meant in (AS_NOTE, LEFT_OUT):
                changed[POSTCODE] = ""
            return changed
    return None


def _is_another(said: str, name: str) -> bool:
    """Whether what was said is more than another way to write the place's name: a district, a landmark."""
    one, other = name_key(said), name_key(name)
    return one != other and (bool(places_named(said)) or (len(one) > 3 and slips(one, other) > MOST_SLIPS))


@lru_cache(maxsize=32768)
def _read(postcode: str, place: str, address: str, near: Place | None) -> PlaceReading:
    return _Reading(postcode, place, address, near).read()


class _Reading:
    """One row's place, step by step."""

    def __init__(self, postcode: str, place: str, address: str, near: Place | None) -> None:
        self.postcode = "" if is_nothing(postcode) else postcode.strip()
        self.place = "" if is_nothing(place) else place.strip()
        self.address = "" if is_nothing(address) else address.strip()
        self.near = near
        self.named_in = PLACE if self.place else POSTCODE if self.postcode else ADDRESS
        self.notes: list[str] = []
        self.questions: dict[str, tuple[Question, ...]] = {}

    def read(self) -> PlaceReading:
        """The reading of all three columns."""
        self._mend_codes()
        code = self._code()
        told = told_in(self.place)
        street = self._street(code or told.code, told)
        code = code or told.code or street.code
        if not (told.names or told.around) and street.names:
            told = replace(told, names=street.names, around=street.around)
            self.named_in = ADDRESS
        told = replace(told, regions=(*told.regions, *street.regions))
        place = None if self._codes_differ(code, told.code or street.code) else self._place(code, told)
        if place:
            self.notes += [*unsaid_by(place, told), *([self.place] if told.vicinity else [])]
        address = self._address(told, street if place else Told(address=(self.address,)))
        return PlaceReading(
            place=place,
            postcode_reading=self._code_reading(place, code),
            place_reading=self._place_reading(place, told),
            address=address,
            note=joined_notes(*self.notes),
            questions=self.questions,
        )

    def _ask(
        self, column: str, said: str, sentence: "StrOrPromise", likely: Iterable[Place | str] = ()
    ) -> None:
        options = [
            Option(one.described, one.described) if isinstance(one, Place) else Option(one, one)
            for one in dict.fromkeys(likely)
        ]
        question = Question(TOPICS[column], said, sentence, tuple(options[:LIKELY]))
        self.questions.setdefault(column, (question,))

    def _mend_codes(self) -> None:
        """A post code inside a place or an address that has a letter for a digit: taken or asked about."""
        for column, text in ((PLACE, self.place), (ADDRESS, self.address)):
            said, code, mended = with_code_mended(text)
            if said and mended == text:
                self._ask(column, said, format_lazy(LETTER_IN_CODE, text=said), [code])
            elif said and column == PLACE:
                self.place = mended
            elif said:
                self.address = mended

    # --- post code ----------------------------------------------------------------------------------------

    def _code(self) -> str:
        """The code of its column as "31-103"; "" where there is none, or it is asked about."""
        text = re.sub(r"^(\d{4,5})[.,]0+$", r"\1", self.postcode)
        digits = re.sub(r"(?i)^PL|[\s.\u2010-\u2015\u2212-]", "", text)
        if digits in PLACEHOLDER and not by_postcode(digits):
            self.notes.append(self.postcode)
            return ""
        if re.fullmatch(r"\d{5}", digits):
            return f"{digits[:2]}-{digits[2:]}"
        mended = digits.translate(LOOKALIKES)
        if re.fullmatch(r"\d{4,5}", mended):
            return self._mended(mended.zfill(5), short=len(mended) == 4)
        codes = ["-".join(filter(None, groups)) for groups in CODE.findall(text)]
        if len(set(codes)) > 1:
            sentence = format_lazy(_("“{text}”: which post code is it?"), text=text)
            self._ask(POSTCODE, text, sentence, codes)
            return ""
        described = place_described(text)
        told = told_in(text)
        if described or told.code:
            self.place = self._joined(described.described if described else text.replace(told.code, ""))
            return told.code or (described.postcode if described else "")
        if text and (not told.names or re.search(r"\d", text)):
            sentence = _("“{text}” is not a post code; it has five digits, such as 30-619.")
            self._ask(POSTCODE, text, format_lazy(sentence, text=text))
        elif text:
            self.place = self._joined(text)
        return ""

    def _joined(self, written: str) -> str:
        """The place's column, or what stands in the column of codes instead."""
        written = written.strip(" ,;")
        if not self.place or place_described(written):
            return written
        return self.place if name_key(written) in name_key(self.place) else f"{self.place}, {written}"

    def _mended(self, digits: str, *, short: bool) -> str:
        """A code with a digit lost or a letter for one: taken where the place beside it has that code."""
        code = f"{digits[:2]}-{digits[2:]}"
        names = {name_key(name) for name in told_in(self.place).names}
        if names & {name_key(place.name) for place in by_postcode(code)}:
            return code
        if short:
            sentence = _("“{text}” has four digits, a post code five. Did the spreadsheet drop a zero?")
        else:
            sentence = LETTER_IN_CODE
        self._ask(POSTCODE, self.postcode, format_lazy(sentence, text=self.postcode), [code])
        return ""

    # --- place --------------------------------------------------------------------------------------------

    def _place(self, code: str, told: Told) -> Place | None:
        names = bool(told.names or told.around)
        if not code:
            return self._take(find(told, self.near), told) if names else None
        places = list(by_postcode(code))
        if not names:
            return self._only(code, places)
        if place := self._of_code(code, places, told):
            return place
        guess = find(told, self.near)
        if guess.place and guess.place.postcode in ("", code):
            if any(place.name == guess.place.name for place in places):
                self._keep(guess.beside)
                return next(place for place in places if place.name == guess.place.name)
            if place := _resolved(code, guess.place.name):
                self._keep(guess.beside)
                return place
        likely = [*places[:3], *([guess.place] if guess.place else guess.likely[:2])]
        said = f"{code} {told.names[0] if told.names else told.around}"
        sentence = _("“{said}”: the post code and the place do not agree. Which is right?")
        self._ask(
            PLACE if self.named_in == PLACE else POSTCODE, said, format_lazy(sentence, said=said), likely
        )
        return None

    def _codes_differ(self, code: str, other: str) -> bool:
        """Two post codes in two columns: of one town the other is kept for the note, else it is asked."""
        if other in ("", code):
            return False
        places, others = by_postcode(code), by_postcode(other)
        if {place.name for place in places} & {place.name for place in others}:
            self._keep(other)
            return False
        said = f"{code} {other}"
        sentence = format_lazy(_("“{said}”: two post codes. Which is right?"), said=said)
        self._ask(PLACE, said, sentence, [*places[:3], *others[:3]])
        return True

    def _only(self, code: str, places: list[Place]) -> Place | None:
        """The place of a code alone."""
        if len(places) == 1:
            return places[0]
        if places:
            sentence = format_lazy(
                _("The post code {code} covers several places; which one is it?"), code=code
            )
            self._ask(POSTCODE, self._code_as_said(code), sentence, _by_size(places))
            return None
        try:
            return resolve(code)
        except UnreadableText as error:
            self._ask(POSTCODE, self._code_as_said(code), sentence_of(error), error.suggestions)
            return None

    def _code_as_said(self, code: str) -> str:
        return self.postcode or code

    def _of_code(self, code: str, places: list[Place], told: Told) -> Place | None:
        """The place of a code that a name means, mistyped or by its district too."""
        for position, name in enumerate(told.names):
            found, beside = _among(name, places)
            if found:
                for words in (beside, *told.names[:position], *told.names[position + 1 :]):
                    self._keep(words)
                return found
        return _resolved(code, told.names[0]) if len(told.names) == 1 else None

    def _take(self, guess: Guess, told: Told) -> Place | None:
        if guess.place:
            self._keep(guess.beside)
            return guess.place
        column = self.named_in
        written = {PLACE: self.place, ADDRESS: self.address, POSTCODE: self.postcode}[column]
        said = guess.said if guess.said and guess.said in written else written
        if len(guess.likely) > 1 and places_named(guess.said):
            sentence = _("There are several places called “{said}”. Which one is it?")
        elif guess.likely:
            sentence = _("“{said}”: is it one of these places?")
        else:
            sentence = _("We do not know a place called “{said}”.")
        self._ask(column, said, format_lazy(sentence, said=said), guess.likely)
        return None

    def _keep(self, words: str) -> None:
        if words.strip():
            self.notes.append(words)

    # --- address ------------------------------------------------------------------------------------------

    def _street(self, code: str, told: Told) -> Told:
        """What the address says besides: a code and a town, where the other columns say none or the same."""
        street = told_in(self.address)
        if not (street.code or street.names):
            return Told(address=(self.address,) if self.address else ())
        same_code = not (street.code and code) or street.code == code
        same_town = not (street.names and told.names) or name_key(street.names[0]) in map(
            name_key, told.names
        )
        town_is_known = not street.names or bool(street.code or told.names or find(street, self.near).place)
        is_plain = len(street.names) <= 1 and not (street.beside or street.vicinity)
        if same_code and same_town and town_is_known and is_plain:
            return street
        return Told(address=(self.address,))

    def _address(self, told: Told, street: Told) -> str:
        return ", ".join(dict.fromkeys(part for part in (*street.address, *told.address) if part))

    # --- how it was read ----------------------------------------------------------------------------------

    def _code_reading(self, place: Place | None, code: str) -> str:
        if place is None or not self.postcode or self.questions:
            return ""
        if self.named_in == PLACE:
            return code if code != self.postcode else ""
        return place.described

    def _place_reading(self, place: Place | None, told: Told) -> str:
        if place is None or self.named_in != PLACE or name_key(self.place) == name_key(place.name):
            return ""
        return place.described


def _among(name: str, places: list[Place]) -> tuple[Place | None, str]:
    """The one of these places a name means, and the words of the name that are not the place's."""
    key, described = name_key(name), place_described(name)
    same = [place for place in places if place == described or name_key(place.name) == key]
    of_district = [place for place in places if name in words_of_town(place.name)]
    longer = [place for place in places if key.startswith(f"{name_key(place.name)} ")]
    for found, beside in ((same, ""), (of_district, name)):
        if len(found) == 1:
            return found[0], beside
    if len(longer) == 1:
        return longer[0], name[len(longer[0].name) :].strip(" -–")
    alike = [] if places_named(name) else nearest(key, [name_key(place.name) for place in places])
    return next((place for place in places if name_key(place.name) in alike[:1]), None), ""


def _resolved(code: str, name: str) -> Place | None:
    try:
        return resolve(code, name)
    except UnreadableText:
        return None


def _by_size(places: list[Place]) -> list[Place]:
    """Seats of communes, which are towns mostly, before villages."""
    return sorted(places, key=lambda place: place.name != place.commune)
