"""Forms about volunteers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand, ContactChannel, Gender, HelpArea
from frontend.listing import FilterForm
from volunteers.domain.agreements import Terms
from volunteers.domain.volunteer_data import PLAIN_FIELDS
from volunteers.domain.volunteers import VolunteerData, data_of
from volunteers.enums import ClearanceKind, ClearanceResult, VolunteerState
from volunteers.models import Volunteer

from .people import NOT_SAID, DayField, ProfileForm, day_or_none, initial_of, languages_field, week_field
from .steps import Step

SETS = ("offers", "life_stages")


class VolunteerFilterForm(FilterForm):
    """What the list of volunteers is narrowed to."""

    boxes = ("q", "offer", "language", "commune")
    chips = {"state": _("State"), "cleared": _("Contact with children")}
    offer = forms.ChoiceField(label=_("Offers"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    commune = forms.ChoiceField(label=_("Commune"), required=False)
    state = forms.ChoiceField(choices=VolunteerState.choices, required=False)
    cleared = forms.ChoiceField(choices=[("yes", _("cleared")), ("no", _("not cleared"))], required=False)


class VolunteerForm(ProfileForm):
    """A volunteer: who, how to reach them, where, when, and what they offer."""

    first_name = forms.CharField(
        label=_("First name"), max_length=60, error_messages={"required": _("Write the first name.")}
    )
    last_name = forms.CharField(label=_("Surname"), max_length=80, required=False)
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=[NOT_SAID, *Gender.choices],
        required=False,
        help_text=_("Asked only because some families wish to meet a woman or a man."),
    )
    languages = languages_field(label=_("Languages"), required=False)
    week = week_field("helper", label=_("When are they free?"), required=False)
    travel_km = forms.IntegerField(
        label=_("How far can they travel, in km?"), min_value=0, max_value=300, initial=10
    )
    offers = forms.MultipleChoiceField(
        label=_("What can they help with?"),
        choices=HelpArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    life_stages = forms.MultipleChoiceField(
        label=_("With which ages are they at home?"),
        choices=AgeBand.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    room = forms.IntegerField(label=_("How many families at a time?"), min_value=1, max_value=20, initial=1)
    applied_on = DayField(label=_("Applied on"), required=False, help_text=_("Empty means today."))
    note = forms.CharField(
        label=_("Note for coordinators"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nothing about health, origin, religion or criminal records."),
    )

    STEPS = (
        Step("who", _("Who"), ("first_name", "last_name", "gender", "languages")),
        Step("reach", _("How to reach them"), ("channel", "email", "phone", "language")),
        Step("where", _("Where"), ("place", "travel_km")),
        Step("when", _("When"), ("week", "applied_on")),
        Step("offers", _("What they offer"), ("offers", "life_stages", "room")),
        Step("wishes", _("Wishes and notes"), ("wish_gender", "wish_strength", "note")),
    )

    @classmethod
    def beginning(cls, volunteer: Volunteer | None) -> dict[str, Any]:
        """What the form starts with."""
        if volunteer is None:
            return {"channel": ContactChannel.EMAIL, "language": "pl"}
        names = (*PLAIN_FIELDS, "languages", "place", "applied_on")
        known = initial_of(data_of(volunteer), volunteer, names)
        sets = {name: sorted(getattr(volunteer, name)) for name in SETS}
        return known | sets | {"version": volunteer.version}

    def data_for_verb(self) -> VolunteerData:
        """What was typed, for `register_volunteer` and `revise_volunteer`."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in (*PLAIN_FIELDS, "languages", "place")}
        plain |= {name: frozenset(typed[name]) for name in SETS}
        return VolunteerData(
            **plain, applied_on=day_or_none(typed["applied_on"]), import_key=self.import_key()
        )


class ClearanceForm(forms.Form):
    """What was checked: the day and the result, never what a record says."""

    kind = forms.ChoiceField(label=_("What was checked?"), choices=ClearanceKind.choices)
    result = forms.ChoiceField(label=_("Result"), choices=ClearanceResult.choices)
    checked_on = DayField(label=_("Checked on"), initial=timezone.localdate)
    reference = forms.CharField(
        label=_("Reference of the document"),
        max_length=80,
        required=False,
        help_text=_("Its number in your binder, never what it says."),
    )


class TrainingForm(forms.Form):
    """A training somebody completed."""

    name = forms.CharField(label=_("Training"), max_length=120)
    completed_on = DayField(label=_("Completed on"), initial=timezone.localdate)
    hours = forms.DecimalField(label=_("Hours"), max_digits=4, decimal_places=1, initial=Decimal(2))


class AgreementForm(forms.Form):
    """The agreement with a volunteer (Act of 24 April 2003, art. 44)."""

    number = forms.CharField(label=_("Number"), max_length=40)
    signed_on = DayField(label=_("Signed on"), initial=timezone.localdate)
    valid_from = DayField(label=_("From"), initial=timezone.localdate)
    valid_until = DayField(label=_("Until"), required=False, help_text=_("Empty: without an end."))


class PrepareForm(forms.Form):
    """What an agreement to be signed in the app settles; the words themselves are the centre's."""

    number = forms.CharField(label=_("Number"), max_length=40)
    valid_from = DayField(label=_("From"), initial=timezone.localdate)
    valid_until = DayField(label=_("Until"), required=False, help_text=_("Empty: without an end."))
    scope = forms.CharField(
        label=_("What the volunteer does"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("In Polish, as it will stand in the agreement."),
        initial="pomoc rodzinie w nauce języka polskiego i w sprawach codziennych",
    )
    manner = forms.CharField(
        label=_("How and where"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        initial="spotkania z rodziną w miejscach uzgodnionych z koordynatorem",
    )
    hours = forms.CharField(
        label=_("How much time"),
        max_length=200,
        initial="około 2 godzin tygodniowo, po uzgodnieniu z rodziną",
    )
    notice_days = forms.IntegerField(label=_("Days of notice"), min_value=1, max_value=90, initial=14)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Beside it on the page stands the form of one signed on paper.
        super().__init__(*args, **{"auto_id": "prepare_%s", **kwargs})

    def terms(self) -> Terms:
        """What was typed, for `prepare_agreement`."""
        typed = self.cleaned_data
        return Terms(**(typed | {"valid_until": day_or_none(typed["valid_until"])}))


class SignForCentreForm(forms.Form):
    """Who signs for the centre."""

    typed_name = forms.CharField(label=_("Signed for the centre by"), max_length=200)
