"""ASGI entry: pages over HTTP, live updates over a websocket that knows its origin and its user."""

import gc
import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
http = get_asgi_application()

from django.urls import get_resolver  # noqa: E402  # the apps must be loaded first

from frontend.origins import OwnOriginOnly  # noqa: E402
from frontend.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AllowedHostsOriginValidator(
            OwnOriginOnly(SessionMiddlewareStack(URLRouter(websocket_urlpatterns)))
        ),
    }
)

# Every page is loaded before the first visitor asks for one; and Python, looking for what nobody holds any
# more, need not look through all of it each time: that kept some page waiting a sixth of a second.
_every_page = get_resolver().url_patterns
gc.collect()
gc.freeze()
