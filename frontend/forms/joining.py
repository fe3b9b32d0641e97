"""Forms of a firm that asks to take part, and of the answer it gets."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.organisations.forms import NipFormField, RegonFormField
from base.places.forms import PlaceFormField
from frontend.listing import FilterForm
from mentors.domain.applications import ApplicationData
from mentors.enums import ApplicationState

from .steps import MARK, ShownStep, Step

READ = [(one.value, one.label) for one in ApplicationState if one != ApplicationState.UNCONFIRMED]


class JoinForm(forms.Form):
    """A firm asks to take part. `form_mark` names one filled-in form: sent twice, it is one application."""

    form_mark = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name of the firm"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text=_("As it stands in the register: KRS or CEIDG."),
        error_messages={"required": _("Write the name of the firm.")},
    )
    nip = NipFormField(
        help_text=_("Ten digits; hyphens and spaces do not matter."),
        error_messages={"required": _("Write the firm's NIP.")},
    )
    regon = RegonFormField(required=False, help_text=_("Nine or fourteen digits, if you have it at hand."))
    place = PlaceFormField(
        label=_("Where is the firm?"),
        help_text=_("Post code and place, such as: 31-137 Kraków. We need no street."),
        error_messages={"required": _("Write where the firm is: a post code or a place.")},
    )
    representative = forms.CharField(
        label=_("Your first name and surname"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your first name and surname.")},
    )
    position = forms.CharField(
        label=_("What you do in the firm"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
        help_text=_("Such as: owner, member of the board, head of personnel."),
    )
    email = forms.EmailField(
        label=_("Your e-mail at the firm"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("We send a link there. Nobody reads the application before you open it."),
        error_messages={"required": _("Write your e-mail address: a link to confirm it goes there.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("So that we can call you and ask."),
    )
    note = forms.CharField(
        label=_("What brings you to us?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A sentence or two, if you like. Write nothing about single persons."),
    )
    STEPS = (
        Step("firm", _("Your firm"), ("name", "nip", "regon", "place")),
        Step("you", _("Who speaks for it"), ("representative", "position", "email", "phone")),
        Step("words", _("In your words"), ("note",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_mark": uuid.uuid4().hex, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def steps(self) -> Sequence[ShownStep]:
        """The groups of questions as they are drawn."""
        return [ShownStep(step, [self[name] for name in step.fields], wrong=False) for step in self.STEPS]

    def data_for_verb(self, language: str) -> ApplicationData:
        """What was typed, for `apply_to_take_part`."""
        typed = dict(self.cleaned_data)
        mark = typed.pop("form_mark")
        return ApplicationData(**typed, language=language, form_mark=mark if MARK.fullmatch(mark) else "")


class ApplicationFilter(FilterForm):
    """What the list of applications is narrowed to."""

    chips = {"state": _("State")}
    state = forms.ChoiceField(choices=READ, required=False)


class AcceptForm(forms.Form):
    """The yes to an application; of a firm that is known already somebody has asked the firm."""

    firm_was_asked = forms.BooleanField(
        label=_("I called the firm: this person speaks for it"), required=False
    )


class DeclineForm(forms.Form):
    """The no, with a reason that stays inside."""

    reason = forms.CharField(
        label=pgettext_lazy("of an answer", "Why not?"),
        max_length=200,
        required=False,
        help_text=_("It stays here; the firm is not told."),
    )
