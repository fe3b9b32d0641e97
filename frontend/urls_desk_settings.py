"""Addresses of what a centre sets: wording, days off, staff, care of pairs, and the history of changes."""

from django.urls import path

from .views import desk_settings, rule_versions, wording

urlpatterns = [
    path("settings/", desk_settings.settings, name="settings"),
    path("settings/days-off/", desk_settings.days_off, name="days_off"),
    path("settings/days-off/<int:pk>/remove/", desk_settings.day_off_remove, name="day_off_remove"),
    path("settings/staff/", desk_settings.staff, name="staff"),
    path("settings/staff/<int:pk>/", desk_settings.staff_member, name="staff_member"),
    path("settings/wording/", wording.wordings, name="wordings"),
    path("settings/wording/<slug:template>/<slug:language>/", wording.wording, name="wording"),
    path(
        "settings/wording/<slug:template>/<slug:language>/standard/",
        wording.wording_standard,
        name="wording_standard",
    ),
    path("settings/history/", desk_settings.settings_history, name="settings_history"),
    path("settings/history/export/", desk_settings.settings_history_export, name="settings_history_export"),
    path("programmes/<int:pk>/rules/", rule_versions.programme_rules, name="programme_rules"),
    path("programmes/<int:pk>/care/", rule_versions.programme_care, name="programme_care"),
]
