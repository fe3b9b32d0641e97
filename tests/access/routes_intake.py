"""Lists in: for those who work with people at a centre, each centre its own."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.matrix import Row, actors
from tests.factories.intake import csv_of, ready, row


def own_upload(cast):
    return [ready(cast.centre, row(), row(contact_name="Iryna Bondar", languages="")).pk]


def a_list(cast):
    file = SimpleUploadedFile("list.csv", csv_of([row()]), "text/csv")
    return {"kind": "families", "file": file}


def importers(status, foreign=None):
    other = status if foreign is None else foreign
    return actors(
        otherwise=403,
        administrator=status,
        coordinator=status,
        other_coordinator=other,
        other_administrator=other,
    )


ROWS = [
    Row("imports", "GET", importers(200)),
    Row("imports", "POST", importers(405)),
    Row("import_upload", "GET", importers(200)),
    Row("import_upload", "POST", importers(302), data=a_list),
    Row("import_upload", "POST", importers(200), "without a file"),
    Row("import_template", "GET", importers(200), args=lambda cast: ["families", "xlsx"]),
    Row("import_template", "GET", importers(404), "of nothing", args=lambda cast: ["cats", "xlsx"]),
    Row("import_template", "POST", importers(405), args=lambda cast: ["families", "xlsx"]),
    Row("import_preview", "GET", importers(200, foreign=404), args=own_upload),
    Row("import_preview", "POST", importers(405), args=own_upload),
    Row("import_start", "GET", importers(405), args=own_upload),
    Row("import_start", "POST", importers(302, foreign=404), args=own_upload),
    Row("import_discard", "GET", importers(405), args=own_upload),
    Row("import_discard", "POST", importers(302, foreign=404), args=own_upload),
    Row("import_rows", "GET", importers(200, foreign=404), args=own_upload),
    Row("import_rows", "POST", importers(405), args=own_upload),
]
