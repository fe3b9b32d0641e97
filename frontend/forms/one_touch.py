"""When a meeting was, or will be, as one types it on a phone."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.domain.times import moments_of, start_of

LENGTHS = (
    (30, _("30 minutes")),
    (60, _("1 hour")),
    (90, _("1½ hours")),
    (120, _("2 hours")),
    (180, _("3 hours")),
)


class WhenForm(forms.Form):
    """A day and a time in Poland. In autumn's doubled hour it asks which of the two is meant."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(label=_("From what time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    which = forms.ChoiceField(
        label=_("The clocks were set back that night"),
        choices=[
            ("first", pgettext_lazy("the hour that night", "before they were set back")),
            ("second", pgettext_lazy("the hour that night", "after they were set back")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self._is_doubled():
            del self.fields["which"]

    def clean(self) -> dict[str, Any]:
        """The moment, under "start"."""
        typed: dict[str, Any] = super().clean() or {}
        if "day" in typed and "at" in typed:
            typed["start"] = start_of(typed["day"], typed["at"], which=typed.get("which", ""), field="at")
        return typed

    @property
    def start(self) -> datetime:
        """What was typed, as one moment."""
        found: datetime = self.cleaned_data["start"]
        return found

    def _is_doubled(self) -> bool:
        """Whether what was posted names an hour that the night had twice."""
        if not self.is_bound:
            return False
        try:
            day = forms.DateField().clean(self.data.get(self.add_prefix("day")))
            at = forms.TimeField().clean(self.data.get(self.add_prefix("at")))
        except forms.ValidationError:
            return False
        return len(moments_of(day, at)) > 1


class OtherwiseForm(WhenForm):
    """They met, but at another time or for longer."""

    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int)

    field_order = ("day", "at", "which", "minutes")
