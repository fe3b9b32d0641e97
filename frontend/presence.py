"""Who has what open: numbers of memberships by organisation and topic, while their pages are there.

In memory for one process, in Redis for several. An entry that nobody renews is gone after PRESENT_SECONDS;
names are read only when they are shown, to colleagues of the same organisation.
"""

import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.models import Membership
from frontend.shared import Unreachable, shared
from frontend.topics import LISTS, OF_THE_ORGANISATION, Topic

#: How long an entry holds that nobody renews, and how often a living page renews it.
PRESENT_SECONDS = 30
RENEW_SECONDS = 10
#: A page that asks instead of listening renews less often.
ASKING_SECONDS = 45
#: More names than this are counted.
MOST_NAMES = 3
#: Those who see each other: colleagues at a centre, and at a firm those who speak for it.
SEEN_ROLES = OF_THE_ORGANISATION

_lock = threading.Lock()
_here: dict[str, dict[str, tuple[int, float]]] = {}


@dataclass(frozen=True)
class Opened:
    """One page of a membership with one thing open."""

    organisation: int
    topic: Topic
    page: str
    membership: int

    @property
    def key(self) -> str:
        """Where those who have the same open are kept."""
        return key_of(self.organisation, self.topic)


def key_of(organisation: int, topic: Topic) -> str:
    """One organisation, one thing."""
    return f"splot:open:{organisation}:{topic}"


def enter(opened: Iterable[Opened], *, seconds: float = PRESENT_SECONDS) -> None:
    """These pages are here, for so long; said again it is renewed. Never raises."""
    until = time.time() + seconds
    if (client := shared()) is None:
        with _lock:
            for one in opened:
                _here.setdefault(one.key, {})[one.page] = (one.membership, until)
        return
    try:
        with client.pipeline(transaction=False) as pipe:
            for one in opened:
                pipe.hset(one.key, one.page, f"{one.membership} {until}")
                pipe.expire(one.key, int(ASKING_SECONDS * 2))
            pipe.execute()
    except Unreachable:
        return


def leave(opened: Iterable[Opened]) -> None:
    """These pages are gone. Never raises: what cannot be taken away ends by itself."""
    if (client := shared()) is None:
        with _lock:
            for one in opened:
                pages = _here.get(one.key, {})
                pages.pop(one.page, None)
                if not pages:
                    _here.pop(one.key, None)
        return
    try:
        with client.pipeline(transaction=False) as pipe:
            for one in opened:
                pipe.hdel(one.key, one.page)
            pipe.execute()
    except Unreachable:
        return


def present(keys: Collection[str]) -> dict[str, frozenset[int]]:
    """The memberships that have each of these open now."""
    now, keys = time.time(), list(keys)
    if (client := shared()) is None:
        with _lock:
            return {key: _alive(_here.get(key, {}), now) for key in keys}
    try:
        with client.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.hgetall(key)
            answers = pipe.execute()
    except Unreachable:
        answers = [{} for _key in keys]
    return {key: _alive(_read(found), now) for key, found in zip(keys, answers, strict=True)}


def _read(found: dict[str, str]) -> dict[str, tuple[int, float]]:
    told = {page: kept.split() for page, kept in found.items()}
    return {page: (int(who), float(until)) for page, (who, until) in told.items()}


def _alive(pages: dict[str, tuple[int, float]], now: float) -> frozenset[int]:
    for page in [page for page, (_who, until) in pages.items() if until < now]:
        del pages[page]
    return frozenset(who for who, _until in pages.values())


# --- in words ---------------------------------------------------------------------------------------------


def is_seen(membership: Membership) -> bool:
    """Whether colleagues see this membership, and it them."""
    return membership.role in SEEN_ROLES


def others(here: Iterable[int], membership: Membership) -> list[str]:
    """Names of colleagues among these memberships, the person left out; first names where they tell apart."""
    found = Membership.objects.current().filter(
        pk__in=list(here), organisation=membership.organisation_id, role__in=SEEN_ROLES, user__is_active=True
    )
    rows = found.exclude(user=membership.user_id).order_by("user__name", "pk")
    names = list(dict(rows.values_list("user", "user__name")).values())
    first = [name.split(" ")[0] for name in names]
    return [name if first.count(short) > 1 else short for name, short in zip(names, first, strict=True)]


def told_present(topic: Topic, names: list[str]) -> str:
    """Who has it open too, or who is here, in a sentence; "" when nobody is."""
    if not names:
        return ""
    shown, more = names[:MOST_NAMES], len(names) - MOST_NAMES
    who = ", ".join(shown)
    if more > 0:
        who = ngettext("%(who)s and %(more)d more", "%(who)s and %(more)d more", more) % {
            "who": who, "more": more,
        }  # fmt: skip
    if topic.kind in LISTS:
        return _("Here too: %(who)s") % {"who": who}
    count = len(names)
    return ngettext("%(who)s has this open too", "%(who)s have this open too", count) % {"who": who}
