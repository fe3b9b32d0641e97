"""Targets beside our columns: cells that tell several things at once (a whole name, a whole address), and
columns that hold a part of one of ours (a house number, a level)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from base.places.folding import fold


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


@dataclass(frozen=True)
class Part:
    """A target that is a piece of one of our columns (`into`): the pieces of a row are put together."""

    name: str
    pl: str
    en: str
    into: str

    def heading(self, language: str) -> str:
        """As it stands in a list of targets; English for "en", else Polish."""
        return self.en if language.startswith("en") else self.pl


MAIL: Final = re.compile(r"[^\s,;<>()/|]+@[^\s,;<>()/|]+\.[^\s,;<>()/|]+")
LABEL: Final = re.compile(
    r"\b(?:tel(?:efon)?|kom(?:[oó]rka)?|e-?mail|mail|phone|adres)\s*\.?\s*:?\s*$", re.IGNORECASE
)
#: A telephone or an e-mail with the word before it.
CONTACT: Final = re.compile(
    rf"[\s,;]*(?:\b(?:tel(?:efon)?|kom|e-?mail|mail)\b\.?:?\s*)?(?:{MAIL.pattern}|\+?\d[\d ()-]{{6,}}\d)",
    re.IGNORECASE,
)
CODE: Final = re.compile(r"(?<!\d)(\d{2})\s?[-–]\s?(\d{3})(?!\d)|(?<!\d)(\d{2}) (\d{3})(?=\s*,?\s+[^\W\d])")
EDGES: Final = " \t\n,;/|"
STREET: Final = re.compile(r"^(?:ul|al|os|pl|ulica|aleja|aleje|osiedle|plac)\b|\d")
OF_A_STREET: Final = re.compile(r"^(?:ul|al|pl|ulica|aleja|aleje|plac)\b|\d")
CHILD: Final = re.compile(
    r"\b(?:syn\w*|cork\w*|dziec\w*|niemowl\w*|child\w*|son|sons|daughters?|baby|kids?|син\w*|дочк\w*|дит\w*"
    r"|діт\w*|сын\w*|дет\w*)\b"
)
ADULT: Final = re.compile(
    r"\b(?:maz|meza|zona|zony|malzon\w*|partner\w*|babci\w*|dziad\w*|matk\w*|mama|mamy|ojciec|ojca|tata|taty"
    r"|dorosl\w*|brat\w*|"
    r"siostr\w*|tesc\w*|husband|wife|spouse|grand\w*|mother|father|adults?|чоловік\w*|дружин\w*|муж\w*"
    r"|жен\w*|бабус\w*|дід\w*)\b"
)
TWO_AND_THREE: Final = re.compile(r"(?<!\d)([12]) ?\+ ?(\d)(?!\d)")


def split_name(text: str) -> dict[str, str]:
    """First name and surname: "Nowak, Halina" by its comma, else the first word and the rest. A telephone
    or an e-mail beside them stays with the surname, whose reader knows them."""
    name, beside = _without_contacts(text)
    last, comma, first = name.partition(",")
    if not (comma and first.strip() and last.strip()):
        first, _space, last = name.strip(" ,").partition(" ")
    return {"first_name": first.strip(), "last_name": f"{last.strip()} {beside}".strip()}


def split_last_first(text: str) -> dict[str, str]:
    """Surname first: "Nowak Halina"."""
    name, beside = _without_contacts(text)
    if "," in name:
        return split_name(text)
    last, _space, first = name.strip().partition(" ")
    last_name = f"{last} {beside}".strip() if first else beside
    return {"first_name": first.strip() or last, "last_name": last_name}


def _without_contacts(text: str) -> tuple[str, str]:
    """A cell without the telephones and e-mails in it, and those."""
    beside = " ".join(match[0] for match in CONTACT.finditer(text))
    return CONTACT.sub(" ", text).strip(" ,;") if beside else text, beside


def turn_name(text: str) -> dict[str, str]:
    """A whole name that begins with the surname, turned: "Kowal Olena" is "Olena Kowal"."""
    parts = split_last_first(text)
    return {"contact_name": f"{parts['first_name']} {parts['last_name']}".strip()}


def split_contact(text: str) -> dict[str, str]:
    """The e-mail of a cell, and whatever else is in it as the telephone."""
    mails = MAIL.findall(text)
    rest = [LABEL.sub("", piece).strip(EDGES) for piece in MAIL.split(text)]
    phone = re.sub(
        r"^(?:tel(?:efon)?|kom(?:órka)?|phone)\b\s*\.?:?\s*", "", " ".join(filter(None, rest)), flags=re.I
    )
    return {"phone": phone, "email": ", ".join(mails)}


def split_code(text: str) -> dict[str, str]:
    """A post code, and the place beside it."""
    match = CODE.search(text)
    if match is None:
        digits = text.replace(" ", "").replace("-", "")
        return {"postcode": text} if digits.isdecimal() else {"place_name": text}
    rest = [text[: match.start()].strip(EDGES), text[match.end() :].strip(EDGES)]
    return {"postcode": match[0], "place_name": ", ".join(filter(None, rest))}


def split_address(text: str) -> dict[str, str]:
    """Street, post code and place of a whole address. What cannot be told apart stays with the place, whose
    reader knows streets too."""
    parts = split_code(text)
    if "postcode" in parts and "place_name" in parts:
        match = CODE.search(text)
        before, after = (text[: match.start()], text[match.end() :]) if match else (text, "")
        pieces = [piece.strip(EDGES) for piece in (before, *after.split(","))]
    else:
        pieces = [piece.strip(EDGES) for piece in re.split(r"[,;\n]", parts.get("place_name", ""))]
    pieces = [piece for piece in pieces if piece]
    streets = [piece for piece in pieces if STREET.search(fold(piece))]
    if len(pieces) > 1 and len(streets) == len(pieces):
        streets = [piece for piece in pieces if OF_A_STREET.search(fold(piece))]
    if not parts.get("postcode") and len(pieces) == 1 and streets:
        # "Kraków ul. Tumska 3" or a street alone: the place's own reader tells.
        return {"place_name": text} if re.match(r"\w+ (?:ul|al|os|pl)\b", fold(text)) else {"address": text}
    places = [piece for piece in pieces if piece not in streets]
    found = {
        "postcode": parts.get("postcode", ""),
        "place_name": ", ".join(places),
        "address": ", ".join(streets),
    }
    return {name: piece for name, piece in found.items() if piece}


def split_family(text: str) -> dict[str, str]:
    """Who else is at home: "mąż 41, syn 7" is an adult and a child. "2+3" are two adults, one of whom we talk
    to, and three children, all of unknown age. What names neither is left with the children, to be asked."""
    if match := TWO_AND_THREE.search(text):
        rest = TWO_AND_THREE.sub(" ", text).strip(" ,;()")
        born = "1 dziecko" if match[2] == "1" else f"{match[2]} dzieci"
        ages = [rest] if rest and any(map(str.isdigit, rest)) else []
        found = {"adults": "1 dorosły" if match[1] == "2" else ""}
        found["children"] = ages[0] if ages else f"{born} {rest}".strip()
        return {name: piece for name, piece in found.items() if piece}
    adults: list[str] = []
    children: list[str] = []
    group = children
    for piece in re.split(r"[,;\n+]|\s(?:i|oraz|and|та|і)\s", text):
        folded = fold(piece)
        if ADULT.search(folded):
            group = adults
        elif CHILD.search(folded):
            group = children
        elif re.fullmatch(r"\D*(?:1[89]|[2-9]\d)\D*", piece):
            group = adults
        if piece.strip():
            group.append(piece.strip())
    found = {"adults": ", ".join(adults), "children": ", ".join(children)}
    return {name: piece for name, piece in found.items() if piece}


COMPOSITES: Final = (
    Composite(
        "full_name", "Imię i nazwisko razem", "First name and surname together", ("first_name", "last_name"),
        split_name,
    ),
    Composite(
        "name_last_first", "Nazwisko i imię razem", "Surname and first name together",
        ("first_name", "last_name"), split_last_first,
    ),
    Composite(
        "contact_last_first", "Osoba do kontaktu, najpierw nazwisko", "Contact person, surname first",
        ("contact_name",), turn_name,
    ),
    Composite(
        "phone_email", "Telefon i e-mail razem", "Phone and e-mail together", ("phone", "email"),
        split_contact,
    ),
    Composite(
        "postcode_place", "Kod i miejscowość razem", "Post code and place together",
        ("postcode", "place_name"), split_code,
    ),
    Composite(
        "whole_address", "Cały adres razem", "Whole address together", ("address", "postcode", "place_name"),
        split_address,
    ),
    Composite("family", "Skład rodziny", "Members of the family", ("adults", "children"), split_family),
)  # fmt: skip
PARTS: Final = (
    Part("contact_first", "Imię osoby do kontaktu", "Contact person's first name", "contact_name"),
    Part("contact_last", "Nazwisko osoby do kontaktu", "Contact person's surname", "contact_name"),
    Part("house", "Numer domu", "House number", "address"),
    Part("flat", "Numer mieszkania", "Flat number", "address"),
    Part("district", "Dzielnica", "District", "place_name"),
    Part("level", "Poziom języka z kolumny obok", "Level of the language in the column beside", "languages"),
)
