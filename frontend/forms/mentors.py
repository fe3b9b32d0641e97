"""Forms about mentor-employees and the people newly hired beside them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand, ContactChannel, Gender, Shift, Trade
from base.organisations.models import Organisation, Site
from families.domain.employments import JobData
from families.domain.households import HouseholdData, MemberData
from frontend.listing import FilterForm
from mentors.domain.mentors import MentorData, data_of
from mentors.enums import MentorState
from mentors.models import MentorEmployee

from .people import NOT_SAID, DayField, ProfileForm, day_or_none, languages_field, week_field
from .steps import Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MENTOR_FIELDS = (
    "first_name", "last_name", "gender", "languages", "job_title", "trade", "shift", "appointed_from",
    "appointed_until", "channel", "phone", "email", "language", "week", "room", "wish_gender",
    "wish_strength", "note",
)  # fmt: skip
REACH_FIELDS = (
    "phone", "email", "address", "channel", "language", "place", "week", "wants_polish",
)  # fmt: skip
ADULTS = [(one.value, one.label) for one in AgeBand if not one.is_minor]


class MentorFilterForm(FilterForm):
    """What the list of mentors is narrowed to."""

    boxes = ("q", "trade", "language")
    chips = {"state": _("State")}
    trade = forms.ChoiceField(label=_("Trade"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    state = forms.ChoiceField(choices=MentorState.choices, required=False)


def site_choices(sites: Iterable[Site]) -> list[tuple[str, "StrOrPromise"]]:
    """A firm's sites for a field; the first says that the firm itself is meant."""
    return [("", _("the firm's own address")), *((str(one.pk), f"{one}, {one.place_name}") for one in sites)]


def shift_field() -> forms.ChoiceField:
    """When somebody works."""
    return forms.ChoiceField(label=_("Shift"), choices=[NOT_SAID, *Shift.choices], required=False)


class AtWorkForm(ProfileForm):
    """Somebody who works at one site of a firm."""

    job_title = forms.CharField(label=_("Job"), max_length=120, help_text=_("Such as: welder, cook."))
    trade = forms.ChoiceField(label=_("Trade"), choices=[("", _("choose")), *Trade.choices])
    site = forms.ChoiceField(label=_("Site"), required=False)
    shift = shift_field()

    def __init__(self, *args: Any, firm: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = {str(one.pk): one for one in firm.sites.order_by("name")}
        self.choose("site", site_choices(self.sites.values()))

    def choose(self, name: str, choices: list[tuple[str, "StrOrPromise"]]) -> None:
        """Offer these choices in this field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
        field.choices = choices

    def chosen_site(self) -> Site | None:
        """The site; None for the firm's own address."""
        return self.sites.get(self.cleaned_data["site"])


class MentorForm(AtWorkForm):
    """A mentor-employee: who, their work, how to reach them, when, and whom they wish for."""

    place = None  # type: ignore[assignment]  # where they work is enough
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Surname"), max_length=80, required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=[NOT_SAID, *Gender.choices], required=False)
    languages = languages_field(label=_("Languages"), required=False)
    appointed_from = DayField(
        label=_("Named a mentor from"),
        required=False,
        help_text=_("By the employer's decision or an annex to the contract."),
    )
    appointed_until = DayField(
        label=_("Named a mentor until"), required=False, help_text=_("Empty: without an end.")
    )
    week = week_field("helper", label=_("When can they mentor?"), required=False)
    room = forms.IntegerField(
        label=_("How many new colleagues at a time?"), min_value=1, max_value=20, initial=1
    )
    note = forms.CharField(
        label=_("Note for coordinators"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nothing about health, origin, religion or criminal records."),
    )

    STEPS = (
        Step("who", _("Who"), ("first_name", "last_name", "gender", "languages")),
        Step("work", _("Work"), ("job_title", "trade", "site", "shift", "appointed_from", "appointed_until")),
        Step("when", _("Mentoring"), ("week", "room")),
        Step("reach", _("How to reach them"), ("channel", "email", "phone", "language")),
        Step("wishes", _("Wishes and notes"), ("wish_gender", "wish_strength", "note")),
    )

    @classmethod
    def beginning(cls, mentor: MentorEmployee | None) -> dict[str, Any]:
        """What the form starts with."""
        if mentor is None:
            return {"channel": ContactChannel.EMAIL, "language": "pl"}
        known = data_of(mentor)
        plain = {name: getattr(known, name) for name in MENTOR_FIELDS}
        return plain | {"site": mentor.site_id or "", "version": mentor.version}

    def data_for_verb(self) -> MentorData:
        """What was typed, for `register_mentor` and `revise_mentor`."""
        plain = {name: self.cleaned_data[name] for name in MENTOR_FIELDS}
        plain |= {name: day_or_none(plain[name]) for name in ("appointed_from", "appointed_until")}
        return MentorData(**plain, site=self.chosen_site(), import_key=self.import_key())


class MenteeForm(AtWorkForm):
    """A newly hired foreign worker: one adult of a household, and the job, in one short form."""

    STAND_INS: ClassVar = {"age_band": AgeBand.ADULT_26_40.value, "started_on": date.min}

    # The household's own page asks for wishes.
    wish_gender = None  # type: ignore[assignment]
    wish_strength = None  # type: ignore[assignment]
    first_name = forms.CharField(label=_("First name"), max_length=50)
    last_name = forms.CharField(
        label=_("Surname"),
        max_length=69,
        required=False,
        help_text=_("Seen by the coordinators only. The employer sees the first name and the label."),
    )
    age_band = forms.ChoiceField(label=_("Age"), choices=[("", _("choose")), *ADULTS])
    gender = forms.ChoiceField(label=_("Gender"), choices=[NOT_SAID, *Gender.choices], required=False)
    languages = languages_field(label=_("Languages"))
    started_on = DayField(label=_("First day at work"))
    contract_until = DayField(
        label=_("Contract until"), required=False, help_text=_("Empty: without an end.")
    )
    supervisor_label = forms.ChoiceField(
        label=_("Supervisor"),
        required=False,
        help_text=_("Only when a mentor of the firm is their supervisor: the two are not paired."),
    )
    address = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    week = week_field("seeker", label=_("When can they meet?"), required=False)
    wants_polish = forms.BooleanField(label=_("They want to practise Polish"), required=False)

    STEPS = (
        Step("who", _("Who"), ("first_name", "last_name", "age_band", "gender", "languages")),
        Step(
            "job",
            _("The job"),
            ("job_title", "trade", "site", "shift", "started_on", "contract_until", "supervisor_label"),
        ),
        Step("reach", _("How to reach them"), ("channel", "phone", "email", "language")),
        Step("where", _("Where and when"), ("place", "address", "week", "wants_polish")),
    )  # fmt: skip

    def __init__(
        self, *args: Any, firm: Organisation, mentors: Iterable[MentorEmployee], **kwargs: Any
    ) -> None:
        super().__init__(*args, firm=firm, **kwargs)
        known = [(one.label, f"{one.full_name}, {one.label}") for one in mentors]
        self.choose("supervisor_label", [("", _("nobody of the mentors")), *known])

    @classmethod
    def beginning(cls) -> dict[str, Any]:
        """What the form starts with."""
        return {"channel": ContactChannel.PHONE_CALL, "language": "uk"}

    def household_data(self) -> HouseholdData:
        """Who was typed, for `register_employee`."""
        typed = self.cleaned_data
        who = {name: typed[name] for name in ("first_name", "age_band", "gender", "languages")}
        plain = {name: typed[name] for name in REACH_FIELDS}
        return HouseholdData(
            contact_name=f"{typed['first_name']} {typed['last_name']}",
            members=(MemberData(is_contact=True, **who),),
            import_key=self.import_key(),
            **plain,
        )

    def job_data(self, employer: Organisation) -> JobData:
        """The job that was typed, for `register_employee`."""
        typed = self.cleaned_data
        started_on: date = typed["started_on"]
        return JobData(
            employer=employer,
            job_title=typed["job_title"],
            trade=typed["trade"],
            started_on=started_on,
            site=self.chosen_site(),
            contract_until=day_or_none(typed["contract_until"]),
            supervisor_label=typed["supervisor_label"],
            shift=typed["shift"],
        )
