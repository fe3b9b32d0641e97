"""Forms of those who help about themselves, one question each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .people import DayField


class PauseForm(forms.Form):
    """Until when somebody rests; nothing asks why."""

    until = DayField(
        label=_("Until about when?"),
        required=False,
        help_text=_("Leave it empty if you do not know yet. You can come back on any day."),
    )
