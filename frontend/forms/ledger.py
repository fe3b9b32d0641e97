"""What the lists of the ledger and of payment batches are narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.people import DayField
from frontend.listing import FilterForm
from stipends.enums import BatchState, EntryKind


class JournalFilterForm(FilterForm):
    """Of the journal."""

    boxes = ("q", "line", "since", "until")
    chips = {"kind": _("Kind")}
    line = forms.ChoiceField(label=_("Budget line"), required=False)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("Until day"), required=False)
    kind = forms.ChoiceField(choices=EntryKind.choices, required=False)
    project = forms.IntegerField(required=False, min_value=1, max_value=2**31)


class BatchFilterForm(FilterForm):
    """Of the list of payment batches."""

    chips = {"state": _("State")}
    state = forms.ChoiceField(choices=BatchState.choices, required=False)
    project = forms.IntegerField(required=False, min_value=1, max_value=2**31)


class BalanceForm(forms.Form):
    """The day of a trial balance."""

    on = DayField(label=_("At the end of the day"), required=False)
