"""The addresses of sockets."""

from channels.routing import URLRouter
from django.urls import path

from frontend.consumers import LiveConsumer

websocket_urlpatterns: list[URLRouter] = [path("live/", LiveConsumer.as_asgi())]
