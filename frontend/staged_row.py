"""The cells of one row as its own page shows them, to be written anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontend.staged import Cell, cells_of
from intake.domain.sheets.columns import SheetKind
from intake.models import StagedRow, Upload


@dataclass(frozen=True)
class Mending:
    """A cell, what stands in its field, and why that could not be taken; `is_alone` where no other row can
    be written anew with it."""

    name: str
    cell: Cell
    typed: str
    wrong: str
    is_alone: bool = False

    @property
    def is_first(self) -> bool:
        """Whether something has to be done about it."""
        return bool(self.wrong or self.cell.problem or self.cell.questions)

    @property
    def is_empty(self) -> bool:
        """Whether the row says nothing there, and nobody asks."""
        return not (self.typed or self.is_first or self.cell.speaks)

    @property
    def is_long(self) -> bool:
        """Whether its field needs several lines."""
        return len(self.typed) > 60 or "\n" in self.typed


def cells_to_mend(
    upload: Upload,
    row: StagedRow,
    kind: SheetKind,
    language: str,
    sent: Mapping[str, str],
    wrong: Mapping[str, str],
) -> list[Mending]:
    """All cells, those that want something first; `sent` is what was typed and not taken."""
    cells = [
        Mending(name, cell, sent.get(f"cell-{name}", cell.text), wrong.get(name, ""), kind.by_name[name].each)
        for name, cell in cells_of(upload, row, kind, language).items()
    ]
    return sorted(cells, key=lambda one: not one.is_first)
