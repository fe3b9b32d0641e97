"""Who gets in and what is read: named in the settings, so without anything that needs a view."""

from io import BytesIO
from typing import Any

import rules
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

MOST_BYTES = 256 * 1024


class SessionLogIn(SessionAuthentication):
    """The pages' own log-in, with CSRF. Who is not logged in gets 401, so that a phone keeps its queue."""

    def authenticate_header(self, request: Request) -> str:
        """What makes it 401 rather than 403."""
        return "Session"


class BehindDoor(BasePermission):
    """A current membership with the permission the view names."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Without a name nobody gets in."""
        permission = getattr(view, "permission", None)
        membership = getattr(request, "membership", None)
        return bool(permission and membership and rules.has_perm(permission, membership))


class TooLarge(APIException):
    """More than a phone ever needs to send at once."""

    status_code = 413
    default_code = "too_large"


class Gone(APIException):
    """It was erased."""

    status_code = 410
    default_code = "gone"


class SmallJSONParser(JSONParser):
    """JSON of at most 256 kB."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Read no more than that, whatever the request says of its length."""
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError as error:
            raise ParseError from error
