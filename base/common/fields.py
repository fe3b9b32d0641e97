"""A set of codes in one column."""

from collections.abc import Iterable, Sequence
from functools import partialmethod
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    _CodeSetBase = models.Field[Iterable[str], frozenset[str]]
    _CheckboxBase = forms.MultipleChoiceField
    _LookupBase = models.Lookup[Any]
else:
    _CodeSetBase, _CheckboxBase, _LookupBase = (
        models.Field,
        forms.MultipleChoiceField,
        models.Lookup,
    )

MOST_CODES = 62  # a BigInteger is signed


class CodeSetFormField(_CheckboxBase):
    """Check boxes in, `frozenset[str]` out."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        # Widgets take a list for several values and anything else for one.
        return list(value) if isinstance(value, frozenset | set) else value

    def clean(self, value: Any) -> frozenset[str]:
        return frozenset(super().clean(value))


class CodeSetField(_CodeSetBase):
    """A set of codes of one enum, kept as a bit mask: the bit is the position in the enum (append-only).

    In Python a `frozenset[str]`, empty by default; `needs__has="school"`, `needs__has_any={"work"}`;
    `mask("needs")` reads the plain int in a query. The model gets `get_<field>_labels()` in the enum's order.
    """

    description = _("Set of codes")

    def __init__(
        self,
        *args: Any,
        choices: type[models.TextChoices] | Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        if isinstance(choices, type):
            self.labels: dict[str, str | Promise] = dict(choices.choices)
        else:
            self.labels = {code: code for code in choices}
        if len(self.labels) > MOST_CODES:
            raise ValueError(f"A set of codes holds at most {MOST_CODES} different codes.")
        self.bits = {code: 1 << position for position, code in enumerate(self.labels)}
        kwargs.setdefault("default", frozenset)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is frozenset:
            del kwargs["default"]
        # Codes without labels: a better wording is no migration.
        kwargs["choices"] = list(self.labels)
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if f"get_{name}_labels" not in cls.__dict__:
            setattr(cls, f"get_{name}_labels", partialmethod(_labels_of, field=self))

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def to_mask(self, codes: Iterable[str]) -> int:
        """The int the database holds for these codes; ValueError for a code the enum does not have."""
        mask = 0
        for code in codes:
            try:
                mask |= self.bits[code]
            except KeyError:
                raise ValueError(f"{code!r} is not one of {', '.join(self.bits)}.") from None
        return mask

    def from_mask(self, mask: int) -> frozenset[str]:
        """The codes behind an int; bits without a code are dropped."""
        return frozenset(code for code, bit in self.bits.items() if mask & bit)

    def from_db_value(
        self, value: int | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> frozenset[str] | None:
        return None if value is None else self.from_mask(value)

    def to_python(self, value: Any) -> frozenset[str] | None:
        """Takes codes, their comma-separated text (fixtures) or a mask; ValidationError for others."""
        if value is None:
            return None
        if isinstance(value, int):
            return self.from_mask(value)
        if isinstance(value, str):
            value = filter(None, value.split(","))
        codes = frozenset(str(code) for code in value)
        if unknown := sorted(codes - self.bits.keys()):
            raise ValidationError(
                _("%(codes)s cannot be chosen here."),
                code="invalid",
                params={"codes": ", ".join(unknown)},
            )
        return codes

    def get_prep_value(self, value: Any) -> int | None:
        value = super().get_prep_value(value)
        if value is None or isinstance(value, int):
            return value
        return self.to_mask(value.split(",") if isinstance(value, str) and value else value)

    def value_to_string(self, obj: models.Model) -> str:
        codes = self.value_from_object(obj) or ()
        return ",".join(code for code in self.labels if code in codes)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        options: dict[str, Any] = {
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "required": not self.blank,
            "choices": list(self.labels.items()),
        }
        return CodeSetFormField(**(options | kwargs))


@CodeSetField.register_lookup
class HasAny(_LookupBase):
    """At least one: `needs__has_any={"school", "work"}`; or of a column: `needs__has_any=F(...)`."""

    lookup_name = "has_any"

    def get_prep_lookup(self) -> Any:
        if hasattr(self.rhs, "resolve_expression"):
            return self.rhs
        codes = {self.rhs} if isinstance(self.rhs, str) else self.rhs
        return cast(CodeSetField, self.lhs.output_field).to_mask(codes)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"({left} & {right}) <> 0", (*left_params, *right_params)


@CodeSetField.register_lookup
class Has(HasAny):
    """`needs__has="school"`."""

    lookup_name = "has"


def mask(field_name: str) -> Cast:
    """The raw int of a `CodeSetField` in a query: `Household.objects.values_list("pk", mask("needs"))`."""
    return Cast(field_name, models.BigIntegerField())


def _labels_of(instance: models.Model, *, field: CodeSetField) -> list[str]:
    codes = getattr(instance, field.attname)
    return [str(label) for code, label in field.labels.items() if code in codes]
