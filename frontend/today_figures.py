"""The figures on top of Today: a number, its last eight weeks, and what changed in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.models import Membership
from desk.queries.trends import trends_of
from desk.queries.waiting import days_waited
from frontend.facing import page_of


@dataclass(frozen=True)
class Figure:
    """A number with its words; `value` None: nothing to tell it from yet. `weeks`: eight values or none.

    look: of the line, "" or "wait". `change`: how it moved in a week, in words; `moved`: "up", "down" or "".
    """

    name: str
    value: int | None
    unit: str = ""
    url: str = ""
    weeks: Sequence[float] = ()
    look: str = ""
    change: str = ""
    moved: str = ""
    note: str = ""
    note_url: str = ""

    @property
    def table(self) -> str:
        """The line in words, for whoever does not see it."""
        return _("In the last eight weeks: %(values)s") % {
            "values": ", ".join(f"{one:g}" for one in self.weeks)
        }


def figures_of(membership: Membership) -> list[Figure]:
    """Four figures of one's own centre, in as many queries as `trends_of` asks."""
    today = timezone.localdate()
    found = trends_of(membership, on=today)
    now = found.waits[-1]
    halves = [one.median for one in found.waits if one.total]
    note = note_url = ""
    if found.longest is not None:
        days = days_waited(found.longest.waiting_since, today)
        note = ngettext("longest: %(family)s, %(count)d day", "longest: %(family)s, %(count)d days", days) % {
            "family": found.longest.label, "count": days,
        }  # fmt: skip
        note_url = page_of("family", found.longest.pk)
    waiting, meeting, offers = [one.total for one in found.waits], found.meeting, found.unanswered
    return [
        Figure(_("Families without a helper"), waiting[-1], url=page_of("families"), **_trend(waiting)),
        Figure(
            _("Half of them have waited at least"), now.median if now.total else None,
            unit=ngettext("day", "days", now.median) if now.total else "",
            note=note, note_url=note_url, **_trend(halves if now.total else []),
        ),
        Figure(
            _("Pairs that have begun to meet"), meeting[-1], url=f"{page_of('pairs')}?state=begun",
            **_trend(meeting),
        ),
        Figure(
            _("Offers not answered yet"), offers[-1], url=f"{page_of('pairs')}?state=unanswered",
            look="wait", **_trend(offers),
        ),
    ]  # fmt: skip


def _trend(weeks: Sequence[int]) -> dict[str, Any]:
    if len(weeks) < 2:
        return {}
    change = weeks[-1] - weeks[-2]
    if not change:
        return {"weeks": weeks, "change": _("as a week ago")}
    told = _("%(change)+d in a week") % {"change": change}
    return {"weeks": weeks, "change": told.replace("-", "−"), "moved": "up" if change > 0 else "down"}
