"""A list the centre kept before Splot, just sent in: it waits with its questions, as lists do."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from base.accounts.models import Membership
from base.organisations.models import Organisation
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Kind
from intake.models import Upload

FILE_NAME: Final = "Rodziny zapisy jesień.csv"
TITLE: Final = ("Zapisy rodzin, jesień, dyżury wtorkowe",)
HEADINGS: Final = (
    "Lp.",
    "Imię i nazwisko",
    "Tel.",
    "Adres",
    "Obywatelstwo",
    "Języki",
    "Dzieci",
    "Kiedy mogą",
    "Potrzeby",
    "Życzenia",
    "Zgłoszenie",
    "Inne",
)
PEOPLE: Final = (
    (
        "Daryna Kostenko", "601-902-101", "ul. Wielicka 44/7, 30-552 Kraków", "UA",
        "ukraiński (ojczysty), rosyjski dobrze, polski A2", "2 (4 i 7 lat)", "pon., śr. po południu",
        "szkoła, pisma", "woli kobietę", "12.10.2026", "",
    ),
    (
        "Bohdan Wasylenko", "0048601902102", "Kraków-Podgórze", "UA", "UA/RU, trochę polski", "syn 12",
        "weekendy", "praca", "obojętnie", "wrzesień 2026", "pyta o kurs prawa jazdy",
    ),
    (
        "Nana Lomidze", "601902103", "31-1O3 Kraków", "GE", "gruziński ojcz., ang. kom., pol. A1", "brak",
        "do uzgodnienia", "polski, towarzystwo", "", "20.10.2026", "",
    ),
    (
        "Quoc Anh Pham", "601 902 104", "Skawina k. Krakowa", "VN", "wietnamski ojczysty, polski B1/B2",
        "3 i 5 lat", "wt, czw 17-19", "lekarz, urzędy", "", "22.10.2026", "",
    ),
    (
        "Alesia Marozava", "601 902 105", "ul. Dietla 10, Kraków", "BY",
        "białoruski i rosyjski ojczysty, polski dobrze", "córka 9", "po pracy", "lekcje dzieci",
        "tylko kobieta", "03.11.2026", "",
    ),
    (
        "Sunita Gurung", "601 902 106", "Nowa Huta", "NP", "nepalski ojczysty, angielski B1", "", "sob 10-14",
        "polski na co dzień", "", "05.11.2026", "mieszka z siostrą",
    ),
)  # fmt: skip
LAST_LINE: Final = ("Razem rodzin: 8",)


def leave_list_waiting(centre: Organisation, *, by: Membership) -> Upload:
    """Sent in and read; nobody of it is in Splot until somebody says so, but two who are here already."""
    upload = stage_upload(
        centre, kind=Kind.FAMILIES, content=_written([*PEOPLE, *_known(centre)]), file_name=FILE_NAME, by=by,
        language="pl",
    )  # fmt: skip
    return judge_upload(upload)


def _known(centre: Organisation) -> Iterator[Sequence[str]]:
    """Somebody surely here already, with other hours; and perhaps somebody, under slips of the pen."""
    first, second = centre.households.exclude(phone="").exclude(postcode="").order_by("pk")[:2]
    yield (
        first.contact_name, str(first.phone), first.postcode, "", "", "", "wt 17-20", "", "", "",
        "nowe godziny",
    )  # fmt: skip
    name, phone = second.contact_name, str(second.phone)
    slips = (name + name[-1], phone[:-2] + phone[-1] + phone[-2])
    yield (*slips, second.postcode, "", "polski A2", "", "", "", "", "", "")


def _written(people: Sequence[Sequence[str]]) -> bytes:
    """As the centre's spreadsheet saved it."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    rows = ((number, *person) for number, person in enumerate(people, start=1))
    writer.writerows([TITLE, (), HEADINGS, *rows, (), LAST_LINE])
    return text.getvalue().encode("cp1250")
