"""Addresses of an employer's way in: application, survey, consultation, participation agreement."""

from django.urls import path

from .views import applications, joining

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
]
