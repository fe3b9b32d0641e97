"""Addresses of conversations of pairs: the helper's, the family's, the desk's."""

from django.urls import path

from .views import family_talk, pair_talk, talk

urlpatterns = [
    path("with/<uuid:key>/talk/", talk.talk, name="talk"),
    path("with/<uuid:key>/talk/contact/", talk.talk_contact, name="talk_contact"),
    path("with/<uuid:key>/talk/coordinator/", talk.talk_ask, name="talk_ask"),
    path("with/<uuid:key>/talk/<int:pk>/report/", talk.talk_report, name="talk_report"),
    path("f/people/<uuid:key>/talk/", family_talk.talk, name="f_talk"),
    path("f/people/<uuid:key>/talk/contact/", family_talk.talk_contact, name="f_talk_contact"),
    path("f/people/<uuid:key>/talk/<int:pk>/report/", family_talk.talk_report, name="f_talk_report"),
    path("conversations/", pair_talk.conversations, name="conversations"),
    path("pairs/<int:pk>/talk/", pair_talk.pair_talk, name="pair_talk"),
    path("pairs/<int:pk>/talk/<int:message>/hide/", pair_talk.pair_talk_hide, name="pair_talk_hide"),
    path("pairs/<int:pk>/talk/<int:message>/show/", pair_talk.pair_talk_show, name="pair_talk_show"),
    path("pairs/<int:pk>/talk/<int:message>/report/", pair_talk.pair_talk_report, name="pair_talk_report"),
]
