"""The form a list is sent in with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.enums import Kind


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
