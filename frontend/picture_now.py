"""Pictures of today: how long families wait, how the open pairs fare."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from activities.enums import PairHealth
from desk.queries.figures import Waiting, pairs_by_health, waiting_times
from frontend.drawings.columns import Column, Columns, draw_columns, grouped
from frontend.drawings.waiting import Span, spans_of
from frontend.pictures import Asked, Picture, PictureKey, Table

#: How each health is drawn: the good, those that need somebody, those before or after meeting.
LOOKS: Final[Mapping[PairHealth, str]] = {
    PairHealth.WELL: "well",
    PairHealth.QUIET: "quiet",
    PairHealth.SILENT: "silent",
    PairHealth.SUSPENDED: "silent",
}

# --- waiting ----------------------------------------------------------------------------------------------


def waiting(asked: Asked) -> Picture:
    """Families without a helper by the days they have waited, and where the promise ends."""
    times = waiting_times(asked.cut)
    spans = spans_of(times.by_days, times.late_by_days, times.promises)
    table = Table(
        (gettext_lazy("Days of waiting"), gettext_lazy("Families"), gettext_lazy("Longer than promised")),
        [(_days(span), span.families, span.late) for span in spans],
    )
    past = sum(
        span.families - span.late for span in spans if times.promises and span.after >= times.promises[-1]
    )
    notes = [_("Nothing was promised to a family that is in no programme.")] if past else []
    return Picture(PictureKey.WAITING, _waiting_words(times), _waiting_drawing(spans, times), table, notes)


def _waiting_drawing(spans: list[Span], times: Waiting) -> Columns | None:
    if not spans:
        return None
    columns = [
        Column(
            (("asks", span.families - span.late), ("late", span.late)),
            f"{_days(span)}: {grouped(span.families)}",
        )
        for span in spans
    ]
    width = spans[0].until or 1
    even = [span for span in spans if span.until is not None]
    names = [(float(place), str(width * place)) for place in range(len(even) + 1)]
    marks = [
        (days / width, _("promised: %(days)d days") % {"days": days})
        for days in times.promises
        if days < width * len(even)
    ]
    last = "" if len(even) == len(spans) else _days(spans[-1])
    return draw_columns(columns, names, marks, centred=True, last=last, numbered=True)


def _days(span: Span) -> str:
    if span.until is None:
        return pgettext("days", "over %(days)d") % {"days": span.after}
    first = span.after + 1 if span.after else 0
    return str(first) if first == span.until else f"{first}–{span.until}"


def _waiting_words(times: Waiting) -> str:
    if not times.total:
        return _("No family waits for a helper.")
    numbers = {"count": grouped(times.total), "days": grouped(times.median)}
    if times.total == 1:
        found = ngettext(
            "One family has waited for %(days)s day.",
            "One family has waited for %(days)s days.",
            times.median,
        )
    else:
        found = ngettext(
            "Half of %(count)s families have waited %(days)s day or longer.",
            "Half of %(count)s families have waited %(days)s days or longer.",
            times.median,
        )
    return " ".join(filter(None, [found % numbers, _late_words(times)]))


def _late_words(times: Waiting) -> str:
    if not times.promises:
        return ""
    if not times.late:
        return _("Nobody has waited longer than promised.")
    numbers = {"count": grouped(times.late), "days": times.promises[0]}
    if len(times.promises) == 1:
        return (
            ngettext(
                "%(count)s has waited longer than the promised %(days)d days.",
                "%(count)s have waited longer than the promised %(days)d days.",
                times.late,
            )
            % numbers
        )
    return (
        ngettext(
            "%(count)s has waited longer than its programme promises.",
            "%(count)s have waited longer than their programmes promise.",
            times.late,
        )
        % numbers
    )


# --- health -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HealthBar:
    """One kind of pairs: how it is drawn, its name and how many of all there are."""

    look: str
    name: str
    pairs: int
    most: int

    @property
    def told(self) -> str:
        return grouped(self.pairs)


def health(asked: Asked) -> Picture:
    """Open pairs by how they fare today."""
    found = pairs_by_health(asked.cut)
    most = max(found.values())
    bars = [HealthBar(LOOKS.get(one, "other"), str(one.label), count, most) for one, count in found.items()]
    table = Table(
        (gettext_lazy("How the pair fares"), gettext_lazy("Pairs")), [(bar.name, bar.pairs) for bar in bars]
    )
    notes = [_("Quiet and silent are what the rules of care of each programme say; the same as on Today.")]
    return Picture(PictureKey.HEALTH, _health_words(found), bars if most else None, table, notes)


def _health_words(found: Mapping[PairHealth, int]) -> str:
    whole = sum(found.values())
    if not whole:
        return _("No pair is open.")
    well = ngettext(
        "%(well)s of %(count)s open pair meets as it should.",
        "%(well)s of %(count)s open pairs meet as they should.",
        whole,
    ) % {"well": grouped(found[PairHealth.WELL]), "count": grouped(whole)}
    missed = found[PairHealth.QUIET] + found[PairHealth.SILENT]
    if not missed:
        none = _("None is quiet.")
        return f"{well} {none}"
    silent = ngettext(
        "%(count)s has not met for too long, %(silent)s of them silent.",
        "%(count)s have not met for too long, %(silent)s of them silent.",
        missed,
    ) % {"count": grouped(missed), "silent": grouped(found[PairHealth.SILENT])}
    return f"{well} {silent}"
