"""Forms about employers, their sites, their mentors and the people they hired."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.listing import FilterForm
from mentors.enums import ParticipationState


class EmployerFilter(FilterForm):
    """What the list of employers is narrowed to."""

    chips = {"state": _("State")}
    state = forms.ChoiceField(choices=ParticipationState.choices, required=False)
