"""What a line of Today says: what it is, why it stands there, and its one act. Read for one page at a time.

A teller is asked once for all lines of its kinds, so that a page costs a query or two for each kind on it,
however many lines there are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.models import Membership
from desk.enums import CareKind
from desk.queries.care import CareLine
from desk.queries.watch import Watch


@dataclass(frozen=True)
class Said:
    """The words of one line; empty `url`: there is nothing to open."""

    icon: str
    what: str
    why: str = ""
    act: str = ""
    url: str = ""


#: Words by the key of the line; a line whose row has just gone is left out.
Words = dict[str, Said]
Teller = Callable[[Sequence[CareLine], Watch], Words]


def numbers(lines: Iterable[CareLine]) -> list[int]:
    """What the lines are about."""
    return [one.about for one in lines]


def said(lines: Iterable[CareLine], words: Mapping[int, Said]) -> Words:
    """The words of each line by what it is about."""
    return {one.key: words[one.about] for one in lines if one.about in words}


def count_of_days(days: int) -> str:
    """Three days."""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def ago(day: date | datetime | None, on: date) -> str:
    """Today, or how many days ago; nothing for no day."""
    if day is None:
        return ""
    day = timezone.localtime(day).date() if isinstance(day, datetime) else day
    days = (on - day).days
    if days <= 0:
        return _("today")
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}


def ahead(day: date, on: date) -> str:
    """Today, or in how many days."""
    days = (day - on).days
    if days <= 0:
        return _("Today.")
    return ngettext("In %(count)d day.", "In %(count)d days.", days) % {"count": days}


def since(day: date | datetime | None, on: date) -> str:
    """A whole sentence of `ago`."""
    return (
        _("Since today.")
        if (words := ago(day, on)) == _("today")
        else _("It began %(ago)s.") % {"ago": words}
    )


def day_words(day: date | datetime) -> str:
    """3 September; with the year when it is another one."""
    day = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return date_format(day, "j E" if day.year == timezone.localdate().year else "j E Y")


def told(*sentences: str) -> str:
    """Sentences one after another; empty ones are left out."""
    return " ".join(filter(None, sentences))


def by_kind(lines: Iterable[CareLine]) -> dict[CareKind, list[CareLine]]:
    """The lines of each kind, in their order."""
    found: dict[CareKind, list[CareLine]] = {}
    for one in lines:
        found.setdefault(one.kind, []).append(one)
    return found


def own(centre_id: int, membership: Membership) -> bool:
    """Whether somebody is of the reader's own centre."""
    return centre_id == membership.organisation_id
