"""Addresses of the family's own pages, and of the coordinator's page that makes the link to them."""

from django.urls import path, re_path

from .views import family_about, family_door, family_home, family_way_in

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
    path("f/", family_home.home, name="f_home"),
]
