"""The door of the API: the log-in of the pages, the same membership, the same permissions, never a page.

POST  validate → one verb → its answer        errors are sentences, under "sentence"
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from base.accounts.models import Membership


@dataclass(frozen=True)
class Mark:
    """What a door asks for, as pages' doors say it (frontend/access.py); routes carry it as `view.door`."""

    permission: str | None = None
    membership: bool = True
    public: bool = False
    household: bool = False


class PhoneThrottle(UserRateThrottle):
    """How often one account may ask."""

    scope = "phone"


class PhoneView(APIView):
    """What every view of the API shares. A subclass names its permission."""

    permission: str

    @property
    def membership(self) -> Membership:
        """Under which the person acts; there is one behind the door."""
        return cast(Membership, self.request.membership)  # type: ignore[attr-defined]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep every answer out of all caches."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response


def opened(view: type[APIView], mark: Mark | None = None, **kwargs: Any) -> Callable[..., HttpResponseBase]:
    """The view for a route, with its mark."""
    found = view.as_view(**kwargs)
    found.door = mark or Mark(cast(type[PhoneView], view).permission)  # type: ignore[attr-defined]
    return found


def sentence_of(status: int) -> str:
    """What a person reads of an answer that carries no sentence of its own."""
    words = {
        400: _("We could not read what the phone sent. Update the page, then try again."),
        401: _("You are logged out. What you wrote stays on this phone; log in and it will be sent."),
        403: _("This is not open to you. If it should be, ask your coordinator."),
        404: _("There is nothing here for you. It may have ended, or belong to somebody else."),
        405: _("This cannot be done here."),
        410: _("This entry was erased. It cannot be sent again."),
        413: _("This is more than can be sent at once. Send it in smaller parts."),
        429: _("There were many requests in a short time. It will be tried again in a minute."),
        503: _("Very many people are saving at this moment. Nothing is lost; it will be tried again."),
    }
    return words.get(status, words[400])
