"""The activities of a programme: its own list, or the standard one while nobody has touched it."""

from collections.abc import Mapping

from activities.enums import Picture, StandardActivity
from activities.models import Activity
from matching.enums import ProgrammeKind
from matching.models import Programme

PICTURES: Mapping[StandardActivity, Picture] = {
    StandardActivity.TALK: Picture.TALK,
    StandardActivity.WALK: Picture.WALK,
    StandardActivity.PLAYGROUND: Picture.PLAYGROUND,
    StandardActivity.OFFICE: Picture.OFFICE,
    StandardActivity.SHOPPING: Picture.SHOPPING,
    StandardActivity.LESSONS: Picture.LESSONS,
    StandardActivity.COOKING: Picture.COOKING,
    StandardActivity.LIBRARY: Picture.LIBRARY,
    StandardActivity.HOME: Picture.HOME,
    StandardActivity.WORK_TOUR: Picture.FIRM,
    StandardActivity.WORK_PAPERS: Picture.PAPERS,
    StandardActivity.WORK_TASKS: Picture.TOOLS,
    StandardActivity.OTHER: Picture.OTHER,
}
AT_WORK = (
    StandardActivity.TALK,
    StandardActivity.WORK_TOUR,
    StandardActivity.WORK_TASKS,
    StandardActivity.WORK_PAPERS,
    StandardActivity.LESSONS,
    StandardActivity.OFFICE,
    StandardActivity.OTHER,
)
ELSEWHERE = (
    StandardActivity.TALK,
    StandardActivity.WALK,
    StandardActivity.PLAYGROUND,
    StandardActivity.OFFICE,
    StandardActivity.SHOPPING,
    StandardActivity.LESSONS,
    StandardActivity.COOKING,
    StandardActivity.LIBRARY,
    StandardActivity.HOME,
    StandardActivity.OTHER,
)


def catalogue_of(programme: Programme, *, hidden: bool = False) -> list[Activity]:
    """The programme's activities in order; those not shown only when asked for.

    A programme whose catalogue nobody has changed has the standard one, as rows not in the database.
    """
    rows = list(Activity.objects.filter(programme=programme).order_by("order", "pk"))
    rows = rows or standard_catalogue(programme)
    return [row for row in rows if hidden or row.shown]


def codes_of(programme: Programme) -> frozenset[str]:
    """Every code a meeting of the programme may name: a phone may still show what is hidden by now."""
    return frozenset(row.code for row in catalogue_of(programme, hidden=True))


def standard_catalogue(programme: Programme) -> list[Activity]:
    """What a catalogue begins with, unsaved."""
    codes = AT_WORK if programme.kind == ProgrammeKind.WORKPLACE else ELSEWHERE
    return [
        Activity(programme=programme, code=code.value, picture=PICTURES[code].value, order=number)
        for number, code in enumerate(codes, start=1)
    ]
