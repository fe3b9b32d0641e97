"""Forms of the life of a pair: what happened, what comes to its end, and how a programme wants it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.domain.lives import LIMITS
from matching.enums import LifeStep, PairSide
from matching.models import Pair, PairLife

from .reasons import why_field

SIDES = [(side.value, side.label) for side in (PairSide.HELPER, PairSide.FAMILY)]
YES_NO = [("yes", _("yes")), ("no", _("no"))]


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    told = {"required": _("Choose a day.")}
    return forms.DateField(label=label, widget=widget, error_messages=told, **more)


def _said_yes(value: str) -> bool:
    return value == "yes"


class PairForm(forms.Form):
    """What is written down of a pair; fields have ids of their own, for several stand on one page."""

    def __init__(self, data: Any = None, *, pair: Pair | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.name()}_%s", **kwargs)
        self.pair = pair

    @classmethod
    def name(cls) -> str:
        """What ids of its fields begin with."""
        return cls.__name__.lower()


class MetForm(PairForm):
    """The first meeting."""

    on = _day(_("When did they meet for the first time?"), initial=timezone.localdate)
    with_coordinator = forms.TypedChoiceField(
        label=_("Was a coordinator there?"),
        choices=YES_NO,
        coerce=_said_yes,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether a coordinator was there.")},
    )


class AgreedForm(PairForm):
    """The agreement of both."""

    on = _day(_("When did both sign the agreement?"), initial=timezone.localdate)


class PauseForm(PairForm):
    """A while without meetings."""

    until = _day(_("When do they meet again?"), help_text=_("On this day the pair goes on by itself."))


class ClosingForm(PairForm):
    """One side says it is enough."""

    side = forms.ChoiceField(
        label=_("Who would like to end it?"),
        choices=[*SIDES, (PairSide.COORDINATOR.value, _("we, the centre"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who.")},
    )


class SurveyForm(PairForm):
    """What one side says at the end."""

    side = forms.ChoiceField(
        label=_("Whose word is it?"),
        choices=SIDES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who.")},
    )
    rating = forms.TypedChoiceField(
        label=_("How was it?"),
        choices=[("1", _("1, not good")), ("2", "2"), ("3", "3"), ("4", "4"), ("5", _("5, very good"))],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5.")},
    )
    again = forms.TypedChoiceField(
        label=_("Would they like to be matched again?"),
        choices=[*YES_NO, ("", _("did not say"))],
        coerce=_said_yes,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


# --- how a programme wants it -----------------------------------------------------------------------------

FIRST = {
    "helper": (LifeStep.HELPER, LifeStep.FAMILY),
    "family": (LifeStep.FAMILY, LifeStep.HELPER),
}
THEN: Mapping[str, tuple[LifeStep, ...]] = {
    "meeting_agreement": (LifeStep.FIRST_MEETING, LifeStep.AGREEMENT),
    "meeting": (LifeStep.FIRST_MEETING,),
    "agreement_meeting": (LifeStep.AGREEMENT, LifeStep.FIRST_MEETING),
    "agreement": (LifeStep.AGREEMENT,),
    "nothing": (),
}


def _days(name: str, label: Any, *, required: bool = True, **more: Any) -> forms.IntegerField:
    least, most = LIMITS[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, **more)


class LifeForm(forms.Form):
    """The steps from an offer to meeting, and how long each may take. What cannot be is the verb's to say."""

    first = forms.ChoiceField(
        label=_("Who is asked first?"),
        choices=[("helper", _("the helper, then the family")), ("family", _("the family, then the helper"))],
        widget=forms.RadioSelect,
    )
    then = forms.ChoiceField(
        label=_("What comes once both have said yes?"),
        choices=[
            ("meeting_agreement", _("the first meeting, then an agreement")),
            ("meeting", _("the first meeting only")),
            ("agreement_meeting", _("an agreement, then the first meeting")),
            ("agreement", _("an agreement only")),
            ("nothing", _("nothing more: they meet as they like")),
        ],
        widget=forms.RadioSelect,
    )
    coordinator_at_first_meeting = forms.BooleanField(
        label=_("A coordinator comes to the first meeting"), required=False
    )
    answer_days = _days(
        "answer_days",
        _("Days to answer"),
        help_text=_("For each of the two. After that the offer ends, and somebody else is looked for."),
    )
    remind_days = _days(
        "remind_days", _("A reminder after so many days"), required=False, help_text=_("Empty: no reminder.")
    )
    first_meeting_days = _days("first_meeting_days", _("Days for the first meeting and for the agreement"))
    length_months = _days(
        "length_months",
        _("How long a pair meets, months"),
        required=False,
        help_text=_("Empty: without a planned end."),
    )
    grace_days = _days(
        "grace_days",
        _("Days to write meetings down after the end"),
        help_text=_("Only meetings from before the end; a coordinator looks at each."),
    )
    why = why_field()

    @classmethod
    def of(cls, life: PairLife) -> "LifeForm":
        """Filled with how pairs live now."""
        steps = tuple(LifeStep(step) for step in life.steps)
        known = {name: getattr(life, name) for name in cls.base_fields if hasattr(life, name)}
        first = next((key for key, value in FIRST.items() if value == steps[:2]), "")
        then = next((key for key, value in THEN.items() if value == steps[2:]), "")
        return cls(initial={**known, "first": first, "then": then})

    def data_for_verb(self) -> dict[str, Any]:
        """What was chosen, as `revise_life` takes it."""
        data = dict(self.cleaned_data)
        steps = FIRST[data.pop("first")] + THEN[data.pop("then")]
        return {**data, "steps": [step.value for step in steps]}
