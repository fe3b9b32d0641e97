"""What a centre sets about ways in: copies of its own, what stays possible, and who stands where then."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.common.errors import Refusal
from desk.domain.onboarding import move_newcomer
from desk.domain.papers import receive_paper
from desk.domain.setting_up import (
    add_paper_kind,
    add_stage,
    change_paper_kind,
    change_stage,
    move_stage_up,
    set_protocol,
)
from desk.enums import AnswerKind, PaperKey, Side, StageKey
from desk.models import InterviewProtocol, Paper, PaperKind, Stage
from desk.queries.interviews import protocol_in_force
from desk.queries.onboarding import newcomer_of
from desk.queries.stages import paper_kinds_of, stages_of
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def common(key) -> Stage:
    return Stage.objects.get(organisation=None, key=key)


def columns(centre, side=Side.VOLUNTEERS):
    return [str(one) for one in stages_of(centre.pk, side).columns]


def test_first_change_makes_the_stages_the_centres_own_and_moves_nobody(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    now = newcomer_of(volunteer, on=TODAY())
    move_newcomer(volunteer, to=common(StageKey.V_TALK), seen=now.stage.pk, version=0, by=cast.alice)
    change_stage(
        cast.centre, common(StageKey.V_TALK), name="Coffee", days=3, shown=True, why="x", by=cast.alice
    )
    after = newcomer_of(volunteer, on=TODAY())
    assert (str(after.stage), after.stage.days, after.stage.organisation) == ("Coffee", 3, cast.centre)
    assert columns(cast.centre)[:2] == ["Applied", "Coffee"]
    assert columns(cast.other_centre)[:2] == ["Applied", "Talk arranged"]


def test_own_stage_stands_before_the_last_and_for_a_state(cast):
    add_stage(
        cast.centre,
        Side.VOLUNTEERS,
        name="Visit",
        days=None,
        stands_for="in_training",
        why="x",
        by=cast.alice,
    )
    assert columns(cast.centre)[-1] == "Visit"
    assert stages_of(cast.centre.pk, Side.VOLUNTEERS).targets[-1].key == StageKey.V_SERVES
    add_stage(cast.centre, Side.FAMILIES, name="Visit", days=5, why="x", by=cast.alice)
    assert columns(cast.centre, Side.FAMILIES)[-1] == "Visit"
    for wrong in ({"name": " ", "stands_for": "applied"}, {"name": "X", "stands_for": "active"}):
        with pytest.raises(ValidationError):
            add_stage(cast.centre, Side.VOLUNTEERS, days=None, why="x", by=cast.alice, **wrong)


def test_stage_nobody_could_do_without_stays_shown(cast):
    hidden = {"name": "", "days": None, "shown": False, "why": "x", "by": cast.alice}
    change_stage(cast.centre, common(StageKey.V_APPLIED), **hidden)
    with pytest.raises(Refusal) as needed:
        change_stage(cast.centre, common(StageKey.V_TALK), **hidden)
    assert needed.value.code == "needed"
    with pytest.raises(Refusal):
        change_stage(cast.centre, common(StageKey.V_SERVES), **hidden)
    assert columns(cast.centre)[0] == "Talk arranged"


def test_newcomer_of_a_hidden_stage_stands_in_the_first_of_their_state(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    now = newcomer_of(volunteer, on=TODAY())
    move_newcomer(volunteer, to=common(StageKey.V_TALK), seen=now.stage.pk, version=0, by=cast.alice)
    change_stage(
        cast.centre, common(StageKey.V_TALK), name="", days=None, shown=False, why="x", by=cast.alice
    )
    assert newcomer_of(volunteer, on=TODAY()).stage.key == StageKey.V_APPLIED


def test_stages_change_places_within_their_state_only(cast):
    move_stage_up(cast.centre, common(StageKey.V_TALK), why="x", by=cast.alice)
    assert columns(cast.centre)[:2] == ["Talk arranged", "Applied"]
    for key in (StageKey.V_TALK, StageKey.V_REFERENCES, StageKey.V_SERVES):
        with pytest.raises(Refusal):
            move_stage_up(cast.centre, common(key), why="x", by=cast.alice)


def test_paper_kinds_become_the_centres_own_and_papers_stay(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    elsewhere = VolunteerFactory(centre=cast.other_centre, state="applied")
    kind = PaperKind.objects.get(key=PaperKey.V_PHOTO)
    for person in (volunteer, elsewhere):
        receive_paper(person, kind=kind, received_on=TODAY(), by=cast.alice)
    own = change_paper_kind(
        cast.centre, kind, name="Pictures", required=True, months=12, shown=True, why="x", by=cast.alice
    )
    assert [paper.kind for paper in Paper.objects.order_by("pk")] == [own, kind]
    add_paper_kind(
        cast.centre, Side.VOLUNTEERS, name="Card", required=False, months=None, why="x", by=cast.alice
    )
    names = [str(one) for one in paper_kinds_of(cast.centre.pk, Side.VOLUNTEERS)]
    assert names[-2:] == ["Pictures", "Card"]
    with pytest.raises(Refusal):
        receive_paper(volunteer, kind=kind, received_on=TODAY(), by=cast.alice)


def test_own_questions_go_first_and_end_the_version_before(cast):
    def put(version, day, questions=((AnswerKind.YES_NO, "Tak?", "Yes?"),)):
        return set_protocol(
            cast.centre, Side.FAMILIES, version=version, valid_from=day, source="Ours", questions=questions,
            why="x", by=cast.alice,
        )  # fmt: skip

    first = put("1", TODAY())
    second = put("2", TODAY() + timedelta(days=10))
    first.refresh_from_db()
    assert first.valid_to == TODAY() + timedelta(days=9)
    assert protocol_in_force(cast.centre.pk, Side.FAMILIES, on=TODAY()) == first
    assert protocol_in_force(cast.centre.pk, Side.FAMILIES, on=TODAY() + timedelta(days=10)) == second
    assert protocol_in_force(cast.other_centre.pk, Side.FAMILIES, on=TODAY()).organisation is None
    for wrong in (("2", TODAY() + timedelta(days=20)), ("3", TODAY())):
        with pytest.raises(ValidationError):
            put(*wrong)
    with pytest.raises(ValidationError):
        put("4", TODAY() + timedelta(days=20), [])


def test_shipped_questions_have_polish_and_english_words_and_codes_of_their_own():
    for protocol in InterviewProtocol.objects.filter(organisation=None):
        assert all(one["pl"] and one["en"] for one in protocol.questions)
        codes = [one["code"] for one in protocol.questions]
        assert len(codes) == len(set(codes)) > 0
