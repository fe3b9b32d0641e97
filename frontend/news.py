"""What was told in the last minutes, so that a page that comes back hears what it missed.

Kept are topics and groups, never what changed. In memory for one process, in Redis for several.
"""

import json
import logging
import time
from collections import deque
from collections.abc import Collection, Iterable

from frontend.shared import Unreachable, shared

logger = logging.getLogger("splot.live")

#: How long it is kept, and how many at most; who was away longer fetches everything.
KEPT_SECONDS = 600
MOST = 5_000
#: What was told so shortly before a page was made may be missing on it; twice told does no harm.
OVERLAP = 3.0

_KEY, _BEGAN = "splot:news", "splot:news:began"
_began = time.time()
_told: "deque[tuple[float, str, tuple[str, ...]]]" = deque(maxlen=MOST)


def note(at: float, topic: str, groups: Iterable[str]) -> None:
    """Keep that `topic` was told to `groups` at that moment; never raises."""
    groups, client = tuple(groups), shared()
    if client is None:
        _told.append((at, topic, groups))
        return
    try:
        with client.pipeline(transaction=False) as pipe:
            pipe.set(_BEGAN, at, nx=True)
            pipe.zadd(_KEY, {json.dumps([at, topic, groups]): at})
            pipe.zremrangebyscore(_KEY, 0, at - KEPT_SECONDS)
            pipe.zremrangebyrank(_KEY, 0, -MOST - 1)
            pipe.execute()
    except Unreachable:
        logger.warning("News of %s was not kept", topic)


def missed(since: float, groups: Collection[str], *, now: float | None = None) -> list[str] | None:
    """The topics told to any of `groups` since then, each once, oldest first; None when nobody can say."""
    now = time.time() if now is None else now
    since -= OVERLAP
    if since < now - KEPT_SECONDS:
        return None
    try:
        began, told = _kept(since)
    except Unreachable:
        return None
    if since < began - OVERLAP:
        return None
    mine = set(groups)
    return list(dict.fromkeys(topic for _at, topic, to in told if mine.intersection(to)))


def _kept(since: float) -> tuple[float, list[tuple[float, str, tuple[str, ...]]]]:
    client = shared()
    if client is None:
        full = len(_told) == MOST
        return (_told[0][0] if full else _began), [one for one in tuple(_told) if one[0] >= since]
    with client.pipeline(transaction=False) as pipe:
        pipe.set(_BEGAN, time.time(), nx=True)
        pipe.get(_BEGAN)
        pipe.zcard(_KEY)
        pipe.zrange(_KEY, 0, 0, withscores=True)
        pipe.zrangebyscore(_KEY, since, "+inf")
        _set, began, count, first, rows = pipe.execute()
    told = [(float(at), str(topic), tuple(to)) for at, topic, to in map(json.loads, rows)]
    return (first[0][1] if count >= MOST else float(began)), told
