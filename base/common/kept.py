"""What is reckoned once and kept in the cache for a while; where the cache is away it is reckoned anew."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max, Model
from redis import RedisError

logger = logging.getLogger(__name__)
T = TypeVar("T")

TEN_MINUTES = 600


def kept(key: str, make: Callable[[], T], *, seconds: int) -> T:
    """The value under this key, made by `make` where nothing is kept. Values are plain (numbers, words,
    lists and dicts of them): what one version of the code keeps, the next one reads."""
    try:
        found: T | None = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, seconds)
    except RedisError as error:
        logger.warning("The cache cannot be reached, %s is reckoned anew: %s", key, error)
        return make()
    return found


def kept_till_newer(key: str, rows: type[Model], make: Callable[[], T], *, seconds: int) -> T:
    """The same, made anew as soon as a row is added to the table; what is changed or taken away there is
    noticed when the time is over."""
    newest = rows._default_manager.aggregate(newest=Max("pk"))["newest"]
    return kept(f"{key}:{newest}", make, seconds=seconds)
