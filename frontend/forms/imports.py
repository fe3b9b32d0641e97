"""The forms of lists: sending one in, and telling about its sheets, columns, words and cells."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.domain.sheets.columns import SheetKind
from intake.enums import Kind
from intake.models import StagedRow


class UploadForm(forms.Form):
    """Whom the list is about, and the file; what can be read is for the intake room to say."""

    kind = forms.ChoiceField(
        label=_("Who is on the list?"),
        choices=[
            (Kind.FAMILIES, _("Families")),
            (Kind.VOLUNTEERS, _("Volunteers")),
            (Kind.MENTORS, _("Mentors at employers")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is on the list.")},
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(".xlsx or .csv, at most 20 MB. Drop it on the field, or choose it."),
        max_length=200,
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("This file is empty."),
            "missing": _("Choose the file with the list."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt,.tsv"}),
    )


class SheetsForm(forms.Form):
    """Which sheets of the file hold the people, by position."""

    sheet = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Mapping[str, Any], *, count: int) -> None:
        super().__init__(data)
        field: Any = self.fields["sheet"]
        field.choices = [(position, "") for position in range(count)]

    def positions(self) -> list[int]:
        """Those ticked."""
        return list(self.cleaned_data["sheet"])


class AnswerForm(forms.Form):
    """What words mean: one of the likely answers, or the person's own words; here only, or wherever they
    stand. `from_row` is set where the row's own page asked."""

    topic = forms.CharField(max_length=60)
    said = forms.CharField(max_length=200, strip=False)
    meant = forms.CharField(max_length=2_000)
    row = forms.IntegerField(required=False)
    only_here = forms.BooleanField(required=False)
    from_row = forms.BooleanField(required=False)


def cells_changed(data: Mapping[str, str], row: StagedRow, kind: SheetKind) -> list[tuple[str, str, bool]]:
    """(our column, text, wherever the same stands) of each cell that was sent ("cell-languages",
    "alike-languages") and says something new; those that are about many rows come last."""
    found = []
    for column in kind.columns:
        sent = data.get(f"cell-{column.name}")
        if sent is not None and sent.split() != row.cells.get(column.name, "").split():
            found.append((column.name, sent, f"alike-{column.name}" in data))
    return sorted(found, key=lambda one: one[2])
