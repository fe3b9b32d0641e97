"""The API's addresses, under /api/."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from . import schema  # noqa: F401 - tells the schema how one logs in
from .doors import Mark, opened
from .views import Entries, EntryById, Roster

urlpatterns = [
    path("v1/roster/", opened(Roster), name="api_roster"),
    path("v1/entries/", opened(Entries), name="api_entries"),
    path("v1/entries/<uuid:entry_id>/", opened(EntryById), name="api_entry"),
    path(
        "schema/",
        opened(
            SpectacularJSONAPIView,
            Mark(membership=False, public=True),
            authentication_classes=(),
            permission_classes=(),
            throttle_classes=(),
        ),
        name="api_schema",
    ),
]
