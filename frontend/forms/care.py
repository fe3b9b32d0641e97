"""Forms of a line of Today: put it off, give it to somebody."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from desk.domain.care import LONGEST_REASON, last_day
from desk.enums import Tier


class PutOffForm(forms.Form):
    """Until when, and why. The verb says how far away the day may be; the field shows it. The day has the
    focus when the form opens; when something was wrong, the summary of that has it."""

    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day.")},
    )
    reason = forms.CharField(
        label=_("Why it can wait"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Your colleagues read it. Write no names and nothing about health."),
        error_messages={"required": _("Say in a few words why it can wait.")},
    )

    def __init__(self, data: Any = None, *, tier: Tier, on: date | None = None) -> None:
        today = on or timezone.localdate()
        last = last_day(tier, on=today)
        usual = min(today + timedelta(days=7), last)
        super().__init__(data, initial={"until": usual}, auto_id="put-off-%s")
        self.fields["until"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(), "max": last.isoformat(),
            "autofocus": data is None,
        }  # fmt: skip


class AssignForm(forms.Form):
    """To which colleague."""

    to = forms.TypedChoiceField(
        label=_("Who looks after it"),
        coerce=int,
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("This person does not work with people at your centre."),
        },
    )

    def __init__(self, data: Any = None, *, people: Iterable[Membership]) -> None:
        super().__init__(data, auto_id="assign-%s")
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared so
        self.people = {one.pk: one for one in people}
        field.choices = [(pk, str(one.user)) for pk, one in self.people.items()]
