"""A week in one column of a table."""

import base64
import binascii
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from base.places.forms import WeekFormField
from base.places.week import BYTES, Week

if TYPE_CHECKING:
    _WeekBase = models.BinaryField[Week, Week]
else:
    _WeekBase = models.BinaryField


class WeekField(_WeekBase):
    """A `Week` kept as its 42 bytes; never null, empty by default. The database refuses another length.

    In queries it is compared with a Week; `values_list` gives a Week; a fixture holds base64.
    """

    description = _("Week of half hours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Week.empty)
        kwargs.setdefault("editable", True)
        kwargs["max_length"] = BYTES
        super().__init__(*args, **kwargs)
        # The length of a week counts half hours; its bytes are held by `db_check`.
        self.validators = [one for one in self.validators if not isinstance(one, MaxLengthValidator)]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        if kwargs.get("default") == Week.empty:
            del kwargs["default"]
        kwargs.pop("editable", None)
        if not self.editable:
            kwargs["editable"] = False
        return name, path, args, kwargs

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        return f"length({connection.ops.quote_name(self.column)}) = {BYTES}"

    def from_db_value(
        self, value: bytes | memoryview | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Week | None:
        return None if value is None else Week.from_bytes(value)

    def to_python(self, value: Any) -> Week | None:
        """Takes a Week, its bytes, or their base64 (fixtures); ValidationError for anything else."""
        if value is None or isinstance(value, Week):
            return value
        try:
            if isinstance(value, str):
                value = base64.b64decode(value, validate=True)
            return Week.from_bytes(value)
        except (binascii.Error, ValueError, TypeError):
            raise ValidationError(_("This is not a week."), code="invalid") from None

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Week):
            return value.to_bytes()
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        week: Week = self.value_from_object(obj)
        return base64.b64encode(week.to_bytes()).decode()

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        options = {
            "label": capfirst(self.verbose_name),
            "required": not self.blank,
            "initial": self.default,
        }
        if self.help_text:
            options["help_text"] = self.help_text
        return WeekFormField(**(options | kwargs))
