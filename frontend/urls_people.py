"""Addresses of people's pages: families, volunteers, employers with mentors and mentees."""

from django.urls import path

from .views import families, places

urlpatterns = [
    path("places/search/", places.places_search, name="places_search"),
    path("places/week/<str:kind>/", places.week_preview, name="week_preview"),
    path("places/languages/", places.languages_preview, name="languages_preview"),
    path("families/", families.families, name="families"),
    path("families/export/", families.families_export, name="families_export"),
    path("families/add/", families.family_add, name="family_add"),
    path("families/<int:pk>/", families.family, name="family"),
    path("families/<int:pk>/edit/", families.family_edit, name="family_edit"),
    path("families/<int:pk>/state/", families.family_state, name="family_state"),
    path("families/<int:pk>/consents/", families.family_consent, name="family_consent"),
    path(
        "families/<int:pk>/consents/withdraw/",
        families.family_consent_withdraw,
        name="family_consent_withdraw",
    ),
    path("families/<int:pk>/join/", families.family_join, name="family_join"),
    path("families/<int:pk>/leave/", families.family_leave, name="family_leave"),
    path("families/<int:pk>/reasons/", families.family_priority_add, name="family_priority_add"),
    path(
        "families/<int:pk>/reasons/<int:reason_pk>/remove/",
        families.family_priority_remove,
        name="family_priority_remove",
    ),
]
