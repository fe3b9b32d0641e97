"""Languages and how well they are spoken, as people write them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.language_forms import find_language, languages_like, words_of
from base.places.languages import Level, Spoken, language_codes, language_name, languages_text
from intake.domain.readers.understanding import (
    AS_NOTE,
    LEFT_OUT,
    Answers,
    Option,
    Question,
    Reader,
    Reading,
)

from .asking import joined_notes
from .language_items import Item, items_of
from .levels import ask_level, ask_skill, level_meant, levels_like
from .words import is_nothing, once

POLISH: Final = "pl"
#: Whose level a lone "B1" may be.
MOST_LIKELY: Final = ("pl", "uk", "en", "ru")
FEW_WORDS: Final = 2
SHORT: Final = 3  # letters of a word that is an abbreviation or a code

name_in_use = lazy(language_name, str)


def understand_languages(text: str, answers: Answers) -> Reading:
    """Languages with their levels (tuple of Spoken, None without one) as far as they are clear. What is not
    is asked under the topics "level" (words for how well), "level:<code>" (a language without a level) and
    "language"; words about neither go to the note. "Nie zna polskiego" is Polish A0."""
    return _languages(text, answers)


def understand_language(text: str, answers: Answers) -> Reading:
    """The code of one language, or a question of the topic "language"."""
    return _language(text, answers)


def _read_languages(text: str, answers: Answers) -> Reading:
    items = () if is_nothing(text) else items_of(text)
    named = {item.code for item in items if item.code and item.tells_level}
    # A language named again with its level needs no question about its level.
    items = tuple(item for item in items if not (_is_bare(item) and item.code in named))
    readings = [_understand_item(item, answers, alone=len(items) == 1) for item in items]
    return _joined(items, readings, answers)


def _joined(items: Sequence[Item], readings: Sequence[Reading], answers: Answers) -> Reading:
    """The readings of all items as one; a language with two levels is asked about."""
    spoken: dict[str, Spoken] = {}
    texts: dict[str, str] = {}
    levels: dict[str, list[Level]] = {}
    for item, reading in zip(items, readings, strict=True):
        if reading.value is not None:
            code, level = reading.value
            spoken.setdefault(code, reading.value)
            levels.setdefault(code, []).append(level)
            texts[code] = joined_notes(texts.get(code, ""), item.text)
    for code, told in levels.items():
        if len(set(told)) > 1:
            asked = _settled(ask_level(code, texts[code], told), answers, code, texts[code])
            readings = [*readings, replace(asked, value=None)]
            del spoken[code]
            if asked.value:
                spoken[code] = asked.value
    questions = dict.fromkeys(question for reading in readings for question in reading.questions)
    note = joined_notes(*(reading.note for reading in readings))
    return Reading(tuple(spoken.values()) or None, note, tuple(questions))


def _understand_item(item: Item, answers: Answers, *, alone: bool) -> Reading:
    """What one item tells: `value` is a Spoken."""
    if not item.names_one:
        return _understand_around(item, answers, alone=alone)
    if not item.code:
        return _understand_name(item, item.name, answers)
    if item.is_denied:
        return _understand_denied(item, answers)
    if (level := _clear_level(item)) is not None:
        keeps_words = bool(item.skills) or not item.is_harmless
        return Reading(Spoken(item.code, level), note=item.text if keeps_words else "")
    keeps_words = bool(item.strange) or not item.is_harmless
    question = _level_question(item)
    return _settled(question, answers, item.code, item.text, note=item.text if keeps_words else "")


def _clear_level(item: Item) -> Level | None:
    """The level where there is one and nothing around makes it doubtful."""
    levels = set(item.levels)
    if levels == {Level.C2, Level.NATIVE}:
        levels = {Level.NATIVE}
    if len(levels) != 1 or item.strange or item.is_doubtful:
        return None
    level = levels.pop()
    return level if all(level in skill.likely for skill in item.skills) else None


def _level_question(item: Item) -> Question:
    """How well the language of an item is spoken, asked so that alike items share the answer."""
    likely = [*item.levels, *item.hint, *(level for skill in item.skills for level in skill.likely)]
    likely += [level for word in item.strange for level in levels_like(word.strip("."))]
    is_plain = not (item.strange or item.is_doubtful or item.is_shared)
    if is_plain and len(item.levels) > 1 and not item.skills:
        in_order = sorted(item.levels)
        return ask_skill("/".join(level.name for level in in_order), in_order)
    if is_plain and len(item.skills) == 1 and not item.levels:
        return ask_skill(item.skills[0].words, likely)
    if is_plain and not likely:
        if _goes_by_another_name(item):
            return ask_level(item.code, item.name)
        return ask_level(item.code, language_name(item.code, "pl"), shown=name_in_use(item.code))
    return ask_level(item.code, item.text, likely)


def _understand_denied(item: Item, answers: Answers) -> Reading:
    """A language somebody does not speak: Polish is A0, the level of those who begin."""
    if item.tells_level or item.strange or item.is_doubtful:
        likely = [Level.A0, *item.levels, *(level for skill in item.skills for level in skill.likely)]
        return _settled(ask_level(item.code, item.text, likely), answers, item.code, item.text)
    return Reading(Spoken(POLISH, Level.A0)) if item.code == POLISH else Reading(note=item.text)


def _understand_around(item: Item, answers: Answers, *, alone: bool) -> Reading:
    """An item that names no language we know: perhaps one with an unusual name, else words for the note."""
    said = " ".join(item.strange)
    if not item.strange:
        if item.tells_level:
            return _understand_name(item, item.text, answers)
        return Reading() if is_nothing(item.text) else Reading(note=item.text)
    few = len(item.strange) <= FEW_WORDS
    if few and (item.tells_level or alone or len(item.strange) == 1 or languages_like(words_of(said))):
        return _understand_name(item, said, answers)
    return Reading(note=item.text)


def _understand_name(item: Item, said: str, answers: Answers) -> Reading:
    """An item whose language has to be asked about."""
    codes = item.like or languages_like(words_of(said)) or (() if item.strange else MOST_LIKELY)
    sentence = format_lazy(_("“{words}”: which language is it?"), words=said)
    question = Question("language", said, sentence, _names(codes))
    meant = answers.get(question.topic, question.said)
    if meant == LEFT_OUT:
        return Reading()
    if meant == AS_NOTE:
        return Reading(note=item.text)
    if meant and (code := _code_meant(meant)):
        return _understand_item(replace(item, code=code, like=(), strange=()), answers, alone=False)
    return Reading(questions=(question,))


def _settled(question: Question, answers: Answers, code: str, text: str, *, note: str = "") -> Reading:
    """A language with the level somebody told us, else the question; `text` is what it is asked about."""
    meant = answers.get(question.topic, question.said)
    if meant == LEFT_OUT:
        return Reading()
    if meant == AS_NOTE:
        return Reading(note=text)
    level = None if meant is None else level_meant(meant)
    return Reading(questions=(question,)) if level is None else Reading(Spoken(code, level), note)


def _read_language(text: str, answers: Answers) -> Reading:
    if is_nothing(text):
        return Reading()
    if words_of(text) in language_codes():
        return Reading(words_of(text))
    items = items_of(text)
    codes = list(dict.fromkeys(item.code for item in items if item.code))
    is_plain = not any(item.like or item.strange or item.is_denied or item.is_doubtful for item in items)
    if len(codes) == 1 and is_plain:
        tells_more = any(item.tells_level or not item.is_harmless for item in items)
        return Reading(codes[0], note=text if tells_more else "")
    return _ask_language(text, [*codes, *(code for item in items for code in item.like)], answers)


def _ask_language(text: str, codes: Iterable[str], answers: Answers) -> Reading:
    sentence = format_lazy(_("“{words}”: which language is it?"), words=text)
    likely = [*codes] or [*languages_like(words_of(text))]
    question = Question("language", text, sentence, _names(likely or MOST_LIKELY))
    meant = answers.get(question.topic, question.said)
    if meant == LEFT_OUT:
        return Reading()
    if meant == AS_NOTE:
        return Reading(note=text)
    code = _code_meant(meant) if meant else None
    return Reading(code) if code else Reading(questions=(question,))


def _code_meant(text: str) -> str | None:
    """The language an answer names: by its name, its code, or with words around ("język polski")."""
    words = words_of(text)
    if code := find_language(words, capitals=True):
        return code
    codes = {item.code for item in items_of(text) if item.code}
    return codes.pop() if len(codes) == 1 else None


def _goes_by_another_name(item: Item) -> bool:
    """Whether the word typed ("dari") is none of the names we print for its language ("perski")."""
    word = words_of(item.name)
    printed = [words_of(language_name(item.code, locale)) for locale in ("pl", "en", "uk", "ru")]
    return len(word) > SHORT and not any(name.startswith(word[:SHORT]) for name in printed)


def _is_bare(item: Item) -> bool:
    return bool(item.code) and not (item.tells_level or item.strange or item.is_denied or item.is_doubtful)


def _names(codes: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(name_in_use(code), language_name(code, "pl")) for code in dict.fromkeys(codes))


_languages = once(_read_languages)
_language = once(_read_language)
LANGUAGES: Final = Reader(understand_languages, languages_text)
LANGUAGE: Final = Reader(understand_language, language_name)
