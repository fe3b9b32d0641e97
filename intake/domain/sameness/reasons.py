"""Why a row surely or perhaps is somebody who is here already: codes, each with its sentence."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: Final[Mapping[str, "StrOrPromise"]] = {
    "label": _("The row carries their number in Splot."),
    "number": _("Your own number is the same."),
    "row": _("A row that says the same became them in an earlier import."),
    "name": _("The name is the same."),
    "alike_name": _("The names are much alike."),
    "other_name": _("The name is another one."),
    "only_name": _("Nothing but the name is known of one of them."),
    "phone": _("The phone is the same."),
    "email": _("The e-mail is the same."),
    "near_phone": _("The phones differ by a single slip."),
    "near_email": _("The e-mails differ by a single slip."),
    "place": _("The place is the same."),
}


def reasons_of(why: Iterable[str]) -> list[str]:
    """The sentences for these codes, in the active language."""
    return [str(REASONS[code]) for code in why]
