"""Cells that tell several things at once: a whole name, a whole address, a telephone beside an e-mail."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Composite:
    """A target of its own: `split(text)` gives the texts of `parts`, and loses none of the words."""

    name: str
    pl: str
    en: str
    parts: tuple[str, ...]
    split: Callable[[str], Mapping[str, str]]

    def heading(self, language: str) -> str:
        """As it stands in a list of targets; English for "en", else Polish."""
        return self.en if language.startswith("en") else self.pl


MAIL: Final = re.compile(r"[^\s,;<>()/|]+@[^\s,;<>()/|]+\.[^\s,;<>()/|]+")


def split_name(text: str) -> dict[str, str]:
    """First name and surname: "Nowak, Halina" by its comma, else the first word and the rest."""
    last, comma, first = text.partition(",")
    if comma and first.strip():
        return {"first_name": first.strip(), "last_name": last.strip()}
    first, _space, last = text.strip().partition(" ")
    return {"first_name": first, "last_name": last.strip()}


def split_contact(text: str) -> dict[str, str]:
    """The e-mail of a cell, and whatever else is in it as the telephone."""
    mails = MAIL.findall(text)
    phone = MAIL.sub(" ", text)
    phone = " ".join(re.sub(r"(?:^[\s,;/|]+|[\s,;/|]+$)", "", phone).split())
    return {"phone": phone, "email": ", ".join(mails)}


COMPOSITES: Final = (
    Composite(
        "full_name", "Imię i nazwisko", "First name and surname", ("first_name", "last_name"), split_name
    ),
    Composite("phone_email", "Telefon i e-mail", "Phone and e-mail", ("phone", "email"), split_contact),
)
