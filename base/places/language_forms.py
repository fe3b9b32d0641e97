"""Every way people write the name of a language: names in each of our languages as they are bent in a
sentence ("po ukraińsku", "polskiego", "українською"), short forms, codes of two and three letters."""

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from base.places.folding import fold
from base.places.languages import MOST_USED, OTHER_NAMES, language_codes, language_name
from base.places.locales import LOCALES

LONGEST_NAME: Final = 3  # words
#: Codes of countries people write where a language is meant; none of them is a language's own code.
COUNTRIES: Final = {
    "ua": "uk", "by": "be", "ge": "ka", "kz": "kk", "tj": "tg", "md": "ro", "vn": "vi", "cn": "zh",
    "cz": "cs", "gb": "en", "gr": "el", "jp": "ja", "dk": "da",
}  # fmt: skip
#: Short forms without a dot which are no words of their own.
SHORT: Final = {
    **dict.fromkeys(("pol", "пол", "польск"), "pl"),
    **dict.fromkeys(("ukr", "ukrain", "укр"), "uk"),
    **dict.fromkeys(("ros", "rus", "рос", "рус"), "ru"),
    **dict.fromkeys(("bel", "bial", "бел", "біл"), "be"),
    **dict.fromkeys(("ang", "eng", "англ"), "en"),
    **dict.fromkeys(("niem", "ger", "deu", "нем", "нім"), "de"),
    **dict.fromkeys(("fra", "fre", "franc"), "fr"),
    **dict.fromkeys(("hiszp", "spa", "esp"), "es"),
    **dict.fromkeys(("wl", "ita"), "it"),
    **dict.fromkeys(("gruz", "geo", "kat"), "ka"),
    **dict.fromkeys(("arab", "ara"), "ar"),
    **dict.fromkeys(("rum", "ron"), "ro"),
    "chin": "zh",
    "wiet": "vi",
    "aze": "az",
    "kaz": "kk",
    "uzb": "uz",
    "fil": "fil",
}
OTHER_WORDS: Final = {
    **dict.fromkeys(("polszczyzna", "polszczyzny"), "pl"),
    **dict.fromkeys(("rusku", "ruski"), "ru"),
    "angielszczyzna": "en",
    "mandarynski": "zh",
    "kantonski": "yue",
}
#: Words of Polish and English that are codes of languages, too: as such they count in capitals only.
WORDS_TOO: Final = {
    *("am", "an", "as", "be", "by", "do", "go", "he", "hi", "id", "is", "it", "ja", "my", "na", "no", "od"),
    *("or", "so", "ta", "te", "ti", "to", "we", "za", "ze"),
}
#: Codes of two letters that count in capitals, beside those of the languages most used.
TWO_LETTERS: Final = {
    *("bg", "cs", "da", "et", "fi", "el", "hu", "it", "ja", "lt", "lv", "nb", "nl", "no", "pt", "sk", "sl"),
    *("sr", "sv", "hr", "mk", "sq", "he"),
}
SHORTEST: Final = 3  # letters of a beginning
MOST_LETTERS: Final = 2  # more or less in a name with a typing error
PARTS: Final = re.compile(r"[\W_]+")


def words_of(name: str) -> str:
    """A name made comparable: folded, words with one space between, no marks."""
    return " ".join(PARTS.sub(" ", fold(name)).split())


@lru_cache(maxsize=1)
def forms() -> dict[str, str]:
    """Every full name as written or bent, as `words_of` makes it -> code. No name stands for two languages:
    what would is left to be asked."""
    known: dict[str, str] = {}
    bent: dict[str, str] = {}
    for code in language_codes():
        for locale in LOCALES:
            name = words_of(language_name(code, locale))
            known.setdefault(name, code)
            for form in _bent(name):
                bent.setdefault(form, code)
    others = {words_of(word): code for word, code in OTHER_NAMES.items() if len(word) > 3}
    return {**bent, **others, **OTHER_WORDS, **known}


def find_language(words: str, *, dotted: bool = False, capitals: bool = False) -> str | None:
    """The code of the language a phrase names for certain, None for any other phrase. `words` as `words_of`
    makes them; `dotted`: a dot stands behind ("ang."); `capitals`: written in capitals ("UA")."""
    if code := forms().get(words) or SHORT.get(words):
        return code
    if " " in words:
        return None
    if len(words) == 2:
        trusted = words in MOST_USED or (capitals and words in TWO_LETTERS)
        if words in WORDS_TOO and not capitals:
            return None
        return words if trusted else COUNTRIES.get(words)
    return _beginning(words) if len(words) >= (3 if dotted else 4) else None


@lru_cache(maxsize=16384)
def languages_like(words: str, *, limit: int = 3, cutoff: float = 0.75) -> tuple[str, ...]:
    """Codes of the languages whose names look most like a phrase (as `words_of` makes it), the most alike
    first; those people speak here before others as alike."""
    if len(words) < SHORTEST or any(sign.isdecimal() for sign in words):
        return ()
    near = [word for first in {words[0], words[1]} for word in _forms_by_letter().get(first, ())]
    plausible = {word for word in near if abs(len(word) - len(words)) <= MOST_LETTERS}
    best = difflib.get_close_matches(words, sorted(plausible), n=limit * 4, cutoff=cutoff)
    codes = [forms()[word] for word in best]
    if not codes:
        codes = [forms()[word] for word in _beginning_with(words)]
    return tuple(sorted(dict.fromkeys(codes), key=lambda code: code not in MOST_USED))[:limit]


@lru_cache(maxsize=1)
def _forms_by_letter() -> dict[str, tuple[str, ...]]:
    """The forms under their first letter and their second, as hasty hands mix them up."""
    by_letter: dict[str, list[str]] = {}
    for word in forms():
        for letter in {word[0], word[1:2]} - {""}:
            by_letter.setdefault(letter, []).append(word)
    return {letter: tuple(words) for letter, words in by_letter.items()}


@lru_cache(maxsize=1)
def _sorted_forms() -> list[str]:
    return sorted(forms())


def _beginning_with(words: str) -> Iterator[str]:
    """Every form with this beginning."""
    known = _sorted_forms()
    at = bisect_left(known, words)
    while at < len(known) and known[at].startswith(words):
        yield known[at]
        at += 1


@lru_cache(maxsize=16384)
def _beginning(words: str) -> str | None:
    """The language of which this is the beginning, where it is that of one language only."""
    hits = {forms()[word] for word in _beginning_with(words)}
    return hits.pop() if len(hits) == 1 and hits <= set(MOST_USED) else None


def _bent(name: str) -> list[str]:
    """The forms of a name in a sentence, in its own language."""
    if " " in name:
        return []
    if name.endswith("ki"):
        return [name[:-1] + end for end in ("u", "iego", "iemu", "im", "a", "ie", "iej", "o")]
    if name.endswith("ька"):
        return [name[:-1] + end for end in ("ою", "оі", "у", "и", "іи", "о")]
    if name.endswith("кии"):
        return [name[:-2] + end for end in ("ого", "ому", "ом", "им", "и", "ая")]
    return []
