"""Forms of claims: what is asked for, papers, the signature, decisions and comments."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from frontend.claim_acts import MOST_WORDS
from frontend.claim_words import month_words
from frontend.forms.amounts import ZlotyField
from frontend.forms.people import DayField
from frontend.listing import FilterForm
from stipends.domain.papers import LONGEST_NAME, MOST_BYTES
from stipends.enums import ClaimState, Declaration, PaperKind, SupportKind
from stipends.models import Claim

#: A draft is the firm's alone.
SEEN_STATES = [choice for choice in ClaimState.choices if choice[0] != ClaimState.DRAFT]


class ClaimListFilter(FilterForm):
    """What the centre's list of claims is narrowed to."""

    boxes = ("q", "month", "kind")
    chips = {"turn": _("Who acts"), "state": _("State")}
    turn = forms.ChoiceField(
        choices=[("verify", _("to verify")), ("approve", _("to approve")), ("pay", _("to pay"))],
        required=False,
    )
    state = forms.ChoiceField(choices=SEEN_STATES, required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    kind = forms.ChoiceField(label=_("Kind of support"), choices=SupportKind.choices, required=False)

    def __init__(self, data: Mapping[str, Any], months: Iterable[date]) -> None:
        super().__init__(
            data,
            month=[(f"{month:%Y-%m}", month_words(month)) for month in months],
            kind=list(SupportKind.choices),
        )

    @property
    def chosen_month(self) -> date | None:
        """Its first day."""
        chosen = self.chosen("month")
        return date.fromisoformat(f"{chosen}-01") if chosen else None


class PaperForm(forms.Form):
    """One file and what it is; what can be read is for the domain to say."""

    kind = forms.ChoiceField(choices=PaperKind.choices, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Choose the file."),
            "missing": _("Choose the file."),
            "empty": _("This file is empty. Choose another one."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )
    dated_on = DayField(label=_("Date on the paper"), required=False)

    def for_verb(self) -> dict[str, Any]:
        """Name, content, kind and date, as `put_in_paper` takes them; a large file is not read whole."""
        file: UploadedFile = self.cleaned_data["file"]
        content = file.read(MOST_BYTES + 1)
        given = {name: self.cleaned_data[name] for name in ("kind", "dated_on")}
        return given | {"name": file.name or "", "content": content}


class SubmitForm(forms.Form):
    """What the claimant states, their name, and which version of the claim they saw."""

    declarations = forms.MultipleChoiceField(
        label=_("I state that"),
        choices=Declaration.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick each sentence that is true; without them it cannot be sent.")},
    )
    signed_name = forms.CharField(
        label=_("Your first name and surname"),
        help_text=_("It stands under the claim as your signature."),
        max_length=120,
        error_messages={"required": _("Sign with your name.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @classmethod
    def of(cls, claim: Claim, data: Mapping[str, Any] | None = None, *, name: str = "") -> "SubmitForm":
        """The form for this claim: a bill says nothing of an allowance paid out."""
        known = claim.signed_name or name
        initial = {"declarations": claim.declarations, "signed_name": known, "version": claim.version}
        form = cls(data, initial=initial)
        if claim.kind != SupportKind.MENTOR_ALLOWANCE:
            field: Any = form.fields["declarations"]
            field.choices = [choice for choice in field.choices if choice[0] != Declaration.PAID_OUT]
        return form

    def see_version(self, version: int) -> None:
        """From now on the person has been told of this version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict once it is bound
        self.data["version"] = str(version)  # type: ignore[index]


class DecisionForm(forms.Form):
    """What is decided, with the words it needs and the version that was seen."""

    decision = forms.CharField(max_length=20)
    words = forms.CharField(max_length=MOST_WORDS, required=False)
    version = forms.IntegerField(min_value=1, required=False)


class CommentForm(forms.Form):
    """What somebody says of a claim; `inside` is offered to the centre's people alone."""

    words = forms.CharField(
        label=_("Comment"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what you want to say.")},
    )
    inside = forms.BooleanField(label=_("For the centre's people only"), required=False)


class OtherClaimForm(forms.Form):
    """Another kind of support than the allowance: what for, which month, how much."""

    kind = forms.ChoiceField(
        label=_("Kind of support"),
        choices=[choice for choice in SupportKind.choices if choice[0] != SupportKind.MENTOR_ALLOWANCE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of support.")},
    )
    month = forms.ChoiceField(label=_("Month"), help_text=_("In which the cost arose."))
    subject = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("Such as: translation of the work rules into Ukrainian, 12 pages."),
        error_messages={"required": _("Write what it is for.")},
    )
    asked = ZlotyField(label=_("Amount"), help_text=_("In zlotys, as on the bill: 1 234,56."))

    def __init__(self, data: Mapping[str, Any] | None, months: Iterable[date]) -> None:
        super().__init__(data)
        field: Any = self.fields["month"]
        field.choices = [(month.isoformat(), month_words(month)) for month in months]

    def for_verb(self) -> dict[str, Any]:
        """As `begin_other_claim` takes it."""
        typed = self.cleaned_data
        return {
            "kind": typed["kind"],
            "month": date.fromisoformat(typed["month"]),
            "subject": typed["subject"],
            "asked_grosze": typed["asked"],
        }
