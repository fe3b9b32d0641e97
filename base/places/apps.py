from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places, languages and weeks: values without rows of their own."""

    name = "base.places"
    label = "places"
    verbose_name = _("Places, languages, weeks")
