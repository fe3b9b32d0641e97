"""Forms about employers, their sites and those who speak for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.organisations.domain.organisations import OrganisationData
from base.organisations.forms import NipFormField, RegonFormField
from frontend.listing import FilterForm
from mentors.domain.participations import AGREEMENT_FIELDS, ParticipationData
from mentors.enums import ParticipationState
from mentors.models import Participation

from .centre import SiteForm
from .people import DayField, place_field
from .steps import Step, SteppedForm

FIRM_FIELDS = ("name", "nip", "regon", "email", "phone")


class EmployerFilter(FilterForm):
    """What the list of employers is narrowed to."""

    chips = {"state": _("State")}
    state = forms.ChoiceField(choices=ParticipationState.choices, required=False)


class EmployerForm(SteppedForm):
    """An employer and its part: who, how to reach it, who signs and under which agreement."""

    name = forms.CharField(label=_("Name of the firm"), max_length=200)
    nip = NipFormField(required=False, help_text=_("Ten digits. A firm we know by its NIP is recognised."))
    regon = RegonFormField(required=False, help_text=_("Nine or fourteen digits."))
    place = place_field(label=_("Where is it?"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    representative = forms.CharField(
        label=_("Who represents the firm?"),
        max_length=120,
        required=False,
        help_text=_("The person who signs, or the one you talk to."),
    )
    agreement_number = forms.CharField(label=_("Agreement number"), max_length=40, required=False)
    agreement_from = DayField(label=_("In force from"), required=False)
    agreement_until = DayField(
        label=_("In force until"), required=False, help_text=_("Empty: without an end.")
    )

    STEPS = (
        Step("firm", _("The firm"), ("name", "nip", "regon")),
        Step("reach", _("Where and how to reach it"), ("place", "email", "phone")),
        Step(
            "part", _("Agreement"), ("representative", *AGREEMENT_FIELDS[1:]),
            _("Until the agreement is signed, the firm stands here as applied."),
        ),
    )  # fmt: skip

    @classmethod
    def beginning(cls, participation: Participation | None) -> dict[str, Any]:
        """What the form starts with."""
        if participation is None:
            return {}
        firm = participation.employer
        known = {name: getattr(firm, name) for name in FIRM_FIELDS}
        return known | {"place": firm} | {name: getattr(participation, name) for name in AGREEMENT_FIELDS}

    def data_for_verb(self) -> ParticipationData:
        """What was typed, for `register_employer` and `revise_participation`."""
        typed = self.cleaned_data
        return ParticipationData(
            organisation=OrganisationData(
                place=typed["place"], **{name: typed[name] for name in FIRM_FIELDS}
            ),
            **{name: typed[name] for name in AGREEMENT_FIELDS},
            import_key=self.import_key(),
        )


class WorkplaceForm(SiteForm):
    """One place where a firm works, with suggestions while one types."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Such as: hall 2, warehouse in Skawina.")
    )
    place = place_field(label=_("Where it is"))


class RepresentativeForm(forms.Form):
    """Whom to invite to speak for a firm."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
