"""Forms of payment batches: which claims, on which day paid, why returned or called off."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.forms.people import DayField
from stipends.models import Claim


class ChoosingForm(forms.Form):
    """The claims that go into a batch; only those whose employer can be paid now are offered."""

    claims = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": _("A claim does not wait any more.")}
    )

    def __init__(self, data: Any = None, *, payable: Sequence[Claim]) -> None:
        super().__init__(data, initial={"claims": [claim.pk for claim in payable]})
        field = self.fields["claims"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared so above
        field.choices = [(str(claim.pk), str(claim)) for claim in payable]
        self.payable = payable

    def ticked(self) -> list[Claim]:
        """The claims that are ticked: as sent, else all of them."""
        if not self.is_bound:
            return list(self.payable)
        sent = self["claims"].value() or []
        return [claim for claim in self.payable if str(claim.pk) in sent]


class PaidForm(forms.Form):
    """The day on which the bank paid."""

    paid_on = DayField(label=_("Paid on"), error_messages={"required": _("Choose a day.")})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"paid_on": timezone.localdate()}, auto_id="paid_%s")


class ReasonForm(forms.Form):
    """Why a transfer came back, or a batch is called off."""

    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, name: str) -> None:
        super().__init__(data, auto_id=f"{name}_%s")
