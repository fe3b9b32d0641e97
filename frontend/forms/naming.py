"""Forms in which an employer names its people: who mentors, and who is newly hired. Only what is needed."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel
from base.organisations.models import Organisation
from base.places.languages import language_choices
from families.domain.naming import NamedData
from families.models import Household, NamedColleague
from mentors.domain.mentors import MentorData
from mentors.models import MentorEmployee

from .mentors import AtWorkForm, MenteeForm
from .people import DayField, day_or_none, languages_field
from .steps import Step


class NameMentorForm(AtWorkForm):
    """One of the firm's own people who is to mentor. Hours and wishes are theirs to tell."""

    place = None  # type: ignore[assignment]  # where they work is enough
    wish_gender = None  # type: ignore[assignment]
    wish_strength = None  # type: ignore[assignment]
    channel = None  # type: ignore[assignment]  # the invitation goes by e-mail
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Surname"), max_length=80)
    languages = languages_field(
        label=_("Languages"), help_text=_("Such as: Polish native, English B1, Ukrainian B2.")
    )
    appointed_from = DayField(
        label=_("Named a mentor from"),
        help_text=_("The day of your decision, or of the annex to their contract."),
    )
    appointed_until = DayField(
        label=_("Named a mentor until"), required=False, help_text=_("Empty: without an end.")
    )
    room = forms.IntegerField(
        label=_("How many new colleagues at a time?"), min_value=1, max_value=20, initial=1
    )

    STEPS = (
        Step("who", _("Who"), ("first_name", "last_name", "languages")),
        Step(
            "work",
            _("Their work"),
            ("job_title", "trade", "site", "shift", "appointed_from", "appointed_until", "room"),
        ),
        Step(
            "reach",
            _("How we invite them"),
            ("email", "phone", "language"),
            lead=_("They get an e-mail, agree themselves, and say when they have time. You see whether."),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    @classmethod
    def beginning(cls) -> dict[str, Any]:
        """What the form starts with."""
        return {"language": "pl"}

    def data_for_verb(self) -> MentorData:
        """What was typed, for `name_mentor`."""
        names = (
            "first_name", "last_name", "languages", "job_title", "trade", "shift", "room", "email", "phone",
            "language",
        )  # fmt: skip
        typed = {name: self.cleaned_data[name] for name in names}
        days: dict[str, Any] = {
            name: day_or_none(self.cleaned_data[name]) for name in ("appointed_from", "appointed_until")
        }
        return MentorData(**typed, **days, site=self.chosen_site(), import_key=self.import_key())


class NameColleagueForm(AtWorkForm):
    """Somebody newly hired. The centre asks them, in their language, whether they want a mentor."""

    STAND_INS: ClassVar = {"started_on": date.min}

    place = None  # type: ignore[assignment]
    wish_gender = None  # type: ignore[assignment]
    wish_strength = None  # type: ignore[assignment]
    channel = None  # type: ignore[assignment]
    first_name = forms.CharField(label=_("First name"), max_length=50, help_text=_("No surname is needed."))
    started_on = DayField(label=_("First day at work"))
    contract_until = DayField(
        label=_("Contract until"), required=False, help_text=_("Empty: without an end.")
    )
    supervisor_label = forms.ChoiceField(
        label=_("Supervisor"),
        required=False,
        help_text=_("Only when a mentor of the firm is their supervisor: the two are not paired."),
    )
    knows = forms.BooleanField(
        label=_("I have told them that the centre will write or call"),
        error_messages={"required": _("Tell them first that the centre will write or call, then tick this.")},
    )

    STEPS = (
        Step("who", _("Who"), ("first_name", "language")),
        Step(
            "job",
            _("The job"),
            ("job_title", "trade", "site", "shift", "started_on", "contract_until", "supervisor_label"),
        ),
        Step(
            "reach",
            _("How the centre reaches them"),
            ("phone", "email", "knows"),
            lead=_("One of the two is enough. It goes to the centre and is not shown here again."),
        ),
    )

    def __init__(
        self, *args: Any, firm: Organisation, mentors: Iterable[MentorEmployee], **kwargs: Any
    ) -> None:
        super().__init__(*args, firm=firm, **kwargs)
        known = [(one.label, f"{one.full_name}, {one.label}") for one in mentors]
        self.choose("supervisor_label", [("", _("nobody of the mentors")), *known])
        self.choose("language", [("", _("choose")), *language_choices()])
        self.fields["language"].label = _("Which language do they speak best?")

    @classmethod
    def beginning(cls) -> dict[str, Any]:
        """What the form starts with."""
        return {}

    def data_for_verb(self) -> NamedData:
        """What was typed, for `name_colleague`."""
        names = (
            "first_name", "job_title", "trade", "shift", "started_on", "supervisor_label", "language",
            "phone", "email", "knows",
        )  # fmt: skip
        typed = {name: self.cleaned_data[name] for name in names}
        return NamedData(
            **typed,
            contract_until=day_or_none(self.cleaned_data["contract_until"]),
            site=self.chosen_site(),
            import_key=self.import_key(),
        )


class TakeInForm(MenteeForm):
    """Somebody an employer named, completed by a coordinator; begins with what the employer told."""

    @classmethod
    def beginning_of(cls, named: NamedColleague) -> dict[str, Any]:
        """What the form starts with."""
        written = dict(settings.LANGUAGES)
        names = (
            "first_name", "job_title", "trade", "shift", "started_on", "contract_until", "supervisor_label",
            "email",
        )  # fmt: skip
        return {
            **{name: getattr(named, name) for name in names},
            "site": named.site_id or "",
            "phone": str(named.phone or ""),
            "languages": f"{named.language} native",
            "language": named.language if named.language in written else "en",
            "channel": ContactChannel.PHONE_CALL if named.phone else ContactChannel.EMAIL,
        }


class JoinNamedForm(forms.Form):
    """Which of the people who are with the centre already this is."""

    household = forms.ModelChoiceField(queryset=Household.objects.none())

    def __init__(self, *args: Any, candidates: Iterable[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["household"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Household.objects.filter(pk__in=[one.pk for one in candidates])


class TurnDownForm(forms.Form):
    """Why somebody is not taken in."""

    reason = forms.CharField(
        label=_("Why?"), max_length=200, required=False, help_text=_("The employer does not see it.")
    )
