"""A person's word on twins: the same as that one, with the better text of each column; or somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from intake.domain.sameness.comparing import BOTH, PART, WHERE, WHO
from intake.domain.sameness.people import Twin, codes_of
from intake.domain.sameness.twins import bare
from intake.domain.sheets.composites import CODE
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate, UploadState
from intake.models import StagedRow, Upload

from .rows import read_again
from .steps import expect, lock_upload

#: Somebody else than all of the twins.
DIFFERENT: Final = ""
SIDES: Final = frozenset({"file", "ours"})


@dataclass(frozen=True)
class Compared:
    """One column of two people side by side; `ours` is Splot's text, or that of the other row. `default` is
    the side that is taken unless a person says otherwise; `asked` where they have to."""

    column: str
    heading: str
    file: str
    ours: str
    same: bool
    default: str
    asked: bool = False


def side_by_side(row: StagedRow, twin: Mapping[str, Any] | None = None) -> list[Compared]:
    """The row and one of its twins (an item of `row.twins`, the first unless named), column by column, in the
    active language; columns that are empty on both sides are left out."""
    twin = twin or next(iter(row.twins), None)
    if twin is None:
        return []
    kind = SHEETS[row.upload.kind]
    ours = _texts_of_twin(row, twin)
    told = {name: row.readings.get(name) or text for name, text in row.cells.items()}
    told |= {name: text for name, text in row.readings.items() if name not in told}
    known = Twin.from_json(twin)
    is_told = row.decision.get("same") == known.code
    taken = row.decision.get("take", {}) if is_told else {}
    return [
        _compared(
            row,
            name,
            column.heading(get_language() or "pl"),
            (told.get(name, ""), ours),
            taken,
            known.sure or is_told,
        )
        for name, column in kind.by_name.items()
        if name not in WHO and (told.get(name) or ours.get(name))
    ]


def decide_row(row: StagedRow, *, same: str, take: Mapping[str, str] | None = None, by: Actor) -> int:
    """A person's word on a row that is perhaps, or surely, somebody who is here. `same` names the twin
    ("K-417", "row:12"), DIFFERENT says it is none of them; `take`: {our column: "file" | "ours"},
    where "ours" is the other row's when that is joined. How many rows were read again.

    A row joined with another gives it the texts that are taken, and is left out itself. Refusal when the list
    is not ready (code "state"), when that is no twin of the row ("twin"), or no column of it ("columns"), or
    when a row further down stands for that person ("taken").
    """
    take = dict(take or {})
    with transaction.atomic():
        upload = row.upload
        lock_upload(upload)
        expect(upload, UploadState.READY)
        row.refresh_from_db()
        codes = codes_of(row.twins)
        if same != DIFFERENT and same not in codes:
            raise Refusal(_("This person is no longer among those it may be. Look again."), code="twin")
        if not (SIDES.issuperset(take.values()) and SHEETS[upload.kind].by_name.keys() >= take.keys()):
            sentence = _("A list of this kind has no such column. Load the page again.")
            raise Refusal(sentence, code="columns")
        same = _first_about(upload, row, same)
        touched = {row.pk, *_take_back(upload, row)}
        if same == DIFFERENT:
            row.decision = _kept(row) | {"same": same, "apart": sorted(codes | _apart(row))}
        else:
            row.decision = _kept(row) | {"same": same, "take": take}
        if same.startswith("row:"):
            touched.add(_give(upload, row, int(same.removeprefix("row:")), take))
        row.save(update_fields=["decision"])
        read = read_again(upload, upload.rows.filter(pk__in=touched))
        details = {"row": row.number, "same": same != DIFFERENT}
        record("intake.row.decided", by=by, on=upload, organisation_id=upload.centre_id, details=details)
    row.refresh_from_db()
    return read


def _first_about(upload: Upload, row: StagedRow, same: str) -> str:
    """The row that stands for this person already, in their place: one row changes somebody, others join."""
    standing = upload.rows.filter(person_label=same).exclude(pk=row.pk) if same else StagedRow.objects.none()
    first = standing.exclude(fate=Fate.ASKED).order_by("sheet", "number").first()
    if first is None or same.startswith("row:"):
        return same
    if (first.sheet, first.number) > (row.sheet, row.number):
        sentence = _("Row {row} of this file stands for {label} already. Change your word there first.")
        raise Refusal(format_lazy(sentence, row=first.number, label=same), code="taken")
    why = next(tuple(twin["why"]) for twin in row.twins if twin.get("label") == same)
    twin = Twin(row=first.pk, number=first.number, why=why)
    row.twins = [twin.as_json() if one.get("label") == same else one for one in row.twins]
    row.save(update_fields=["twins"])
    return twin.code


def _texts_of_twin(row: StagedRow, twin: Mapping[str, Any]) -> Mapping[str, str]:
    if label := twin.get("label"):
        texts: Mapping[str, str] = SHEETS[row.upload.kind].cells_of(row.upload.centre, [label]).get(label, {})
        return texts
    other = row.upload.rows.filter(pk=twin["row"]).first()
    return {} if other is None else {**other.cells, **other.readings}


def _compared(
    row: StagedRow,
    name: str,
    heading: str,
    texts: tuple[str, Mapping[str, str]],
    taken: Mapping[str, str],
    sure: bool,
) -> Compared:
    """`texts`: that of the file, and all of ours. Of somebody it only perhaps is, nothing of ours is given
    up unless a person says so."""
    file, ours = texts[0], texts[1].get(name, "")
    difference = row.differences.get(name)
    mark = difference[2] if difference and difference[2:] else ""
    same = bare(file) == bare(ours) or (bool(row.person_label) and difference is None)
    same = same or (name in WHERE and _same_place(file, texts[1]))
    keeps = mark in {BOTH, PART} or same or not sure
    default = "ours" if not file or (ours and keeps) else "file"
    return Compared(name, heading, file, ours, same, taken.get(name, default), mark == BOTH)


def _same_place(file: str, ours: Mapping[str, str]) -> bool:
    """Whether a text of the file tells only of our post code, our place, and where that is:
    "30-001 Kraków (małopolskie)"."""
    code, place = ours.get("postcode", ""), ours.get("place_name", "")
    codes = CODE.findall(file)
    named = bare(CODE.sub(" ", file).partition("(")[0]).strip(" ,")
    told_code = all("-".join(filter(None, one)) == code for one in codes)
    return bool(file) and told_code and (named == bare(place) if named else bool(codes))


def _give(upload: Upload, row: StagedRow, other: int, take: Mapping[str, str]) -> int:
    """The texts that are taken go over to the other row; what it was told before is kept, to be put back."""
    receiver = upload.rows.get(pk=other)
    given = {
        name: text
        for name, text in row.cells.items()
        if text and take.get(name, "ours" if receiver.cells.get(name) else "file") == "file"
    }
    row.decision["gave"] = {name: receiver.mended.get(name) for name in given}
    receiver.mended = {**receiver.mended, **given}
    receiver.save(update_fields=["mended"])
    return other


def _take_back(upload: Upload, row: StagedRow) -> list[int]:
    """What an earlier word gave another row is taken from it again."""
    gave, same = row.decision.get("gave"), str(row.decision.get("same", ""))
    receiver = upload.rows.filter(pk=same.removeprefix("row:")).first() if gave else None
    if receiver is None:
        return []
    mended = {name: text for name, text in receiver.mended.items() if name not in gave}
    receiver.mended = mended | {name: text for name, text in gave.items() if text is not None}
    receiver.save(update_fields=["mended"])
    return [receiver.pk]


def _apart(row: StagedRow) -> set[str]:
    return set(row.decision.get("apart", ()))


def _kept(row: StagedRow) -> dict[str, Any]:
    """What else was decided of the row: that these are others, that it is left out."""
    return {name: word for name, word in row.decision.items() if name in {"apart", "left"}}
