"""The diagnostic survey of an employer, one question after another, and the note of a consultation."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentors.domain.consulting import MOST_WORDS, ConsultationData, SurveyData
from mentors.enums import Difficulty, StaffBand, SupportKind
from mentors.models import Survey

from .people import DayField
from .steps import Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_PEOPLE = 100_000


class PeopleField(forms.IntegerField):
    """A number of people."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Write a number; 0 for nobody.")})
        super().__init__(min_value=0, max_value=MOST_PEOPLE, **kwargs)
        self.widget.attrs["class"] = "short"


@dataclass(frozen=True)
class Told:
    """A question with its answer in words, none where it was left open."""

    step: Step
    words: Sequence["StrOrPromise"]
    is_answered: bool = True


class SurveyForm(forms.Form):
    """Every question of the survey. The steps are the pages on which they are asked."""

    staff = forms.ChoiceField(
        label=_("How many people do you employ?"),
        choices=StaffBand.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    from_abroad = PeopleField(label=_("How many of them come from abroad?"))
    to_hire = PeopleField(
        label=_("How many people from abroad do you mean to hire in the next twelve months?"),
        help_text=_("As well as you can say today."),
    )
    jobs = forms.CharField(
        label=_("In which jobs?"),
        max_length=300,
        help_text=_("Such as: welders, warehouse workers, kitchen help."),
        error_messages={"required": _("Write at least one job.")},
    )
    by_shifts = forms.BooleanField(label=_("They work in shifts"), required=False)
    languages = forms.CharField(
        label=_("Which languages are spoken at work?"),
        max_length=300,
        required=False,
        help_text=_("Such as: Polish, Ukrainian, English. It helps us to find translators."),
    )
    difficulties = forms.MultipleChoiceField(
        label=_("What is hard when somebody from abroad begins?"),
        choices=Difficulty.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose as many as you like, or none."),
    )
    wanted = forms.MultipleChoiceField(
        label=_("Which support would help you?"),
        choices=SupportKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is decided in a talk; amounts and conditions stand in the rules of the call."),
        error_messages={"required": _("Choose at least one kind of support.")},
    )
    could_mentor = PeopleField(
        label=_("How many of your people could help a new colleague to settle in?"),
        help_text=_("People who know the work and the place, and would like to. You name them later."),
    )
    words = forms.CharField(
        label=_("Is there anything else we should know?"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Write nothing about single persons: no names, health or papers."),
    )

    STEPS = (
        Step("staff", _("Your people"), ("staff",)),
        Step("abroad", _("People from abroad"), ("from_abroad", "to_hire")),
        Step("work", _("Their work"), ("jobs", "by_shifts", "languages")),
        Step("hard", _("What is hard"), ("difficulties",)),
        Step("wanted", _("Support"), ("wanted",)),
        Step("mentors", _("Mentors"), ("could_mentor",)),
        Step("words", _("Anything else"), ("words",)),
    )

    def __init__(self, *args: Any, step: Step | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step is not None:
            for name in set(self.fields) - set(step.fields):
                del self.fields[name]

    @classmethod
    def beginning(cls, survey: Survey | None) -> dict[str, Any]:
        """The answers of a survey sent before."""
        return {name: getattr(survey, name) for name in cls.base_fields} if survey else {}

    def data_for_verb(self) -> SurveyData:
        """What was answered, for `send_survey`."""
        return SurveyData(**self.cleaned_data)


def told_answers(answers: dict[str, Any], *, answered: Container[str] | None = None) -> list[Told]:
    """Every question with what is answered, in words; `answers` by field, as a survey keeps them.

    `answered` are the keys of the steps somebody has answered; None: all of them.
    """
    return [
        Told(step, list(_words(step, answers)), answered is None or step.key in answered)
        for step in SurveyForm.STEPS
    ]


def _words(step: Step, answers: dict[str, Any]) -> Iterable[str]:
    for name in step.fields:
        value: Any = answers.get(name)
        field = SurveyForm.base_fields[name]
        labels: dict[str, Any] = dict(getattr(field, "choices", ()))
        if value in (None, "", []):
            continue
        if isinstance(field, forms.BooleanField):
            yield from [gettext("in shifts")] if value and value != "False" else []
        elif isinstance(field, forms.MultipleChoiceField):
            yield "; ".join(str(labels[one]) for one in value if one in labels)
        elif isinstance(field, forms.ChoiceField):
            yield str(labels.get(value, value))
        elif name == "from_abroad":
            yield gettext("now: %(number)s") % {"number": value}
        elif name == "to_hire":
            yield gettext("to be hired: %(number)s") % {"number": value}
        else:
            yield str(value)


class ConsultationForm(forms.Form):
    """What was talked over and decided."""

    held_on = DayField(label=_("When did you talk?"), initial=timezone.localdate)
    consultant = forms.CharField(label=_("Who talked for the centre?"), max_length=120)
    kinds = forms.MultipleChoiceField(
        label=_("Which support was decided?"),
        choices=SupportKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The agreement names these."),
        error_messages={"required": _("Choose at least one kind of support.")},
    )
    words = forms.CharField(
        label=_("What was agreed?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The employer reads it too. Nothing about single persons."),
        error_messages={"required": _("Write in a few sentences what was agreed.")},
    )

    def data_for_verb(self) -> ConsultationData:
        """What was typed, for `record_consultation`."""
        return ConsultationData(**self.cleaned_data)
