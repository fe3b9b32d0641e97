"""The languages in which this room reads and prints."""

import re
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

LOCALES: Final = ("pl", "en", "uk", "ru")


def short_locale(locale: str | None = None) -> str:
    """One of LOCALES for "pl", "uk-ua", "en_GB"; English for a language that is not ours. None means the
    active language, and Polish where Django's settings are not there."""
    if locale is None:
        try:
            locale = translation.get_language() or "pl"
        except ImproperlyConfigured:
            locale = "pl"
    short = re.split("[-_]", locale.lower())[0]
    return short if short in LOCALES else "en"
