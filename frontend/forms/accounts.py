"""Forms about oneself and one's colleagues."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import ROLES_AT, Role
from base.accounts.models import Invitation, User
from base.organisations.models import Organisation


class InviteForm(forms.Form):
    """Whom to invite to which role at one organisation."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation works only for the person who reads this mailbox."),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 - declared above
        role.choices = [(r.value, r.label) for r in ROLES_AT.get(organisation.kind, ())]

    def clean_role(self) -> Role:
        """The chosen role."""
        return Role(self.cleaned_data["role"])


class AcceptForm(forms.Form):
    """A new person's name and, if they want one, password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("As your colleagues will see it.")
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_(
            "At least 10 characters. Without one, we send a code to your e-mail each time you log in."
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"name": invitation.name}, **kwargs})
        self._email = invitation.email

    def clean(self) -> dict[str, Any] | None:
        """The password must not be easy to guess for somebody who knows the name and the address."""
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, User(email=self._email, name=self.cleaned_data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class AccountForm(forms.Form):
    """What a person sets for themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    shortcuts = forms.BooleanField(
        label=_("Single keys as shortcuts"),
        required=False,
        help_text=_("Such as j and k to move in a list. Press ? on a list to see them all."),
    )
