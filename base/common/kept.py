"""What is reckoned once and kept in the cache for a while; where the cache is away it is reckoned anew."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
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
