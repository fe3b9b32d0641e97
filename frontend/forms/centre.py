"""Forms about the centre itself."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.organisations.domain.organisations import OrganisationData
from base.organisations.forms import NipFormField, RegonFormField
from base.organisations.models import Organisation
from base.places.forms import PlaceFormField


class OrganisationForm(forms.Form):
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
        return OrganisationData(**self.cleaned_data)


class SiteForm(forms.Form):
    """One place where the organisation works."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=120,
        help_text=_("Such as: main office, branch in Pionki."),
    )
    place = PlaceFormField(label=_("Where it is"))
