"""The addresses of pages that ask instead of listening."""

from django.urls import path

from .views import live

urlpatterns = [path("live/now/", live.live_now, name="live_now")]
