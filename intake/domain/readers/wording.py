"""Words of headings made comparable: no diacritics, no fillers, whatever the ending or a slip of the hand."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from base.places.folding import fold


def words_in(text: str) -> list[str]:
    """A list of words as it is written in our own code."""
    return text.split()


APOSTROPHES: Final = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
HUMPS: Final = re.compile(r"(?<=[a-ząćęłńóśźż])(?=[A-ZĄĆĘŁŃÓŚŹŻ])")
NUMBERING: Final = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-z])\s*[.):]\s*(?=\D)")
DOTTED: Final = (
    (re.compile(r"\be\s?[-–]?\s?mail"), "email"),
    (re.compile(r"\bl\.\s?p\b"), "lp"),
    (re.compile(r"\bn\.?i\.?p\b"), "nip"),
)
#: Words that ask politely and say nothing of what is asked.
FILLERS: Final = frozenset(
    words_in(
        # Polish
        "w we z ze na do o i a oraz lub albo u po od dla przez przy czy jaki jaka jakie jakim jakich jakimi "
        "jaką jakiego "
        "ktory ktora ktore ktorym ktorej ktorych jak co gdzie podaj podac prosze prosimy poda wpisz wpisac "
        "wybierz "
        "zaznacz uzupelnij twoj twoja twoje twojego twojej swoj swoja swoje swojego swojej pani pana pan "
        "panstwa panstwo "
        "chcesz chce chcialbys chcialaby chcialabys mozesz moze masz ma jest sa byc bedzie sie ci cie tobie "
        "nam "
        "ten ta to "
        "nas ewentualnie np itp itd ew prosba "
        # English
        "the a an your you our we us what which please do does is are of in on to for can would will like "
        "my me "
        "and or "
        "at with by it this enter select choose provide any "
        # Ukrainian, Russian
        "ви ваш ваша ваше ваші вас вам яка який яке які вкажіть напишіть у в на з із та і або "
        "вы ваша ваши какои какая какие укажите напишите и или по для чи"
    )
)
#: Words that stand in many headings and name nothing by themselves.
WEAK: Final = frozenset(
    words_in(
        "numer data dzien nazwa osoba osoby osob informacja informacje dane no number date day person "
        "name "
        "adres adresowe address pole kontaktowy kontaktowa kontaktowe aktualny aktualna glowny wszystkie "
        "номер дата"
    )
)
LONGEST: Final = 200  # of a heading; what is longer is prose


def plain(text: str) -> str:
    """A heading made comparable: small letters, no diacritics, no signs, nothing in brackets."""
    text = re.sub(r"\([^)]*\)", " ", fold(text))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


@lru_cache(maxsize=8192)
def words_of(heading: str) -> tuple[str, ...]:
    """The words that carry the heading's meaning, brackets included: "1. Podaj swój nr telefonu (kom.)" is
    ("nr", "telefonu", "kom"). Numbers that only count ("Język 2") are left out."""
    return tuple(word for word in _all_words(heading) if word not in FILLERS and not _counts(word))


@lru_cache(maxsize=8192)
def written_words(heading: str) -> tuple[str, ...]:
    """As `words_of`, with the point of an abbreviation kept: "Data zgł." is ("data", "zgl.")."""
    return tuple(
        word
        for word in _all_words(heading, points=True)
        if word.rstrip(".") not in FILLERS and not _counts(word.rstrip("."))
    )


@lru_cache(maxsize=8192)
def turn_of(heading: str) -> int:
    """The number of a heading that stands in a row of alike ones: 2 of "Język 2"; 0 without one."""
    numbers = [int(word) for word in _all_words(heading) if _counts(word)]
    return numbers[-1] if numbers else 0


def _all_words(heading: str, *, points: bool = False) -> list[str]:
    text = NUMBERING.sub("", HUMPS.sub(" ", APOSTROPHES.sub("", heading[:LONGEST])))
    text = fold(text)
    for pattern, word in DOTTED:
        text = pattern.sub(word, text)
    text = re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", " ", text)
    found = re.findall(r"[^\W_]+(?:\.(?=\W|$))?" if points else r"[^\W_]+", text)
    return ["numer" if word in {"nr", "nr."} else word for word in found]


def _counts(word: str) -> bool:
    return word.isdecimal() and len(word) == 1


def is_form_of(token: str, word: str) -> bool:
    """Whether a token is the word in any of its forms: "telefonu" of "telefon", "adresy" of "adres". "="
    before a word asks for it to the letter, "*" behind it for its beginning. A token with a point may be its
    beginning too: "zgl." of "zgloszenia"."""
    if token[-1] == ".":
        token = token[:-1]
        if len(token) > 2 and word.strip("=*").startswith(token):
            return True
    if word[0] == "=":
        return token == word[1:]
    if word[-1] == "*":
        return token.startswith(word[:-1])
    if token == word:
        return True
    if len(token) < 4 or len(word) < 4:
        return False
    same = _same_beginning(token, word)
    return same >= max(4, len(word) - 2) and len(token) - same <= 3


def is_slip_of(token: str, word: str) -> bool:
    """Whether a token is the word with one letter wrong, missing, doubled or swapped with the next; two
    in a long word. The first letter is never the wrong one."""
    word = word.strip("=*")
    if len(word) < 5 or token[:1] != word[:1] or abs(len(token) - len(word)) > 2:
        return False
    return slips(token, word) <= (2 if len(word) > 8 else 1)


def slips(one: str, other: str) -> int:
    """How many letters are wrong, missing, added or swapped with their neighbour between two words (the
    optimal string alignment distance)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, start=1):
        line = [row]
        for column, letter in enumerate(other, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (sign != letter))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == letter:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def weight_of(word: str, light: Collection[str]) -> float:
    """How much a word of a heading counts; `light` are those that go without saying in this kind of list."""
    if any(is_form_of(word, other) for other in light):
        return 0.1
    return 0.3 if word.rstrip(".") in WEAK else 1.0


def _same_beginning(one: str, other: str) -> int:
    length = 0
    for sign, letter in zip(one, other, strict=False):
        if sign != letter:
            break
        length += 1
    return length
