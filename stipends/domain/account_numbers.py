"""Numbers of Polish bank accounts (NRB): 26 digits, checked as the IBAN they make (python-stdnum)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import iban
from stdnum.exceptions import ValidationError as NumberError


def nrb_of(typed: str) -> str:
    """The 26 digits of what was typed, with or without PL, spaces and dashes; ValidationError when wrong."""
    digits = iban.compact(typed).removeprefix("PL")
    try:
        if len(digits) != 26 or not digits.isascii() or not digits.isdecimal():
            raise NumberError
        iban.validate(f"PL{digits}")
    except NumberError as error:
        raise ValidationError(
            _("This is not a Polish account number: 26 digits, the first two of them check digits."),
            code="nrb",
        ) from error
    return digits


def spaced_nrb(digits: str) -> str:
    """As it stands on papers: 61 1090 1014 0000 0712 1981 2874."""
    return " ".join([digits[:2], *(digits[at : at + 4] for at in range(2, len(digits), 4))]) if digits else ""
