"""The demo: made-up people and a staged story, told through the verbs of the other rooms. No tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = _("demo")
