"""The addresses of pages that ask instead of listening, and of forms that a colleague may overtake."""

from django.urls import path

from .views import live

urlpatterns = [
    path("live/now/", live.live_now, name="live_now"),
    path("live/edited/<str:topic>/<int:version>/", live.edited, name="edited"),
]
