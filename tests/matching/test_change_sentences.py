"""What changed is told by labels, to own families' centre, and of partners' people no more than is shared."""

import pytest

from base.common.enums import Gender
from matching.domain.change_sentences import (
    FIELDS,
    NOT_ANY_MORE,
    NOT_BEFORE,
    TOLD,
    changed_rules,
    changes_of,
    summary,
    told,
    why_changed,
)
from matching.domain.comparison import COLUMNS, Why
from matching.models import Proposal
from matching.solver import HardRule
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.matching.workers import run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return told_cast()


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre, cast.other_centre)


def said(run, membership):
    entries = changes_of(run, membership)
    return [one.sentence for one in told(run, entries, membership)]


def family(programme, centre, label, **fields):
    return seeker_of(programme, household_with(centre=centre, label=label, **fields))


def volunteer(programme, centre, label, **fields):
    return helper_of(programme, volunteer_with(centre=centre, label=label, **fields))


def test_every_code_has_its_sentence():
    assert set(TOLD) == set(Why)
    assert set(NOT_ANY_MORE) == set(NOT_BEFORE) == set(HardRule)
    assert set(FIELDS) == {*COLUMNS, "levels"}


def test_lost_helper_is_told_with_what_changed(cast, programme):
    seeker = family(programme, cast.centre, "K-1", children=1)
    helper = volunteer(programme, cast.centre, "W-1")
    run_of(programme)
    helper.volunteer.clearance_items.update(revoked_on="2026-01-01")
    assert seeker.household.label == "K-1"
    assert said(run_of(programme), cast.alice) == [
        "K-1 has nobody now; before it was W-1. "
        "There are children, and W-1 has no complete clearance any more. Changed: clearance of W-1."
    ]


def test_rule_that_changed_is_named_with_its_values(cast, programme):
    family(programme, cast.centre, "K-1")
    volunteer(programme, cast.centre, "W-1", gender=Gender.MAN)
    run_of(programme)
    programme.rules.update(same_gender=True, max_km=20)
    run = run_of(programme)
    assert said(run, cast.alice) == [
        "K-1 has nobody now; before it was W-1. A woman or a man is a must, and W-1 does not fit it any "
        "more. Changed: the programme's rules (women help women, men help men)."
    ]
    assert changed_rules(run) == [
        "Farthest apart, km: 20, before 30.",
        "Women help women, men help men: yes, before no.",
    ]


def test_only_own_families_are_told_of(cast, programme):
    for _ in range(2):
        helper_of(programme)
    run_of(programme)
    family(programme, cast.centre, "K-1")
    family(programme, cast.other_centre, "K-2")
    run = run_of(programme)
    [ours] = said(run, cast.alice)
    [theirs] = said(run, cast.carol)
    assert (ours[:4], theirs[:4]) == ("K-1 ", "K-2 ")
    assert summary(changes_of(run, cast.alice)) == "1 has somebody now."


def test_of_a_partners_helper_only_what_is_shared_is_told(cast, programme):
    family(programme, cast.centre, "K-1", children=1)
    helper = volunteer(programme, cast.other_centre, "W-1")
    run_of(programme)
    helper.volunteer.clearance_items.update(revoked_on="2026-01-01")
    assert said(run_of(programme), cast.alice) == [
        "K-1 has nobody now; before it was W-1. W-1 cannot be chosen any more."
    ]


def test_hours_of_a_partners_helper_may_be_told(cast, programme):
    family(programme, cast.centre, "K-1")
    helper = volunteer(programme, cast.other_centre, "W-1")
    run_of(programme)
    type(helper.volunteer).objects.filter(pk=helper.volunteer_id).update(week=bytes(42))
    assert said(run_of(programme), cast.alice) == [
        "K-1 has nobody now; before it was W-1. W-1 and K-1 are not free at the same time any more. "
        "Changed: free hours of W-1."
    ]


def test_who_of_two_partners_has_whom_is_not_told(cast, programme):
    family(programme, cast.centre, "K-1")
    volunteer(programme, cast.other_centre, "W-1", room=1)
    run_of(programme)
    urgent = family(programme, cast.other_centre, "K-2")
    urgent.household.priority_inputs.create(kind="deadline", reason="school")
    assert said(run_of(programme), cast.alice) == [
        "K-1 has nobody now; before it was W-1. W-1 is needed more by 1 other family."
    ]


def test_own_helper_given_to_a_partners_family_is_told(cast, programme):
    family(programme, cast.centre, "K-1")
    volunteer(programme, cast.centre, "W-1", room=1)
    run_of(programme)
    urgent = family(programme, cast.other_centre, "K-2")
    urgent.household.priority_inputs.create(kind="deadline", reason="school")
    assert said(run_of(programme), cast.alice) == [
        "K-1 has nobody now; before it was W-1. W-1 is needed more by K-2."
    ]


def test_erased_helper_is_somebody(cast, programme):
    family(programme, cast.centre, "K-1")
    helper = volunteer(programme, cast.centre, "W-1")
    run_of(programme)
    helper.volunteer.delete()
    assert said(run_of(programme), cast.alice) == [
        "K-1 has nobody now; before it was somebody no longer stored."
    ]


def test_why_a_proposal_is_of_somebody_else(cast, programme):
    family(programme, cast.centre, "K-1")
    first = volunteer(programme, cast.centre, "W-1")
    run_of(programme)
    volunteer(programme, cast.centre, "W-2")
    first.volunteer.state = "paused"
    first.volunteer.save()
    run_of(programme)
    proposal = Proposal.objects.get(state="open")
    assert proposal.change == "changed"
    assert why_changed(proposal, cast.alice) == (
        "K-1 has W-2 now; before it was W-1. "
        "W-1 is not among the helpers any more. W-2 is new among the helpers."
    )


def test_proposal_of_a_run_that_compared_nothing_says_nothing(cast, programme):
    family(programme, cast.centre, "K-1")
    volunteer(programme, cast.centre, "W-1")
    run_of(programme)
    assert why_changed(Proposal.objects.get(), cast.alice) == ""


def test_summary_counts_each_kind_of_change_in_one_sentence():
    kinds = ["changed", *["left"] * 5, "lost", *["new"] * 2]
    assert summary([{"kind": kind} for kind in kinds]) == (
        "1 has nobody now, 1 has somebody else, 2 have somebody now and 5 wait here no more."
    )
    assert summary([]) == ""
