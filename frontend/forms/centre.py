"""Forms about the centre itself."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.organisations.domain.organisations import OrganisationData
from base.organisations.forms import NipFormField, RegonFormField
from base.organisations.models import Organisation
from base.places.forms import PlaceFormField
from volunteers.enums import DocumentKind

from .people import DayField
from .reasons import WHY, WhyForm


class OrganisationForm(WhyForm):
    """What the centre says of itself."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=200)
    nip = NipFormField(required=False, help_text=_("Ten digits; hyphens and spaces do not matter."))
    regon = RegonFormField(required=False, help_text=_("Nine or fourteen digits."))
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Answers to our messages come here.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    place = PlaceFormField(label=_("Where the centre is"), required=False)

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationForm":
        """The form filled with what is known."""
        names = ("name", "nip", "regon", "email", "phone")
        return cls(initial={"place": organisation} | {name: getattr(organisation, name) for name in names})

    def data_for_verb(self) -> OrganisationData:
        """What was typed, for `revise_organisation`."""
        return OrganisationData(**{name: self.cleaned_data[name] for name in self.fields if name != WHY})


class SiteForm(forms.Form):
    """One place where the organisation works."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=120,
        help_text=_("Such as: main office, branch in Pionki."),
    )
    place = PlaceFormField(label=_("Where it is"))


class OwnSiteForm(WhyForm, SiteForm):
    """One of the centre's own."""


class DocumentForm(forms.Form):
    """New words of a document: the version before ends the day before these begin."""

    kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind.choices)
    version = forms.CharField(label=_("Version"), max_length=40, help_text=_("Such as: 2026-12."))
    valid_from = DayField(label=_("In force from"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Where it is written"), max_length=300, help_text=_("Such as: director's order 12/2026.")
    )
    body = forms.CharField(
        label=_("Text, in Polish"),
        max_length=40_000,
        widget=forms.Textarea({"rows": 18, "lang": "pl"}),
        help_text=_("“# ” begins the title, “## ” a heading, “[ ] ” a statement one may tick."),
    )
