"""Forms of the coordinators' desk about meetings, plans, activities, help and concerns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.domain.drafts import MeetingDraft
from activities.domain.times import start_of
from activities.enums import Mood, Picture, Settlement, TookPart
from activities.models import Activity, Meeting, PlannedMeeting
from activities.models.catalogue import WORD_LANGUAGES
from activities.models.incidents import LONGEST_CONCERN
from activities.models.meetings import FEWEST_MINUTES, LONGEST_NOTE, MOST_MINUTES
from base.places.languages import language_name
from matching.enums import PairSide

from .people import DayField
from .reasons import WhyForm

LONGEST_ANSWER = 500


class SettleForm(forms.Form):
    """How a meeting is to count, and the version that was looked at."""

    to = forms.TypedChoiceField(choices=Settlement.choices, coerce=Settlement)
    version = forms.IntegerField(min_value=1)


class ConfirmForm(forms.Form):
    """How it was for the one who was asked."""

    mood = forms.TypedChoiceField(
        choices=[("", ""), *Mood.choices], coerce=int, empty_value=None, required=False
    )


class TimeForm(forms.Form):
    """When, and how long. `which` is asked only in the hour that autumn has twice."""

    day = DayField(label=_("Day"))
    at = forms.TimeField(label=_("Start"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    which = forms.ChoiceField(
        label=_("The clocks went back that night: which of the two?"),
        choices=[("", _("not that night")), ("first", _("before they went back")), ("second", _("after"))],
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
        help_text=_("90 is an hour and a half."),
    )

    def start(self) -> datetime:
        """The moment meant. ValidationError for `at` in an hour the clocks skip or have twice."""
        typed = self.cleaned_data
        return start_of(typed["day"], typed["at"], which=typed["which"], field="at")

    def asks_which(self) -> bool:
        """Whether the hour stands twice on the clock and nobody has said which it is."""
        return any(error.code == "twice" for error in self.errors.as_data().get("at", ()))


class OtherwiseForm(TimeForm):
    """How the other side remembers a meeting: not at all, or at another time. It begins as it was written."""

    happened = forms.TypedChoiceField(
        label=_("Did they meet?"),
        choices=[("yes", _("yes, but otherwise")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, meeting: Meeting, data: Any = None) -> "OtherwiseForm":
        """The form about this meeting."""
        local = timezone.localtime(meeting.start)
        initial = {"day": local.date(), "at": local.time(), "minutes": meeting.minutes}
        return cls(data, initial=initial, auto_id="otherwise-%s")

    def for_verb(self, meeting: Meeting) -> dict[str, Any]:
        """What was typed, as `say_otherwise` takes it: only what differs from the meeting."""
        if not self.cleaned_data["happened"]:
            return {"happened": False}
        start, minutes = self.start(), self.cleaned_data["minutes"]
        return {
            "happened": True,
            "start": start if start != meeting.start else None,
            "minutes": minutes if minutes != meeting.minutes else None,
        }


class PlanForm(TimeForm):
    """A meeting to come."""

    place = forms.CharField(
        label=_("Where"), max_length=120, required=False, help_text=_("The helper and the family see it.")
    )

    @classmethod
    def of(cls, planned: PlannedMeeting) -> dict[str, Any]:
        """The plan as the form begins."""
        local = timezone.localtime(planned.start)
        return {"day": local.date(), "at": local.time(), "minutes": planned.minutes, "place": planned.place}


class PaperLogForm(TimeForm):
    """A meeting somebody told of on paper or on the phone. `entry` makes a second sending harmless."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    side = forms.TypedChoiceField(
        label=_("Who told you?"), choices=[], coerce=PairSide, widget=forms.RadioSelect
    )
    activities = forms.MultipleChoiceField(
        label=_("What they did"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    took_part = forms.MultipleChoiceField(
        label=_("Who took part"),
        choices=TookPart.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    mood = forms.TypedChoiceField(
        label=_("How it was"),
        choices=[("", _("not said")), *Mood.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Without names, please."),
    )
    help = forms.BooleanField(label=_("They ask for help"), required=False)

    def __init__(
        self, *args: Any, catalogue: Sequence[Activity], family: str, helper: str, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "entry": uuid4(),
            "side": PairSide.HELPER,
            "day": timezone.localdate(),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.order_fields(["entry", "side", "day", "at", "which", "minutes"])
        self.fields["activities"].choices = [(one.code, one.word) for one in catalogue]  # type: ignore[attr-defined]
        self.fields["side"].choices = [  # type: ignore[attr-defined]
            (PairSide.HELPER, helper),
            (PairSide.FAMILY, family),
        ]

    def draft(self) -> MeetingDraft:
        """The meeting as it was told."""
        names = ("minutes", "activities", "took_part", "mood", "note", "help")
        return MeetingDraft(start=self.start(), **{name: self.cleaned_data[name] for name in names})


class ActivityForm(WhyForm):
    """An activity: its picture, and its word in four languages."""

    picture = forms.ChoiceField(label=_("Picture"), choices=Picture.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, standard: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in WORD_LANGUAGES:
            self.fields[code] = forms.CharField(
                label=language_name(code).capitalize(),
                max_length=40,
                required=code == "pl" and not standard,
                widget=forms.TextInput({"lang": code}),
            )

    @property
    def word_fields(self) -> list[forms.BoundField]:
        """The words, in the order of the languages."""
        return [self[code] for code in WORD_LANGUAGES]

    def for_verb(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        words = {code: self.cleaned_data[code] for code in WORD_LANGUAGES}
        return {"picture": self.cleaned_data["picture"], "words": words, "why": self.cleaned_data["why"]}


class AnswerForm(forms.Form):
    """What was done about a call for help."""

    words = forms.CharField(label=_("What was done"), max_length=LONGEST_ANSWER)


class ConcernForm(forms.Form):
    """A concern, or a note on one. `key` makes a second sending harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    pair = forms.ChoiceField(label=_("Is it about a pair?"), choices=[], required=False)
    words = forms.CharField(
        label=_("What happened"), max_length=LONGEST_CONCERN, widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, *args: Any, pairs: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if pairs:
            self.fields["pair"].choices = [("", _("no pair in particular")), *pairs]  # type: ignore[attr-defined]
        else:
            del self.fields["pair"]


class NoteForm(forms.Form):
    """What was done or heard about a concern."""

    words = forms.CharField(
        label=_("What was done or heard"), max_length=LONGEST_CONCERN, widget=forms.Textarea({"rows": 4})
    )
