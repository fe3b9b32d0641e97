"""Addresses of people's pages: families, volunteers, employers with mentors and mentees."""

from django.urls import path

from .views import agreements, centre_documents, families, jobs, places, volunteers

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
    path("families/<int:pk>/jobs/", jobs.family_job, name="family_job"),
    path("families/<int:pk>/jobs/<int:job_pk>/end/", jobs.family_job_end, name="family_job_end"),
    path("families/<int:pk>/reasons/", families.family_priority_add, name="family_priority_add"),
    path(
        "families/<int:pk>/reasons/<int:reason_pk>/remove/",
        families.family_priority_remove,
        name="family_priority_remove",
    ),
    path("volunteers/", volunteers.volunteers, name="volunteers"),
    path("volunteers/export/", volunteers.volunteers_export, name="volunteers_export"),
    path("volunteers/add/", volunteers.volunteer_add, name="volunteer_add"),
    path("volunteers/<int:pk>/", volunteers.volunteer, name="volunteer"),
    path("volunteers/<int:pk>/edit/", volunteers.volunteer_edit, name="volunteer_edit"),
    path("volunteers/<int:pk>/state/", volunteers.volunteer_state, name="volunteer_state"),
    path("volunteers/<int:pk>/goodbye/", volunteers.volunteer_goodbye, name="volunteer_goodbye"),
    path("volunteers/<int:pk>/consents/", volunteers.volunteer_consent, name="volunteer_consent"),
    path(
        "volunteers/<int:pk>/consents/withdraw/",
        volunteers.volunteer_consent_withdraw,
        name="volunteer_consent_withdraw",
    ),
    path("volunteers/<int:pk>/join/", volunteers.volunteer_join, name="volunteer_join"),
    path("volunteers/<int:pk>/leave/", volunteers.volunteer_leave, name="volunteer_leave"),
    path("volunteers/<int:pk>/clearance/", volunteers.volunteer_clearance, name="volunteer_clearance"),
    path(
        "volunteers/<int:pk>/clearance/<int:item_pk>/revoke/",
        volunteers.volunteer_clearance_revoke,
        name="volunteer_clearance_revoke",
    ),
    path("volunteers/<int:pk>/trainings/", volunteers.volunteer_training, name="volunteer_training"),
    path("volunteers/<int:pk>/agreements/", volunteers.volunteer_agreement, name="volunteer_agreement"),
    path(
        "volunteers/<int:pk>/agreements/<int:agreement_pk>/end/",
        volunteers.volunteer_agreement_end,
        name="volunteer_agreement_end",
    ),
    path("volunteers/<int:pk>/agreements/prepare/", agreements.agreement_prepare, name="agreement_prepare"),
    path(
        "volunteers/<int:pk>/agreements/<int:prepared_pk>/sign/",
        agreements.agreement_sign,
        name="agreement_sign",
    ),
    path(
        "volunteers/<int:pk>/agreements/<int:prepared_pk>/take-back/",
        agreements.agreement_take_back,
        name="agreement_take_back",
    ),
    path(
        "volunteers/<int:pk>/agreements/<int:prepared_pk>/file/",
        agreements.agreement_file,
        name="agreement_file",
    ),
    path("volunteers/<int:pk>/standards/", agreements.standards_record, name="standards_record"),
    path("settings/documents/", centre_documents.documents, name="documents"),
    path("settings/documents/<int:pk>/", centre_documents.document, name="document"),
]
