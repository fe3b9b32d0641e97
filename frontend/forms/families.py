"""Forms about families."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand, ContactChannel, Gender, HelpArea
from families.domain.household_data import PLAIN_FIELDS
from families.domain.households import HouseholdData, MemberData, data_of
from families.enums import HouseholdState, PriorityKind
from families.models import Household
from frontend.listing import FilterForm

from .people import NOT_SAID, DayField, ProfileForm, day_or_none, initial_of, languages_field, week_field
from .steps import Step

WAITS = [("30", _("over 30 days")), ("60", _("over 60 days")), ("90", _("over 90 days"))]


class FamilyFilter(FilterForm):
    """What the list of families is narrowed to."""

    boxes = ("q", "need", "language", "commune")
    chips = {
        "state": _("State"),
        "children": _("Children"),
        "waits": _("Waiting"),
        "programme": _("Programme"),
    }
    need = forms.ChoiceField(label=_("Needs"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    commune = forms.ChoiceField(label=_("Commune"), required=False)
    state = forms.ChoiceField(choices=HouseholdState.choices, required=False)
    children = forms.ChoiceField(
        choices=[("yes", _("with children")), ("no", _("without children"))], required=False
    )
    waits = forms.ChoiceField(choices=WAITS, required=False)
    programme = forms.ChoiceField(
        choices=[("none", _("in no programme")), ("some", _("in a programme"))], required=False
    )


class HouseholdForm(ProfileForm):
    """A household: who, how to reach them, where, when, and what would help."""

    contact_name = forms.CharField(
        label=_("Name of the person we talk to"),
        max_length=120,
        error_messages={"required": _("Write the name of the person we talk to.")},
        help_text=_(
            "Seen on this family's own page and before something is done to many families. "
            "Elsewhere the family is a number, K-417."
        ),
    )
    address = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    week = week_field("seeker", label=_("When can they meet?"), required=False)
    travel_km = forms.IntegerField(
        label=_("How far can they travel, in km?"), min_value=0, max_value=300, initial=5
    )
    needs = forms.MultipleChoiceField(
        label=_("What would help?"),
        choices=HelpArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wants_polish = forms.BooleanField(label=_("They want to practise Polish"), required=False)
    waiting_since = DayField(label=_("Waiting since"), required=False, help_text=_("Empty means today."))
    note = forms.CharField(
        label=_("Note for coordinators"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nothing about health, origin, religion or papers."),
    )

    STEPS = (
        Step("who", _("Who"), ("contact_name",), part="families/members.html"),
        Step(
            "reach", _("How to reach them"), ("channel", "phone", "email", "language"),
            _("Many people have no e-mail. A phone call, a letter or a talk is as good."),
        ),
        Step("where", _("Where"), ("place", "address", "travel_km")),
        Step("when", _("When"), ("week", "waiting_since")),
        Step("help", _("What would help"), ("needs", "wants_polish")),
        Step("wishes", _("Wishes and notes"), ("wish_gender", "wish_strength", "note")),
    )  # fmt: skip

    @classmethod
    def beginning(cls, household: Household | None) -> dict[str, Any]:
        """What the form starts with."""
        if household is None:
            return {"channel": ContactChannel.PHONE_CALL, "language": "uk"}
        names = (*PLAIN_FIELDS, "place", "waiting_since")
        known = initial_of(data_of(household), household, names)
        return known | {"needs": sorted(household.needs), "version": household.version}

    def data_for_verb(self, members: "BaseMemberFormSet") -> HouseholdData:
        """What was typed, for `register_household` and `revise_household`."""
        typed = self.cleaned_data
        plain = {name: typed[name] for name in (*PLAIN_FIELDS, "place") if name != "needs"}
        return HouseholdData(
            **plain,
            needs=frozenset(typed["needs"]),
            waiting_since=day_or_none(typed["waiting_since"]),
            members=members.data_for_verb(),
            gone=members.gone(),
            import_key=self.import_key(),
        )


class MemberForm(forms.Form):
    """A person of the household."""

    #: Whose age is wrong may be the adult that a household needs.
    STAND_INS: ClassVar = {"age_band": AgeBand.ADULT_26_40.value}

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=60, required=False)
    age_band = forms.ChoiceField(
        label=_("Age"),
        choices=[("", _("choose")), *AgeBand.choices],
        error_messages={"required": _("Choose how old this person is.")},
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=[NOT_SAID, *Gender.choices], required=False)
    languages = languages_field(label=_("Languages"), required=False)

    def data_for_verb(self, *, is_contact: bool) -> MemberData:
        """What was typed about this person."""
        return MemberData(
            is_contact=is_contact, **{name: self.cleaned_data[name] for name in self.Meta.names}
        )

    class Meta:
        names = ("id", "first_name", "age_band", "gender", "languages")


class BaseMemberFormSet(forms.BaseFormSet[MemberForm]):
    """The people of one household; one of them, by its row's number, is the person we talk to."""

    @property
    def contact(self) -> str:
        """The number of the contact's row."""
        if self.is_bound:
            return str(self.data.get("contact", ""))
        known = [str(row) for row, one in enumerate(self.initial or ()) if one.get("is_contact")]
        return known[0] if known else "0"

    def kept(self) -> list[MemberForm]:
        """The rows that stay: neither empty nor marked as leaving."""
        # Not `deleted_forms`: that is empty while a row is wrong.
        return [one for one in self.forms if self._has_content(one) and not one.cleaned_data.get("DELETE")]

    def gone(self) -> frozenset[int]:
        """Members who leave the household."""
        ids = (form.cleaned_data.get("id") for form in self.deleted_forms)
        return frozenset(pk for pk in ids if pk)

    def data_for_verb(self) -> tuple[MemberData, ...]:
        """The people of the household, in the order of the page."""
        contact = f"{self.prefix}-{self.contact}"
        return tuple(one.data_for_verb(is_contact=one.prefix == contact) for one in self.kept())

    def _has_content(self, form: MemberForm) -> bool:
        return bool(form.cleaned_data.get("age_band"))


MemberFormSet = forms.formset_factory(
    MemberForm, formset=BaseMemberFormSet, extra=0, min_num=1, can_delete=True, max_num=25, absolute_max=30
)


class PriorityForm(forms.Form):
    """Why a family should not wait its turn."""

    kind = forms.ChoiceField(label=_("Reason"), choices=PriorityKind.choices)
    reason = forms.CharField(label=_("In a few words"), max_length=200)
    weight = forms.TypedChoiceField(
        label=_("Weight"), choices=[(1, _("counts")), (2, _("counts double"))], coerce=int, initial=1
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: as long as it stands here."))
