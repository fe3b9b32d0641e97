"""Newcomers of the demo on their way in: talks, references, papers, trainings, owners, next steps."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from base.accounts.models import Membership
from base.organisations.models import Organisation
from desk.domain.ending import end_ways
from desk.domain.interviews import answer_talk, begin_talk, close_talk
from desk.domain.onboarding import Person, give_to, move_newcomer, set_next_step
from desk.domain.papers import receive_paper
from desk.domain.references import add_reference, ask_reference, give_reference
from desk.domain.trainings import answer_place, arrange_training, invite_to_training
from desk.enums import Outcome, PlaceState, Relation, Side, StageKey, Verdict
from desk.models import TrainingSession
from desk.queries.interviews import protocol_in_force
from desk.queries.onboarding import newcomer_of, newcomers
from desk.queries.stages import paper_kinds_of, stages_of
from families.models import Household
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

from .past import came_to_stage

#: What was said at a talk, by the codes of the shipped protocol.
ANSWERS: Final = {
    Side.VOLUNTEERS: {
        "why": "Sama przyjechała tu dziesięć lat temu i pamięta, jak brakowało jej kogoś na miejscu.",
        "year": True, "experience": "Harcerstwo, dwa lata korepetycji z polskiego.", "listening": 5,
        "limits": 4, "children": True, "checks": True, "wishes": "Rodzina z dziećmi w wieku szkolnym.",
    },
    Side.FAMILIES: {
        "expects": "Rozmowa z nauczycielką bez tłumacza.", "understands": True, "time": True, "urgent": 4,
        "wishes": "Ktoś z okolicy, najlepiej kobieta.", "voluntary": True,
    },
}  # fmt: skip
#: Families, by turns: the stage, days in it, the next step and in how many days (before today: it is late).
FAMILY_WAYS: Final = (
    (StageKey.F_TALK, 4, "Pierwsza rozmowa u rodziny, z tłumaczką", 2),
    (StageKey.F_PAPERS, 9, "Przynieść deklarację udziału", -6),
    (StageKey.F_READY, 3, "Zapytać, który program", 3),
    (StageKey.F_NEW, 2, "", None),
    (StageKey.F_TALK, 16, "Zadzwonić, nie było ich w domu", -5),
    (StageKey.F_PAPERS, 2, "", None),
)
#: Volunteers by state, by turns: days in their stage, the next step, in how many days.
VOLUNTEER_WAYS: Final = {
    VolunteerState.APPLIED: (
        (3, "Umówić rozmowę po 16", 1),
        (9, "Oddzwonić: nie odebrała dwa razy", -1),
        (2, "", None),
        (6, "Rozmowa w centrum, sala 2", 2),
    ),
    VolunteerState.INTERVIEWED: (
        (5, "Zadzwonić do parafii o referencje", 4),
        (23, "Przypomnieć o kodeksie do podpisu", -3),
        (1, "", None),
    ),
    VolunteerState.IN_TRAINING: (
        (12, "Potwierdzić szkolenie", 3),
        (8, "", None),
        (20, "Sprawdzić zaświadczenie z rejestru", 6),
    ),
}
NAMED: Final = (
    ("Grażyna Olszewska", Relation.WORK, "grazyna@example.org"),
    ("ks. Jan Bielak", Relation.ORGANISATION, "parafia@example.org"),
)
TRAINING: Final = "Pierwsze spotkania: wieczór dla wolontariuszy"
TO_COME: Final = "Dziecko, prawo i granice: szkolenie obowiązkowe"
AT: Final = time(17, 30)


def bring_newcomers(centre: Organisation, *, by: Membership, and_by: Membership) -> None:
    """Both boards with somebody in every stage, and the trainings people come to."""
    today = timezone.localdate()
    # Families in a programme, with nothing missing, are in: as the clock would write down.
    end_ways()
    volunteers: list[Volunteer] = list(newcomers(by, Side.VOLUNTEERS, on=today).order_by("pk"))
    families: list[Household] = list(newcomers(by, Side.FAMILIES, on=today).order_by("pk"))
    for number, volunteer in enumerate(volunteers):
        _bring_volunteer(volunteer, number, by=by if number % 2 else and_by)
    for number, family in enumerate(families):
        if number < len(FAMILY_WAYS):
            _bring_family(family, number, by=by if number % 2 else and_by)
    _train(centre, volunteers, by=by)


def _bring_volunteer(volunteer: Volunteer, number: int, *, by: Membership) -> None:
    ways = VOLUNTEER_WAYS[VolunteerState(volunteer.state)]
    days, step, left = ways[number % len(ways)]
    if volunteer.state == VolunteerState.APPLIED and number % 2:
        _move(volunteer, StageKey.V_TALK, by=by)
        _talk(volunteer, is_over=False, by=by)
    elif volunteer.state == VolunteerState.INTERVIEWED:
        _name_people(volunteer, by=by)
        _receive(volunteer, 2, by=by)
    elif volunteer.state == VolunteerState.IN_TRAINING:
        _receive(volunteer, 3, by=by)
    _plan(volunteer, step, left, by=by)
    came_to_stage(volunteer, days_ago=days)


def _bring_family(family: Household, number: int, *, by: Membership) -> None:
    stage, days, step, left = FAMILY_WAYS[number]
    if stage in (StageKey.F_PAPERS, StageKey.F_READY):
        _talk(family, is_over=True, by=by)
        _receive(family, 1 if stage == StageKey.F_PAPERS else 2, lapses_in=7 if number == 2 else None, by=by)
    if stage != StageKey.F_NEW:
        _move(family, stage, by=by)
    _plan(family, step, left, by=by)
    came_to_stage(family, days_ago=days)


def _move(person: Person, to: StageKey, *, by: Membership) -> None:
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    stage = next(one for one in stages_of(person.centre_id, side).columns if one.key == to)
    now = newcomer_of(person, on=timezone.localdate())
    assert now is not None  # noqa: S101 - they are on the way
    move_newcomer(person, to=stage, seen=now.stage.pk, version=now.version, by=by)


def _talk(person: Person, *, is_over: bool, by: Membership) -> None:
    """A talk by the protocol: begun this morning, or closed last week."""
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    today = timezone.localdate()
    protocol = protocol_in_force(person.centre_id, side, on=today)
    assert protocol is not None  # noqa: S101 - shipped with the tables
    answers = ANSWERS[side]
    if is_over:
        day = today - timedelta(days=8)
        talk = begin_talk(person, protocol=protocol, on=day, by=by)
        note = "Bardzo serdeczna rozmowa."
        close_talk(talk, outcome=Outcome.GOES_ON, note=note, on=day, answers=answers, by=by)
    else:
        talk = begin_talk(person, protocol=protocol, on=today, by=by)
        answer_talk(talk, answers=dict(list(answers.items())[:3]), by=by)


def _name_people(volunteer: Volunteer, *, by: Membership) -> None:
    """Two people who speak for them: one has, one was asked."""
    today = timezone.localdate()
    first, second = (
        add_reference(volunteer, name=name, relation=relation, reach=reach, by=by)
        for name, relation, reach in NAMED
    )
    give_reference(first, verdict=Verdict.RECOMMENDS, on=today - timedelta(days=2), by=by)
    ask_reference(second, on=today - timedelta(days=4), by=by)


def _receive(person: Person, count: int, *, by: Membership, lapses_in: int | None = None) -> None:
    """The first papers of those expected; with `lapses_in` the first of them counts so many days more."""
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    today = timezone.localdate()
    for number, kind in enumerate(paper_kinds_of(person.centre_id, side)[:count]):
        until = today + timedelta(days=lapses_in) if lapses_in and not number else None
        receive_paper(person, kind=kind, received_on=today - timedelta(days=9), valid_until=until, by=by)


def _plan(person: Person, step: str, left: int | None, *, by: Membership) -> None:
    if step:
        give_to(person, owner=by, by=by)
        day = None if left is None else timezone.localdate() + timedelta(days=left)
        set_next_step(person, words=step, on=day, by=by)


def _train(centre: Organisation, volunteers: Sequence[Volunteer], *, by: Membership) -> None:
    """One training to come, to which people are invited, and one that was."""
    today = timezone.localdate()
    coming = _arrange(centre, TO_COME, _in_working_days(today, 6), by=by)
    welcome = [one for one in volunteers if one.state != VolunteerState.APPLIED]
    places = invite_to_training(coming, volunteers=welcome, by=by)
    for place, state in zip(places, (PlaceState.COMES, PlaceState.DECLINED), strict=False):
        answer_place(place, state=state, by=by)
    _arrange(centre, TRAINING, _in_working_days(today - timedelta(days=30), 1), by=by)


def _arrange(centre: Organisation, name: str, day: date, *, by: Membership) -> TrainingSession:
    start = timezone.make_aware(datetime.combine(day, AT))
    place = "Centrum Most, sala na parterze"
    return arrange_training(
        centre, name=name, start=start, minutes=180, place=place, hours=Decimal(3), room=12, by=by
    )


def _in_working_days(day: date, days: int) -> date:
    day += timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
