"""Forms of what a centre sets about ways in: stages, papers, questions of a talk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.enums import AnswerKind, Side
from desk.models import ON_THE_WAY, InterviewProtocol

from .people import DayField
from .reasons import WhyForm

#: How the kinds of answers are written before a question.
KIND_WORDS = {AnswerKind.YES_NO: "?", AnswerKind.SCALE: "1-5", AnswerKind.WORDS: "…"}
KINDS = {"?": AnswerKind.YES_NO, "1-5": AnswerKind.SCALE, "…": AnswerKind.WORDS, "...": AnswerKind.WORDS}


class StageForm(WhyForm):
    """One stage."""

    name = forms.CharField(label=_("Own name"), max_length=60, required=False)
    days = forms.IntegerField(
        label=_("Overdue after how many days?"), min_value=1, max_value=365, required=False,
        help_text=_("Empty: as long as it takes."),
    )  # fmt: skip
    shown = forms.BooleanField(label=_("shown on the board"), required=False)


class NewStageForm(WhyForm):
    """A stage to add; `stands_for` is asked of volunteers only."""

    name = forms.CharField(label=_("What is it called?"), max_length=60)
    days = forms.IntegerField(
        label=_("Overdue after how many days?"), min_value=1, max_value=365, required=False
    )
    stands_for = forms.ChoiceField(
        label=_("A volunteer there has…"),
        choices=[(one.value, one.label) for one in ON_THE_WAY],
        required=False,
    )

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{side}_%s")
        super().__init__(*args, **kwargs)
        if side != Side.VOLUNTEERS:
            del self.fields["stands_for"]


class PaperKindForm(WhyForm):
    """One paper."""

    name = forms.CharField(label=_("Own name"), max_length=80, required=False)
    months = forms.IntegerField(
        label=_("Counts for how many months?"), min_value=1, max_value=120, required=False
    )
    required = forms.BooleanField(label=_("nobody goes without it"), required=False)
    shown = forms.BooleanField(label=_("asked for"), required=False)


class NewPaperKindForm(WhyForm):
    """A paper to add."""

    name = forms.CharField(label=_("What is it called?"), max_length=80)
    months = forms.IntegerField(
        label=_("Counts for how many months?"), min_value=1, max_value=120, required=False,
        help_text=_("Empty: for good."),
    )  # fmt: skip
    required = forms.BooleanField(label=_("nobody goes without it"), required=False)

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{side}_%s")
        super().__init__(*args, **kwargs)


class ProtocolForm(WhyForm):
    """New questions from a day on, one a line."""

    side = forms.TypedChoiceField(label=_("For a talk with"), choices=Side.choices, coerce=Side)
    version = forms.CharField(label=_("Name of the version"), max_length=40)
    valid_from = DayField(label=_("From which day?"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Where do these questions come from?"), max_length=300,
        help_text=_("A standard, a training, your own team's experience."),
    )  # fmt: skip
    questions = forms.CharField(
        label=_("Questions"),
        widget=forms.Textarea({"rows": 12}),
        help_text=_(
            "One a line: first ? for yes or no, 1-5 for a scale, … for words; then the question in Polish, "
            "and after a bar | in English."
        ),
    )

    def clean_questions(self) -> list[tuple[AnswerKind, str, str]]:
        """As the verb takes them. ValidationError names the line that is not understood."""
        found = []
        for number, line in enumerate(self.cleaned_data["questions"].splitlines(), 1):
            if not line.strip():
                continue
            mark, _space, words = line.strip().partition(" ")
            pl, _bar, en = words.partition("|")
            if mark not in KINDS or not pl.strip():
                sentence = _("Line %(number)d does not begin with ?, 1-5 or … and a question.")
                raise ValidationError(sentence, params={"number": number})
            found.append((KINDS[mark], pl.strip(), en.strip()))
        return found


def written(protocol: InterviewProtocol | None) -> str:
    """A protocol's questions as the form takes them."""
    rows = protocol.questions if protocol else []
    return "\n".join(f"{KIND_WORDS[AnswerKind(one['kind'])]} {one['pl']} | {one['en']}" for one in rows)
