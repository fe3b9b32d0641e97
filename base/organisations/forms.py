"""Form fields for Polish numbers of legal bodies: written as people write them, kept as digits."""

from typing import Any

from django import forms
from stdnum.pl import nip, regon

from .validators import validate_nip, validate_regon


class NipFormField(forms.CharField):
    """A NIP with or without hyphens, spaces and the letters PL; cleaned to ten digits."""

    default_validators = [validate_nip]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "NIP", "max_length": 20, **kwargs})

    def to_python(self, value: object) -> str:
        return nip.compact(super().to_python(value) or "")


class RegonFormField(forms.CharField):
    """A REGON with or without spaces; cleaned to nine or fourteen digits."""

    default_validators = [validate_regon]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "REGON", "max_length": 24, **kwargs})

    def to_python(self, value: object) -> str:
        return regon.compact(super().to_python(value) or "")
