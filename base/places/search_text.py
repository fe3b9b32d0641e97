"""Finding people in lists: what a row can be found by, and what somebody typed, made comparable."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Q, TextField
from django.db.models.sql.compiler import SQLCompiler

from base.places.folding import fold

PHONE = re.compile(r"[+\d][\d\s()/.-]{5,}\d")
MOST_WORDS = 8  # of a search; more words than a person types only cost time
LONGEST_SEARCH = 100  # characters; what stands beyond is not looked at
LABEL = re.compile(r"([a-z]{1,2})[\s-]?(\d{1,7})")
PHONE_ONLY = re.compile(r"[+\d][\d\s()/.+-]*")
POSTCODE = re.compile(r"\d\d-\d{0,3}")
SHORTEST_INSIDE = (
    7  # digits of a phone or tax number that are found anywhere in it, not only at its beginning
)
SHORTEST_END = 3  # digits by which a number is found at its end, as people remember phones
HOME = "48"  # what a number of this country begins with, where it is kept whole


def searchable(*parts: object) -> str:
    """Words in small letters without diacritics, phone numbers as digits: what a row keeps to be found by."""
    words = (" ".join(fold(str(part)).split()) for part in parts if part)
    return " ".join(PHONE.sub(lambda found: _digits(found[0]), word) for word in words)


def typed_words(text: str) -> list[str]:
    """What somebody typed, word by word, in the same form; a phone number with its spaces is one word."""
    folded = PHONE.sub(lambda found: _digits(found[0]) if _is_phone(found[0]) else found[0], fold(text))
    return folded.split()[:MOST_WORDS]


def found_in(text: str, columns: Iterable[str]) -> Q:
    """A filter: every typed word stands in one of the columns. An empty text finds everything."""
    columns = tuple(columns)
    wanted = Q()
    for word in typed_words(text):
        somewhere = Q()
        for column in columns:
            somewhere |= Q(**{f"{column}__contains": word})
        wanted &= somewhere
    return wanted


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: `words` as they stand in rows, each the beginning of a word; `inside` digits
    found anywhere in a number; `label` and `number` when the whole text is one ("k-417", 417)."""

    words: tuple[str, ...] = ()
    inside: str = ""
    label: str = ""
    number: int | None = None

    def __bool__(self) -> bool:
        # One letter alone begins a word of nearly everybody.
        return bool(self.inside or self.number is not None or any(len(word) > 1 for word in self.words))

    def parts(self) -> "list[Sought]":
        """Word by word, for what is found on one side or the other."""
        alone = [Sought(words=(word,)) for word in self.words]
        return [*alone, *([Sought(inside=self.inside)] if self.inside else [])]

    def condition(self, *columns: str, numbers: Collection[str] = ()) -> Q:
        """A filter: every word begins a word of one of the columns, which `searchable` has written.

        In those of `numbers` stand phones: three digits and more begin one, or end it.
        """
        wanted = Q()
        for word in self.words:
            is_number = word.isdecimal() and len(word) >= SHORTEST_END
            of_numbers = [one for one in columns if is_number and one in numbers]
            of_words = [one for one in columns if one not in of_numbers]
            wanted &= _either(of_words, "has_word", word) | _either(of_numbers, "has_number", word)
        if self.inside:
            wanted &= _either(columns, "contains", self.inside)
        return wanted


def sought(text: str) -> Sought:
    """What was typed, read as a label ("k 417", "W12"), a phone or tax number however written, or words."""
    printable = "".join(one if one.isprintable() else " " for one in text[:LONGEST_SEARCH])
    folded = " ".join(fold(printable).split())
    if found := LABEL.fullmatch(folded):
        label = f"{found[1]}-{found[2]}"
        return Sought(words=(label,), label=label, number=int(found[2]))
    if PHONE_ONLY.fullmatch(folded) and not POSTCODE.fullmatch(folded):
        digits = _digits(folded)
        if len(digits) >= SHORTEST_INSIDE:
            return Sought(inside=digits.lstrip("0") or digits)
        if digits:
            return Sought(words=(digits,), number=int(digits))
    # A part without a letter or digit finds nothing anybody means.
    words = tuple(word for word in typed_words(folded) if any(map(str.isalnum, word)))
    return Sought(words=words)


@TextField.register_lookup
class HasWord(Lookup[Any]):
    """A word of the text, or a part of one after a hyphen, begins so: "kow" finds "nowak-kowalska". Both
    databases know where words begin by what `searchable` writes between them."""

    lookup_name = "has_word"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str | int]]:
        column, given = self.process_lhs(compiler, connection)
        word = _escaped(str(self.rhs))
        # Asked first whether it stands anywhere, most rows need no second look.
        likes = [f"%{word}%", f"{word}%", f"% {word}%", f"%-{word}%"]
        somewhere, *begins = [f"{column} LIKE %s ESCAPE '\\'"] * len(likes)
        sql = f"({somewhere} AND ({' OR '.join(begins)}))"
        return sql, [part for like in likes for part in (*given, like)]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_extra: Any
    ) -> tuple[str, list[str | int]]:
        column, given = self.process_lhs(compiler, connection)
        sql = f"(instr({column}, %s) AND (instr(' ' || {column}, %s) OR instr({column}, %s)))"
        starts = (str(self.rhs), f" {self.rhs}", f"-{self.rhs}")
        return sql, [part for start in starts for part in (*given, start)]


@TextField.register_lookup
class HasNumber(Lookup[Any]):
    """A number of the text begins or ends with these digits; of a phone kept with the country before it, what
    comes after the country. Whatever fits holds the digits, which is asked first and has an index."""

    lookup_name = "has_number"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str | int]]:
        column, given = self.process_lhs(compiler, connection)
        digits = str(self.rhs)
        starts = [f"{start}{digits}%" for start in ("", "% ", "%-", HOME, f"% {HOME}")]
        likes = [f"%{digits}%", *starts, f"%{digits}", f"%{digits} %"]
        somewhere, *ways = [f"{column} LIKE %s"] * len(likes)
        return f"({somewhere} AND ({' OR '.join(ways)}))", [part for like in likes for part in (*given, like)]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_extra: Any
    ) -> tuple[str, list[str | int]]:
        column, given = self.process_lhs(compiler, connection)
        around = f"instr(' ' || {column} || ' ', %s)"
        sql = f"(instr({column}, %s) AND ({around} OR instr({column}, %s) OR {around} OR {around}))"
        digits = str(self.rhs)
        asked = (digits, f" {digits}", f"-{digits}", f" {HOME}{digits}", f"{digits} ")
        return sql, [part for one in asked for part in (*given, one)]


def _either(columns: Iterable[str], lookup: str, value: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__{lookup}": value})
    return found


def _escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_phone(text: str) -> bool:
    # Two post codes in a row are no phone number.
    return len(_digits(text)) >= 7 and not re.search(r"\b\d\d-\d\d\d\b", text)
