"""Addresses of the pages of those who help about themselves."""

from django.urls import path

from .views import me

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/pause/", me.me_pause, name="me_pause"),
    path("me/pause/end/", me.me_resume, name="me_resume"),
]
