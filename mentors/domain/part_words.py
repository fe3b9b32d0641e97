"""What a participation agreement says: its words filled in with who, what and when. In Polish, as signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from base.documents.blocks import Block, Written, blocks_kept, blocks_of, filled
from base.documents.typesetting import day_in_polish
from base.organisations.models import Organisation
from mentors.enums import SupportKind
from mentors.models import PreparedPart

#: The kinds of support as the agreement names them, whatever language the page speaks.
IN_POLISH: Final[Mapping[str, str]] = {
    SupportKind.TRANSLATION: "tłumaczenie dokumentów wdrożeniowych",
    SupportKind.REPLACEMENT: "koszt zastępstwa w czasie nauki języka polskiego",
    SupportKind.EMPLOYMENT: "dofinansowanie kosztów zatrudnienia",
    SupportKind.MENTOR_ALLOWANCE: "dodatek dla pracownika-mentora",
    SupportKind.TRAINING: "szkolenia międzykulturowe",
    SupportKind.LEGAL_MEETINGS: "spotkania o legalności pobytu i pracy",
}


@dataclass(frozen=True)
class PartWords(Written):
    """The whole text of one participation agreement."""

    number: str
    centre: str
    employer: str
    representative: str
    version: str
    is_example: bool
    blocks: tuple[Block, ...]

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The words as they were kept."""
        return cls(**(kept | {"blocks": blocks_kept(kept)}))


def words_of_part(prepared: PreparedPart) -> PartWords:
    """The agreement as it stands, for reading and for signing."""
    part, text = prepared.participation, prepared.text
    firm, centre = part.employer, part.centre
    who = prepared.representative
    values = {
        "numer": prepared.number,
        "centrum": centre.name,
        "adres_centrum": _where(centre),
        "pracodawca": firm.name,
        "adres_pracodawcy": _where(firm),
        "nip": firm.nip or "–",
        "regon": firm.regon or "–",
        "rejestr": prepared.register or "–",
        "reprezentant": f"{who} ({prepared.position})" if prepared.position else who,
        "wsparcie": "; ".join(IN_POLISH[kind] for kind in SupportKind if kind in prepared.kinds),
        "okres": _period(prepared.valid_from, prepared.valid_until),
        "wypowiedzenie": "1 dzień" if prepared.notice_days == 1 else f"{prepared.notice_days} dni",
    }
    return PartWords(
        number=prepared.number,
        centre=centre.name,
        employer=firm.name,
        representative=who,
        version=text.version,
        is_example=text.is_example,
        blocks=filled(blocks_of(text.body), values),
    )


def _where(organisation: Organisation) -> str:
    return f"{organisation.postcode} {organisation.place_name}".strip() or "–"


def _period(first: date, last: date | None) -> str:
    if last is None:
        return f"na czas nieokreślony od dnia {day_in_polish(first)}"
    return f"na czas od dnia {day_in_polish(first)} do dnia {day_in_polish(last)}"
