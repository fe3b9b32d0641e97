"""What a cell looks like from afar, before anybody asks what it means: a number, a day, words."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

MAIL = re.compile(r"\S+@\S+\.\w+")
POST_CODE = re.compile(r"\d\d-\d{3}")
PHONE = re.compile(r"(?=(?:\D*\d){7})\+?[\d\s()./-]+")
DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s?r?\.?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")
NUMBER = re.compile(r"[-+]?[\d\s]{1,8}(?:[.,]\d+)?\s?%?")
LONGEST_VALUE = 100
MARKS = frozenset([*"xv+-–✓✔☑☐tn", "tak", "nie", "yes", "no"])


class CellShape(StrEnum):
    """The shapes of cells that tell rows from headings, totals and notes."""

    NUMBER = "number"
    DAY = "day"
    CONTACT = "contact"
    MARK = "mark"
    NAME = "name"
    WORDS = "words"


#: What a heading does not look like.
VALUES = frozenset({CellShape.NUMBER, CellShape.DAY, CellShape.CONTACT})


def shape_of(text: str) -> CellShape:
    """The shape of a text that is not empty."""
    if len(text) > LONGEST_VALUE:
        return CellShape.WORDS
    if text.lower() in MARKS:
        return CellShape.MARK
    if text[0].isalpha() and "@" not in text:
        is_name = len(text) < 50 and text[0].isupper() and text.count(" ") in {1, 2}
        return CellShape.NAME if is_name and _is_name(text) else CellShape.WORDS
    if MAIL.fullmatch(text) or POST_CODE.fullmatch(text):
        return CellShape.CONTACT
    if DAY.fullmatch(text):
        return CellShape.DAY
    if PHONE.fullmatch(text):
        return CellShape.CONTACT
    return CellShape.NUMBER if NUMBER.fullmatch(text) else CellShape.WORDS


def _is_name(text: str) -> bool:
    return all(word[0].isupper() and word.replace("-", "").isalpha() for word in text.split())


def usual_shape(texts: Iterable[str]) -> CellShape | None:
    """The shape most of the texts have; None when there is none that most have."""
    shapes = Counter(shape_of(text) for text in texts if text)
    if not shapes:
        return None
    shape, count = shapes.most_common(1)[0]
    return shape if count * 2 > shapes.total() else None


def is_whole_number(text: str) -> bool:
    """Whether a text is a whole number one may count with."""
    return text.isascii() and text.isdigit() and len(text) < 7
