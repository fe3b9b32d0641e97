"""What allauth asks of us, and the one place where we ask something of its inner rooms."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_from_request, override

from base.accounts.middleware import SESSION_KEY
from base.accounts.models import Membership

FAREWELL = "account/messages/logged_out.txt"


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation is the one way in."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """A farewell is read on the next page, which speaks the browser's language and not the account's."""
        told = args[0] if args else kwargs.get("message_template")
        language = get_language_from_request(request) if told == FAREWELL else get_language()
        with override(language):
            super().add_message(request, level, *args, **kwargs)


def log_in_invited(request: HttpRequest, membership: Membership, *, typed_password: bool) -> HttpResponse:
    """Log in somebody who has just accepted an invitation, and go home under that membership.

    What they did this minute counts as fresh proof, so that setting up a second step does not ask again.
    """
    # allauth offers no public way to say so; without it the person would type the same password twice.
    method = "password" if typed_password else "code"
    record_authentication(request, membership.user, method, reauthenticated=True)
    response: HttpResponse = perform_login(request, membership.user)
    request.session[SESSION_KEY] = membership.pk
    return response
