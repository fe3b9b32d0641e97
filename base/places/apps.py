from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places, languages and weeks: values without rows of their own."""

    name = "base.places"
    label = "places"
    verbose_name = _("Places, languages, weeks")

    def ready(self) -> None:
        from base.places.search_index import after_migrate

        # Sent once per app: listening to our own sender makes it once per migrate.
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="places.search_indexes")
