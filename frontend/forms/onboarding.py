"""Forms of ways in: filters of the boards, what is done on a newcomer's page, trainings."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.domain.times import start_of
from desk.enums import AnswerKind, Outcome, PlaceState, Relation, Verdict
from desk.models import Interview, TrainingSession
from desk.models.interviews import LONGEST_ANSWER
from frontend.listing import FilterForm

from .people import DayField

NOBODY = "none"


class PipelineFilter(FilterForm):
    """What a board is narrowed to."""

    boxes: Sequence[str] = ("q", "owner")
    chips = {"late": _("Care")}
    owner = forms.ChoiceField(label=_("Looked after by"), required=False)
    late = forms.ChoiceField(choices=[("yes", _("overdue"))], required=False)


class PipelineListFilter(PipelineFilter):
    """And the list, by stage too."""

    boxes = ("q", "stage", "owner")
    stage = forms.ChoiceField(label=_("Stage"), required=False)


class MoveForm(forms.Form):
    """Where to, and what the person saw."""

    stage = forms.IntegerField(min_value=1)
    seen = forms.IntegerField(min_value=1)
    version = forms.IntegerField(min_value=0)
    on = DayField(label=_("Day of the talk"), required=False)


class NextStepForm(forms.Form):
    """What is done next."""

    words = forms.CharField(label=_("What is to be done?"), max_length=200, required=False)
    on = DayField(label=_("By when?"), required=False)


class OwnerForm(forms.Form):
    """Who looks after a newcomer; "" for nobody."""

    owner = forms.ChoiceField(label=_("Looked after by"), required=False)

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("nobody yet")), *owners]


class WhenForm(forms.Form):
    """A day, a time and a place of something to come."""

    day = DayField(label=_("Day"))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)

    def start(self) -> datetime:
        """The moment meant. ValidationError for `at` in an hour the clocks skip or have twice."""
        return start_of(self.cleaned_data["day"], self.cleaned_data["at"], which="", field="at")


class TrainingForm(WhenForm):
    """A training to arrange."""

    name = forms.CharField(label=_("What is it called?"), max_length=120)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=720, initial=120)
    room = forms.IntegerField(
        label=_("Room for how many?"), min_value=1, max_value=1000, required=False,
        help_text=_("Leave it empty when everybody fits in."),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Counts as how many hours of training?"), min_value=Decimal("0.5"), max_value=Decimal(99),
        max_digits=4, decimal_places=1, initial=Decimal(2),
    )  # fmt: skip
    field_order = ("name", "day", "at", "minutes", "place", "room", "hours")

    @staticmethod
    def initial_of(session: TrainingSession) -> dict[str, Any]:
        """What stands in the form of one that is there."""
        start = timezone.localtime(session.start)
        same = {name: getattr(session, name) for name in ("name", "minutes", "place", "room", "hours")}
        return {**same, "day": start.date(), "at": start.time()}

    def told(self) -> dict[str, Any]:
        """What the verbs take. ValidationError as `start` says."""
        typed = {key: value for key, value in self.cleaned_data.items() if key not in ("day", "at")}
        return {**typed, "start": self.start()}


class PlaceForm(forms.Form):
    """What came of an invitation."""

    state = forms.TypedChoiceField(choices=PlaceState.choices, coerce=PlaceState)


class ReferenceForm(forms.Form):
    """Somebody who speaks for a newcomer."""

    name = forms.CharField(label=_("Name"), max_length=80)
    relation = forms.TypedChoiceField(
        label=_("How do they know each other?"), choices=Relation.choices, coerce=Relation
    )
    reach = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=120,
        help_text=_("Name and contact are blanked when the way in ends."),
    )


class VerdictForm(forms.Form):
    """What a reference came to; empty while they were only asked."""

    verdict = forms.TypedChoiceField(
        label=_("What did they say?"),
        choices=[("", _("was asked, no answer yet")), *Verdict.choices],
        coerce=Verdict,
        required=False,
        empty_value=None,
    )
    on = DayField(label=_("Day"), initial=timezone.localdate)


class PaperForm(forms.Form):
    """A paper that was received."""

    received_on = DayField(label=_("Received on"), initial=timezone.localdate)
    valid_until = DayField(label=_("Valid until"), required=False)


class BeginTalkForm(forms.Form):
    """A talk begins."""

    on = DayField(label=_("Day of the talk"), initial=timezone.localdate)


class CloseTalkForm(forms.Form):
    """What a talk came to."""

    outcome = forms.TypedChoiceField(
        label=_("What did it come to?"), choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    on = DayField(label=_("Day of the talk"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("A note"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nothing about health, faith or origin."),
    )


class AnswersForm(forms.Form):
    """The questions of a talk, all of them or one (`only` a code); begins with what is kept."""

    def __init__(self, *args: Any, talk: Interview, only: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {f"q_{code}": told(value) for code, value in talk.answers.items()})
        super().__init__(*args, **kwargs)
        for question in talk.protocol.asked():
            if not only or question.code == only:
                self.fields[f"q_{question.code}"] = _field(question.kind, question.words)

    def answers(self) -> dict[str, Any]:
        """By the question's code, as the verb takes them."""
        return {
            name.removeprefix("q_"): value if isinstance(self.fields[name], WordsField) else meant(value)
            for name, value in self.cleaned_data.items()
        }


YES, NO = "yes", "no"


def told(value: Any) -> Any:
    """A kept answer as the form's choice."""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def meant(value: str) -> Any:
    """A choice of the form as the answer kept: yes and no, or 1 to 5; None without one."""
    if value in (YES, NO):
        return value == YES
    return int(value) if value else None


def _field(kind: AnswerKind, words: str) -> forms.Field:
    if kind == AnswerKind.YES_NO:
        return forms.ChoiceField(
            label=words, choices=[(YES, _("yes")), (NO, _("no"))], required=False, widget=forms.RadioSelect
        )
    if kind == AnswerKind.SCALE:
        scale = [(str(number), str(number)) for number in range(1, 6)]
        return forms.ChoiceField(label=words, choices=scale, required=False, widget=forms.RadioSelect)
    area = forms.Textarea({"rows": 3})
    return WordsField(label=words, max_length=LONGEST_ANSWER, required=False, widget=area)


class WordsField(forms.CharField):
    """An answer in words, which stays words though it be "yes" or "3"."""
