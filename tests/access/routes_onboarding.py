"""Ways in: for those who work with people at the centre of the newcomer; everybody else is kept out."""

from datetime import timedelta

from django.utils import timezone

from desk.domain.interviews import begin_talk
from desk.domain.onboarding import move_newcomer, way_of
from desk.enums import Side
from desk.models import InterviewProtocol, Paper, PaperKind, Stage, TrainingPlace, TrainingSession
from desk.queries.onboarding import newcomer_of
from tests.access.matrix import Row
from tests.access.routes_matching import NEVER, OWN_ACT, OWN_PAGE, PAGE, desk
from tests.factories.cast import family_of
from tests.factories.volunteers import VolunteerFactory

REDIRECT = desk(302, 302)


def volunteer_of(cast):
    known = cast.centre.volunteers.filter(number=77).first()
    return known or VolunteerFactory(centre=cast.centre, number=77, state="applied", interviewed_on=None)


def side(cast):
    return [Side.VOLUNTEERS]


def own(cast):
    return [Side.VOLUNTEERS, volunteer_of(cast).pk]


def own_number(cast):
    return [volunteer_of(cast).pk]


def moved(cast):
    return [*own(cast), moved_way(volunteer_of(cast), "v_talk", cast).version]


def moved_way(person, key, cast):
    now = newcomer_of(person, on=timezone.localdate())
    to = Stage.objects.get(organisation=None, key=key)
    return move_newcomer(person, to=to, seen=now.stage.pk, version=now.version, by=cast.ada)


def taken_in(cast):
    family = family_of(cast)
    moved_way(family, "f_done", cast)
    return [Side.FAMILIES, family.pk]


def to_talk(cast):
    now = newcomer_of(volunteer_of(cast), on=timezone.localdate())
    stage = Stage.objects.get(organisation=None, key="v_talk")
    return {"stage": stage.pk, "seen": now.stage.pk, "version": now.version}


def kind(key="v_photo"):
    return PaperKind.objects.get(organisation=None, key=key)


def own_kind(cast):
    return [*own(cast), kind().pk]


def own_paper(cast):
    return [*own(cast), Paper.objects.create(kind=kind(), volunteer=volunteer_of(cast), by_label="Ada").pk]


def own_reference(cast):
    way = way_of(volunteer_of(cast))
    return [way.references.create(name="Jan Kos", relation="work", reach="600", by_label="Ada").pk]


def own_talk(cast):
    protocol = InterviewProtocol.objects.get(organisation=None, side=Side.VOLUNTEERS)
    return [begin_talk(volunteer_of(cast), protocol=protocol, on=timezone.localdate(), by=cast.ada).pk]


def own_training(cast):
    start = timezone.now() + timedelta(days=3)
    session = TrainingSession.objects.create(
        organisation=cast.centre, name="Evening", start=start, minutes=60, by_label="Ada"
    )
    return [session.pk]


def own_place(cast):
    [session] = own_training(cast)
    place = TrainingPlace.objects.create(session_id=session, volunteer=volunteer_of(cast), by_label="Ada")
    return [session, place.pk]


def today(name="on"):
    return lambda cast: {name: str(timezone.localdate())}


def in_three_days(cast):
    day = str(timezone.localdate() + timedelta(days=3))
    return {"name": "Evening", "day": day, "at": "17:00", "minutes": "60", "hours": "2", "place": "Rynek"}


def common_stage(cast):
    return [Stage.objects.get(organisation=None, key="v_talk").pk]


def common_kind(cast):
    return [kind().pk]


def common_protocol(cast):
    return [InterviewProtocol.objects.get(organisation=None, side=Side.FAMILIES).pk]


#: Common ones can be changed by every centre, for itself.
ACT = desk(302, 302)
WHY = {"why": "the team asked"}
QUESTIONS = {
    "side": "families",
    "version": "1",
    "valid_from": "2099-01-01",
    "source": "Ours",
    "questions": "? Tak?",
    **WHY,
}

ROWS = [
    Row("stages", "GET", PAGE),
    Row("stages", "POST", ACT, data=lambda cast: {"side": "families", "name": "Visit", **WHY}),
    Row("stage", "GET", NEVER, args=common_stage),
    Row("stage", "POST", ACT, args=common_stage, data=lambda cast: {"shown": "on", "days": "3", **WHY}),
    Row("stage_up", "GET", NEVER, args=common_stage),
    Row("stage_up", "POST", ACT, args=common_stage, data=lambda cast: WHY),
    Row("paper_kinds", "GET", PAGE),
    Row("paper_kinds", "POST", ACT, data=lambda cast: {"side": "families", "name": "Card", **WHY}),
    Row("paper_kind", "GET", NEVER, args=common_kind),
    Row("paper_kind", "POST", ACT, args=common_kind, data=lambda cast: {"shown": "on", **WHY}),
    Row("protocols", "GET", PAGE),
    Row("protocols", "POST", ACT, data=lambda cast: QUESTIONS),
    Row("protocol", "GET", PAGE, args=common_protocol),
    Row("protocol", "POST", NEVER, args=common_protocol),
    Row("pipeline", "GET", PAGE, "of families", args=lambda cast: [Side.FAMILIES]),
    Row("newcomers", "GET", REDIRECT),
    Row("newcomers", "POST", NEVER),
    Row("pipeline", "GET", PAGE, args=side),
    Row("pipeline", "POST", NEVER, args=side),
    Row("pipeline_list", "GET", PAGE, args=side),
    Row("pipeline_list", "POST", NEVER, args=side),
    Row("pipeline_export", "GET", PAGE, args=side),
    Row("pipeline_export", "POST", NEVER, args=side),
    Row("newcomer", "GET", OWN_PAGE, args=own),
    Row("newcomer", "GET", OWN_PAGE, "a family", args=lambda cast: [Side.FAMILIES, family_of(cast).pk]),
    Row("newcomer", "POST", NEVER, args=own),
    Row("newcomer_move", "GET", NEVER, args=own),
    Row("newcomer_move", "POST", OWN_ACT, args=own, data=to_talk),
    Row("newcomer_undo", "GET", NEVER, args=moved),
    Row("newcomer_undo", "POST", OWN_ACT, args=moved),
    Row("newcomer_reopen", "GET", NEVER, args=taken_in),
    Row("newcomer_reopen", "POST", OWN_ACT, args=taken_in),
    Row("newcomer_next", "GET", NEVER, args=own),
    Row("newcomer_next", "POST", OWN_ACT, args=own, data=lambda cast: {"words": "Call"}),
    Row("newcomer_owner", "GET", NEVER, args=own),
    Row("newcomer_owner", "POST", OWN_ACT, args=own, data=lambda cast: {"owner": cast.alice.pk}),
    Row("newcomer_invite", "GET", NEVER, args=own),
    Row("newcomer_invite", "POST", OWN_ACT, args=own, data=in_three_days),
    Row("newcomer_reference", "GET", NEVER, args=own),
    Row(
        "newcomer_reference", "POST", OWN_ACT, args=own,
        data=lambda cast: {"name": "Jan Kos", "relation": "work", "reach": "600 100 200"},
    ),
    Row("newcomer_paper", "GET", NEVER, args=own_kind),
    Row("newcomer_paper", "POST", OWN_ACT, args=own_kind, data=today("received_on")),
    Row("newcomer_paper_back", "GET", NEVER, args=own_paper),
    Row("newcomer_paper_back", "POST", OWN_ACT, args=own_paper),
    Row("newcomer_papers_ask", "GET", NEVER, args=own_number),
    Row("newcomer_papers_ask", "POST", OWN_ACT, args=own_number),
    Row("interview_begin", "GET", NEVER, args=own),
    Row("interview_begin", "POST", OWN_ACT, args=own, data=today()),
    Row("interview", "GET", OWN_PAGE, args=own_talk),
    Row("interview", "POST", OWN_ACT, args=own_talk, data=lambda cast: {"question": "why", "q_why": "So."}),
    Row("interview_close", "GET", OWN_PAGE, args=own_talk),
    Row(
        "interview_close", "POST", OWN_ACT, args=own_talk,
        data=lambda cast: {"outcome": "later", **today()(cast)},
    ),
    Row("interview_drop", "GET", NEVER, args=own_talk),
    Row("interview_drop", "POST", OWN_ACT, args=own_talk),
    Row("reference_given", "GET", NEVER, args=own_reference),
    Row("reference_given", "POST", OWN_ACT, args=own_reference, data=today()),
    Row("reference_remove", "GET", NEVER, args=own_reference),
    Row("reference_remove", "POST", OWN_ACT, args=own_reference),
    Row("trainings", "GET", PAGE),
    Row("trainings", "POST", REDIRECT, data=in_three_days),
    Row("training", "GET", OWN_PAGE, args=own_training),
    Row("training", "POST", NEVER, args=own_training),
    Row("training_edit", "GET", OWN_PAGE, args=own_training),
    Row("training_edit", "POST", OWN_ACT, args=own_training, data=in_three_days),
    Row("training_invite", "GET", OWN_PAGE, args=own_training),
    Row(
        "training_invite", "POST", OWN_ACT, args=own_training,
        data=lambda cast: {"invite": "1", "people": volunteer_of(cast).pk},
    ),
    Row("training_take_back", "GET", NEVER, args=own_training),
    Row("training_take_back", "POST", OWN_ACT, args=own_training),
    Row("training_call_off", "GET", NEVER, args=own_training),
    Row("training_call_off", "POST", OWN_ACT, args=own_training),
    Row("training_place", "GET", NEVER, args=own_place),
    Row("training_place", "POST", OWN_ACT, args=own_place, data=lambda cast: {"state": "comes"}),
]  # fmt: skip
