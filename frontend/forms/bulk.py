"""What an act on many is sent with."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class BulkForm(forms.Form):
    """Whom, as the preview named them, and why where the act asks for it."""

    act = forms.CharField(widget=forms.HiddenInput, max_length=40)
    keys = forms.CharField(widget=forms.HiddenInput, max_length=60_000, required=False)
    press = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"), max_length=200, required=False, help_text=_("Stands on each page.")
    )

    def __init__(self, asks: Collection[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" not in asks:
            del self.fields["reason"]
