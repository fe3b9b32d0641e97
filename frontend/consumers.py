"""The socket of open pages: it says which thing has changed, never how; the page then asks for it."""

import asyncio
import contextlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from base.accounts.middleware import SESSION_KEY as MEMBERSHIP_KEY
from base.accounts.models import Membership, User
from base.accounts.queries import current_membership
from frontend.access import lacks_second_factor
from frontend.relay import Topic, group_of, is_in_scope
from matching.queries import programmes_in_scope
from matching.rules import does_matching

#: Closed with this code, a page need not try again: nobody is logged in here any more.
SESSION_ENDED = 4401
CHECK_SECONDS = 60


@dataclass(frozen=True)
class Listener:
    """Who listens, and the groups of the programmes they may hear about."""

    membership: Membership
    groups: frozenset[str]


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """Joins the programmes of the membership; every message is checked against its scope before it leaves.

    It hears nothing from the page. It closes when the session, the membership or the account ends.
    """

    groups_joined: frozenset[str] = frozenset()
    watch: "asyncio.Task[None] | None" = None

    async def connect(self) -> None:
        """Open to a membership behind a complete log-in; others are turned away."""
        listener = await self.who_listens()
        if listener is None:
            await self.close(SESSION_ENDED)
            return
        self.groups_joined = listener.groups
        for group in listener.groups:
            await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()
        self.watch = asyncio.create_task(self.end_with_the_session())

    async def disconnect(self, code: int) -> None:
        """Leave the groups."""
        if self.watch is not None:
            self.watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.watch
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """A page has nothing to say here."""

    async def topic_changed(self, message: dict[str, Any]) -> None:
        """Pass on the topic, if it is in the scope of the membership at this moment."""
        listener = await self.who_listens()
        if listener is None:
            await self.close(SESSION_ENDED)
            return
        topic = Topic(message["kind"], message["id"], message["programme"])
        if await database_sync_to_async(is_in_scope)(topic, listener.membership):
            await self.send_json({"topic": str(topic)})

    async def end_with_the_session(self) -> None:
        """Look once a minute whether the log-in still holds."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            if await self.who_listens() is None:
                await self.close(SESSION_ENDED)
                return

    async def who_listens(self) -> Listener | None:
        """As the session stands in the store now; None when its log-in has ended."""
        found: Listener | None = await database_sync_to_async(listener_of)(self.scope["session"].session_key)
        return found


def listener_of(session_key: str | None) -> Listener | None:
    """Who is logged in by this session, under which membership; None unless a page would be open to them."""
    if not session_key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = User.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if user is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    membership = current_membership(user, session.get(MEMBERSHIP_KEY))
    if membership is None or lacks_second_factor(user, needed=membership.is_staff_role):
        return None
    groups: set[str] = set()
    if does_matching(membership):
        groups.update(group_of(pk) for pk in programmes_in_scope(membership).values_list("pk", flat=True))
    return Listener(membership, frozenset(groups))
