"""Forms of the matching: decisions, programmes and their rules, steps of a pair."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.organisations.models import Organisation
from matching.enums import CloseReason, PairState, ProgrammeKind, RefusalReason
from matching.models import Programme, ProgrammeRules
from matching.queries import centres_to_share_with

from .reasons import why_field


class RefusalForm(forms.Form):
    """Why these two are not proposed again."""

    reason = forms.TypedChoiceField(
        label=_("Why?"),
        choices=RefusalReason.choices,
        coerce=RefusalReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: the next run respects it.")},
    )
    note = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("Needed only for “another reason”. Coordinators read it, nobody else."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """The verb asks for words with "another reason"; that is told at their field."""
        typed = super().clean() or {}
        if typed.get("reason") == RefusalReason.OTHER and not typed.get("note", "").strip():
            self.add_error("note", _("Say in a few words why."))
        return typed


class DecisionForm(forms.Form):
    """What was decided about a proposal, and which version of it was seen."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("approve", "refuse", "pin", "unpin")])
    version = forms.IntegerField(min_value=1)


# --- programmes -------------------------------------------------------------------------------------------

LIMITS = (
    "max_km", "detour", "session_minutes", "rhythm", "language_purpose", "min_level", "max_room",
    "promise_days", "full_hours", "same_gender", "same_employer", "same_site",
    "not_the_supervisor",
)  # fmt: skip
WEIGHTS = tuple(field.name for field in ProgrammeRules._meta.fields if field.name.startswith("weight_"))


class RulesForm(forms.Form):
    """Limits and weights from a day on. What cannot be is the verb's to say."""

    source = forms.CharField(
        label=_("Where these rules come from"),
        max_length=ProgrammeRules._meta.get_field("source").max_length,
        help_text=_("Such as: agreement of the partners, 3 September 2026, point 4."),
    )
    valid_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = why_field()

    def __init__(self, *args: Any, to_try: bool = False, **kwargs: Any) -> None:
        """`to_try`: nothing is written down, so neither a day nor a source is asked for."""
        super().__init__(*args, **kwargs)
        self.fields.update(forms.fields_for_model(ProgrammeRules, fields=[*LIMITS, *WEIGHTS]))
        if to_try:
            for name in ("source", "valid_from", "why"):
                self.fields[name].required = False

    @classmethod
    def of(
        cls, rules: ProgrammeRules | None, *, source: str = "", valid_from: date | None = None
    ) -> "RulesForm":
        """Filled with these rules, from a day on, today at the earliest."""
        known = {name: getattr(rules, name) for name in (*LIMITS, *WEIGHTS)} if rules else {}
        start = max(valid_from or timezone.localdate(), timezone.localdate())
        return cls(initial={**known, "valid_from": start, "source": source})

    def limits(self) -> list[forms.BoundField]:
        """What must hold for every pair."""
        return [self[name] for name in LIMITS]

    def weights(self) -> list[forms.BoundField]:
        """What earns points."""
        return [self[name] for name in WEIGHTS]

    def data_for_verb(self) -> dict[str, Any]:
        """What was typed, as `revise_rules` takes it."""
        return dict(self.cleaned_data)

    def data_to_try(self) -> dict[str, Any]:
        """What was typed, as `request_trial` takes it."""
        beside = {name: self.cleaned_data[name] for name in ("source", "valid_from")}
        return {"rules": {name: self.cleaned_data[name] for name in (*LIMITS, *WEIGHTS)}, **beside}


class ProgrammeForm(forms.Form):
    """A new programme: its rules begin as is usual for its kind and can be changed at once."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=120,
        help_text=_("As people call it: Friendship."),
    )
    key = forms.SlugField(
        label=_("Key"),
        max_length=40,
        help_text=_("One word for addresses and files, without spaces; it stays. Such as: friendship."),
    )
    kind = forms.TypedChoiceField(
        label=_("What kind?"), choices=ProgrammeKind.choices, coerce=ProgrammeKind, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Where its rules come from"),
        required=False,
        max_length=ProgrammeRules._meta.get_field("source").max_length,
        help_text=_("May stay empty: then your name stands there."),
    )


class RenameForm(forms.Form):
    """Another name for people to read."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)


class ShareForm(forms.Form):
    """A centre to share the pool with."""

    centre = forms.ModelChoiceField(
        label=_("Share with"), queryset=Organisation.objects.none(), empty_label=_("choose a centre")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["centre"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared so above
        field.queryset = centres_to_share_with(programme)


# --- pairs ------------------------------------------------------------------------------------------------


class StepForm(forms.Form):
    """A step in the life of a pair, with a note."""

    to = forms.TypedChoiceField(label=_("Step"), choices=PairState.choices, coerce=PairState)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CloseForm(forms.Form):
    """Why a pair ends."""

    reason = forms.TypedChoiceField(
        label=_("Why does it end?"),
        choices=CloseReason.choices,
        coerce=CloseReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For coordinators only."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
