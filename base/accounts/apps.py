"""The room of those who log in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, memberships, invitations, drafts."""

    name = "base.accounts"
    label = "accounts"
    verbose_name = _("people who log in")
