"""Addresses of the installable pages: the log, offers, a helper's pairs and meetings."""

from django.urls import path

from .views import companion, install, last_word, log, offers, own_meetings

urlpatterns = [
    path("manifest.webmanifest", install.manifest, name="manifest"),
    path("sw.js", install.service_worker, name="service_worker"),
    path("log/", log.log, name="log"),
    path("log/shell/", install.log_shell, name="log_shell"),
    path("log/<uuid:entry>/differing/", log.log_differing, name="log_differing"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:key>/", offers.offer, name="offer"),
    path("with/<uuid:key>/", companion.companion, name="companion"),
    path("with/<uuid:key>/first-weeks/", companion.companion_first_weeks, name="companion_first_weeks"),
    path("with/<uuid:key>/plan/", companion.plan, name="plan"),
    path("with/<uuid:key>/pause/", companion.companion_pause, name="companion_pause"),
    path("with/<uuid:key>/resume/", companion.companion_resume, name="companion_resume"),
    path("with/<uuid:key>/how-it-was/", last_word.companion_word, name="companion_word"),
    path("with/<uuid:key>/end/", companion.companion_end, name="companion_end"),
    path("planned/<uuid:key>/move/", companion.planned_move, name="planned_move"),
    path("planned/<uuid:key>/call-off/", companion.planned_call_off, name="planned_call_off"),
    path("meetings/<int:pk>/", own_meetings.own_meeting, name="own_meeting"),
    path("meetings/<int:pk>/choose/", own_meetings.own_meeting_choose, name="own_meeting_choose"),
    path("meetings/<int:pk>/withdraw/", own_meetings.own_meeting_withdraw, name="own_meeting_withdraw"),
]
