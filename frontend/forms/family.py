"""What a family writes on its own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from families.domain.access import PIN_DIGITS

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": PIN_DIGITS, "pattern": "[0-9]*"}


def pin_field(**kwargs: object) -> forms.CharField:
    """Six digits, hidden while they are typed; the phone shows its digits."""
    return forms.CharField(
        widget=forms.PasswordInput(DIGITS),
        strip=True,
        error_messages={"required": _("Write the six digits.")},
        **kwargs,  # type: ignore[arg-type]  # the field's own words
    )


class PinForm(forms.Form):
    """The PIN of a link that was opened before."""

    pin = pin_field(label=_("Your PIN, six digits"))


class NewPinForm(forms.Form):
    """The PIN a family chooses at the first opening."""

    pin = pin_field(label=_("A new PIN, six digits"), help_text=_("For example a date that only you know."))
    again = pin_field(label=_("The same PIN once more"))
