"""Forms about bank accounts, de minimis aid and euro rates."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.listing import FilterForm
from frontend.templatetags.money import euro_rate
from stipends.domain.aid import AidData
from stipends.enums import AccountState

from .amounts import ZlotyField
from .people import DayField

_RATE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?")


class AccountFilter(FilterForm):
    """What the list of bank accounts is narrowed to."""

    chips = {"state": _("State")}
    state = forms.ChoiceField(choices=AccountState.choices, required=False)


class AccountForm(forms.Form):
    """Where an employer is to be paid."""

    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        help_text=_("26 digits; spaces do not matter."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    holder = forms.CharField(
        label=_("Holder of the account"),
        max_length=140,
        help_text=_("The firm, as the bank writes it."),
    )


class ReasonForm(forms.Form):
    """Why something is refused or taken back; what is missing is the verb's to say."""

    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)


class EuroField(ZlotyField):
    """An amount in euro as eurocents, written as amounts in zlotys are."""

    default_error_messages = {"invalid": _("Write an amount like 1 234,56: euro, then cents after a comma.")}

    def to_python(self, value: Any) -> int | None:
        """None for an empty field; ValidationError for what is no amount."""
        return super().to_python(re.sub("eur|€", "", value, flags=re.IGNORECASE) if value else value)


class RateField(forms.CharField):
    """“4,2650” as ten-thousandths of a zloty."""

    default_error_messages = {"invalid": _("Write the rate like 4,2650.")}

    def prepare_value(self, value: Any) -> Any:
        """Ten-thousandths as people write a rate; what somebody typed stays as they typed it."""
        return euro_rate(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Ten-thousandths of a zloty; ValidationError for what is no rate."""
        found = _RATE.fullmatch(super().clean(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0"))


class AidForm(forms.Form):
    """Aid received elsewhere, from its certificate."""

    granted_on = DayField(label=_("Granted on"))
    amount_grosze = ZlotyField(label=_("Amount in zlotys"))
    amount_eurocents = EuroField(
        label=_("Amount in euro"),
        required=False,
        help_text=_("As on the certificate. Empty: at the rate of that day, where it is known here."),
    )
    grantor = forms.CharField(label=_("Granted by"), max_length=200)
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)

    def data_for_verb(self) -> AidData:
        """What was typed, for `record_aid`."""
        return AidData(**self.cleaned_data)


class RateForm(forms.Form):
    """What a euro was worth on a day."""

    day = DayField(label=_("Day"), initial=timezone.localdate)
    rate_e4 = RateField(
        label=_("Zlotys for one euro"),
        max_length=10,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Such as 4,2650: the average rate of the National Bank of Poland."),
    )
    source = forms.CharField(
        label=_("Where it is written"), max_length=120, help_text=_("Such as: NBP, table 230/A/NBP/2026.")
    )
