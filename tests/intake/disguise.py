"""A list of ours made into somebody's own: other headings, orders, pieces, days, encodings."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from intake.domain.sheets.columns import SheetKind
from intake.enums import Kind
from tests.intake.shapes import xlsx_of

Lines = list[list[Any]]
#: How centres head these columns; every one of them says what it is by itself.
HEADINGS: dict[str, tuple[str, ...]] = {
    "own_number": ("Nr karty", "Numer sprawy", "Case number"),
    "contact_name": ("Imię i nazwisko", "OSOBA KONTAKTOWA", "Contact person", "Podaj swoje imię i nazwisko"),
    "first_name": ("Imię", "First name", "IMIĘ"),
    "last_name": ("Nazwisko", "Last name", "Surname"),
    "employer": ("Firma", "Pracodawca", "Company", "Zakład pracy"),
    "job_title": ("Stanowisko", "Position", "Zawód"),
    "trade": ("Branża", "Industry"),
    "phone": ("Nr telefonu", "Tel. kontaktowy", "Phone number", "KOMÓRKA"),
    "email": ("Adres e-mail", "Mail", "E-mail address"),
    "channel": ("Jak się kontaktować?", "Forma kontaktu", "Preferred contact"),
    "language": ("Język korespondencji", "Preferowany język kontaktu", "Language we write in"),
    "postcode": ("Kod pocztowy", "Kod", "Post code"),
    "place_name": ("Miejscowość", "Miasto", "Town"),
    "address": ("Ulica i nr domu", "Ulica", "Street and number"),
    "languages": ("Znajomość języków", "Języki (poziom)", "Languages", "Jakie języki znasz?"),
    "week": ("Dostępność", "Kiedy może?", "Availability", "Wolne terminy"),
    "needs": ("W czym pomóc?", "Potrzebna pomoc", "Needs"),
    "offers": ("W czym może pomóc?", "Zakres pomocy", "Can help with"),
    "wants_polish": ("Chce ćwiczyć polski", "Nauka polskiego"),
    "gender": ("Płeć osoby kontaktowej", "Płeć"),
    "age": ("Wiek osoby kontaktowej", "Wiek osoby do kontaktu"),
    "adults": ("Wiek pozostałych dorosłych", "Ages of other adults"),
    "children": ("Wiek dzieci", "Dzieci (wiek)", "Ages of children"),
    "wish_gender": ("Płeć pomocnika", "Preferowana płeć wolontariusza"),
    "wish_strength": ("Jak ważne jest to życzenie", "How strong is this wish"),
    "travel_km": ("Dojazd (km)", "Może dojechać", "Travel (km)"),
    "room": ("Ile rodzin naraz?", "Ilu rodzinom może pomagać"),
    "waiting_since": ("Data zgłoszenia", "Czeka od", "Waiting since"),
    "applied_on": ("Data zgłoszenia", "Sygnatura czasowa", "Applied on"),
    "note": ("Uwagi", "Notatki", "Comments"),
}
OF_MENTORS = {"room": ("Ilu nowych pracowników naraz?", "New colleagues at a time")}
DAYS = {"waiting_since", "applied_on", "consent_on", "interviewed_on", "trained_on"}
MONTHS = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
]
ENCODINGS = ("utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16")
DELIMITERS = ",;\t|"


def disguised(kind: SheetKind, lines: Lines, rng: Random) -> tuple[bytes, str]:
    """The same people as a list of somebody else's (content, file name); `lines` are ours, headings first."""
    columns = {column.name: [line[at] for line in lines[1:]] for at, column in enumerate(kind.columns)}
    headed = {column.name: lines[0][at] for at, column in enumerate(kind.columns)}
    columns.pop("splot_label")
    columns = {name: texts for name, texts in columns.items() if any(texts) or rng.random() < 0.5}
    is_book = rng.random() < 0.5
    for name in DAYS & columns.keys():
        style = rng.choice(STYLES if not is_book else (*STYLES, as_it_is))
        columns[name] = [style(text) if text else "" for text in columns[name]]
    table = [(_heading(kind, name, headed, rng), texts) for name, texts in columns.items()]
    for change in (_split_or_join_names, _join_contacts, _join_places, _split_languages):
        if rng.random() < 0.5:
            table = change(kind, columns, table, headed)
    rng.shuffle(table)
    width = len(table)
    out: Lines = [[heading for heading, _texts in table]]
    for row in zip(*(texts for _heading_, texts in table), strict=True):
        if rng.random() < 0.2:
            out.append([""] * width)
        out.append(list(row))
    if rng.random() < 0.5:
        out = [["Lista osób – stan na 30.10.2026"], [""], *out]
    if rng.random() < 0.5:
        out.append([f"Razem: {len(lines) - 1}"])
    return (xlsx_of(out), "lista.xlsx") if is_book else (_as_text(out, rng), "lista.csv")


def _heading(kind: SheetKind, name: str, headed: dict[str, str], rng: Random) -> str:
    known = OF_MENTORS if kind.kind == Kind.MENTORS and name in OF_MENTORS else HEADINGS
    taken_words = name == "wish_gender" and kind.kind != Kind.FAMILIES
    return headed[name] if taken_words or name not in known else rng.choice(known[name])


Table = list[tuple[str, list[Any]]]


def _without(table: Table, columns: dict[str, list[Any]], *names: str) -> Table:
    gone = [columns[name] for name in names]
    return [(heading, texts) for heading, texts in table if not any(texts is one for one in gone)]


def _split_or_join_names(kind: SheetKind, columns: dict[str, Any], table: Table, headed: object) -> Table:
    if "contact_name" in columns:
        parts = [name.partition(" ") for name in columns["contact_name"]]
        rest = _without(table, columns, "contact_name")
        return [
            *rest,
            ("Nazwisko", [last for _first, _, last in parts]),
            ("Imię", [part[0] for part in parts]),
        ]
    whole = [f"{one} {two}" for one, two in zip(columns["first_name"], columns["last_name"], strict=True)]
    return [*_without(table, columns, "first_name", "last_name"), ("Imię i nazwisko", whole)]


def _join_contacts(kind: SheetKind, columns: dict[str, Any], table: Table, headed: object) -> Table:
    if not {"phone", "email"} <= columns.keys():
        return table
    pairs = zip(columns["phone"], columns["email"], strict=True)
    both = [", ".join(filter(None, pair)) for pair in pairs]
    return [*_without(table, columns, "phone", "email"), ("Telefon, e-mail", both)]


def _join_places(kind: SheetKind, columns: dict[str, Any], table: Table, headed: object) -> Table:
    if not {"postcode", "place_name"} <= columns.keys() or not all(columns["postcode"]):
        return table
    both = [" ".join(pair) for pair in zip(columns["postcode"], columns["place_name"], strict=True)]
    return [*_without(table, columns, "postcode", "place_name"), ("Kod i miejscowość", both)]


def _split_languages(kind: SheetKind, columns: dict[str, Any], table: Table, headed: object) -> Table:
    """A column for each language, with the level in it."""
    spoken = [dict(one.rsplit(" ", 1) for one in text.split(", ") if one) for text in columns["languages"]]
    names = dict.fromkeys(name for one in spoken for name in one)
    own = [(f"Język {name}", [one.get(name, "") for one in spoken]) for name in names]
    return [*_without(table, columns, "languages"), *own]


def as_it_is(text: str) -> datetime:
    """A day as a spreadsheet holds it."""
    return datetime(*map(int, reversed(text.split("."))))


STYLES = (
    lambda text: f"{as_it_is(text):%Y-%m-%d}",
    lambda text: f"{as_it_is(text):%d/%m/%Y}",
    lambda text: f"{text} r.",
    lambda text: f"{as_it_is(text).day} {MONTHS[as_it_is(text).month - 1]} {as_it_is(text).year}",
    lambda text: text,
)


def _as_text(lines: Sequence[Sequence[Any]], rng: Random) -> bytes:
    out = io.StringIO(newline="")
    delimiter, encoding = rng.choice(DELIMITERS), rng.choice(ENCODINGS)
    csv.writer(out, delimiter=delimiter, quoting=rng.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL))).writerows(
        lines
    )
    plain = out.getvalue() if encoding.startswith("utf") else out.getvalue().replace("–", "-")
    return plain.encode(encoding)
