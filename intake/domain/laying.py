"""The lists of a file laid under one line of headings, whatever the order of their columns."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.domain.files.refused import refusal
from intake.domain.files.tables import RawTable
from intake.domain.readers.wording import plain
from intake.domain.recognition.sensitive import scrub
from intake.models import StagedRow

MOST_ROWS: Final = 20_000
#: Rows looked at to tell what a column is; a column seldom filled is looked at where it is.
SAMPLED: Final = 200
SELDOM: Final = 20
SHOWN_HEADINGS: Final = 8
LONGEST_HEADING: Final = 120
LONGEST_LINE: Final = 200


@dataclass(frozen=True)
class Laid:
    """The tables of a file under one line of headings; `positions` are those of each table's columns."""

    headings: list[str]
    positions: list[list[int]]
    rows: list[StagedRow]


def lay(tables: Sequence[RawTable], lists: Sequence[int]) -> Laid:
    """All lists under one line of headings: the same heading is the same column, on whatever sheet."""
    headings: list[str] = []
    known: dict[tuple[str, int], int] = {}
    laid = Laid(headings, [], [])
    for at, table in enumerate(tables):
        positions: list[int] = []
        if at in lists:
            met: dict[str, int] = {}
            for heading in table.headings:
                key = plain(heading)
                met[key] = met.get(key, 0) + 1
                if (position := known.get((key, met[key]))) is None:
                    position = known[key, met[key]] = len(headings)
                    headings.append(scrub(heading)[0][:LONGEST_HEADING])
                positions.append(position)
            _lay_rows(laid, at, table, positions)
        laid.positions.append(positions)
    for row in laid.rows:
        row.texts += [""] * (len(headings) - len(row.texts))
    return laid


def _lay_rows(laid: Laid, at: int, table: RawTable, positions: Sequence[int]) -> None:
    width = len(laid.headings)
    for line in table.rows:
        texts = [""] * width
        for position, text in zip(positions, line.texts, strict=False):
            texts[position] = text
        flaws = {str(positions[column]): flaw.value for column, flaw in line.flaws.items()}
        laid.rows.append(StagedRow(sheet=at, number=line.number, texts=texts, flaws=flaws))
    if len(laid.rows) > MOST_ROWS:
        sentence = _("A list holds at most {most} rows. Split it and send the parts one after another.")
        raise refusal("rows", format_lazy(sentence, most=f"{MOST_ROWS:,}".replace(",", " ")))


def sample(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Rows from all over the list, and some more where a column is seldom filled."""
    step = max(1, len(rows) // SAMPLED)
    chosen = set(range(0, len(rows), step))
    filled = [0] * (len(rows[0]) if rows else 0)
    for at in chosen:
        for column, text in enumerate(rows[at]):
            filled[column] += bool(text)
    seldom = [column for column, count in enumerate(filled) if count < SELDOM]
    for at, texts in enumerate(rows):
        if not seldom:
            break
        if at not in chosen and any(texts[column] for column in seldom):
            chosen.add(at)
            for column in seldom:
                filled[column] += bool(texts[column])
            seldom = [column for column in seldom if filled[column] < SELDOM]
    return [rows[at] for at in sorted(chosen)]


def by_column(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]


def sheets_json(tables: Sequence[RawTable], lists: Sequence[int], laid: Laid) -> list[dict[str, Any]]:
    """As `Upload.sheets` tells; `columns` are positions of a sheet's columns, none where it is no list."""
    return [
        {
            "name": table.name,
            "rows": len(table.rows),
            "hidden": table.hidden,
            "chosen": at in lists,
            "columns": laid.positions[at],
            "headings": [heading for heading in table.headings if heading][:SHOWN_HEADINGS],
            "left": [asdict(line) | {"text": scrub(line.text)[0][:LONGEST_LINE]} for line in table.left],
        }
        for at, table in enumerate(tables)
    ]
