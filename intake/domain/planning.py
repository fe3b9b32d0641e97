"""What an import will write, made ready without holding anybody up."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from intake.domain.sameness.comparing import KEYS, WHERE, compare, keys_of, said_by, text_of
from intake.domain.sameness.people import Traits, Twin
from intake.domain.sameness.twins import Answer, answer_of, settle_twins
from intake.domain.sheets.columns import Known, SheetKind, Values
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate, Scope
from intake.models import ImportedPerson, StagedRow, Upload

from .fates import Company
from .judging import Judge
from .rows import read_rows
from .steps import advance
from .verdicts import Verdict

PART: Final = 200
#: Where `StagedRow.before` keeps what the last file had said.
SAID: Final = "="
#: How much of an import is done when its rows are looked through, and when everything is made ready.
LOOKED_THROUGH: Final = 0.1
MADE_READY: Final = 0.7
FATES: Final = {
    Scope.GOOD: (Fate.GOOD, Fate.CHANGED),
    Scope.ALL: (Fate.GOOD, Fate.CHANGED, Fate.ASKED),
}


@dataclass
class Planned:
    """A row that goes in: `data` for somebody new, `changes` for somebody here, whose texts `before` are kept
    for an undo; `said` is what `ImportedPerson` keeps."""

    row: StagedRow
    said: dict[str, Any]
    data: Any = None
    label: str = ""
    changes: Values = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """An import made ready. `repeated` change nobody, only what we remember of their file; `moved` are rows
    that do not go in after all. It holds while those `known` when it was made are still just these."""

    upload: Upload
    known: list[Known]
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    repeated: list[Planned] = field(default_factory=list)
    moved: list[StagedRow] = field(default_factory=list)
    worked: int = 0

    def still_holds(self) -> bool:
        """Whether nobody came, went, or was changed meanwhile whom it matters for."""
        labels = {one.label for one in self.changed}
        return _seen(self.known, labels) == _seen(known_now(self.upload), labels)


def known_now(upload: Upload) -> list[Known]:
    """Everybody of the list's kind at its centre."""
    return list(SHEETS[upload.kind].known_people(upload.centre))


def wanted_rows(upload: Upload, scope: str) -> QuerySet[StagedRow]:
    """The rows an import of this scope may write; a person's word on one that repeats another is kept too."""
    decided = upload.rows.filter(fate=Fate.REPEATED).exclude(decision={}).exclude(person_label="")
    return upload.rows.filter(fate__in=FATES[Scope(scope)]) | decided


def plan_import(upload: Upload, *, quietly: bool = False) -> Plan:
    """Read the rows again and make everything ready. Stopped when it was cancelled; `quietly` asks that no
    more, inside the caller's transaction."""
    known = known_now(upload)  # before the rows are compared: whoever comes after that breaks the plan
    looked = LOOKED_THROUGH * upload.whole
    # Whoever turned up meanwhile is found.
    read_rows(upload, quietly=quietly, share=looked / max(upload.total, 1))
    planner = _Planner(upload, known)
    wanted = wanted_rows(upload, upload.scope).values_list("sheet", "number", "pk")
    keys = [pk for _sheet, _number, pk in sorted({*wanted, *_unheard_rows(upload)})]
    for start in range(0, len(keys), PART):
        found = StagedRow.objects.in_bulk(keys[start : start + PART])
        planner.take([found[key] for key in keys[start : start + PART] if key in found])
        if not quietly:
            advance(upload, round(looked + (MADE_READY - LOOKED_THROUGH) * planner.plan.worked))
    return planner.plan


class _Planner:
    """Takes rows in the order of the file and says what each will write."""

    def __init__(self, upload: Upload, known: list[Known]) -> None:
        self.plan = Plan(upload, known)
        self.kind: SheetKind = SHEETS[upload.kind]
        self.judge, self.company = Judge.of(upload), Company(upload)
        self.shelf = self.company.shelf
        self.labels: set[str] = set()

    def take(self, rows: Sequence[StagedRow]) -> None:
        """The next rows, whose twins are those they have."""
        twins = {row.pk: [Twin.from_json(one) for one in row.twins] for row in rows}
        self.company.expect([twin for some in twins.values() for twin in some])
        for row in rows:
            self._take_row(row, twins[row.pk])
            self.plan.worked += row.fate in FATES[Scope.ALL]

    def _take_row(self, row: StagedRow, twins: Sequence[Twin]) -> None:
        verdict = self.judge.read(row)
        unclear = {one.column for one in verdict.asked}
        if unclear:
            verdict = self.judge.read(row, unclear_as_notes=True)
        answer = answer_of(row, twins)
        if answer.twin is None or answer.is_open:
            verdict.demand_missing()
        if verdict.problems:
            if row.fate != Fate.ASKED:
                self._hold_back(row, Fate.BAD, verdict)
        elif answer.twin is None or answer.is_open:
            self._add(row, verdict, unclear)
        elif answer.twin.label:
            self._change(row, verdict, answer, unclear)

    def _add(self, row: StagedRow, verdict: Verdict, unclear: Collection[str]) -> None:
        """Somebody new; under a key of the row where another person holds theirs."""
        traits = verdict.traits or Traits()
        key = self.company.people.free_key(traits, row=row.pk)
        data = verdict.data
        if key != traits.key:
            data = self.kind.build({**verdict.values, "import_key": key}, self.judge.surroundings)
        self.company.people.add(traits, row=row.pk, number=row.number)
        try:
            ready = self.kind.ready(data)
        except ValidationError as error:
            verdict.problems[self.kind.name_column] = list(error.messages)
            self._hold_back(row, Fate.BAD, verdict)
            return
        said = said_by(self.kind, row, verdict.values, before={}, unclear=unclear)
        self.plan.new.append(Planned(row, said, data=ready))

    def _change(self, row: StagedRow, verdict: Verdict, answer: Answer, unclear: Collection[str]) -> None:
        """Somebody here already; what Splot has may be other than it was when the row was read."""
        assert answer.twin is not None  # noqa: S101 - the caller looked
        label, fate = answer.twin.label, row.fate
        ours = self.shelf.of(label)
        row.warnings = verdict.warnings
        now = settle_twins(row, verdict.values, [answer.twin], kind=self.kind, shelf=self.shelf, beside={})
        if now == Fate.ASKED or label in self.labels:  # two rows never change one person
            if fate != Fate.ASKED:
                self._hold_back(row, Fate.ASKED, verdict)
            return
        self.labels.add(label)
        found = compare(self.kind, row, verdict.values, ours, take=row.decision.get("take"))
        said = said_by(self.kind, row, verdict.values, before=ours.said, unclear=unclear)
        one = Planned(row, said, label=label, changes=found.changes)
        if found.changes:
            told = [*found.changes, *(WHERE if "place" in found.changes else ())]
            one.before = {
                name: text_of(self.kind, name, ours.values.get(name))
                for name in told
                if name in self.kind.by_name
            }
            one.before[SAID] = dict(ours.said)
            self.plan.changed.append(one)
            return
        if said != ours.said:
            self.plan.repeated.append(one)
        if fate != Fate.REPEATED:
            row.fate = Fate.REPEATED
            self.plan.moved.append(row)

    def _hold_back(self, row: StagedRow, fate: Fate, verdict: Verdict) -> None:
        """The row does not go in after all."""
        row.fate, row.needs_look = fate, True
        row.problems = verdict.problems if fate == Fate.BAD else {}
        self.plan.moved.append(row)


def _unheard_rows(upload: Upload) -> list[tuple[int, int, int]]:
    """Rows (sheet, number, pk) that change nobody, but tell of them otherwise than any file we remember."""
    people = ImportedPerson.objects.filter(centre=upload.centre_id, kind=upload.kind)
    heard = {label: set(said.get(KEYS, [])) for label, said in people.values_list("label", "said")}
    rows = upload.rows.filter(fate=Fate.REPEATED).exclude(person_label="")
    return [
        (sheet, number, pk)
        for sheet, number, pk, label, traits in rows.values_list(
            "sheet", "number", "pk", "person_label", "traits"
        )
        if not heard.get(label, set()).issuperset(keys_of(Traits.from_json(traits)))
    ]


def _seen(known: Iterable[Known], labels: Collection[str]) -> list[Known]:
    """Without the versions of those the plan does not change."""
    return [one if one.label in labels else replace(one, version=0) for one in known]
