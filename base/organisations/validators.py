"""Polish identifiers of legal bodies, checked by their check digits (python-stdnum)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.pl import nip, regon


def validate_nip(value: str) -> None:
    """Raise ValidationError unless `value` is a NIP of ten digits with a right check digit."""
    try:
        nip.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("%(value)s is not a NIP: ten digits, the last one a check digit.") % {"value": value},
            code="nip",
        ) from error


def validate_regon(value: str) -> None:
    """Raise ValidationError unless `value` is a REGON of nine or fourteen digits with right check digits."""
    try:
        regon.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("%(value)s is not a REGON: nine or fourteen digits, the last one a check digit.")
            % {"value": value},
            code="regon",
        ) from error
