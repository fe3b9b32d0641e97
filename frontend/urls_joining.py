"""Addresses of an employer's way in: application, survey, consultation, participation agreement."""

from django.urls import path

from .views import applications, joining, part_texts, parts, surveys

urlpatterns = [
    path("employers/join/<slug:key>/", joining.join, name="join"),
    path("employers/join/<slug:key>/sent/", joining.join_sent, name="join_sent"),
    path("employers/confirm/<str:token>/", joining.join_confirm, name="join_confirm"),
    path("employers/applications/", applications.applications, name="applications"),
    path("employers/applications/export/", applications.applications_export, name="applications_export"),
    path("employers/applications/<int:pk>/", applications.application, name="application"),
    path(
        "employers/applications/<int:pk>/accept/", applications.application_accept, name="application_accept"
    ),
    path(
        "employers/applications/<int:pk>/decline/",
        applications.application_decline,
        name="application_decline",
    ),
    path("employers/<int:pk>/survey/", surveys.survey, name="survey"),
    path("employers/<int:pk>/survey/sent/", surveys.survey_sent, name="survey_sent"),
    path("employers/<int:pk>/survey/<slug:key>/", surveys.survey_step, name="survey_step"),
    path("employers/<int:pk>/consultation/", surveys.consultation, name="consultation"),
    path("employers/<int:pk>/agreement/", parts.part_agreement, name="part_agreement"),
    path("employers/<int:pk>/agreement/prepare/", parts.part_prepare, name="part_prepare"),
    path("employers/<int:pk>/agreement/sign/", parts.part_sign, name="part_sign"),
    path("employers/<int:pk>/agreement/countersign/", parts.part_countersign, name="part_countersign"),
    path("employers/<int:pk>/agreement/take-back/", parts.part_take_back, name="part_take_back"),
    path("employers/<int:pk>/agreement/preview/", parts.part_preview, name="part_preview"),
    path("employers/<int:pk>/agreement/<int:prepared_pk>/file/", parts.part_file, name="part_file"),
    path("settings/participation-agreement/", part_texts.part_texts, name="part_texts"),
    path("settings/participation-agreement/<int:pk>/", part_texts.part_text, name="part_text"),
]
