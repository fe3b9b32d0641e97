"""Redis, where this installation has one: what several processes of it know together."""

from functools import lru_cache
from typing import Any

import redis
from django.conf import settings

#: A Redis that does not answer must not keep a page waiting.
SECONDS = 1.0
#: What a failing Redis raises; whoever asks goes on without it.
Unreachable = redis.RedisError


def shared() -> Any | None:
    """The client of this process; None where one process knows everything itself."""
    return _client(settings.REDIS_URL) if settings.REDIS_URL else None


@lru_cache(maxsize=4)
def _client(url: str) -> Any:
    return redis.Redis.from_url(
        url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, decode_responses=True
    )
