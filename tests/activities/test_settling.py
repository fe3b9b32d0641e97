"""Settling a meeting after both were asked: as written, as the other side remembers it, or not at all."""

import pytest

from activities.domain.settling import settle_as
from activities.enums import MeetingState, PlannedState, Settlement
from activities.errors import Stale
from activities.models import MeetingWord
from base.audit.models import Record
from base.common.errors import Refusal
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.frontend.activities import plan_at

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def disputed(cast):
    """Yesterday's hour, which the family remembers as two hours."""
    meeting = MeetingFactory(pair=meeting_pair(cast.bob), state="disputed", review_reason="otherwise")
    MeetingWord.objects.create(meeting=meeting, side="family", confirmed=False, minutes=120, by_label="K-1")
    return meeting


def test_as_said_keeps_both_versions_in_the_history_and_is_on_record(cast, disputed):
    settled = settle_as(disputed, to=Settlement.SAID, version=1, by=cast.alice)
    change = settled.changes.get()
    assert (settled.state, settled.minutes, settled.version) == (MeetingState.CONFIRMED, 120, 2)
    assert (change.before["minutes"], change.after["minutes"]) == (60, 120)
    assert Record.objects.filter(act="activities.meeting.settle", actor_id=cast.alice.user_id).count() == 1


def test_as_said_never_overlaps_another_meeting(cast, disputed):
    MeetingFactory(pair=disputed.pair, start=at(days=-1, hours=1, minutes=30))
    with pytest.raises(Refusal) as refused:
        settle_as(disputed, to=Settlement.SAID, version=1, by=cast.alice)
    disputed.refresh_from_db()
    assert (refused.value.code, disputed.state, disputed.minutes) == ("overlap", MeetingState.DISPUTED, 60)


def test_only_the_version_that_was_seen_is_settled(cast, disputed):
    with pytest.raises(Stale):
        settle_as(disputed, to=Settlement.WRITTEN, version=2, by=cast.alice)


def test_as_said_needs_somebody_who_said_so(cast):
    meeting = MeetingFactory(pair=meeting_pair(cast.bob), state="for_review", review_reason="ended")
    with pytest.raises(Refusal) as refused:
        settle_as(meeting, to=Settlement.SAID, version=1, by=cast.alice)
    assert refused.value.code == "said_nothing"


def test_not_held_frees_its_time_and_says_so_of_its_plan(cast, disputed):
    plan = plan_at(cast.centre, disputed.pair, state="held", meeting=disputed, start=disputed.start)
    settle_as(disputed, to=Settlement.NOT_HELD, version=1, by=cast.alice)
    plan.refresh_from_db()
    assert (plan.state, plan.meeting) == (PlannedState.NOT_HELD, None)
    MeetingFactory(pair=disputed.pair)
