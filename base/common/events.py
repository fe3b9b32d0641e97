"""Domain events: a verb says what happened, those who care hear of it after the commit."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

logger = logging.getLogger(__name__)

E = TypeVar("E")

_handlers: dict[type, list[Callable[[Any], None]]] = {}


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> Callable[[], None]:
    """Call `handler(event)` after every commit that emitted exactly this type; subscribing twice is once.

    Returns a function that ends the subscription.
    """
    handlers = _handlers.setdefault(event_type, [])
    if handler not in handlers:
        handlers.append(handler)

    def unsubscribe() -> None:
        if handler in handlers:
            handlers.remove(handler)

    return unsubscribe


def emit(event: object) -> None:
    """Hand a frozen dataclass to its subscribers once the current transaction has committed.

    Never if it rolls back. A failing handler is logged and stops neither the others nor the caller.
    """
    transaction.on_commit(partial(_deliver, event))


def _deliver(event: object) -> None:
    for handler in tuple(_handlers.get(type(event), ())):
        try:
            handler(event)
        except Exception:
            # The name only: an event may carry what does not belong in a log.
            logger.exception("A handler of %s failed.", type(event).__name__)
