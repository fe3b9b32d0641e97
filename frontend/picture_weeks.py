"""Pictures week by week: pairs brought together, meetings held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from desk.queries.figures_weeks import Held, Matched, matched_by_week, meetings_by_week
from frontend.drawings.columns import PLOT, Column, Columns, draw_columns, grouped
from frontend.pictures import Asked, Picture, PictureKey, Table

LOW = 90  # px up, of a drawing beside its like
MOST_PROGRAMMES = 6  # drawn one by one; all stand in the table
RECENT = 4  # whole weeks that are compared with the period


@dataclass(frozen=True)
class Panel:
    """One drawing of several on the same weeks."""

    title: str
    drawing: Columns


def matched(asked: Asked) -> Picture:
    """Pairs by the week of their offer and what became of it; of several programmes, of each of them too."""
    found = matched_by_week(asked.cut)
    weeks = list(found.whole)
    names = {one.pk: one.name for one in asked.programmes}
    shown = sorted(
        (pk for pk in found.by_programme if pk in names),
        key=lambda pk: (-sum(week.offers for week in found.by_programme[pk].values()), names[pk]),
    )
    several = shown if len(shown) > 1 else []
    panels = [Panel("", _pairs_drawing(found.whole))]
    most = max((week.offers for pk in several for week in found.by_programme[pk].values()), default=0)
    panels += [
        Panel(names[pk], _pairs_drawing(found.by_programme[pk], up=LOW, most=most))
        for pk in several[:MOST_PROGRAMMES]
    ]
    table = Table(
        (
            gettext_lazy("Week from"),
            gettext_lazy("Brought together"),
            gettext_lazy("Not answered yet"),
            gettext_lazy("Came to nothing"),
            *(names[pk] for pk in several),
        ),
        [
            (week, *found.whole[week], *(found.by_programme[pk][week].together for pk in several))
            for week in weeks
        ],
    )
    counts = list(found.whole.values())
    notes = [
        _("Brought together: both have said yes. An offer counts in the week in which it was made."),
        _("The last week is the one that is still on."),
    ]
    return Picture(
        PictureKey.MATCHED,
        _matched_words(asked, counts),
        _in_line(panels) if any(week.offers for week in counts) else None,
        table,
        notes,
    )


def _in_line(panels: Sequence[Panel]) -> list[Panel]:
    """The same panels, their weeks below one another: the numbers beside each take as much room."""
    axis = max(panel.drawing.axis for panel in panels)
    return [replace(panel, drawing=replace(panel.drawing, axis=axis)) for panel in panels]


def _pairs_drawing(weeks: Mapping[date, Matched], *, up: int = PLOT, most: int = 0) -> Columns:
    columns = [
        Column(
            (("helps", week.together), ("open", week.unanswered), ("nothing", week.came_to_nothing)),
            f"{_week(day)}: {grouped(week.together)}",
        )
        for day, week in weeks.items()
    ]
    return draw_columns(columns, months(list(weeks)), up=up, most=most)


def _matched_words(asked: Asked, weeks: Sequence[Matched]) -> str:
    counts = [week.together for week in weeks]
    rest = _rest_of_the_offers(weeks)
    if not (whole := sum(counts)):
        none = _("No pair was brought together in %(period)s.") % {"period": asked.period}
        return " ".join([none, *rest])
    told = ngettext(
        "%(count)s pair was brought together in %(period)s, %(average)s a week.",
        "%(count)s pairs were brought together in %(period)s, %(average)s a week.",
        whole,
    ) % {"count": grouped(whole), "period": asked.period, "average": _average(counts)}
    recent = _("In the last four whole weeks: %(average)s a week.") % {
        "average": _average(counts[-RECENT - 1 : -1])
    }
    return " ".join([told, recent, *rest])


def _rest_of_the_offers(weeks: Sequence[Matched]) -> list[str]:
    """What is said of the offers by which nobody was brought together."""
    words = []
    if unanswered := sum(week.unanswered for week in weeks):
        words.append(
            ngettext(
                "%(count)s more offer is not answered yet.",
                "%(count)s more offers are not answered yet.",
                unanswered,
            )
            % {"count": grouped(unanswered)}
        )
    if nothing := sum(week.came_to_nothing for week in weeks):
        words.append(
            ngettext(
                "%(count)s came to nothing: somebody said no, or did not answer.",
                "%(count)s came to nothing: somebody said no, or did not answer.",
                nothing,
            )
            % {"count": grouped(nothing)}
        )
    return words


def meetings(asked: Asked) -> Picture:
    """Meetings and hours by the week in which they began."""
    weeks = meetings_by_week(asked.cut)
    table = Table(
        (gettext_lazy("Week from"), gettext_lazy("Meetings"), gettext_lazy("Hours")),
        [(day, held.meetings, round(held.minutes / 60, 1)) for day, held in weeks.items()],
    )
    whole = sum(held.meetings for held in weeks.values())
    panels = [
        Panel(_("Meetings"), _meetings_drawing(weeks, "met", [held.meetings for held in weeks.values()])),
        Panel(_("Hours"), _meetings_drawing(weeks, "hours", [held.minutes / 60 for held in weeks.values()])),
    ]
    notes = [_("A meeting counts in the week in which it began. The last week is the one that is still on.")]
    return Picture(
        PictureKey.MEETINGS, _meetings_words(asked, weeks), _in_line(panels) if whole else None, table, notes
    )


def _meetings_drawing(weeks: Mapping[date, Held], kind: str, values: Sequence[float]) -> Columns:
    columns = [
        Column(((kind, value),), f"{_week(day)}: {grouped(value)}")
        for day, value in zip(weeks, values, strict=True)
    ]
    return draw_columns(columns, months(list(weeks)), up=LOW)


def _meetings_words(asked: Asked, weeks: Mapping[date, Held]) -> str:
    counts = [held.meetings for held in weeks.values()]
    whole, minutes = sum(counts), sum(held.minutes for held in weeks.values())
    if not whole:
        return _("No meeting was written down in %(period)s.") % {"period": asked.period}
    told = ngettext(
        "%(count)s meeting in %(period)s, %(average)s a week: %(hours)s hours together.",
        "%(count)s meetings in %(period)s, %(average)s a week: %(hours)s hours together.",
        whole,
    ) % {
        "count": grouped(whole),
        "period": asked.period,
        "average": _average(counts),
        "hours": grouped(minutes / 60),
    }
    recent = _("In the last four whole weeks: %(average)s a week.") % {
        "average": _average(counts[-RECENT - 1 : -1])
    }
    return f"{told} {recent}"


def months(weeks: Sequence[date]) -> list[tuple[float, str]]:
    """Where months begin on an axis of weeks: at the first week with a day 1 in it, January with its year."""
    found = []
    for place, monday in enumerate(weeks):
        sunday = monday + timedelta(days=6)
        if sunday.day <= 7:
            name = date_format(sunday, "M")
            found.append((float(place), date_format(sunday, "M Y") if sunday.month == 1 else name))
    return found


def _week(monday: date) -> str:
    return pgettext("a week", "from %(day)s") % {"day": date_format(monday, "j E Y")}


def _average(counts: Sequence[int]) -> str:
    """With one decimal below a hundred."""
    mean = sum(counts) / max(len(counts), 1)
    return grouped(mean) if mean >= 100 else str(number_format(round(mean, 1), decimal_pos=1))
