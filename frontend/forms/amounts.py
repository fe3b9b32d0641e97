"""Fields in which people write money: from what they type to integer grosze, never through a float."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from frontend.templatetags.money import amount

_TYPED = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
#: Signs between thousands, and the word, in any case.
_STRAY = re.compile(r"[\s\u00a0\u202f]|zł|zl|pln", re.IGNORECASE)


class ZlotyInput(forms.TextInput):
    """A text field with the figures of a phone; an amount it begins with shows as people write it."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"})

    def format_value(self, value: Any) -> str | None:
        """Grosze as “1 234,56”; what somebody typed stays as they typed it."""
        return amount(value) if isinstance(value, int) else super().format_value(value)


class ZlotyField(forms.Field):
    """“1 234,56 zł”, “1234.5” or “1234” as grosze."""

    widget = ZlotyInput
    default_error_messages = {
        "invalid": _("Write an amount like 1 234,56: zlotys, then grosze after a comma."),
        "required": _("Write an amount."),
    }

    def to_python(self, value: Any) -> int | None:
        """None for an empty field; ValidationError for what is no amount."""
        if value is None or isinstance(value, int):
            return value
        typed = _STRAY.sub("", str(value))
        if not typed:
            return None
        found = _TYPED.fullmatch(typed)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
