"""ASGI entry: pages over HTTP, live updates over a websocket that knows its origin and its user."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
http = get_asgi_application()

from frontend.origins import OwnOriginOnly  # noqa: E402
from frontend.routing import websocket_urlpatterns  # noqa: E402  # the apps must be loaded first

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AllowedHostsOriginValidator(
            OwnOriginOnly(SessionMiddlewareStack(URLRouter(websocket_urlpatterns)))
        ),
    }
)
