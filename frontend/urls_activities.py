"""Addresses of the desk about meetings: the list, one meeting, plans, the catalogue, help, concerns."""

from django.urls import path

from .views import activities, concerns, help_calls, meetings, pair_contacts, pair_meetings

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/export/", meetings.meetings_export, name="meetings_export"),
    path("meetings/<int:pk>/both-sides/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/both-sides/settle/", meetings.meeting_settle, name="meeting_settle"),
    path("meetings/<int:pk>/both-sides/confirm/", meetings.meeting_confirm, name="meeting_confirm"),
    path("meetings/<int:pk>/both-sides/otherwise/", meetings.meeting_otherwise, name="meeting_otherwise"),
    path("meetings/<int:pk>/both-sides/take-back/", meetings.meeting_withdraw, name="meeting_withdraw"),
    path("pairs/<int:pk>/meetings/log/", pair_meetings.pair_log, name="pair_log"),
    path("pairs/<int:pk>/meetings/plan/", pair_meetings.pair_plan, name="pair_plan"),
    path("pairs/<int:pk>/contact/", pair_contacts.pair_contact, name="pair_contact"),
    path("pairs/<int:pk>/note/", pair_contacts.pair_note, name="pair_note"),
    path("contacts/<int:pk>/take-back/", pair_contacts.pair_contact_withdraw, name="pair_contact_withdraw"),
    path("notes/<int:pk>/take-back/", pair_contacts.pair_note_withdraw, name="pair_note_withdraw"),
    path("plans/<int:pk>/move/", pair_meetings.plan_move, name="plan_move"),
    path("plans/<int:pk>/call-off/", pair_meetings.plan_call_off, name="plan_call_off"),
    path("programmes/<int:pk>/activities/", activities.activities, name="activities"),
    path("programmes/<int:pk>/activities/<slug:code>/", activities.activity, name="activity"),
    path(
        "programmes/<int:pk>/activities/<slug:code>/order/", activities.activity_order, name="activity_order"
    ),
    path(
        "programmes/<int:pk>/activities/<slug:code>/shown/", activities.activity_shown, name="activity_shown"
    ),
    path("help/", help_calls.help_calls, name="help_calls"),
    path("help/<int:pk>/answer/", help_calls.help_answer, name="help_answer"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<int:pk>/", concerns.concern, name="concern"),
    path("concerns/<int:pk>/note/", concerns.concern_note, name="concern_note"),
    path("concerns/<int:pk>/close/", concerns.concern_close, name="concern_close"),
    path("families/<int:pk>/concern/", concerns.concern_report, name="concern_report"),
]
