"""Who is on the way in, in which stage; moving them, and what the rooms of people refuse."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from base.places.week import Week
from desk.domain.ending import end_ways, note_taken_in
from desk.domain.onboarding import (
    give_to,
    move_newcomer,
    reopen_family,
    set_next_step,
    undo_move,
    way_of,
)
from desk.enums import Side, StageKey
from desk.models import Onboarding, OnboardingMove, Stage
from desk.queries.onboarding import (
    COLUMN,
    SORTS,
    Cards,
    Wanted,
    board,
    count_overdue,
    narrowed,
    newcomer_of,
    newcomers,
    overdue,
)
from desk.queries.stages import stages_of
from families.domain.consents import give_consent
from families.domain.households import archive_household
from families.enums import ConsentPurpose
from families.models import HouseholdConsent, MemberLanguage
from families.queries import is_complete, what_is_missing
from matching.domain.programmes import enrol_household
from tests.factories.families import HouseholdFactory, household_with
from tests.factories.matching import programme_of, seeker_of
from tests.factories.volunteers import VolunteerFactory, volunteer_with
from tests.frontend.people import queries_of  # noqa: F401 - the other files of this folder share it
from volunteers.domain.volunteers import readmit_volunteer, see_off_volunteer, start_training

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def stage(key) -> Stage:
    return Stage.objects.get(organisation=None, key=key)


def now_of(person):
    return newcomer_of(person, on=TODAY())


def move(person, key, *, by, **said):
    """As somebody who saw the newest."""
    now = now_of(person)
    told = {"seen": now.stage.pk, "version": now.version, **said}
    return move_newcomer(person, to=stage(key), by=by, **told)


def standing(membership, side):
    """{label: key of the stage} of everybody on the board."""
    stages = stages_of(membership.organisation_id, side)
    rows = newcomers(membership, side, on=TODAY(), stages=stages).order_by("number")
    return {one.label: one.stage.key for one in Cards(stages, on=TODAY()).of(rows)}


# --- who is there -----------------------------------------------------------------------------------------


def test_volunteers_stand_where_their_state_says_without_being_added(cast):
    for number, state in enumerate(["applied", "interviewed", "in_training", "active", "paused", "left"], 1):
        VolunteerFactory(centre=cast.centre, number=number, state=state)
    VolunteerFactory(centre=cast.other_centre, state="applied")
    assert standing(cast.alice, Side.VOLUNTEERS) == {
        "W-1": StageKey.V_APPLIED,
        "W-2": StageKey.V_REFERENCES,
        "W-3": StageKey.V_TRAINING,
    }
    assert Onboarding.objects.count() == 0


def test_families_are_on_the_way_until_nothing_is_missing_and_they_are_in_a_programme(cast):
    programme = programme_of(cast.centre)
    HouseholdFactory(centre=cast.centre, number=1)
    household_with(centre=cast.centre, number=2)
    seeker_of(programme, household=household_with(centre=cast.centre, number=3))
    seeker_of(programme, household=household_with(centre=cast.centre, number=4, consent=False))
    household_with(centre=cast.centre, number=5, state="paused")
    household_with(centre=cast.other_centre, number=6)
    assert (note_taken_in(), note_taken_in()) == (1, 0)
    new = StageKey.F_NEW
    assert standing(cast.alice, Side.FAMILIES) == {"K-1": new, "K-2": new, "K-4": new}


def test_family_is_in_as_soon_as_the_last_thing_is_there(cast, django_capture_on_commit_callbacks):
    programme = programme_of(cast.centre)
    household = household_with(centre=cast.centre, consent=False)
    move(household, StageKey.F_TALK, by=cast.alice)
    with django_capture_on_commit_callbacks(execute=True):
        enrol_household(programme, household, by=cast.alice)
    assert now_of(household).stage.key == StageKey.F_TALK
    with django_capture_on_commit_callbacks(execute=True):
        give_consent(
            household, purpose=ConsentPurpose.MATCHING, text_version="1", language="uk", by=cast.alice
        )
    assert now_of(household) is None
    with pytest.raises(Refusal) as whole:
        reopen_family(household, by=cast.alice)
    assert whole.value.code == "taken_in"


@pytest.mark.parametrize("actor", ["filip", "tymon", "bob", "dana", "olena", "ewa", None])
@pytest.mark.parametrize("side", Side)
def test_nobody_else_sees_who_is_on_the_way(cast, actor, side):
    VolunteerFactory(centre=cast.centre, state="applied")
    HouseholdFactory(centre=cast.centre)
    membership = getattr(cast, actor) if actor else None
    assert newcomers(membership, side, on=TODAY()).count() == 0
    assert (overdue(membership, TODAY()), count_overdue(membership, TODAY())) == ([], 0)


def test_condition_of_a_complete_family_is_the_one_of_its_page(cast):
    whole = household_with(centre=cast.centre)
    given_back = household_with(centre=cast.centre)
    HouseholdConsent.objects.filter(household=given_back).update(withdrawn_at=timezone.now())
    silent = household_with(centre=cast.centre)
    MemberLanguage.objects.filter(member__household=silent).delete()
    household_with(centre=cast.centre, latitude=None)
    household_with(centre=cast.centre, week=Week.empty())
    household_with(centre=cast.centre, needs=frozenset())
    polish = household_with(centre=cast.centre, needs=frozenset(), wants_polish=True)
    complete = set(cast.centre.households.filter(is_complete()))
    assert complete == {one for one in cast.centre.households.all() if not what_is_missing(one)}
    assert complete == {whole, polish}


# --- moving -----------------------------------------------------------------------------------------------


def test_move_to_a_stage_of_another_state_is_the_act_of_the_volunteers_room(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied", interviewed_on=None)
    yesterday = TODAY() - timedelta(days=1)
    way = move(volunteer, StageKey.V_REFERENCES, by=cast.alice, on=yesterday)
    volunteer.refresh_from_db()
    assert (volunteer.state, volunteer.interviewed_on) == ("interviewed", yesterday)
    assert (way.stage.key, way.since) == (StageKey.V_REFERENCES, TODAY())
    moved = OnboardingMove.objects.get()
    assert (moved.from_stage.key, moved.to_stage.key) == (StageKey.V_APPLIED, StageKey.V_REFERENCES)
    acts = set(Record.objects.values_list("act", flat=True))
    assert {"volunteers.volunteer.interviewed", "desk.onboarding.moved"} <= acts


def test_move_between_stages_of_one_state_changes_no_state_and_can_be_undone(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    way = move(volunteer, StageKey.V_TALK, by=cast.alice)
    assert (volunteer.state, now_of(volunteer).stage.key) == ("applied", StageKey.V_TALK)
    undo_move(volunteer, version=way.version, by=cast.alice)
    assert now_of(volunteer).stage.key == StageKey.V_APPLIED
    assert OnboardingMove.objects.count() == 2


def test_refusals_of_the_volunteers_room_hold(cast):
    applied = VolunteerFactory(centre=cast.centre, state="applied")
    with pytest.raises(Refusal) as early:
        move(applied, StageKey.V_TRAINING, by=cast.alice)
    assert early.value.code == "wrong_state"
    untrained = volunteer_with(centre=cast.centre, state="in_training", trained=False)
    with pytest.raises(Refusal) as missing:
        move(untrained, StageKey.V_SERVES, by=cast.alice)
    assert missing.value.code == "missing"
    with pytest.raises(Refusal) as backward:
        move(untrained, StageKey.V_APPLIED, by=cast.alice)
    assert backward.value.code == "only_forward"
    with pytest.raises(ValidationError):
        move(applied, StageKey.V_REFERENCES, by=cast.alice, on=TODAY() + timedelta(days=1))
    assert Onboarding.objects.count() == 0


def test_stale_move_is_refused_with_the_newer_state(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    before = now_of(volunteer)
    move(volunteer, StageKey.V_TALK, by=cast.ada)
    with pytest.raises(Refusal, match="Talk arranged") as stale:
        move(volunteer, StageKey.V_REFERENCES, by=cast.alice, seen=before.stage.pk, version=before.version)
    assert stale.value.code == "stale"
    with pytest.raises(Refusal) as same:
        move(volunteer, StageKey.V_TALK, by=cast.alice)
    assert same.value.code == "already"


def test_a_step_on_the_volunteers_own_page_moves_the_card(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    before = now_of(volunteer)
    move(volunteer, StageKey.V_REFERENCES, by=cast.alice)
    start_training(volunteer, by=cast.alice)
    assert now_of(volunteer).stage.key == StageKey.V_TRAINING
    with pytest.raises(Refusal) as stale:
        undo_move(volunteer, version=before.version, by=cast.alice)
    assert stale.value.code == "stale"
    with pytest.raises(Refusal) as final:
        undo_move(volunteer, version=now_of(volunteer).version, by=cast.alice)
    assert final.value.code == "final"


def test_who_starts_is_on_the_way_no_more(cast):
    volunteer = volunteer_with(centre=cast.centre, state="in_training")
    way = move(volunteer, StageKey.V_SERVES, by=cast.alice)
    assert (volunteer.state, way.finished_on, now_of(volunteer)) == ("active", TODAY(), None)
    with pytest.raises(Refusal) as gone:
        set_next_step(volunteer, words="Call", on=None, by=cast.alice)
    assert gone.value.code == "not_on_the_way"


def test_family_is_finished_by_hand_and_can_come_back(cast):
    household = HouseholdFactory(centre=cast.centre)
    move(household, StageKey.F_TALK, by=cast.alice)
    move(household, StageKey.F_DONE, by=cast.alice)
    assert now_of(household) is None
    reopen_family(household, by=cast.alice)
    assert now_of(household).stage.key == StageKey.F_TALK
    with pytest.raises(Refusal) as there:
        reopen_family(household, by=cast.alice)
    assert there.value.code == "already"


def test_stage_of_another_side_or_centre_is_no_target(cast):
    household = HouseholdFactory(centre=cast.centre)
    with pytest.raises(Refusal) as unknown:
        move(household, StageKey.V_TALK, by=cast.alice)
    assert unknown.value.code == "unknown_stage"


# --- owner, next step, overdue ----------------------------------------------------------------------------


def test_next_step_and_owner_are_kept_and_late_ones_are_found(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    set_next_step(volunteer, words=" Call  her ", on=TODAY() - timedelta(days=1), by=cast.alice)
    give_to(volunteer, owner=cast.ada, by=cast.alice)
    [late] = overdue(cast.alice, TODAY())
    assert (late.label, late.step, late.owner_name, late.step_is_late) == (
        volunteer.label, "Call her", "Ada", True,
    )  # fmt: skip
    assert count_overdue(cast.alice, TODAY()) == 1
    assert overdue(cast.carol, TODAY()) == []
    set_next_step(volunteer, words="", on=None, by=cast.alice)
    assert overdue(cast.alice, TODAY()) == []


def test_who_stays_longer_than_the_stage_allows_is_late_from_the_day_after(cast):
    for days in (7, 8):
        VolunteerFactory(
            centre=cast.centre, number=days, state="applied", state_since=TODAY() - timedelta(days=days)
        )
    assert [one.label for one in overdue(cast.alice, TODAY())] == ["W-8"]
    card = overdue(cast.alice, TODAY())[0]
    assert (card.days, card.stays_too_long, card.step_is_late) == (8, True, False)


def test_owner_works_at_the_centre_and_a_day_needs_words(cast):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    for owner in (cast.carol, cast.filip, cast.ewa):
        with pytest.raises(Refusal):
            give_to(volunteer, owner=owner, by=cast.alice)
    with pytest.raises(ValidationError):
        set_next_step(volunteer, words=" ", on=TODAY(), by=cast.alice)
    with pytest.raises(ValidationError):
        set_next_step(volunteer, words="x" * 201, on=None, by=cast.alice)


def test_lists_are_narrowed_and_sorted(cast):
    first = VolunteerFactory(centre=cast.centre, number=1, state="applied", search_contact="zofia")
    VolunteerFactory(centre=cast.centre, number=2, state="interviewed")
    give_to(first, owner=cast.ada, by=cast.alice)

    def found(**wanted):
        rows = narrowed(newcomers(cast.alice, Side.VOLUNTEERS, on=TODAY()), Wanted(**wanted))
        return [one.label for one in rows.order_by("number")]

    assert found(owner=cast.ada.pk) == ["W-1"]
    assert found(owner=0) == ["W-2"]
    assert found(text="zofia") == ["W-1"]
    assert found(stage=stage(StageKey.V_REFERENCES).pk) == ["W-2"]
    assert found(late=True) == []
    for sort in SORTS.values():
        assert newcomers(cast.alice, Side.VOLUNTEERS, on=TODAY()).order_by(*sort).count() == 2


def test_board_counts_everybody_and_shows_the_first_of_each_stage(cast):
    for number in range(1, COLUMN + 4):
        VolunteerFactory(
            centre=cast.centre, number=number, state="applied",
            state_since=TODAY() - timedelta(days=number),
        )  # fmt: skip
    stages = stages_of(cast.centre.pk, Side.VOLUNTEERS)
    told = board(newcomers(cast.alice, Side.VOLUNTEERS, on=TODAY(), stages=stages), stages, on=TODAY())
    applied = told.columns[0]
    assert (applied.count, len(applied.cards), applied.rest) == (COLUMN + 3, COLUMN, 3)
    assert told.count == COLUMN + 3
    assert applied.cards[0].label == f"W-{COLUMN + 3}"
    assert [one.count for one in told.columns[1:]] == [0, 0, 0]


def test_readmitted_volunteer_has_a_new_way(cast, django_capture_on_commit_callbacks):
    volunteer = VolunteerFactory(centre=cast.centre, state="applied")
    first = move(volunteer, StageKey.V_TALK, by=cast.alice)
    with django_capture_on_commit_callbacks(execute=True):
        see_off_volunteer(volunteer, reason="moved", by=cast.alice)
    assert now_of(volunteer) is None
    readmit_volunteer(volunteer, by=cast.alice)
    assert now_of(volunteer).stage.key == StageKey.V_APPLIED
    assert way_of(volunteer) != first


def test_what_a_stopped_process_left_behind_is_ended_by_the_clock(cast):
    """The events of the other rooms are not heard here: nothing commits."""
    going, staying = (VolunteerFactory(centre=cast.centre, state="applied") for _ in range(2))
    household = HouseholdFactory(centre=cast.centre)
    for person in (going, staying, household):
        way_of(person)
    see_off_volunteer(going, reason="moved", by=cast.alice)
    archive_household(household, reason="moved away", by=cast.alice)
    assert (end_ways(), end_ways()) == (2, 0)
    assert [way.volunteer for way in Onboarding.objects.filter(finished_on=None)] == [staying]


def test_archived_family_is_off_the_board(cast):
    household = HouseholdFactory(centre=cast.centre)
    way_of(household)
    archive_household(household, reason="moved away", by=cast.alice)
    assert now_of(household) is None
