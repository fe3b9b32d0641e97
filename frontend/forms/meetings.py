"""Forms of a helper's meetings: what is logged, planned, chosen between two versions, and a pause."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.domain.meetings import MeetingDraft
from frontend.forms.people import DayField

LENGTHS = (30, 60, 90, 120, 180)
OTHER = "other"
FEW_DIGITS = 9


class Chosen(forms.Field):
    """Everything ticked under one name; what may be is the verb's to say."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """The codes as they came."""
        return [str(code) for code in value or ()]


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(forms.Form):
    """A day, a time of day and a length; `moment` is what the wall shows in Poland."""

    start_date = DayField(
        label=gettext_lazy("Day"), error_messages={"required": gettext_lazy("Choose a day.")}
    )
    start_time = forms.TimeField(
        label=gettext_lazy("From"),
        widget=TimeInput,
        error_messages={"required": gettext_lazy("Choose a time.")},
    )

    def clean_start_date(self) -> date:
        """A day of this century."""
        day: date = self.cleaned_data["start_date"]
        if day.year not in range(2000, 2100):
            raise ValidationError(_("This date is too far away to be meant."))
        return day

    @property
    def moment(self) -> datetime:
        """When it begins: the first of two on the night the clocks go back."""
        day, time = self.cleaned_data["start_date"], self.cleaned_data["start_time"]
        return timezone.make_aware(datetime.combine(day, time))


class MeetingForm(WhenForm):
    """A meeting as a helper tells it."""

    minutes = forms.CharField(error_messages={"required": gettext_lazy("Say how long it was.")})
    other_minutes = forms.IntegerField(required=False)
    activities = Chosen(required=False)
    took_part = Chosen(required=False)
    mood = forms.IntegerField(required=False)
    note = forms.CharField(required=False)
    help = forms.BooleanField(required=False)

    def clean_minutes(self) -> int:
        """Minutes, from a big button or typed."""
        chosen = self.cleaned_data["minutes"]
        typed = self.data.get("other_minutes", "") if chosen == OTHER else chosen
        if not typed.isdecimal() or len(typed) > FEW_DIGITS:
            raise ValidationError(_("Say how long it was."))
        return int(typed)

    @property
    def draft(self) -> MeetingDraft:
        """What was told, as the verbs take it."""
        told = self.cleaned_data
        names = ("minutes", "activities", "took_part", "mood", "note", "help")
        return MeetingDraft(start=self.moment, **{name: told[name] for name in names})


class LogForm(MeetingForm):
    """A new one: of which pair, and under which number for ever."""

    id = forms.UUIDField()
    pair = forms.UUIDField(error_messages={"required": gettext_lazy("Choose whom you met.")})


class AmendForm(MeetingForm):
    """One that stands: which version was seen."""

    version = forms.IntegerField(min_value=1)


class PlanForm(WhenForm):
    """A meeting to come."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long?"),
        coerce=int,
        choices=[
            (30, gettext_lazy("half an hour")),
            (60, gettext_lazy("1 hour")),
            (90, gettext_lazy("1 hour and a half")),
            (120, gettext_lazy("2 hours")),
            (180, gettext_lazy("3 hours")),
        ],
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A public place, such as: library, main entrance. Not a home address."),
    )


class PauseForm(forms.Form):
    """Until when the two rest."""

    until = DayField(
        label=gettext_lazy("Until which day?"), error_messages={"required": gettext_lazy("Choose a day.")}
    )
