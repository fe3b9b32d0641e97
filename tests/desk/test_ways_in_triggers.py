"""What the database itself holds about ways in; each with a twin in which it is switched off."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.common.triggers import lifted
from desk.domain.ending import end_way
from desk.domain.interviews import answer_talk, begin_talk, close_talk
from desk.domain.onboarding import move_newcomer, way_of
from desk.domain.references import add_reference
from desk.enums import Outcome, Relation, Side, StageKey
from desk.models import Interview, InterviewProtocol, Onboarding, OnboardingMove, Reference, Stage
from desk.queries.onboarding import newcomer_of
from tests.factories.families import HouseholdFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate


@pytest.fixture
def way(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied", interviewed_on=None)
    now = newcomer_of(volunteer, on=TODAY())
    to = Stage.objects.get(organisation=None, key=StageKey.V_TALK)
    return move_newcomer(volunteer, to=to, seen=now.stage.pk, version=0, by=cast.alice)


def jan(way, cast):
    return add_reference(way.person, name="Jan Kos", relation=Relation.WORK, reach="600", by=cast.alice)


def talk_of(way, cast, *, closed=True):
    protocol = InterviewProtocol.objects.get(organisation=None, side=Side.VOLUNTEERS)
    talk = begin_talk(way.person, protocol=protocol, on=TODAY(), by=cast.alice)
    answer_talk(talk, answers={"why": "So."}, by=cast.alice)
    if closed:
        close_talk(talk, outcome=Outcome.GOES_ON, note="Warm.", on=TODAY(), by=cast.alice)
    return talk


def held(act, trigger):
    """The act is refused, and goes through without the trigger."""
    with pytest.raises(DatabaseError), transaction.atomic():
        act()
    with lifted(connection, trigger):
        act()
    return True


def test_moves_are_kept_for_good(way):
    trigger = "splot_desk_onboardingmove_append_only"
    assert held(lambda: OnboardingMove.objects.update(days=9), trigger)
    assert held(lambda: OnboardingMove.objects.all().delete(), trigger)


def test_way_does_not_end_while_a_name_is_kept(cast, way):
    jan(way, cast)
    end = Onboarding.objects.filter(pk=way.pk)
    assert held(lambda: end.update(finished_on=TODAY()), "splot_way_ends_without_names")


def test_no_name_comes_back_to_a_way_that_is_over(cast, way):
    said = jan(way, cast)
    end_way(way, by=cast.alice)
    said.refresh_from_db()
    assert (said.name, said.reach) == ("", "")
    again = Reference.objects.filter(pk=said.pk)
    assert held(lambda: again.update(name="Jan Kos"), "splot_reference_of_open_way")


def test_closed_talk_stays_but_its_words_can_be_erased(cast, way):
    talk = Interview.objects.filter(pk=talk_of(way, cast).pk)
    for changes in ({"answers": {"why": "No."}}, {"note": "Cold."}, {"outcome": "not_now"}):
        assert held(lambda changes=changes: talk.update(**changes), "splot_closed_talk_stays")
    talk.update(answers={}, note="")
    assert talk.get().answers == {}


def test_questions_are_written_once():
    rows = InterviewProtocol.objects.filter(organisation=None, side=Side.FAMILIES)
    assert held(lambda: rows.update(questions=[]), "splot_protocol_is_written_once")


def test_constraints_refuse_what_makes_no_sense(cast, way):
    household = HouseholdFactory(centre=cast.centre)
    person = way.person
    wrong = [
        lambda: Onboarding.objects.create(organisation=cast.centre),
        lambda: Onboarding.objects.create(organisation=cast.centre, volunteer=person, household=household),
        lambda: Onboarding.objects.create(organisation=cast.centre, volunteer=person),
        lambda: Onboarding.objects.filter(pk=way.pk).update(next_on=TODAY(), next_step=""),
        lambda: Stage.objects.create(organisation=cast.centre, side="volunteers", name="X", stands_for=""),
        lambda: Stage.objects.create(organisation=cast.centre, side="families", name=""),
        lambda: Stage.objects.create(
            organisation=cast.centre, side="families", name="X", stands_for="applied"
        ),
        lambda: Reference.objects.create(onboarding=way, relation="work", verdict="recommends", by_label="A"),
    ]
    for act in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    way_of(household)
    with pytest.raises(DatabaseError), transaction.atomic():
        Onboarding.objects.create(organisation=cast.centre, household=household)
