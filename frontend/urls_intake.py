"""Addresses of lists sent in, what is told about them, and what a centre remembers of them."""

from django.urls import path

from .views import import_acts, import_memory, import_questions, import_rows, imports, people_sheets

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_upload, name="import_upload"),
    path("imports/template/<str:kind>.<str:ending>", imports.import_template, name="import_template"),
    path("imports/people/<str:kind>.<str:ending>", people_sheets.people_sheet, name="people_sheet"),
    path("imports/memory/", import_memory.import_memory, name="import_memory"),
    path(
        "imports/memory/headings/<int:pk>/forget/",
        import_memory.import_forget_heading,
        name="import_forget_heading",
    ),
    path(
        "imports/memory/answers/<int:pk>/forget/",
        import_memory.import_forget_answer,
        name="import_forget_answer",
    ),
    path("imports/<int:pk>/", imports.import_preview, name="import_preview"),
    path("imports/<int:pk>/sheets/", import_questions.import_sheets, name="import_sheets"),
    path("imports/<int:pk>/columns/", import_questions.import_columns, name="import_columns"),
    path("imports/<int:pk>/answer/", import_questions.import_answer, name="import_answer"),
    path("imports/<int:pk>/start/", import_acts.import_start, name="import_start"),
    path("imports/<int:pk>/cancel/", import_acts.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/again/", import_acts.import_again, name="import_again"),
    path("imports/<int:pk>/discard/", import_acts.import_discard, name="import_discard"),
    path("imports/<int:pk>/undo/", import_acts.import_undo, name="import_undo"),
    path("imports/<int:pk>/rows/", import_acts.import_rows, name="import_rows"),
    path("imports/<int:pk>/rows/<int:row_pk>/", import_rows.import_row, name="import_row"),
    path("imports/<int:pk>/rows/<int:row_pk>/mend/", import_rows.import_mend, name="import_mend"),
    path("imports/<int:pk>/rows/<int:row_pk>/decide/", import_rows.import_decide, name="import_decide"),
    path("imports/<int:pk>/rows/<int:row_pk>/leave/", import_rows.import_leave, name="import_leave"),
    path("imports/<int:pk>/rows/<int:row_pk>/take/", import_rows.import_take, name="import_take"),
]
