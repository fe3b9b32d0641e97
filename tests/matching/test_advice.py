"""What a run stores about those it leaves without a helper: codes, and helpers by their row alone."""

import pytest

from base.audit.actor import Robot
from base.places.languages import Level, Spoken
from base.places.week import Week
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import PairState
from matching.models import RunHelper, Unmatched
from tests.factories.matching import PairFactory, VetoFactory, helper_of, programme_of, seeker_of
from tests.matching.workers import run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return programme_of()


def row_of(run, helper):
    return RunHelper.objects.get(run=run, helper=helper).row


def test_a_change_is_kept_as_codes_and_the_helper_as_a_row_of_the_evidence(programme):
    seeker_of(programme, week=Week.parse("sb 8-9"), children=1)
    for _ in range(4):
        helper_of(programme, week=Week.parse("nd 20-22"), cleared=False)
    helper = helper_of(programme, week=Week.parse("sb 9-11"))

    run = perform_run(request_run(programme, by=Robot("test")).pk)

    left = Unmatched.objects.get()
    assert left.blocked_by == "time"
    first = left.advice["changes"][0]
    assert {**first, "points": None} == {
        "kind": "time", "whose": "seeker", "helper": row_of(run, helper), "points": None,
        "gain": {"families": 1, "weight": 1, "points": first["points"]},
        "day": 5, "start": 18, "end": 20, "from": 18, "to": 20,
    }  # fmt: skip
    assert left.advice["blocking"] == [["time"]]
    assert run.findings["changes_looked_for"] == 1
    assert list(run.seconds)[-2:] == ["advising", "storing"]


def test_languages_are_kept_by_their_code(programme):
    seeker_of(programme, languages=[Spoken("uk", Level.NATIVE)])
    helper_of(programme, languages=[Spoken("pl", Level.NATIVE), Spoken("uk", Level.A2)])
    run_of(programme)
    (change,) = Unmatched.objects.get().advice["changes"]
    assert (change["kind"], change["whose"]) == ("language", "helper")
    assert (change["language"], change["level"], change["to_level"]) == ("uk", 2, 3)


def test_a_veto_is_only_suggested_to_be_lifted_where_nothing_but_a_word_stands_behind_it(programme):
    ruled_out, said_no = seeker_of(programme), seeker_of(programme)
    helper = helper_of(programme)
    VetoFactory(seeker=ruled_out, helper=helper)
    VetoFactory(seeker=said_no, helper=helper)
    PairFactory(seeker=said_no, helper=helper, state=PairState.DECLINED)
    run_of(programme)
    told = {one.seeker: [it["kind"] for it in one.advice["changes"]] for one in Unmatched.objects.all()}
    assert told == {ruled_out: ["veto"], said_no: []}


def test_nobody_left_over_leaves_nothing_to_advise(programme):
    seeker_of(programme)
    helper_of(programme)
    assert run_of(programme).findings["changes_looked_for"] == 0
    assert not Unmatched.objects.exists()
