"""What an agreement says: its template filled in with who, what and when. In Polish, as it is signed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from babel.dates import format_date

from volunteers.models import PreparedAgreement

from .documents import Block, blocks_of, filled


@dataclass(frozen=True)
class AgreementWords:
    """The whole text of one agreement. `print` names it: what is signed is what was shown."""

    number: str
    centre: str
    volunteer: str
    version: str
    is_example: bool
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The first line of the document."""
        return next((block.text for block in self.blocks if block.kind == "title"), self.number)

    @property
    def has_choice(self) -> bool:
        """Whether there is a statement to tick or leave."""
        return any(block.kind == "choice" for block in self.blocks)

    @property
    def print(self) -> str:
        """SHA-256 of everything it says."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """For keeping; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The words as they were kept."""
        return cls(**(kept | {"blocks": tuple(Block(**block) for block in kept["blocks"])}))


def words_of(prepared: PreparedAgreement) -> AgreementWords:
    """The agreement as it stands, for reading and for signing."""
    volunteer, template = prepared.volunteer, prepared.template
    centre = volunteer.centre
    values = {
        "numer": prepared.number,
        "centrum": centre.name,
        "adres_centrum": f"{centre.postcode} {centre.place_name}".strip() or "–",
        "wolontariusz": volunteer.full_name,
        "miejsce": f"{volunteer.postcode} {volunteer.place_name}".strip() or "–",
        "zakres": prepared.scope,
        "sposob": prepared.manner,
        "czas": prepared.hours,
        "okres": _period(prepared.valid_from, prepared.valid_until),
        "wypowiedzenie": "1 dzień" if prepared.notice_days == 1 else f"{prepared.notice_days} dni",
    }
    return AgreementWords(
        number=prepared.number,
        centre=centre.name,
        volunteer=volunteer.full_name,
        version=template.version,
        is_example=template.is_example,
        blocks=filled(blocks_of(template.body), values),
    )


def day_in_polish(day: date) -> str:
    """29 listopada 2026."""
    return format_date(day, "d MMMM y", locale="pl")


def _period(first: date, last: date | None) -> str:
    if last is None:
        return f"na czas nieokreślony od dnia {day_in_polish(first)}"
    return f"na czas od dnia {day_in_polish(first)} do dnia {day_in_polish(last)}"
