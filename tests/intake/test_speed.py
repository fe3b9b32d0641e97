"""How long a long list takes: from the file to the preview, and from an answer to the rows it settles."""

import random
import time
from itertools import product

import pytest

from intake.domain.answering import answer_question
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Kind, UploadState
from intake.queries import questions_of
from tests.factories.intake import ROBOT, xlsx_of
from tests.factories.organisations import CentreFactory
from tests.pace import Stopwatch

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]

ROWS = 10_000
SECONDS = 20
FIRST = ("Olena", "Iryna", "Natalia", "Oksana", "Halyna", "Tetiana", "Julia", "Kateryna", "Andrij", "Taras")
LAST = tuple(
    "".join(parts)
    for parts in product(
        ("Kowa", "Bonda", "Szewcz", "Tkacz", "Mel", "Hry"), ("l", "r", "m"), ("enko", "uk", "yk")
    )
)
STREETS = ("Długa", "Polna", "Leśna", "Szkolna", "Ogrodowa")
PLACES = (("31-137", "Kraków"), ("30-644", "Kraków-Podgórze"), ("32-050", "Skawina"), ("33-100", "Tarnów"))
LANGUAGES = (
    "ukraiński (ojczysty), polski A2", "ukraiński ojczysty, rosyjski C1", "rosyjski ojczysty, polski dobrze",
    "polski B1, ukraiński ojczysty",
)  # fmt: skip
WEEKS = ("pn-pt po 17", "wt 16-19", "pon., śr. po południu", "weekendy", "do uzgodnienia", "sob 10-14")
HEADINGS = [
    "Lp.", "Imię i nazwisko", "Telefon", "E-mail", "Kod", "Miejscowość", "Ulica i numer", "Języki",
    "Kiedy mogą", "W czym pomóc", "Chce ćwiczyć polski", "Płeć", "Wiek", "Wiek dzieci", "Płeć pomocnika",
    "Dojazd", "Data zgłoszenia", "Jak się kontaktować", "Uwagi", "Skąd o nas wie",
]  # fmt: skip


def line(number, rng):
    postcode, place = rng.choice(PLACES)
    return [
        number, f"{rng.choice(FIRST)} {rng.choice(LAST)}{rng.choice(('', '-' + rng.choice(LAST)))}",
        f"6{rng.randrange(10**8):08d}", f"osoba{number}@example.org" if rng.random() < 0.6 else "",
        postcode, place, f"ul. {rng.choice(STREETS)} {rng.randrange(1, 200)}", rng.choice(LANGUAGES),
        rng.choice(WEEKS), rng.choice(("szkoła, urzędy i pisma", "szkoła", "czas wolny")),
        rng.choice(("tak", "nie", "")), rng.choice(("K", "M")), rng.randrange(20, 70),
        rng.choice(("4; 7", "3", "2 i 9", "", "11, 14, 16")), rng.choice(("bez znaczenia", "kobieta", "")),
        f"{rng.randrange(1, 30)} km", f"{rng.randrange(1, 28):02}.{rng.randrange(1, 12):02}.2025",
        rng.choice(("telefon", "e-mail", "")), f"Zapisana na liście {number}.",
        rng.choice(("ulotka", "znajomi")),
    ]  # fmt: skip


def test_ten_thousand_rows_are_previewed_in_twenty_seconds(capsys):
    rng = random.Random(2026)
    content = xlsx_of([HEADINGS, *(line(number, rng) for number in range(1, ROWS + 1))])
    centre, start, watch = CentreFactory(), time.perf_counter(), Stopwatch()
    upload = stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="list.xlsx", by=ROBOT)
    staged = time.perf_counter()
    upload = judge_upload(upload)
    read, took = time.perf_counter(), watch.seconds
    question = questions_of(upload)[0]
    settled = answer_question(upload, topic=question.topic, said=question.said, meant="B1", by=ROBOT)
    answered = time.perf_counter()
    upload = judge_upload(upload)
    done = time.perf_counter()
    with capsys.disabled():
        print(  # noqa: T201 - the times are what this is for
            f"\n{ROWS} rows of {len(HEADINGS)} columns: staged {staged - start:.1f} s,"
            f" read {read - staged:.1f} s; an answer for {settled} rows {answered - read:.1f} s,"
            f" worked in {done - answered:.1f} s"
        )
    assert (upload.state, upload.total, question.said) == (UploadState.READY, ROWS, "dobrze")
    assert (upload.good + upload.asked + upload.bad + upload.repeated, settled > 1_000) == (ROWS, True)
    assert took < SECONDS
