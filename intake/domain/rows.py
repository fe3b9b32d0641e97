"""The rows of a list read, compared with everybody, and written back, a part at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from intake.domain.sameness.people import Traits, Twin
from intake.domain.sameness.twins import answer_of
from intake.enums import Fate, UploadState
from intake.models import RowQuestion, StagedRow, Upload

from .fates import Company, settle
from .judging import Judge
from .steps import advance, begin, count_rows
from .updating import update_rows
from .verdicts import Verdict, question_key

PART: Final = 500
#: Rows read again while a person waits; and lists so short that all of their twins are looked at meanwhile.
AT_ONCE: Final = 300
SMALL: Final = 1_000
WRITTEN: Final = (
    "cells", "problems", "warnings", "readings", "kept", "fate", "needs_look", "traits", "twins", "decision",
    "differences", "person_label",
)  # fmt: skip
#: What a look at the twins of a row that was read before needs of it.
LIGHT: Final = ("upload_id", "sheet", "number", "fate", "traits", "twins", "decision")


@dataclass
class Read:
    """A row with what was found in it, not yet written."""

    row: StagedRow
    verdict: Verdict
    twins: list[Twin]


def read_rows(upload: Upload, *, quietly: bool = False, share: float = 1) -> int:
    """Look at every row that is not read yet, and at those whose twins are others now; how many were written.

    In the file's order, in transactions of PART rows that tell how far it came, as a `share` of the step that
    is on; `quietly` inside the caller's transaction and without telling. Stopped when it is no longer this
    worker's turn.
    """
    judge, company = Judge.of(upload), Company(upload)
    keys = list(upload.rows.order_by("sheet", "number").values_list("pk", flat=True))
    anew = not upload.rows.exclude(fate=Fate.UNREAD).exists()
    written = 0
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        found = list(_read_part(upload, part, judge, company))
        _settle_part(found, company)
        with transaction.atomic():
            if not quietly:
                advance(upload, round(share * (start + len(part))))
            write_rows(upload, found)
            _tell_recalled(upload, judge, anew=anew)
        written += len(found)
    return written


def read_again(upload: Upload, rows: QuerySet[StagedRow]) -> int:
    """Under the lock of a list that is ready: these rows are read again after a person's word on them; how
    many.

    At once where that is quick; else the list is READING afterwards, for the background.
    """
    wanted = list(rows.order_by("sheet", "number")[: AT_ONCE + 1])
    with translation.override(upload.language):
        if len(wanted) > AT_ONCE or not _reread(upload, wanted):
            marked = rows.update(fate=Fate.UNREAD)
            if upload.total > SMALL:
                begin(upload, UploadState.READING)
                return marked
            read_rows(upload, quietly=True)
        else:
            marked = len(wanted)
    count_rows(upload)
    upload.touched_at = timezone.now()
    upload.save()
    return marked


def _reread(upload: Upload, rows: Sequence[StagedRow]) -> bool:
    """Read these rows if that touches nobody else's twins; whether it does not (else nothing is written)."""
    judge, company = Judge.of(upload), Company(upload)
    found = [_read_beside(row, judge, [Twin.from_json(one) for one in row.twins]) for row in rows]
    if any(_moves_others(read) for read in found):
        return False
    _settle_part(found, company)
    write_rows(upload, found)
    _tell_recalled(upload, judge)
    return True


def _tell_recalled(upload: Upload, judge: Judge, *, anew: bool = False) -> None:
    """In the caller's transaction: which answers of earlier lists were taken again in the rows read. Beside
    those of the other rows, unless every row is read `anew`."""
    taken = {} if anew else dict.fromkeys(upload.recalled)
    taken |= dict.fromkeys(key for words, key in judge.before.items() if words in judge.answers.met)
    if list(taken) != upload.recalled:
        upload.recalled = list(taken)
        Upload.objects.filter(pk=upload.pk).update(recalled=upload.recalled)


def write_rows(upload: Upload, found: Sequence[Read]) -> None:
    """Rows and their questions, in the caller's transaction."""
    rows = [read.row for read in found]
    update_rows(rows, WRITTEN)
    RowQuestion.objects.filter(row__in=rows).delete()
    questions = [question for read in found for question in _questions_of(upload, read)]
    RowQuestion.objects.bulk_create(questions, batch_size=PART)


def _read_part(upload: Upload, keys: Sequence[int], judge: Judge, company: Company) -> Iterator[Read]:
    fates = dict(StagedRow.objects.filter(pk__in=keys).values_list("pk", "fate"))
    fresh = StagedRow.objects.in_bulk([key for key in keys if fates.get(key) == Fate.UNREAD])
    known = StagedRow.objects.only(*LIGHT).in_bulk([key for key in keys if key not in fresh])
    for key in keys:
        if (row := fresh.get(key)) is not None:
            yield _read_row(row, judge, company)
        elif (row := known.get(key)) and row.fate != Fate.BAD and not row.decision.get("left"):
            traits = Traits.from_json(row.traits)
            twins = company.twins_of(traits)
            if [twin.as_json() for twin in twins] != row.twins:
                row.refresh_from_db()
                yield _read_row(row, judge, company)
            else:
                company.welcome(row, traits, twins)


def _read_row(row: StagedRow, judge: Judge, company: Company) -> Read:
    verdict = judge.read(row)
    traits = verdict.traits
    if traits is None or verdict.problems or row.decision.get("left"):
        return Read(row, verdict, [])
    twins = company.twins_of(traits)
    if not _may_lack(verdict, row, twins):
        return Read(row, verdict, [])
    company.welcome(row, traits, twins)
    return Read(row, verdict, twins)


def _read_beside(row: StagedRow, judge: Judge, twins: list[Twin]) -> Read:
    verdict = judge.read(row)
    _may_lack(verdict, row, twins)
    return Read(row, verdict, twins)


def _may_lack(verdict: Verdict, row: StagedRow, twins: Sequence[Twin]) -> bool:
    """Whether what the row does not say keeps nobody out: it lacks nothing, or may be of somebody known. Else
    it is to be filled in."""
    if verdict.missing and answer_of(row, twins).twin is None:
        verdict.demand_missing()
        return False
    return True


def _settle_part(found: Iterable[Read], company: Company) -> None:
    found = list(found)
    company.expect([twin for read in found for twin in read.twins])
    beside = {read.row.pk: read.row for read in found}
    for read in found:
        row, verdict = read.row, read.verdict
        row.cells, row.problems, row.readings = verdict.cells, verdict.problems, verdict.readings
        row.kept = verdict.kept
        row.traits = verdict.traits.as_json() if verdict.traits else {}
        settle(row, verdict, read.twins, company=company, beside=beside)


def _moves_others(read: Read) -> bool:
    """Whether rows further down may have to be compared anew."""
    row, verdict = read.row, read.verdict
    was_bad = row.fate in (Fate.BAD, Fate.UNREAD)
    is_left = bool(row.decision.get("left"))
    moved = was_bad != bool(verdict.problems) or (row.fate == Fate.LEFT) != is_left
    return moved or (verdict.traits.as_json() if verdict.traits else {}) != row.traits


def _questions_of(upload: Upload, read: Read) -> Iterator[RowQuestion]:
    if read.row.fate not in (Fate.ASKED, Fate.BAD):
        return
    met = set()
    for asked in read.verdict.asked:
        topic, said = question_key(asked.question.topic, asked.question.said)
        if (asked.column, topic, said) in met:
            continue
        met.add((asked.column, topic, said))
        yield RowQuestion(
            upload=upload,
            row=read.row,
            column=asked.column,
            topic=topic,
            said=said,
            sentence=str(asked.question.sentence)[:400],
            options=[[str(option.label), option.meant] for option in asked.question.options],
            may_be_note=asked.may_be_note,
        )
