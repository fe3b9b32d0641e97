"""Forms of the participation agreement: what it settles, both signatures, and its words."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.profiles import one_line
from mentors.domain.parts import PartTerms

from .people import DayField, day_or_none


class PartForm(forms.Form):
    """What a participation agreement settles; its words and the kinds of support are decided elsewhere."""

    number = forms.CharField(label=_("Number"), max_length=40, help_text=_("Such as: UP/7/2026."))
    valid_from = DayField(label=_("From"), initial=timezone.localdate)
    valid_until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Empty: without an end. Days within can be claimed."),
    )
    representative = forms.CharField(
        label=_("Who signs for the firm?"),
        max_length=120,
        help_text=_("First name and surname of one person who may sign alone."),
    )
    position = forms.CharField(
        label=_("As what?"), max_length=120, required=False, help_text=_("Such as: prezes zarządu.")
    )
    register = forms.CharField(
        label=_("Register"), max_length=120, required=False, help_text=_("Such as: KRS 0000123456, or CEIDG.")
    )
    notice_days = forms.IntegerField(label=_("Days of notice"), min_value=1, max_value=180, initial=30)

    def terms(self) -> PartTerms:
        """What was typed, for `prepare_part`."""
        typed = self.cleaned_data
        return PartTerms(**(typed | {"valid_until": day_or_none(typed["valid_until"])}))


class SignPartForm(forms.Form):
    """The firm's signature: the full name and two ticks."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    may_sign = forms.BooleanField(label=_("I may sign for the firm alone"), required=False)
    agrees = forms.BooleanField(
        label=_("I have read the agreement and agree to it for the firm"), required=False
    )
    typed_name = forms.CharField(
        label=_("Sign with your first name and surname"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_typed_name(self) -> str:
        return one_line(self.cleaned_data["typed_name"])


class CountersignForm(forms.Form):
    """Who signs for the centre."""

    typed_name = forms.CharField(label=_("Signed for the centre by"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "countersign_%s", **kwargs})


class PartTextForm(forms.Form):
    """New words of the agreement: the version before ends the day before these begin."""

    version = forms.CharField(label=_("Version"), max_length=40, help_text=_("Such as: 2026-12."))
    valid_from = DayField(label=_("In force from"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Where it is written"), max_length=300, help_text=_("Such as: director's order 12/2026.")
    )
    body = forms.CharField(
        label=_("Text, in Polish"),
        max_length=40_000,
        widget=forms.Textarea({"rows": 18, "lang": "pl"}),
        help_text=_("“# ” begins the title, “## ” a heading."),
    )
