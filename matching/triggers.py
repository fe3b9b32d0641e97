"""What the database itself refuses, and what it suspends, whoever writes to it (docs/decisions/0003, 0004).

Clearance follows the Act of 13 May 2016, art. 21: before contact with minors every item of
`ClearanceKind` must be in order on the day. What counts is said at volunteers' ClearanceItem and read by
`volunteers.queries.is_cleared`; here is the same in SQL.
"""

from django.conf import settings
from django.utils.translation import gettext_noop

from base.common.enums import MINORS
from base.common.triggers import Trigger, append_only, refuse_when
from volunteers.enums import COUNTING_RESULTS, ClearanceKind

from .domain.life import TRANSITIONS
from .enums import MEETING_PAIR_STATES, OPEN_PAIR_STATES, PairState


def _listed(values: object) -> str:
    return ", ".join(f"'{value}'" for value in sorted(str(v) for v in values))  # type: ignore[attr-defined]


OPEN = _listed(OPEN_PAIR_STATES)
MEETING = _listed(MEETING_PAIR_STATES)
IN_ORDER = _listed(COUNTING_RESULTS)
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
# Django sets the process's time zone, so that this is the day in Warsaw too.
TODAY_SQLITE = "date('now', 'localtime')"


def _items_in_order(volunteer: str, day: str) -> str:
    """SQL: how many kinds of clearance the volunteer has in order on a day."""
    return f"""(SELECT COUNT(*) FROM volunteers_clearanceitem item
        WHERE item.volunteer_id = {volunteer} AND item.result IN ({IN_ORDER})
          AND item.checked_on <= {day} AND item.valid_until >= {day}
          AND (item.revoked_on IS NULL OR item.revoked_on > {day})
          AND NOT EXISTS (SELECT 1 FROM volunteers_clearanceitem newer
            WHERE newer.volunteer_id = item.volunteer_id AND newer.kind = item.kind
              AND newer.checked_on <= {day} AND (newer.revoked_on IS NULL OR newer.revoked_on > {day})
              AND (newer.checked_on > item.checked_on
                OR (newer.checked_on = item.checked_on AND newer.id > item.id))))"""  # noqa: S608 - constants


def _cleared(helper: str, day: str) -> str:
    """SQL: whether the helper is a volunteer with every item in order on a day."""
    volunteer = f"(SELECT helper.volunteer_id FROM matching_helper helper WHERE helper.id = {helper})"  # noqa: S608
    return f"{_items_in_order(volunteer, day)} = {len(ClearanceKind)}"


def _children_involved(programme: str, seeker: str) -> str:
    """SQL: whether the programme allows for children and the household has some."""
    return f"""(SELECT programme.contact_with_minors FROM matching_programme programme
          WHERE programme.id = {programme})
        AND EXISTS (SELECT 1 FROM families_member member
          JOIN matching_seeker seeker ON seeker.household_id = member.household_id
          WHERE seeker.id = {seeker} AND member.left_on IS NULL AND member.age_band IN ({_listed(MINORS)}))"""  # noqa: S608


def _uncleared(*days: str) -> str:
    """SQL: the pair goes on with children about, and the helper is not cleared on each of these days."""
    cleared = " AND ".join(_cleared("NEW.helper_id", day) for day in days)
    return f"""NEW.state IN ({MEETING})
        AND {_children_involved("NEW.programme_id", "NEW.seeker_id")}
        AND NOT ({cleared})"""


def _no_room(is_other: str) -> str:
    """SQL: the pair is open and the helper's other open pairs, in any programme, take all of their room."""
    same_person = "taken.volunteer_id = mine.volunteer_id OR taken.mentor_id = mine.mentor_id"
    return f"""NEW.state IN ({OPEN}) AND (
        SELECT COUNT(*) FROM matching_pair pair
          JOIN matching_helper taken ON taken.id = pair.helper_id
          JOIN matching_helper mine ON mine.id = NEW.helper_id
        WHERE pair.state IN ({OPEN}) AND {is_other} AND ({same_person})
      ) >= (
        SELECT COALESCE(volunteer.room, mentor.room) FROM matching_helper helper
          LEFT JOIN volunteers_volunteer volunteer ON volunteer.id = helper.volunteer_id
          LEFT JOIN mentors_mentoremployee mentor ON mentor.id = helper.mentor_id
        WHERE helper.id = NEW.helper_id)"""  # noqa: S608


def _does_not_follow() -> str:
    """SQL: the state is none that may follow (domain/life.py), or leaves a suspension for another place."""
    ways = " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state IN ({_listed(after)}))"
        for before, after in TRANSITIONS.items()
        if after
    )
    elsewhere = f"""OLD.state = '{PairState.SUSPENDED}' AND NEW.state IN ({MEETING})
        AND NEW.state <> OLD.suspended_from"""
    unknown = f"NEW.state = '{PairState.SUSPENDED}' AND NEW.suspended_from <> OLD.state"
    return f"OLD.state <> NEW.state AND (NOT ({ways}) OR ({elsewhere}) OR ({unknown}))"


def _suspend(households: str, helpers: str, today: str) -> str:
    """SQL: suspend the meeting pairs of these households or helpers that are no longer cleared."""
    return f"""UPDATE matching_pair
      SET suspended_from = state, state = '{PairState.SUSPENDED}', version = version + 1
      WHERE state IN ({MEETING})
        AND (seeker_id IN (SELECT id FROM matching_seeker WHERE household_id = {households})
          OR helper_id IN (SELECT id FROM matching_helper WHERE volunteer_id = {helpers}))
        AND {_children_involved("matching_pair.programme_id", "matching_pair.seeker_id")}
        AND NOT ({_cleared("matching_pair.helper_id", today)})"""  # noqa: S608


def _suspends(name: str, table: str, households: str, helpers: str, events: tuple[str, ...]) -> Trigger:
    return Trigger(
        name,
        table,
        postgresql=_suspend(households, helpers, TODAY),
        sqlite=_suspend(households, helpers, TODAY_SQLITE),
        events=events,
        timing="AFTER",
    )


def _places_of(side: str, person: str) -> str:
    return f"SELECT id FROM matching_{side} WHERE {person} = NEW.id"  # noqa: S608 - constants


#: What has a side of each of two centres (models/sides.py).
OF_TWO_CENTRES = ("pair", "proposal", "veto")
_SEEKER_CENTRE = """(SELECT household.centre_id FROM matching_seeker seeker
      JOIN families_household household ON household.id = seeker.household_id
      WHERE seeker.id = NEW.seeker_id)"""
_HELPER_CENTRE = """(SELECT COALESCE(volunteer.centre_id, mentor.centre_id) FROM matching_helper helper
      LEFT JOIN volunteers_volunteer volunteer ON volunteer.id = helper.volunteer_id
      LEFT JOIN mentors_mentoremployee mentor ON mentor.id = helper.mentor_id
      WHERE helper.id = NEW.helper_id)"""
#: Where a centre is read from: (table, its columns, which side it gives, whose: numbers of that side).
_CENTRE_FROM = (
    ("families_household", ("centre_id",), "seeker_id", _places_of("seeker", "household_id")),
    ("volunteers_volunteer", ("centre_id",), "helper_id", _places_of("helper", "volunteer_id")),
    ("mentors_mentoremployee", ("centre_id",), "helper_id", _places_of("helper", "mentor_id")),
    ("matching_seeker", ("household_id",), "seeker_id", "NEW.id"),
    ("matching_helper", ("volunteer_id", "mentor_id"), "helper_id", "NEW.id"),
)


def _centres_filled(name: str) -> list[Trigger]:
    """The centres of both sides are filled from the people, whatever is written."""
    table = f"matching_{name}"
    columns = "seeker_id, helper_id, seeker_centre_id, helper_centre_id"
    events = ("INSERT", f"UPDATE OF {columns}")
    filled = Trigger(
        f"splot_{name}_centres",
        table,
        postgresql=f"NEW.seeker_centre_id := {_SEEKER_CENTRE}; NEW.helper_centre_id := {_HELPER_CENTRE}",
        sqlite="",
        events=events,
        vendor="postgresql",
    )
    # SQLite changes no row before it is written.
    filled_after = Trigger(
        f"splot_{name}_centres_after",
        table,
        postgresql="",
        sqlite=f"""UPDATE {table} SET seeker_centre_id = {_SEEKER_CENTRE}, helper_centre_id = {_HELPER_CENTRE}
            WHERE id = NEW.id AND (seeker_centre_id IS NOT {_SEEKER_CENTRE}
              OR helper_centre_id IS NOT {_HELPER_CENTRE})""",  # noqa: S608 - constants
        events=events,
        timing="AFTER",
        vendor="sqlite",
    )
    return [filled, filled_after]


def _centres_follow() -> list[Trigger]:
    """Whoever comes to another centre takes their pairs, proposals and vetoes along: each is filled anew."""
    made = []
    for table, columns, side, numbers in _CENTRE_FROM:
        moved = " OR ".join(f"COALESCE(OLD.{one}, 0) <> COALESCE(NEW.{one}, 0)" for one in columns)
        again = "; ".join(
            f"UPDATE matching_{name} SET seeker_centre_id = NULL"  # noqa: S608 - constants
            f" WHERE ({moved}) AND {side} IN ({numbers})"
            for name in OF_TWO_CENTRES
        )
        made.append(
            Trigger(
                f"splot_{table}_centre",
                table,
                postgresql=again,
                sqlite=again,
                events=(f"UPDATE OF {', '.join(columns)}",),
                timing="AFTER",
            )
        )
    return made


CLEARANCE = gettext_noop(
    "There are children in this family: the helper needs a complete and valid clearance first."
)
CHECKS = "volunteers_clearanceitem"
NO_ROOM = gettext_noop("The helper has no room left.")
#: An open pair keeps its room, also when the helper now wants fewer: else it could not even be suspended.
TAKES_ROOM_ANEW = f"(OLD.state NOT IN ({OPEN}) OR OLD.helper_id <> NEW.helper_id)"

TRIGGERS = [
    refuse_when(
        "splot_pair_clearance",
        "matching_pair",
        code="clearance",
        sentence=CLEARANCE,
        condition=_uncleared("NEW.offered_on", TODAY),
        sqlite_condition=_uncleared("NEW.offered_on", TODAY_SQLITE),
        events=("INSERT",),
    ),
    refuse_when(
        "splot_pair_clearance_today",
        "matching_pair",
        code="clearance",
        sentence=CLEARANCE,
        condition=_uncleared(TODAY),
        sqlite_condition=_uncleared(TODAY_SQLITE),
        events=("UPDATE OF state, seeker_id, helper_id, programme_id",),
    ),
    refuse_when(
        "splot_pair_room",
        "matching_pair",
        code="no_room",
        sentence=NO_ROOM,
        condition=_no_room("TRUE"),
        events=("INSERT",),
    ),
    refuse_when(
        "splot_pair_room_anew",
        "matching_pair",
        code="no_room",
        sentence=NO_ROOM,
        condition=f"{TAKES_ROOM_ANEW} AND {_no_room('pair.id <> NEW.id')}",
        events=("UPDATE OF state, helper_id",),
    ),
    refuse_when(
        "splot_pair_way",
        "matching_pair",
        code="wrong_step",
        sentence=gettext_noop("A pair cannot come from its state to this one."),
        condition=_does_not_follow(),
        events=("UPDATE OF state",),
    ),
    refuse_when(
        "splot_pair_one_programme",
        "matching_pair",
        code="programme",
        sentence=gettext_noop("Both sides of a pair belong to its programme."),
        condition="""NOT EXISTS (SELECT 1 FROM matching_seeker seeker, matching_helper helper
            WHERE seeker.id = NEW.seeker_id AND helper.id = NEW.helper_id
              AND seeker.programme_id = NEW.programme_id AND helper.programme_id = NEW.programme_id)""",
        events=("INSERT", "UPDATE OF seeker_id, helper_id, programme_id"),
    ),
    _suspends(
        "splot_child_suspends",
        "families_member",
        "NEW.household_id",
        "NULL",
        ("INSERT", "UPDATE OF age_band, left_on, household_id"),
    ),
    _suspends("splot_clearance_suspends", CHECKS, "NULL", "NEW.volunteer_id", ("INSERT", "UPDATE")),
    _suspends(
        "splot_lost_check_suspends", CHECKS, "NULL", "OLD.volunteer_id", ("DELETE", "UPDATE OF volunteer_id")
    ),
    *(trigger for name in OF_TWO_CENTRES for trigger in _centres_filled(name)),
    *_centres_follow(),
    append_only("matching_decision"),
]
