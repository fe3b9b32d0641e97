"""A list taken through the verbs, as a coordinator takes it through the pages."""

import re
from typing import Any

from base.organisations.models import Organisation
from base.places.folding import fold
from intake.domain.answering import answer_question
from intake.domain.deciding import decide_row
from intake.domain.importing import import_upload, request_import
from intake.domain.judging import Judge
from intake.domain.readers.words import is_nothing
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import choose_sheets, map_columns, stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Kind, Scope, UploadState
from intake.models import Upload
from intake.queries import questions_of
from mentors.domain.participations import register_employer
from tests.factories.intake import ROBOT
from tests.factories.mentors import organisation_data, participation_data
from tests.factories.organisations import CentreFactory, nip_number

from .animals import Animal

#: What somebody has of whom nothing was said.
UNSAID = {
    "wish_gender": "no matter", "wish_strength": "no matter",
    "travel_km": {"families": "0", "volunteers": "10"},
    "wants_polish": "no", "age": "26-40 years", "room": "1", "trade": "other work",
    "language": {"families": "Ukrainian", "volunteers": "Polish", "mentors": "Polish"},
}  # fmt: skip


def centre_of(animal: Animal) -> Organisation:
    """A centre in Kraków with the employers the list speaks of."""
    centre = CentreFactory()
    for number, name in enumerate(animal.employers):
        employer = organisation_data(name=name, nip=nip_number(700 + number))
        register_employer(centre, data=participation_data(organisation=employer), by=ROBOT)
    return centre


def read(animal: Animal, centre: Organisation) -> Upload:
    """Staged, its sheets and columns told where that is asked, and judged."""
    upload = stage_upload(
        centre, kind=animal.kind, content=animal.content(), file_name=animal.file, by=ROBOT, language="en"
    )
    if upload.state == UploadState.SHEETS:
        names = [sheet["name"] for sheet in upload.sheets]
        upload = choose_sheets(upload, [names.index(name) for name in animal.chosen], by=ROBOT)
    if animal.told:
        if upload.state == UploadState.READING:
            upload = judge_upload(upload)
        told = [
            {"targets": animal.told.get(one["heading"], one["targets"]), "lead": one["lead"]}
            if one["heading"] not in animal.told
            else {"targets": animal.told[one["heading"]]}
            for one in upload.columns
        ]
        upload = map_columns(upload, told, by=ROBOT)
    return judge_upload(upload)


def asked(upload: Upload) -> dict[tuple[str, str], str]:
    """Everything asked just now, with its topic; what is asked of one row alone without the row's number."""
    return {(re.sub(r"@\d+$", "", one.topic), one.said): one.topic for one in questions_of(upload)}


def answer(animal: Animal, upload: Upload) -> set[tuple[str, str]]:
    """Answer all the animal has an answer for; everything that was asked on the way."""
    seen = set(asked(upload))
    while waiting := [key for key in sorted(asked(upload)) if animal.answers.get(key)]:
        key = waiting[0]
        told = {"topic": asked(upload)[key], "said": key[1], "meant": animal.answers[key]}
        answer_question(upload, **told, by=ROBOT)
        upload = judge_upload(upload)
        seen |= set(asked(upload))
    for number, same in animal.twins.items():
        row = upload.rows.get(number=number)
        above = f"row:{row.twins[0]['row']}" if same else ""
        decide_row(row, same=above, take={}, by=ROBOT)
    return seen


def bring_in(upload: Upload) -> Upload:
    """Import all that can go in."""
    upload.refresh_from_db()
    return import_upload(request_import(upload, scope=Scope.ALL, by=ROBOT), by=ROBOT)


def people_of(centre: Organisation, kind: Kind) -> dict[str, dict[str, str]]:
    """Everybody by name, as the animals tell them."""
    from django.utils import timezone, translation

    sheet = SHEETS[kind]
    with translation.override("en"):
        cells, values = sheet.cells_of(centre, None), sheet.values_of(centre, None)
    today = f"{timezone.localdate():%d.%m.%Y}"
    found = {}
    for label, texts in cells.items():
        if values[label].get("phone"):
            texts["phone"] = str(values[label]["phone"])
        by_itself = "phone call" if texts.get("phone") else "e-mail" if texts.get("email") else "in person"
        unsaid = {"waiting_since": today, "applied_on": today, "channel": by_itself}
        unsaid |= {
            name: said.get(kind, "") if isinstance(said, dict) else said for name, said in UNSAID.items()
        }
        name = sheet.name_of(texts)
        told = {
            column: text
            for column, text in texts.items()
            if text and column not in NAMES and text != unsaid.get(column)
        }
        found[name if name not in found else f"{name} ({label})"] = told
    return found


NAMES = {"splot_label", "contact_name", "first_name", "last_name"}
#: Words around a contact that name nothing.
AROUND = {"tel", "kom", "email", "e", "mail", "telefon", "nr", "k", "phone"}


def what_is_lost(animal: Animal, upload: Upload) -> list[Any]:
    """Texts somebody typed that stand nowhere: neither in a row, its cells, its note, nor as a line left."""
    lost: list[Any] = []
    names = {sheet["name"]: sheet for sheet in upload.sheets}
    rows = list(upload.rows.order_by("sheet", "number"))
    sensitive = {at for at, one in enumerate(upload.columns) if one["sensitive"]}
    unkept = {one["heading"] for one in upload.columns if one["sensitive"]}
    for name, lines in animal.sheets.items():
        if len(animal.sheets) > 1 and name not in names:
            continue  # a sheet of explanations
        sheet = names.get(name) or upload.sheets[0]
        at = upload.sheets.index(sheet)
        if sheet["hidden"] or (animal.chosen and name not in animal.chosen) or not sheet["columns"]:
            continue
        stored = [" ".join([one["heading"] for one in upload.columns])]
        stored += [text for row in rows if len(names) == 1 or row.sheet == at for text in row.texts]
        stored += [line["text"] for line in sheet["left"]]
        whole = "\n".join(map(_words, stored))
        head = next((line for line in lines if unkept and unkept <= {*map(str, line)}), [])
        secret = {place for place, cell in enumerate(head) if cell in unkept}
        for line in lines:
            for place, cell in enumerate(line):
                known = not isinstance(cell, str) or place in secret or cell in animal.groups
                known = known or _words(cell) in whole
                if not known and _words(cell) and "PESEL" not in whole.upper():
                    lost.append((name, cell))
    judge = Judge.of(upload)
    for row in rows:
        verdict = judge.read(row)
        placed = " ".join(
            map(_words, [*verdict.cells.values(), *verdict.kept.values(), *map(str, row.mended)])
        )
        for at, cell in enumerate(row.texts):
            if cell and at not in sensitive and upload.columns[at]["targets"]:
                missing = set(_words(cell).split()) - set(placed.split()) - AROUND
                missing = {word for word in missing if word not in placed}
                if missing and not _is_told_otherwise(upload.columns[at]):
                    lost.append((row.number, upload.columns[at]["heading"], cell, missing))
        in_doubt = {one.column for one in verdict.asked} | set(verdict.problems)
        note = _words(verdict.values.get("note", ""))
        for name, cell in verdict.cells.items():
            taken = name in verdict.values or name in in_doubt or _words(cell) in note or is_nothing(cell)
            if not taken and not ("place" in verdict.values and name in {"postcode", "place_name"}):
                lost.append((row.number, name, cell))
    return lost


def what_is_invented(upload: Upload) -> list[Any]:
    """Values of columns that tell one thing, taken although it is asked about."""
    found: list[Any] = []
    judge = Judge.of(upload)
    for row in upload.rows.all():
        verdict = judge.read(row)
        for one in verdict.asked:
            if one.question.topic in SINGLE and one.column in verdict.values:
                found.append((row.number, one.column, one.question.said, verdict.values[one.column]))
    return found


SINGLE = {"day", "distance", "room", "number", "gender", "place", "postcode", "wish"}


def _is_told_otherwise(column: dict[str, Any]) -> bool:
    """A tick in a column of its own: what it says is its heading."""
    return bool(column["lead"]) or column["targets"] == ["family"]


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
