"""Nothing typed is lost when a log-in expires.

A form carries, signed, whose it is (`{% draft_owner %}`). When it is posted and nobody is logged in any more,
what was typed waits one hour in the server's session; after the log-in of the same person the same page shows
it again, filled in. For anybody else it is gone at their log-in.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import HttpRequest, QueryDict

from base.accounts.middleware import SESSION_KEY as MEMBERSHIP_KEY
from base.accounts.models import Membership, User
from base.accounts.queries import load_draft

if TYPE_CHECKING:
    from frontend.access import SignedRequest

FIELD = "draft_owner"
SESSION_KEY = "held_forms"
SECONDS = 60 * 60
MOST_FORMS = 5
MOST_CHARACTERS = 200_000
SIGNATURE_DAYS = 7
_SALT = "frontend.held"


@dataclass(frozen=True)
class Owner:
    """Who began a form, and under which membership."""

    user_id: int
    membership_id: int


def sign_owner(membership: Membership) -> str:
    """The value of the hidden field: nobody but this server can make it."""
    return signing.dumps([membership.user_id, membership.pk], salt=_SALT)


def read_owner(request: HttpRequest) -> Owner | None:
    """Who began the posted form; None without the field, or with one we did not sign in the last week."""
    try:
        user_id, membership_id = signing.loads(
            request.POST.get(FIELD, ""), salt=_SALT, max_age=SIGNATURE_DAYS * 24 * 3600
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Owner(user_id, membership_id)


def hold(request: HttpRequest) -> bool:
    """Keep the posted fields for their owner for an hour.

    False when the form does not say whose it is, or somebody else is logged in.
    """
    owner = read_owner(request)
    if isinstance(request.user, User) and owner and owner.user_id != request.user.pk:
        return False
    fields = typed_fields(request.POST).urlencode()
    if owner is None or len(fields) > MOST_CHARACTERS:
        return False
    held = _alive(request)
    held.pop(request.path, None)
    held[request.path] = {
        "owner": [owner.user_id, owner.membership_id],
        "until": time.time() + SECONDS,
        "fields": fields,
    }
    _store(request, dict(list(held.items())[-MOST_FORMS:]))
    if not isinstance(request.user, User):
        request.session.set_expiry(SECONDS)  # the row itself goes too, when nobody comes back
    return True


def held_data(request: "SignedRequest") -> QueryDict | None:
    """What this person typed on this page before their log-in expired, as form data; None when nothing waits.

    It stays until the form is sent or the hour is over, so that a reload does not lose it.
    """
    entry = _alive(request).get(request.path)
    if entry is None or entry["owner"] != [request.user.pk, request.membership.pk]:
        return None
    return QueryDict(entry["fields"])


def forget(request: HttpRequest) -> None:
    """Drop what waits for this page: the form was sent."""
    if SESSION_KEY in request.session:
        held = _alive(request)
        held.pop(request.path, None)
        _store(request, held)


def claim(request: HttpRequest, user: User) -> None:
    """At log-in: keep what is this user's and the membership it was typed under; purge the rest."""
    if SESSION_KEY not in request.session:
        return
    request.session.set_expiry(None)
    mine = {path: entry for path, entry in _alive(request).items() if entry["owner"][0] == user.pk}
    _store(request, mine)
    if mine:
        request.session[MEMBERSHIP_KEY] = list(mine.values())[-1]["owner"][1]


def draft_data(request: "SignedRequest", form_key: str) -> QueryDict | None:
    """This person's saved draft of a form, as form data; None when there is none."""
    fields = load_draft(request.membership, form_key)
    if fields is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def typed_fields(data: QueryDict) -> QueryDict:
    """The posted fields that a person typed: without tokens, and never a password."""
    typed = data.copy()
    for name in data:
        if name in (FIELD, "csrfmiddlewaretoken") or "password" in name:
            del typed[name]
    return typed


def _alive(request: HttpRequest) -> dict[str, dict[str, Any]]:
    now = time.time()
    held = request.session.get(SESSION_KEY, {})
    return {path: entry for path, entry in held.items() if entry["until"] > now}


def _store(request: HttpRequest, held: dict[str, dict[str, Any]]) -> None:
    if held:
        request.session[SESSION_KEY] = held
    else:
        request.session.pop(SESSION_KEY, None)
