"""Who listens: the log-in behind a socket, whether it still holds, and the groups that wake it."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from base.accounts.middleware import SESSION_KEY as MEMBERSHIP_KEY
from base.accounts.middleware import language_of
from base.accounts.models import Membership, User
from base.accounts.queries import current_membership
from base.accounts.rules import is_auditor, is_employer, is_finance
from frontend.access import lacks_second_factor
from frontend.topics import desk_group, firm_group, money_group, programme_group, user_group
from matching.queries import programmes_in_scope
from matching.rules import does_matching


class Mark(NamedTuple):
    """What a log-in stands on. While it is the same, so is everything that follows from it."""

    session: str
    role: str
    password: str
    factors: int


@dataclass(frozen=True)
class Listener:
    """Who listens by which session, what that stands on, and the groups they are woken by."""

    session_key: str
    membership: Membership
    mark: Mark | None
    groups: frozenset[str]
    language: str


def listener_of(session_key: str | None) -> Listener | None:
    """Who is logged in by this session, under which membership; None unless a page would be open to them."""
    if not session_key:
        return None
    # What it stands on is read first: a change while we look shows as another mark at the next look.
    sessions = _sessions([session_key])
    session = _store()(session_key)
    user = User.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if user is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    membership = current_membership(user, session.get(MEMBERSHIP_KEY))
    if membership is None or lacks_second_factor(user, needed=membership.is_staff_role):
        return None
    marks = _marks([(session_key, membership.pk)], sessions)
    return Listener(session_key, membership, marks[0], groups_of(membership), language_of(session, user))


def groups_of(membership: Membership) -> frozenset[str]:
    """By what a membership is woken; with people of another organisation it shares a programme's at most."""
    groups = {user_group(membership.user_id)}
    if does_matching(membership):
        groups.add(desk_group(membership.organisation_id))
        programmes = programmes_in_scope(membership).values_list("pk", flat=True)
        groups.update(programme_group(pk) for pk in programmes)
    if is_finance(membership) or is_auditor(membership):
        groups.add(money_group(membership.organisation_id))
    if is_employer(membership):
        groups.add(firm_group(membership.organisation_id))
    return frozenset(groups)


def marks_of(listeners: Collection[Listener]) -> list[Mark | None]:
    """What each stands on now, in order; None where session, membership or account has ended. Two queries."""
    sessions = _sessions([one.session_key for one in listeners])
    return _marks([(one.session_key, one.membership.pk) for one in listeners], sessions)


def digest_of(session_key: str) -> str:
    """A name for a session that opens nothing."""
    return sha256(session_key.encode()).hexdigest()


def _marks(asked: list[tuple[str, int]], sessions: dict[str, str]) -> list[Mark | None]:
    current = Membership.objects.current().filter(pk__in={pk for _key, pk in asked}, user__is_active=True)
    factors = (
        Authenticator.objects.filter(user=OuterRef("user"))
        .order_by()
        .values("user")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = current.values_list("pk", "role", "user__password", Coalesce(Subquery(factors), 0))
    known = {pk: rest for pk, *rest in rows}
    return [Mark(sessions[key], *known[pk]) if key in sessions and pk in known else None for key, pk in asked]


def _sessions(keys: Collection[str]) -> dict[str, str]:
    lasting = _store().get_model_class().objects.filter(expire_date__gt=timezone.now())
    return dict(lasting.filter(session_key__in=set(keys)).values_list("session_key", "session_data"))


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
