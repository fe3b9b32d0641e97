"""Writes docs/examples/: lists of invented people around Kraków, as somebody might send them in.

For each kind an .xlsx without a mistake and a .csv with a few honest ones. Seeded: the same lists each time.
Run as `python scripts/make_examples.py`.
"""

import csv
import os
import random
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import django
from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "examples"
SEED = 417
SIZES = {"families": (24, 14), "volunteers": (24, 14), "mentors": (12, 8)}

PLACES = (
    ("30-619", "Kraków"), ("31-103", "Kraków"), ("30-698", "Kraków"), ("31-923", "Kraków"), ("30-392",
    "Kraków"),
    ("32-020", "Wieliczka"), ("32-050", "Skawina"), ("32-005", "Niepołomice"), ("32-080", "Zabierzów"),
    ("32-600", "Oświęcim"), ("32-400", "Myślenice"),
)  # fmt: skip
STREETS = ("ul. Wielicka", "ul. Zakopiańska", "os. Kolorowe", "ul. Dietla", "ul. Kamieńskiego", "ul. Rynek")
WEEKS = (
    "pn-pt po 17", "wt, czw 16:30-19", "sob 10-14", "pn, śr 18:00-20:30; sob 9-12", "weekendy", "pn-pt 9-13",
    "śr po 16, nd 14-18", "pn-czw 17-20",
)  # fmt: skip
NEEDS = (
    "szkoła, urzędy i pisma", "polski na co dzień", "praca, polski na co dzień", "wizyty u lekarza",
    "czas wolny, towarzystwo",
    "lekcje dzieci, szkoła", "mieszkanie", "egzamin z polskiego",
)  # fmt: skip
FAMILIES = (
    ("Olena", "Kowalczuk", "ukraiński"), ("Iryna", "Bondar", "ukraiński"), ("Natalia", "Szewczenko",
    "ukraiński"),
    ("Andrij", "Melnyk", "ukraiński"), ("Oksana", "Tkaczenko", "ukraiński"), ("Maryna", "Iwanowa",
    "białoruski"),
    ("Siarhiej", "Karpowicz", "białoruski"), ("Nino", "Beridze", "gruziński"), ("Giorgi", "Kapanadze",
    "gruziński"),
    ("Linh", "Nguyen", "wietnamski"), ("Camila", "Rojas", "hiszpański"), ("Priya", "Sharma", "hindi"),
    ("Elif", "Yilmaz", "turecki"), ("Aigul", "Omarowa", "kazachski"), ("Tetiana", "Hrycenko", "ukraiński"),
)  # fmt: skip
FIRST_NAMES = (
    "Halina",
    "Tomasz",
    "Anna",
    "Igor",
    "Teresa",
    "Adam",
    "Marta",
    "Piotr",
    "Ola",
    "Jan",
    "Ewa",
    "Zofia",
)
SURNAMES = (
    "Nowak",
    "Wójcik",
    "Kaczmarek",
    "Mazur",
    "Krawczyk",
    "Zając",
    "Dudek",
    "Wilk",
    "Pawlak",
    "Sikora",
    "Żak",
)
SECOND_LANGUAGES = (
    "angielski B2",
    "rosyjski B1",
    "ukraiński A2",
    "niemiecki C1",
    "hiszpański B2",
    "francuski B1",
)
EMPLOYERS = ("Chemia Oświęcim S.A.", "Piekarnia Podgórze sp. z o.o.", "Magazyny Skawina sp. z o.o.")
JOBS = (
    ("spawacz", "spawanie i metal"), ("piekarka", "przetwórstwo spożywcze"), ("brygadzista magazynu",
    "magazyn"),
    ("operator linii", "produkcja"), ("mechanik", "serwis i naprawy"),
)  # fmt: skip

CHECKED = (
    "checked_rspts", "checked_commission", "checked_krk", "checked_foreign", "checked_residence",
    "checked_liability", "checked_standards", "checked_training",
)  # fmt: skip

Row = dict[str, str]


def family(pick: random.Random, number: int) -> Row:
    """A family as a coordinator would write it down."""
    first, last, language = FAMILIES[number % len(FAMILIES)]
    postcode, place = pick.choice(PLACES)
    children = [str(pick.randint(1, 16)) for _ in range(pick.choice((0, 0, 1, 1, 2, 3)))]
    return {
        "own_number": f"R/{number:03d}",
        "contact_name": f"{first} {last}",
        "phone": phone(number),
        "channel": pick.choice(("telefon", "SMS", "")),
        "language": language,
        "postcode": postcode,
        "place_name": place,
        "address": f"{pick.choice(STREETS)} {pick.randint(1, 90)}",
        "languages": f"{language} ojczysty, polski {pick.choice(('A0', 'A1', 'A1', 'A2', 'B1'))}",
        "week": pick.choice(WEEKS),
        "needs": pick.choice(NEEDS),
        "wants_polish": pick.choice(("tak", "tak", "nie")),
        "gender": "mężczyzna" if first in {"Andrij", "Siarhiej", "Giorgi"} else "kobieta",
        "age": str(pick.randint(22, 58)),
        "adults": pick.choice(("", "", str(pick.randint(25, 70)))),
        "children": "; ".join(children),
        "wish_gender": pick.choice(("", "", "", "kobieta")),
        "travel_km": str(pick.choice((3, 5, 8, 10))),
        "waiting_since": day(pick),
    }


def volunteer(pick: random.Random, number: int) -> Row:
    """A volunteer as they applied."""
    first, last = FIRST_NAMES[number % 12], SURNAMES[number % 11]
    postcode, place = pick.choice(PLACES)
    return {
        "first_name": first,
        "last_name": last,
        "phone": phone(500 + number) if pick.random() < 0.7 else "",
        "email": f"wolontariat{number}@example.org",
        "language": "polski",
        "postcode": postcode,
        "place_name": place,
        "languages": f"polski ojczysty, {pick.choice(SECOND_LANGUAGES)}",
        "week": pick.choice(WEEKS),
        "travel_km": str(pick.choice((5, 10, 15, 20))),
        "offers": pick.choice(NEEDS),
        "room": pick.choice(("1", "1", "2")),
        "gender": "mężczyzna" if first in {"Tomasz", "Igor", "Adam", "Piotr", "Jan"} else "kobieta",
        "applied_on": day(pick),
        **way_in(pick),
    }


def way_in(pick: random.Random) -> Row:
    """How far they have come: most all the way, some without the checks, some not yet talked to."""
    talked = {
        "interviewed_on": autumn(pick, 9),
        "consent_on": autumn(pick, 9),
        "trained_on": autumn(pick, 10),
    }
    far = pick.random()
    if far < 0.15:
        return {}
    return talked if far < 0.35 else talked | dict.fromkeys(CHECKED, autumn(pick, 10))


def mentor(pick: random.Random, number: int) -> Row:
    """A mentor-employee as the employer names them."""
    job, trade = pick.choice(JOBS)
    return {
        "employer": EMPLOYERS[number % len(EMPLOYERS)],
        "first_name": FIRST_NAMES[(number * 5) % 12],
        "last_name": SURNAMES[(number * 3) % 11],
        "job_title": job,
        "trade": trade,
        "languages": f"polski ojczysty, {pick.choice(SECOND_LANGUAGES)}",
        "week": pick.choice(("pn-pt 14-16", "śr, pt 7-9", "pn-czw 15-17")),
        "room": pick.choice(("1", "2")),
        "email": f"mentor{number}@example.org",
    }


def spoil_families(rows: list[Row]) -> None:
    """A few honest mistakes."""
    rows[2]["postcode"] = "31-1O3"
    rows[4]["languages"] = "ukraiński ojczysty, polski B7"
    rows[6]["waiting_since"] = "31.09.2025"
    rows[8]["languages"] = ""
    rows[9] |= rows[0] | {"own_number": ""}
    rows[11]["children"] = "4 latka"


def spoil_volunteers(rows: list[Row]) -> None:
    """A few honest mistakes."""
    rows[1] |= {"postcode": "30619", "place_name": "Kraków"}
    rows[3]["languages"] = "ang. B2"
    rows[5]["week"] = "wieczorami jak się uda"
    rows[7]["email"] = "halina(at)example.org"
    rows[9]["offers"] = "szkola, ogródek"
    rows[12] |= rows[0]


def spoil_mentors(rows: list[Row]) -> None:
    """A few honest mistakes."""
    rows[1]["employer"] = "Piekarnia Podgurze sp. z o.o."
    rows[3]["job_title"] = ""
    rows[5]["languages"] = "polski"


def phone(number: int) -> str:
    """A Polish mobile number nobody was given by us."""
    return f"600 {100 + number % 900} {200 + number * 7 % 800:03d}"


def day(pick: random.Random) -> str:
    """A day of 2025."""
    return f"{pick.randint(1, 28):02d}.{pick.randint(1, 12):02d}.2025"


def autumn(pick: random.Random, month: int) -> str:
    """A day of a month of 2026."""
    return f"{pick.randint(1, 28):02d}.{month:02d}.2026"


def main() -> None:
    """Write the six files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    sys.path.insert(0, str(ROOT))
    django.setup()
    from intake.domain.sheets.kinds import SHEETS

    makers: dict[str, tuple[Callable[[random.Random, int], Row], Callable[[list[Row]], None]]] = {
        "families": (family, spoil_families),
        "volunteers": (volunteer, spoil_volunteers),
        "mentors": (mentor, spoil_mentors),
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, (make, spoil) in makers.items():
        pick = random.Random(SEED)  # noqa: S311 - invented people
        whole, spoilt = SIZES[kind]
        good = [make(pick, number) for number in range(1, whole + 1)]
        wrong = [make(pick, number) for number in range(whole + 1, whole + spoilt + 1)]
        spoil(wrong)
        columns = {column.name: column.pl for column in SHEETS[kind].template}
        (FOLDER / f"{kind}.csv").write_bytes(as_csv(columns, wrong))
        book = Workbook()
        sheet: Any = book.active
        sheet.title = "Lista"
        for line in [list(columns.values()), *([row.get(name, "") for name in columns] for row in good)]:
            sheet.append(line)
        book.save(FOLDER / f"{kind}.xlsx")


def as_csv(columns: dict[str, str], rows: list[Row]) -> bytes:
    """With semicolons and in Windows-1250, as Excel saves it in Poland."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns.values())
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return text.getvalue().encode("cp1250")


if __name__ == "__main__":
    main()
