"""Lists in: for those who work with people at a centre, each centre its own."""

from django.core.files.uploadedfile import SimpleUploadedFile

from intake.models import StagedRow
from tests.access.matrix import Row, actors
from tests.factories import lists
from tests.factories.intake import csv_of, ready, row, staged


def own_upload(cast):
    return [ready(cast.centre, row(), row(contact_name="Iryna Bondar", languages="")).pk]


def own_row(cast):
    upload = ready(cast.centre, row(), row(contact_name="Iryna Bondar", languages="ukraiński B9"))
    return [upload.pk, upload.rows.get(number=3).pk]


def being_read(cast):
    return [staged(cast.centre, row()).pk]


def two_sheets(cast):
    return [lists.with_two_sheets(cast.centre).pk]


def unnamed(cast):
    return [lists.without_a_name(cast.centre).pk]


def imported(cast):
    return [lists.imported(cast.centre).pk]


def twin(cast):
    upload, one = lists.with_a_twin(cast.centre)
    return [upload.pk, one.pk]


def known_heading(cast):
    return [lists.known_heading(cast.centre).pk]


def remembered_answer(cast):
    return [lists.remembered_answer(cast.centre).pk]


def a_list(cast):
    file = SimpleUploadedFile("list.csv", csv_of([row()]), "text/csv")
    return {"kind": "families", "file": file}


def a_question(cast):
    return {"topic": "language", "said": "nobody asked this", "meant": "polski"}


def another_cell(cast):
    return {"cell-languages": "polski ojczysty"}


def a_stranger(cast):
    return {"same": "K-999"}


def left_row(cast):
    upload, pk = own_row(cast)
    StagedRow.objects.filter(pk=pk).update(decision={"left": True}, fate="left")
    return [upload, pk]


def importers(status, foreign=None):
    other = status if foreign is None else foreign
    return actors(
        otherwise=403,
        administrator=status,
        coordinator=status,
        other_coordinator=other,
        other_administrator=other,
    )


def only_posted(route, args):
    return Row(route, "GET", importers(405), args=args)


def only_read(route, args):
    return Row(route, "POST", importers(405), args=args)


OWN = {"foreign": 404}
ROWS = [
    Row("imports", "GET", importers(200)),
    Row("imports", "POST", importers(405)),
    Row("import_upload", "GET", importers(200)),
    Row("import_upload", "POST", importers(302), data=a_list),
    Row("import_upload", "POST", importers(200), "without a file"),
    Row("import_template", "GET", importers(200), args=lambda cast: ["families", "xlsx"]),
    Row("import_template", "GET", importers(404), "of nothing", args=lambda cast: ["cats", "xlsx"]),
    Row("import_template", "POST", importers(405), args=lambda cast: ["families", "xlsx"]),
    Row("people_sheet", "GET", importers(200), "families", args=lambda cast: ["families", "xlsx"]),
    Row("people_sheet", "GET", importers(200), "volunteers", args=lambda cast: ["volunteers", "csv"]),
    Row("people_sheet", "GET", importers(200), "mentors", args=lambda cast: ["mentors", "csv"]),
    Row("people_sheet", "GET", importers(404), "of nothing", args=lambda cast: ["cats", "xlsx"]),
    Row("people_sheet", "POST", importers(405), args=lambda cast: ["families", "xlsx"]),
    Row("import_preview", "GET", importers(200, **OWN), args=own_upload),
    Row("import_preview", "GET", importers(200, **OWN), "of two sheets", args=two_sheets),
    Row("import_preview", "GET", importers(200, **OWN), "without a name", args=unnamed),
    Row("import_preview", "GET", importers(200, **OWN), "imported", args=imported),
    only_read("import_preview", own_upload),
    only_posted("import_sheets", two_sheets),
    Row("import_sheets", "POST", importers(302, **OWN), args=two_sheets, data=lambda cast: {"sheet": "0"}),
    only_posted("import_columns", own_upload),
    Row("import_columns", "POST", importers(302, **OWN), args=own_upload),
    only_posted("import_answer", own_upload),
    Row("import_answer", "POST", importers(302, **OWN), "nobody asks", args=own_upload, data=a_question),
    Row("import_answer", "POST", importers(302, **OWN), "that is empty", args=own_upload),
    only_posted("import_start", own_upload),
    Row("import_start", "POST", importers(302, **OWN), args=own_upload),
    only_posted("import_cancel", being_read),
    Row("import_cancel", "POST", importers(302, **OWN), args=being_read),
    only_posted("import_again", being_read),
    Row("import_again", "POST", importers(302, **OWN), "while it goes on", args=being_read),
    only_posted("import_discard", own_upload),
    Row("import_discard", "POST", importers(302, **OWN), args=own_upload),
    Row("import_undo", "GET", importers(200, **OWN), args=imported),
    Row("import_undo", "GET", importers(404), "of nothing imported", args=own_upload),
    Row("import_undo", "POST", importers(302, **OWN), args=imported),
    Row("import_rows", "GET", importers(200, **OWN), args=own_upload),
    only_read("import_rows", own_upload),
    Row("import_row", "GET", importers(200, **OWN), args=own_row),
    only_read("import_row", own_row),
    only_posted("import_mend", own_row),
    Row("import_mend", "POST", importers(302, **OWN), args=own_row, data=another_cell),
    only_posted("import_decide", twin),
    Row("import_decide", "POST", importers(302, **OWN), args=twin),
    Row("import_decide", "POST", importers(302, **OWN), "about nobody", args=own_row, data=a_stranger),
    only_posted("import_leave", own_row),
    Row("import_leave", "POST", importers(302, **OWN), args=own_row),
    only_posted("import_take", left_row),
    Row("import_take", "POST", importers(302, **OWN), args=left_row),
    Row("import_memory", "GET", importers(200)),
    Row("import_memory", "POST", importers(405)),
    only_posted("import_forget_heading", known_heading),
    Row("import_forget_heading", "POST", importers(302, **OWN), args=known_heading),
    only_posted("import_forget_answer", remembered_answer),
    Row("import_forget_answer", "POST", importers(302, **OWN), args=remembered_answer),
]
