"""Where a socket may be opened from: a page of the same address, as of a form."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings

USUAL_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def is_own_origin(origin: str, host: str) -> bool:
    """Whether a page of `origin` may speak with `host`: the same address, or one that forms may come from."""
    try:
        told, own = urlsplit(origin), urlsplit(f"{urlsplit(origin).scheme}://{host}")
        usual = USUAL_PORTS.get(told.scheme)
        same = (told.hostname, told.port or usual) == (own.hostname, own.port or usual)
    except ValueError:
        return False
    return bool(told.hostname) and (same or origin in settings.CSRF_TRUSTED_ORIGINS)


class OwnOriginOnly:
    """Turns away every socket whose page is not our own, and every one that does not say where it is from."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """Pass on, or deny before anything else is asked."""
        headers = {name.lower(): value.decode("latin1") for name, value in scope.get("headers", [])}
        if is_own_origin(headers.get(b"origin", ""), headers.get(b"host", "")):
            return await self.application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)
