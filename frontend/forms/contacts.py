"""Forms of coordinators in touch with a pair: a contact, a note."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.enums import ContactWay, ContactWith, Mood
from activities.models.contacts import LONGEST_WORDS

from .pair_life import PairForm


def _choice(label: Any, choices: Any, told: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": told}, **more
    )


class ContactForm(PairForm):
    """Whom a coordinator spoke with, how and when, and how it goes."""

    whom = _choice(_("With whom?"), ContactWith.choices, _("Choose with whom you spoke."))
    way = _choice(
        _("How?"), ContactWay.choices, _("Choose how you were in touch."), initial=ContactWay.PHONE.value
    )
    on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day.")},
        initial=timezone.localdate,
    )
    mood = forms.TypedChoiceField(
        label=_("How does it go?"),
        choices=[*Mood.choices, ("", _("not said"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In short"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For coordinators only. Nothing of health, faith or papers."),
    )


class NoteForm(PairForm):
    """A note for the coordinators of a pair."""

    words = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words.")},
        help_text=_("For coordinators only. Nothing of health, faith or papers."),
    )
