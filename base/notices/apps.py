"""Words to people outside: written now, sent later, in their own language and by their own channel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The outbox."""

    name = "base.notices"
    label = "notices"
    verbose_name = _("Notices")
