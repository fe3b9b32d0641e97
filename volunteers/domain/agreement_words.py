"""What an agreement says: its template filled in with who, what and when. In Polish, as it is signed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from base.documents.blocks import Block, Written, blocks_kept, blocks_of, filled
from base.documents.typesetting import day_in_polish
from volunteers.models import PreparedAgreement


@dataclass(frozen=True)
class AgreementWords(Written):
    """The whole text of one agreement with a volunteer."""

    number: str
    centre: str
    volunteer: str
    version: str
    is_example: bool
    blocks: tuple[Block, ...]

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The words as they were kept."""
        return cls(**(kept | {"blocks": blocks_kept(kept)}))


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


def _period(first: date, last: date | None) -> str:
    if last is None:
        return f"na czas nieokreślony od dnia {day_in_polish(first)}"
    return f"na czas od dnia {day_in_polish(first)} do dnia {day_in_polish(last)}"
