"""Where a signed token becomes an address: the page of one touch, on this installation."""

from django.conf import settings
from django.urls import reverse


def address_of(token: str) -> str:
    """The whole address, for a message."""
    return settings.SITE_URL.rstrip("/") + reverse("one_touch", args=[token])
