"""One row: what it means, what is kept for the note, what is not clear, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from base.organisations.models import Organisation
from base.organisations.queries import sites_of
from base.places.errors import UnreadableText
from base.places.folding import fold
from base.places.gazetteer import Place, resolve
from intake.domain.readers.understanding import (
    AS_NOTE,
    LEFT_OUT,
    NO_ANSWERS,
    Answers,
    Option,
    Question,
    Reading,
)
from intake.domain.recognition.mapping import MappedColumn, cells_of_texts
from intake.domain.sameness.people import traits_of
from intake.domain.sheets.columns import NOTE, Column, SheetKind
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Flaw
from intake.models import StagedRow, Upload
from intake.queries import answers_before, remembered_answers

from .privacy import ask_about_private, without_signs
from .readers.places import PlaceReading, understand_place
from .verdicts import Asked, Verdict, answers_alone, cell_topic, topic_alone

LONGEST_NOTE: Final = 2_000
#: A heading that speaks of ages.
OF_AGE: Final = re.compile(r"\b(?:wiek\w*|lata?|ages?|years?|вік\w*|возраст\w*|років|лет)\b")
WHERE: Final = ("postcode", "place_name", "address")
NOTHING: Final[tuple[object, ...]] = (None, "", (), frozenset())


class Judge:
    """Reads the rows of one list, one after another; sentences are in the language active now. What a text of
    a column comes to is worked out once."""

    def __init__(
        self,
        kind: SheetKind,
        centre: Organisation,
        columns: Sequence[MappedColumn],
        answers: Answers = NO_ANSWERS,
    ) -> None:
        self.kind, self.columns, self.answers = kind, columns, answers
        self.surroundings = kind.surroundings(centre)
        self.near = _place_of(centre)
        self.of_age = {
            target for column in columns if OF_AGE.search(fold(column.heading)) for target in column.targets
        }
        self.headings = _headings_of(kind, columns)
        #: Keys of what the centre answered in earlier lists, by topic and words.
        self.before: Mapping[tuple[str, str], int] = {}
        self._read: dict[tuple[str, str], tuple[Reading, str]] = {}

    @classmethod
    def of(cls, upload: Upload) -> "Judge":
        """With the columns as they are told now, and everything the centre answered."""
        columns = [MappedColumn.from_json(column) for column in upload.columns]
        answers = Answers.of([*remembered_answers(upload.centre), *upload.answers])
        judge = cls(SHEETS[upload.kind], upload.centre, columns, answers)
        here = Answers.of(upload.answers).known
        judge.before = {words: pk for words, pk in answers_before(upload).items() if words not in here}
        return judge

    def read(self, row: StagedRow, *, unclear_as_notes: bool = False) -> Verdict:
        """What this row says. `unclear_as_notes`: a cell with an open question goes whole into the note."""
        mapped = cells_of_texts(self.kind, self.columns, row.texts, row.flaws)
        verdict = Verdict(cells=without_signs(mapped.cells) | row.mended, kept=without_signs(mapped.kept))
        flaws = {name: flaw for name, flaw in mapped.flaws.items() if name not in row.mended}
        shared, own = self.answers, Answers.of(row.answers)
        if own.known:
            shared = Answers({**shared.known, **own.known})
        given: list[tuple[str, Any]] = []
        where: dict[str, str] = {}
        for column in self.kind.columns:
            text = verdict.cells.get(column.name, "")
            answers = answers_alone(row.answers, column.name, row.pk) if column.each else shared
            if column.name in flaws:
                text = text or self._flawed_text(row, column.name)
                self._tell_flaw(column, Flaw(flaws[column.name]), text, answers, verdict)
            elif column.name in WHERE:
                where[column.name] = self._text_meant(column, text, answers, verdict)
            elif text:
                given += self._take(column, text, self._reading(column, text, answers), verdict)
        self._take_places(where, shared, verdict)
        self._take_given(given, verdict)
        self._demand_obligatory(verdict)
        if unclear_as_notes:
            self._note_unclear(verdict)
        ask_about_private(verdict, row, ask=not unclear_as_notes)
        self._check(verdict)
        verdict.asked = [self._alone(asked, row) for asked in verdict.asked]
        if own.known:
            self.answers.met.update(shared.met - own.known.keys())
        return verdict

    def heading(self, name: str) -> str:
        """What the file calls our column, so that a note reads the same whoever sends the list again; else
        our own heading in the language active now."""
        ours = self.kind.by_name[name].heading(translation.get_language() or "pl")
        return self.headings.get(name, ours)

    def _alone(self, asked: Asked, row: StagedRow) -> Asked:
        """A question about a paper is of this row only: the day of one is nobody else's."""
        if not self.kind.by_name[asked.column].each:
            return asked
        topic = topic_alone(asked.question.topic, asked.column, row.pk)
        return replace(asked, question=replace(asked.question, topic=topic))

    def _flawed_text(self, row: StagedRow, name: str) -> str:
        """What stood in the flawed cells of this column."""
        flawed = [
            row.texts[at]
            for at, column in enumerate(self.columns)
            if name in column.targets and str(at) in row.flaws and at < len(row.texts)
        ]
        return ", ".join(filter(None, flawed))

    def _tell_flaw(self, column: Column, flaw: Flaw, text: str, answers: Answers, verdict: Verdict) -> None:
        if flaw == Flaw.LONG or column.required:
            verdict.problems[column.name] = [str(flaw.label)]
            return
        text = verdict.cells[column.name] = text or _("(formula)")
        question = Question(cell_topic(column.name), text, flaw.label)
        verdict.asked += self._still_asked(column, [question], text, answers, verdict)

    def _text_meant(self, column: Column, text: str, answers: Answers, verdict: Verdict) -> str:
        """The text, or what a person said the whole cell means; "" when that is the note, or nothing."""
        meant = answers.get(cell_topic(column.name), text) if text else None
        if meant == AS_NOTE:
            verdict.add_note(column.name, text)
        return text if meant is None else "" if meant in {AS_NOTE, LEFT_OUT} else meant

    def _reading(self, column: Column, text: str, answers: Answers) -> tuple[Reading, str]:
        """What the text comes to, and how to show it ("" where it is just as typed)."""
        cached = answers is self.answers or answers is NO_ANSWERS
        if cached and (known := self._read.get((column.name, text))):
            return known
        meant = answers.get(cell_topic(column.name), text)
        if meant == AS_NOTE:
            reading = Reading(note=text)
        elif meant == LEFT_OUT:
            reading = Reading()
        else:
            reading = column.reader.understand(meant or self._in_context(column, text), answers)
        shown = ""
        if reading.value not in NOTHING and (column.reader.shows or meant):
            shown = "" if _is_as_typed(column, reading.value, text) else column.reader.show(reading.value)
        if cached:
            self._read[column.name, text] = reading, shown
        return reading, shown

    def _in_context(self, column: Column, text: str) -> str:
        """A lone number under "Wiek dzieci" is an age, and no count of children."""
        return f"{text} lat" if column.name in self.of_age and text.isdecimal() else text

    def _take(
        self, column: Column, text: str, read: tuple[Reading, str], verdict: Verdict
    ) -> list[tuple[str, Any]]:
        """The reading of a cell into the verdict; what it says of other columns comes back."""
        reading, shown = read
        if reading.value not in NOTHING:
            verdict.values[column.name] = reading.value
        if shown:
            verdict.readings[column.name] = shown
        verdict.add_note(column.name, reading.note)
        for question in reading.questions:
            verdict.asked.append(Asked(column.name, question))
        return list(reading.also.items())

    def _take_places(self, where: Mapping[str, str], answers: Answers, verdict: Verdict) -> None:
        postcode, place, address = (where.get(name, "") for name in WHERE)
        if not (postcode or place or address):
            return
        found: PlaceReading = understand_place(postcode, place, address, answers, near=self.near)
        if found.place is not None:
            verdict.values["place"] = found.place
            told = {"postcode": found.place.postcode, "place_name": found.place.name}
            verdict.values |= {name: text for name, text in told.items() if text}
        if found.address and "address" in self.kind.by_name:
            verdict.values["address"] = found.address
        elif found.address:
            verdict.add_note("place_name", found.address)
        for name, shown in (("postcode", found.postcode_reading), ("place_name", found.place_reading)):
            # A text that stands for the whole cell is shown as what it became.
            answered = where.get(name, "") != verdict.cells.get(name, "")
            if shown or (answered and (shown := verdict.values.get(name, ""))):
                verdict.readings[name] = shown
        if "address" in verdict.values and fold(found.address) != fold(verdict.cells.get("address", "")):
            verdict.readings["address"] = found.address
        verdict.add_note("place_name", found.note)
        for name, questions in found.questions.items():
            column = self.kind.by_name.get(name) or self.kind.by_name["place_name"]
            verdict.asked += [Asked(column.name, question) for question in questions]

    def _take_given(self, given: Sequence[tuple[str, Any]], verdict: Verdict) -> None:
        """What cells said of other columns: taken where those have no text, else for the note."""
        for name, value in given:
            column = self.kind.by_name.get(name)
            if column is None:
                continue
            if not verdict.cells.get(name) and name not in verdict.values:
                verdict.values[name] = value
                verdict.readings[name] = column.reader.show(value)
            elif verdict.values.get(name) != value:
                verdict.add_note(name, column.reader.show(value))

    def _still_asked(
        self, column: Column, questions: Sequence[Question], text: str, answers: Answers, verdict: Verdict
    ) -> list[Asked]:
        """The questions nobody answered with "into the note" or "leave it out"."""
        asked = []
        for question in questions:
            meant = answers.get(question.topic, question.said)
            if meant == AS_NOTE:
                verdict.add_note(column.name, text)
            elif meant == LEFT_OUT:
                verdict.cells.pop(column.name, None)
            elif meant is not None and meant != text:
                verdict.cells[column.name] = meant
                self._take(column, meant, self._reading(column, meant, answers), verdict)
            else:
                asked.append(Asked(column.name, question))
        return asked

    def _demand_obligatory(self, verdict: Verdict) -> None:
        """Nobody new goes in without these, however much of the row is clear."""
        for column in self.kind.columns:
            if not column.required or column.name in verdict.values or column.name in verdict.problems:
                continue
            mine = [asked for asked in verdict.asked if asked.column == column.name]
            if mine:
                verdict.asked = [
                    replace(asked, may_be_note=False) if asked in mine else asked for asked in verdict.asked
                ]
                sentence = _("Nobody can be added without this. Answer the question, or write it yourself.")
                verdict.problems[column.name] = [sentence]
            elif column.name == self.kind.name_column:
                verdict.problems[column.name] = [_("Please fill this in.")]
            else:
                verdict.missing[column.name] = [_("Please fill this in.")]

    def _note_unclear(self, verdict: Verdict) -> None:
        unclear = {asked.column: asked.question.said for asked in verdict.asked if asked.may_be_note}
        if "place" not in verdict.values and not unclear.keys().isdisjoint(WHERE[:2]):
            unclear |= {name: "" for name in WHERE[:2] if verdict.cells.get(name)}
        for name, said in unclear.items():
            verdict.noted[name] = verdict.cells.get(name, said)
        verdict.asked = [asked for asked in verdict.asked if not asked.may_be_note]

    def _check(self, verdict: Verdict) -> None:
        """What only shows between columns, and what the room itself refuses."""
        values = verdict.values
        self._write_note(verdict)
        for name, error in self.kind.cross_check(values, self.surroundings).items():
            self._tell(name, error.sentence, verdict, error)
        texts = {name: text for name, text in values.items() if isinstance(text, str)}
        verdict.traits = traits_of(values, self.kind.name_of(verdict.cells | texts))
        values["import_key"] = verdict.traits.key
        verdict.data = self.kind.build(values, self.surroundings)
        for name, errors in self.kind.check(verdict.data).items():
            for sentence in [sentence for one in errors for sentence in one.messages]:
                self._tell(self.kind.column_of(name), sentence, verdict)

    def _write_note(self, verdict: Verdict) -> None:
        lines = [verdict.values.get(NOTE, ""), verdict.noted.pop(NOTE, "")]
        for name, text in verdict.noted.items():
            heading = self.heading(name)
            verdict.kept[heading] = "; ".join(filter(None, [verdict.kept.get(heading, ""), text]))
        lines += [f"{heading}: {text}" for heading, text in verdict.kept.items()]
        note = "\n".join(filter(None, lines))
        if len(note) > LONGEST_NOTE:
            sentence = _(
                "The note would be longer than 2,000 characters. Leave out a column that goes there."
            )
            verdict.problems.setdefault(NOTE, [sentence])
        elif note:
            verdict.values[NOTE] = note

    def _tell(self, name: str, sentence: str, verdict: Verdict, error: UnreadableText | None = None) -> None:
        """A problem beside its cell, with what can be done about it where that is one click."""
        if name in verdict.problems or name in verdict.missing:
            return
        verdict.problems[name] = [sentence]
        text = verdict.cells.get(name, "")
        options = tuple(Option(word, word) for word in error.suggestions) if error else ()
        optional = not self.kind.by_name[name].required
        if text and (options or optional):
            question = Question(cell_topic(name), text, sentence, options)
            verdict.asked.append(Asked(name, question, may_be_note=optional))


def _headings_of(kind: SheetKind, columns: Sequence[MappedColumn]) -> dict[str, str]:
    """By our column, the heading of the file's first column that goes there."""
    into = {one.name: one.parts for one in kind.composites} | {one.name: (one.into,) for one in kind.parts}
    found: dict[str, str] = {}
    for column in columns:
        for target in column.targets if column.heading else ():
            for name in into.get(target, (target,)):
                found.setdefault(name, column.heading)
    return found


def _place_of(centre: Organisation) -> Place | None:
    """Where the centre works: of places of one name the nearest is meant."""
    site = sites_of(centre).exclude(place_name="").first()
    try:
        return resolve(site.postcode, site.place_name) if site else None
    except UnreadableText:
        return None


def _is_as_typed(column: Column, value: Any, text: str) -> bool:
    """Whether the text says just what we would print, in either language of our sheets."""
    typed = _bare(text)
    if _bare(column.reader.show(value)) == typed:
        return True
    for language in {"pl", "en"} - {translation.get_language()}:
        with translation.override(language):
            if _bare(column.reader.show(value)) == typed:
                return True
    return False


def _bare(text: str) -> str:
    """Without what makes no difference to a reader: case, diacritics, spaces, the zeros of a full hour."""
    return fold(text).replace(":00", "").replace(" ", "")
