"""How well a language is spoken, as people say it. A level of the scale and a mother tongue are certain;
every other word ("dobrze", "kom.") is asked about, the likeliest level first."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.languages import Level, level_of
from intake.domain.readers.understanding import Option, Question

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_ASKED: Final = (Level.A1, Level.A2, Level.B1, Level.B2, Level.C1, Level.NATIVE)
LIKELY_OF: Final = {
    "pl": MOST_ASKED,
    "en": (Level.B1, Level.B2, Level.A2, Level.C1, Level.A1, Level.NATIVE),
}
#: A language of the family itself: mostly the mother tongue.
LIKELY: Final = (Level.NATIVE, Level.C1, Level.B2, Level.B1, Level.A2, Level.A1)


class Skill(NamedTuple):
    """Words for how well, of one meaning: as they are asked about, and the levels they may stand for."""

    words: str
    likely: tuple[Level, ...]


_SKILLS: Final = (
    ("bardzo dobrze", r"b(?:ardzo|\.)? dobr\w*|bdb|bardzo db", "C1 B2"),
    ("średnio zaawansowany", r"sredni\w* ?zaaw\w*", "B1 B2"),
    ("zaawansowany", r"zaaw\w*", "C1 B2"),
    ("biegle", r"bieg\w*|perfekc\w*|doskonal\w*|swietn\w*|swobodn\w*|super", "C1 C2 B2"),
    ("płynnie", r"plynn\w*", "C1 B2 C2"),
    ("dobrze", r"dobr\w*|db|niezle", "B2 B1"),
    ("komunikatywnie", r"kom|komun\w*|rozmown\w*|konwersac\w*", "B1 B2 A2"),
    ("średnio", r"sredni\w*|sr|przecietn\w*|dost|dostat\w*|jako tako|tak sobie", "A2 B1"),
    ("słabo", r"(?:bardzo )?slab\w*|kiepsk\w*|niewiele|minimaln\w*|odrobin\w*", "A1 A2 A0"),
    ("trochę", r"troch\w*|troszk\w*|co nieco", "A1 A2"),
    ("podstawy", r"podst\w*|elementarn\w*", "A1 A2 A0"),
    ("początkujący", r"pocz|poczatk\w*|zaczyna\w*", "A0 A1 A2"),
    ("uczy się", r"ucz[ye] ?sie|uczacy sie|uczaca sie|w trakcie nauki|chodzi na kurs|nauka", "A1 A0 A2"),
    ("rozumie", r"rozumie\w*|biernie|biern\w*|pasywn\w*", "A1 A2 B1"),
    ("dwujęzyczny", r"dwujezyczn\w*", "NATIVE C2"),
    ("very good", r"very (?:good|well)|excellent\w*|advanced", "C1 B2"),
    ("fluent", r"fluent\w*|proficien\w*", "C1 C2 B2"),
    ("upper intermediate", r"upper intermediate", "B2 B1"),
    ("intermediate", r"(?:pre )?intermediate|average|medium", "B1 B2 A2"),
    ("good", r"good|well", "B2 B1"),
    ("communicative", r"communicativ\w*|conversation\w*", "B1 B2 A2"),
    ("a little", r"(?:a )?(?:little|bit)(?: bit)?|some|weak\w*|poor\w*", "A1 A2"),
    ("basic", r"basic\w*|elementary|beginn\w*", "A1 A2 A0"),
    ("learning", r"learn\w*|studying", "A1 A0 A2"),
    ("understands", r"understand\w*", "A1 A2 B1"),
    ("bilingual", r"bilingual", "NATIVE C2"),
    ("дуже добре", r"дуже добре", "C1 B2"),
    ("вільно", r"вільн\w*|бігло", "C1 C2 B2"),
    ("добре", r"добр\w*", "B2 B1"),
    ("середньо", r"середн\w*", "B1 A2"),
    ("трохи", r"трохи|трошки|слабко", "A1 A2"),
    ("базовий", r"базов\w*|початков\w*", "A1 A2 A0"),
    ("вчить", r"вч[аи]т\w*(?: ?ся)?|вивча\w*|вчу", "A1 A0 A2"),
    ("розуміє", r"розумі\w*", "A1 A2 B1"),
    ("очень хорошо", r"очень хорошо", "C1 B2"),
    ("свободно", r"свободн\w*|бегло", "C1 C2 B2"),
    ("хорошо", r"хорош\w*", "B2 B1"),
    ("средне", r"средн\w*", "B1 A2"),
    ("немного", r"немного|чуть чуть|слабо", "A1 A2"),
    ("начальный", r"начальн\w*", "A1 A2 A0"),
    ("учит", r"уч[иу]\w*|изуча\w*", "A1 A0 A2"),
    ("понимает", r"понима\w*", "A1 A2 B1"),
)
SKILLS: Final = tuple(
    (re.compile(words), Skill(said, tuple(Level[name] for name in likely.split())))
    for said, words, likely in _SKILLS
)
LONGEST: Final = 3  # words of a phrase for how well


@lru_cache(maxsize=8192)
def skill_of(words: str) -> Skill | None:
    """What a phrase, made plain, says of how well; None for any other."""
    return next((skill for pattern, skill in SKILLS if pattern.fullmatch(words)), None)


def level_text(level: int) -> str:
    """A level as our files write it, certain in every language: "B1", "ojczysty"."""
    return "ojczysty" if level == Level.NATIVE else Level(level).name


def levels_like(words: str) -> list[Level]:
    """The levels a word that is none of them begins as: "B" and "B7" are perhaps B1 or B2."""
    letter = words[:1].upper() if len(words) <= 2 and not words.isdecimal() else ""
    return [level for level in Level if letter and level.name.startswith(letter) and level != Level.NATIVE]


def level_meant(text: str) -> Level | None:
    """The one level an answer names; None where it names none, or several."""
    found = {level for word in text.split() if (level := level_of(word.strip("()+.,"))) is not None}
    return found.pop() if len(found) == 1 else None


def ask_skill(words: str, likely: Sequence[int]) -> Question:
    """Which level some words stand for, whatever the language."""
    return Question(
        "level", words, format_lazy(_("Which level is “{words}”?"), words=words), options_of(likely)
    )


def ask_level(
    code: str, said: str, likely: Sequence[int] = (), shown: "StrOrPromise | None" = None
) -> Question:
    """How well one language is spoken, where the words do not tell. `shown` stands for `said` in the
    sentence."""
    likely = [*dict.fromkeys([*likely, *LIKELY_OF.get(code, LIKELY)])][: len(MOST_ASKED)]
    sentence = format_lazy(_("“{words}”: how well is it spoken?"), words=shown or said)
    return Question(f"level:{code}", said, sentence, options_of(likely))


def options_of(levels: Sequence[int]) -> tuple[Option, ...]:
    """Levels as buttons."""
    return tuple(Option(Level(level).label, level_text(level)) for level in levels)
