"""Whole numbers: how far somebody travels, how many families they take at a time."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.folding import fold
from intake.domain.readers.understanding import Answers, Option, Question, Reader, Reading

from .asking import joined_notes, settled
from .words import is_nothing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Likely = tuple[int, ...]
MOST: Final = 9999
#: The beginnings of number words, folded: "dwie", "dwoje", "two", "дві".
_COUNTS: Final = (
    (1, r"jed(?:en|na|no|nej|nego|ną)|one|один|одн[ауіей]+|pojedyncz\w+"),
    (2, r"dw(?:a|ie|oje|om|och|iema)|two|дв[аоіе]\w?|пар[ау]|para|pare"),
    (3, r"trz(?:y|ech|em)|troje|three|три|трое|троє"),
    (4, r"czter(?:y|ech|em)|czworo|four|чотири|четыре"),
    (5, r"pie(?:c|ciu|cioro)|five|п.?ять"),
    (6, r"szesc(?:iu)?|six|шість|шесть"),
    (7, r"siedem|siedmiu|seven"),
    (8, r"osiem|osmiu|eight"),
    (9, r"dziewiec(?:iu)?|nine"),
    (10, r"dziesiec(?:iu)?|ten|десять"),
    (15, r"pietnascie|fifteen"),
    (20, r"dwadziescia|twenty"),
    (30, r"trzydziesci|thirty"),
)
UNIT: Final = (
    r"(?:km|kilometr\w*|kilometers?|км|os|osob\w*|people|persons?|rodzin\w*|famil\w*|сім\w*|семь\w*|pary|par|lat"
    r"|osoby|naraz|na raz|w dzien|dziennie|miejsc\w*|place|places)\.?"
)
#: What may stand before a number without changing it: a limit is the number asked for.
LIMIT: Final = (
    r"(?:max(?:imum|imal\w*)?|maks(?:ymaln\w*|imum)?|do|najwyzej|nie wiecej niz|up to|tylko|only|limit)\.?:?"
)
ABOUT: Final = re.compile(r"(?:ok|okolo|ca|circa|about|approx|mniej wiecej|~|≈|близько|около)\.?\s*")
PLAIN: Final = re.compile(rf"(?:{LIMIT}\s*)?(?P<number>\d{{1,4}})(?:[.,]0+)?(?:\s*{UNIT})*")
RANGE: Final = re.compile(
    rf"(?:{LIMIT}\s*|od\s+)?(?P<low>\d{{1,4}})\s*(?:{UNIT})?\s*(?:-|/|do|lub|albo|or|to|,)\s*(?P<high>\d{{1,4}})"
    rf"(?:\s*{UNIT})*"
)
AT_LEAST: Final = re.compile(
    rf"(?:(?:min(?:imum)?\.?|co najmniej|od|powyzej|ponad|wiecej niz|at least|more than|>=?|≥)\s*"
    rf"(?P<number>\d{{1,4}})(?:\s*{UNIT})*|(?P<plus>\d{{1,4}})\s*\+(?:\s*{UNIT})*)"
)
BRACKET: Final = re.compile(r"\s*\(([^()]*)\)\s*")
#: Kilometres with words behind them: "15 km rowerem".
WITH_WORDS: Final = re.compile(rf"(?:{LIMIT}\s*)?(?P<number>\d{{1,4}})\s*km\.?[\s,]+[^\d]+")
BROKEN: Final = re.compile(rf"(?P<whole>\d{{1,3}})[.,](?P<part>\d+)(?:\s*{UNIT})*")
MINUTES: Final = re.compile(
    r"(?P<number>\d{1,3})\s*(?:min\w*|мин\w*|хв\w*)|(?P<hour>pol godziny|godzin[ae]|1 ?h|hour)"
)
CITY: Final = re.compile(
    r"(?:cal[aey]|w obrebie|w granicach|na terenie|tylko|all(?: of)?|whole)\s+\w+|po (?:calym )?miescie"
    r"|miasto|весь \w+|вся \w+"
)
NEARBY: Final = re.compile(
    r".*\b(?:okolic\w*|dzielnic\w*|osiedl\w*|blisko|w poblizu|sasiedztw\w*|nearby|near|close|pieszo"
    r"|na piechote|поруч|рядом)\b.*"
)
EVERYWHERE: Final = re.compile(
    r"(?:bez (?:ograniczen|limitu|znaczenia|roznicy)|dowoln\w+|bez limitow|no limit|unlimited|anywhere"
    r"|wszedzie|cala polska|obojetn\w+|gdziekolwiek|(?:cale )?wojewodztwo|без обмежень|без ограничений)"
)
SEVERAL: Final = re.compile(r"kilka\w*|duzo|wiele|several|many|few|кілька|несколько")
NOT_AT_ALL: Final = re.compile(
    r"nie|no|nie dojezdza|bez dojazdu|online|tylko online|zdalnie|tylko zdalnie|ні|нет|none"
)


def _number_reader(topic: str, words: Callable[[str], "tuple[StrOrPromise, Likely] | None"]) -> Reader:
    """A reader of whole numbers; `words(folded)` asks about texts without one."""

    @lru_cache(maxsize=4096)
    def understood(text: str) -> Reading:
        return _certain(text) or _asked(topic, text, words)

    def understand(text: str, answers: Answers) -> Reading:
        text = " ".join(unicodedata.normalize("NFC", text).split())
        found = understood(text)
        if not found.questions:
            return found
        keep = text if re.search(r"[^\W\d_]{4}", text) else ""
        return settled(found.questions[0], answers, _certain, note=found.note, keep=keep)

    return Reader(understand, str)


def _certain(text: str) -> Reading | None:
    """The number of a text that can mean only one; words in brackets or behind it are kept."""
    if is_nothing(text):
        return Reading()
    note = joined_notes(*BRACKET.findall(text))
    folded = fold(BRACKET.sub(" ", text).strip())
    about = ABOUT.match(folded)
    bare = folded[about.end() :] if about else folded
    if match := WITH_WORDS.fullmatch(bare):
        return Reading(int(match["number"]), text)
    for number, words in _COUNTS:
        bare = re.sub(rf"(?<!\w)(?:{words})(?!\w)", str(number), bare)
    if match := PLAIN.fullmatch(bare.strip(" .")):
        return Reading(int(match["number"]), joined_notes(text if about else "", note))
    if not about and bare.strip(" .") in {"rodzina", "rodzine", "family"}:
        return Reading(1, note)
    return None


def _asked(topic: str, text: str, words: Callable[[str], "tuple[StrOrPromise, Likely] | None"]) -> Reading:
    folded = fold(text)
    for number, said in _COUNTS:
        folded = re.sub(rf"(?<!\w)(?:{said})(?!\w)", str(number), folded)
    likely: Iterable[int]
    if match := BROKEN.fullmatch(folded):
        whole = int(match["whole"])
        return _question(
            topic, text, _("“{text}” is not a whole number. Which one is meant?"), (whole + 1, whole)
        )
    if match := RANGE.fullmatch(folded):
        return _question(
            topic, text, _("“{text}”: which of the two?"), (int(match["high"]), int(match["low"]))
        )
    if match := AT_LEAST.fullmatch(folded):
        least = int(match["number"] or match["plus"])
        return _question(
            topic, text, _("“{text}” has no upper end. Which number is meant?"), (least, 2 * least)
        )
    if asked := words(folded):
        sentence, likely = asked
        return _question(topic, text, sentence, likely)
    likely = [int(digits) for digits in re.findall(r"(?<!\d)\d{1,4}(?!\d)", folded)]
    return _question(topic, text, _("“{text}”: which number is meant?"), likely[:3])


def _question(topic: str, text: str, sentence: "StrOrPromise", likely: Iterable[int]) -> Reading:
    options = tuple(Option(str(number), str(number)) for number in dict.fromkeys(likely))
    return Reading(questions=(Question(topic, text, format_lazy(sentence, text=text), options),))


def _words_of_distance(folded: str) -> "tuple[StrOrPromise, Likely] | None":
    """How many kilometres a town, a neighbourhood or half an hour are, likely."""
    if match := MINUTES.search(folded):
        minutes = int(match["number"]) if match["number"] else 30 if "pol" in match[0] else 60
        sentence = _("“{text}” is a time. How many kilometres are that?")
        return sentence, (max(1, minutes // 3), max(1, minutes // 6), max(1, minutes // 2))
    if NOT_AT_ALL.fullmatch(folded):
        return _("“{text}”: they do not travel? Then write 0 km."), (0,)
    if EVERYWHERE.fullmatch(folded):
        return _("“{text}”: how many kilometres at most?"), (50, 100, 30)
    if NEARBY.fullmatch(folded):
        return _("“{text}”: how many kilometres around?"), (5, 3, 10)
    if CITY.match(folded):
        return _("“{text}”: how many kilometres are that?"), (15, 10, 20)
    return None


def _words_of_room(folded: str) -> "tuple[StrOrPromise, Likely] | None":
    if EVERYWHERE.fullmatch(folded) or re.fullmatch(
        r"kilka\w*|duzo|wiele|several|many|few|кілька|несколько", folded
    ):
        return _("“{text}”: how many at a time?"), (3, 2, 5)
    return None


NUMBER: Final = _number_reader("number", lambda folded: None)
DISTANCE: Final = _number_reader("distance", _words_of_distance)
ROOM: Final = _number_reader("room", _words_of_room)
