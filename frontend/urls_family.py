"""Addresses of the family's own pages, and of the coordinator's page that makes the link to them."""

from django.urls import path, re_path

from .views import (
    family_about,
    family_door,
    family_first_weeks,
    family_help,
    family_home,
    family_meetings,
    family_pairs,
    family_way_in,
)

urlpatterns = [
    path("families/<int:pk>/way-in/", family_way_in.way_in, name="family_way_in"),
    path("families/<int:pk>/way-in/make/", family_way_in.make, name="family_way_in_make"),
    path("families/<int:pk>/way-in/close/", family_way_in.close, name="family_way_in_close"),
    path(
        "families/<int:pk>/questions/<int:question_pk>/answer/",
        family_way_in.question_answer,
        name="family_question_answer",
    ),
    re_path(r"^f/(?P<token>[A-Za-z0-9_-]{43})/$", family_door.opened, name="f_open"),
    path("f/pin/", family_door.wake, name="f_wake"),
    path("f/leave/", family_door.leave, name="f_leave"),
    path("f/language/", family_door.language, name="f_language"),
    path("f/about/", family_about.about, name="f_about"),
    path("f/about/<slug:key>/", family_about.step, name="f_step"),
    path("f/people/<uuid:key>/", family_pairs.pair, name="f_pair"),
    path("f/people/<uuid:key>/answer/", family_pairs.answer, name="f_answer"),
    path("f/people/<uuid:key>/end/", family_pairs.end, name="f_end"),
    path("f/people/<uuid:key>/word/", family_pairs.last_word, name="f_last_word"),
    path("f/people/<uuid:key>/first-weeks/", family_first_weeks.first_weeks, name="f_first_weeks"),
    path("f/rest/", family_pairs.rest, name="f_rest"),
    path("f/meetings/", family_meetings.meetings, name="f_meetings"),
    path("f/meetings/<int:pk>/", family_meetings.meeting, name="f_meeting"),
    path("f/meetings/<int:pk>/confirm/", family_meetings.confirm, name="f_confirm"),
    path("f/meetings/<int:pk>/otherwise/", family_meetings.otherwise, name="f_otherwise"),
    path("f/plans/<uuid:key>/", family_meetings.plan, name="f_plan"),
    path("f/plans/<uuid:key>/call-off/", family_meetings.call_off, name="f_call_off"),
    path("f/help/", family_help.help_me, name="f_help"),
    path("f/concern/", family_help.concern, name="f_concern"),
    path("f/", family_home.home, name="f_home"),
]
