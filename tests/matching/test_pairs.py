"""The life of a pair after it is offered: answers, close, suspension and the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common import triggers
from base.common.errors import Refusal
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from base.places.languages import Level, Spoken
from base.places.week import Week
from families.domain.households import data_of, revise_household
from matching.domain.decisions import pair_by_hand
from matching.domain.examination import examine
from matching.domain.pairs import (
    announce_suspensions,
    close_pair,
    record_step,
    resume_pair,
    suspend_lapsed,
)
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import CloseReason, PairState
from matching.models import Pair, Proposal
from tests.factories.families import EmploymentFactory, child_data, household_with
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.factories.volunteers import clear, volunteer_with
from volunteers.domain.clearance import record_clearance_item, revoke_clearance_item
from volunteers.enums import ClearanceKind, ClearanceResult
from volunteers.models import ClearanceItem

ALICE = Robot("Alice", 7)
EWA = Robot("Ewa", 8)
pytestmark = pytest.mark.django_db

OFFERED, HELPER_ACCEPTED, ACCEPTED, ACTIVE = (
    PairState.OFFERED,
    PairState.HELPER_ACCEPTED,
    PairState.ACCEPTED,
    PairState.ACTIVE,
)


@pytest.fixture
def programme():
    return programme_of()


def pair_of(programme, *, children=0, **helper):
    return pair_by_hand(seeker_of(programme, children=children), helper_of(programme, **helper), by=ALICE)


def refusal_of(act, *args, **kwargs):
    """(code, sentence) of the refusal."""
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return caught.value.code, caught.value.message


def timeline(pair):
    return [(step.state, step.by_label) for step in pair.steps.all()]


def messages_about(pair):
    """(state of the offers, state and reason of the news to the centre)."""
    offers = set(Notice.objects.filter(subject=f"pair:{pair.pk}").values_list("state", flat=True))
    news = Notice.objects.filter(subject=f"suspension:{pair.pk}")
    return offers, [one.context["reason"] for one in news]


# --- answers -------------------------------------------------------------------------------------------


@pytest.mark.database
def test_pair_goes_from_offer_to_meeting_step_by_step(programme):
    pair = pair_of(programme)
    for to in (HELPER_ACCEPTED, ACCEPTED, ACTIVE):
        pair = record_step(pair, to=to, by=EWA, note="on the phone")
    assert timeline(pair) == [
        ("offered", "Alice"),
        ("helper_accepted", "Ewa"),
        ("accepted", "Ewa"),
        ("active", "Ewa"),
    ]
    assert (pair.version, pair.is_open, pair.steps.last().note) == (4, True, "on the phone")
    steps = Record.objects.filter(act="matching.pair.step").order_by("pk")
    assert [step.details["to"] for step in steps] == ["helper_accepted", "accepted", "active"]


ALLOWED = {
    OFFERED: {HELPER_ACCEPTED, PairState.DECLINED},
    HELPER_ACCEPTED: {ACCEPTED, PairState.DECLINED},
    ACCEPTED: {ACTIVE, PairState.DECLINED},
    # Not on the way of this programme: whoever stands there can still say no.
    PairState.FAMILY_ACCEPTED: {PairState.DECLINED},
    PairState.MET: {PairState.DECLINED},
    PairState.AGREED: {PairState.DECLINED},
}


def stand_at(state):
    """Put all pairs into a state past every verb; the trigger that would refuse it looks away."""
    with triggers.lifted(connection, "splot_pair_way"):
        Pair.objects.update(state=state)


@pytest.mark.parametrize("now", PairState)
def test_step_that_does_not_follow_is_refused(programme, now):
    pair = pair_of(programme)
    for to in set(PairState) - ALLOWED.get(now, set()):
        stand_at(now)
        sentence = f"“{PairState(to).label}” does not follow “{PairState(now).label}”."
        assert refusal_of(record_step, pair, to=to, by=EWA) == ("wrong_step", sentence)
    for to in ALLOWED.get(now, set()):
        stand_at(now)
        assert record_step(pair, to=to, by=EWA).state == to
    assert pair.steps.count() == 1 + len(ALLOWED.get(now, set()))


@pytest.mark.parametrize("before", [(), (HELPER_ACCEPTED,), (HELPER_ACCEPTED, ACCEPTED)])
def test_not_this_time_frees_both_and_rules_them_out(programme, before):
    pair = pair_of(programme)
    for to in before:
        record_step(pair, to=to, by=ALICE)
    declined = record_step(pair, to=PairState.DECLINED, by=ALICE, note="no reason asked")
    assert (declined.is_open, declined.closed_on) == (False, timezone.localdate())
    assert messages_about(pair) == ({"cancelled"}, [])
    assert [one.code for one in examine(pair.seeker, pair.helper).broken] == ["veto"]


def test_family_that_was_declined_is_proposed_somebody_else(programme):
    pair = record_step(pair_of(programme), to=PairState.DECLINED, by=ALICE)
    better = helper_of(programme, week=Week.parse("pn 17-18"))
    perform_run(request_run(programme, by=ALICE).pk)
    proposal = Proposal.objects.get()
    assert (proposal.seeker, proposal.helper) == (pair.seeker, better)


# --- close ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "again"),
    [
        (CloseReason.COMPLETED, True),
        (CloseReason.MOVED, True),
        (CloseReason.NO_TIME, True),
        (CloseReason.OTHER, True),
        (CloseReason.NOT_SUITED, False),
        (CloseReason.SAFETY, False),
    ],
)
def test_closed_pair_is_possible_again_unless_closed_with_cause(programme, reason, again):
    pair = close_pair(pair_of(programme), reason=reason, by=EWA, note="said so")
    assert (pair.state, pair.close_reason, pair.closed_on) == ("closed", reason, timezone.localdate())
    assert timeline(pair) == [("offered", "Alice"), ("closed", "Ewa")]
    assert messages_about(pair) == ({"cancelled"}, [])
    assert [one.code for one in examine(pair.seeker, pair.helper).broken] == ([] if again else ["veto"])


def test_pair_that_ended_cannot_be_closed(programme):
    pair = record_step(pair_of(programme), to=PairState.DECLINED, by=ALICE)
    assert refusal_of(close_pair, pair, reason=CloseReason.OTHER, by=ALICE) == (
        "not_open",
        "This pair is not open any more: “not this time”.",
    )


@pytest.mark.database
def test_room_is_taken_from_offer_to_close(programme):
    pair = pair_of(programme)
    other = seeker_of(programme)
    for to in (HELPER_ACCEPTED, ACCEPTED, ACTIVE):
        assert refusal_of(pair_by_hand, other, pair.helper, by=ALICE)[0] == "no_room"
        record_step(pair, to=to, by=ALICE)
    assert refusal_of(pair_by_hand, other, pair.helper, by=ALICE)[0] == "no_room"
    close_pair(pair, reason=CloseReason.COMPLETED, by=ALICE)
    assert pair_by_hand(other, pair.helper, by=ALICE).state == "offered"


# --- suspended -----------------------------------------------------------------------------------------


@pytest.fixture
def with_handlers(django_capture_on_commit_callbacks):
    """What subscribers do after a commit is done in the test too."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def add_child(pair):
    household = pair.seeker.household
    household.refresh_from_db()
    data = data_of(household)
    revise_household(household, data=replace(data, members=(*data.members, child_data())), by=EWA)


@pytest.mark.database
@pytest.mark.parametrize("state", [OFFERED, HELPER_ACCEPTED, ACCEPTED, ACTIVE])
def test_recording_a_child_suspends_and_tells_the_centre(programme, with_handlers, state):
    pair = pair_of(programme, cleared=False)
    stand_at(state)
    with with_handlers():
        add_child(pair)
    pair.refresh_from_db()
    assert (pair.state, pair.suspended_from, pair.version) == ("suspended", state, 2)
    assert timeline(pair) == [("offered", "Alice"), ("suspended", "system")]
    assert messages_about(pair) == ({"cancelled"}, ["child_recorded"])
    [told] = Record.objects.filter(act="matching.pair.suspend")
    assert (told.organisation_id, told.details) == (
        programme.lead_id,
        {"pair": pair.pk, "because": "child_recorded"},
    )


@pytest.mark.database
def test_child_recorded_where_the_helper_is_cleared_changes_nothing(programme, with_handlers):
    pair = pair_of(programme)
    with with_handlers():
        add_child(pair)
    pair.refresh_from_db()
    assert (pair.state, messages_about(pair)) == ("offered", ({"waiting"}, []))


@pytest.mark.database
def test_revocation_suspends_at_once_and_tells_the_centre(programme, with_handlers):
    pair, other = pair_of(programme, children=1), pair_of(programme)
    with with_handlers():
        for one in (pair, other):
            revoke_clearance_item(one.helper.volunteer.clearance_items.first(), by=EWA)
    for one in (pair, other):
        one.refresh_from_db()
    assert (pair.state, other.state) == ("suspended", "offered")
    assert messages_about(pair) == ({"cancelled"}, ["clearance_ended"])
    assert messages_about(other) == ({"waiting"}, [])


@pytest.mark.database
def test_bad_check_suspends_at_once_though_the_older_is_valid(programme, with_handlers):
    pair = pair_of(programme, children=1)
    with with_handlers():
        record_clearance_item(
            pair.helper.volunteer,
            kind=ClearanceKind.CRIMINAL_RECORD,
            result=ClearanceResult.NOT_CLEAN,
            checked_on=timezone.localdate(),
            by=EWA,
        )
    pair.refresh_from_db()
    assert pair.state == "suspended"


def let_lapse(pair):
    """Yesterday was the last day of one item. Time writes nothing, a test must: the trigger looks away."""
    yesterday = timezone.localdate() - timedelta(days=1)
    item = pair.helper.volunteer.clearance_items.first()
    with triggers.lifted(connection, "splot_clearance_suspends"):
        ClearanceItem.objects.filter(pk=item.pk).update(valid_until=yesterday)


@pytest.mark.database
def test_lapse_is_found_by_the_minute_and_by_the_command(programme, capsys):
    pair, other = pair_of(programme, children=1), pair_of(programme)
    for one in (pair, other):
        let_lapse(one)
    call_command("suspend_lapsed")
    assert capsys.readouterr().out == "1 pairs were suspended.\n"
    for one in (pair, other):
        one.refresh_from_db()
    assert (pair.state, pair.suspended_from, other.state) == ("suspended", "offered", "offered")
    assert messages_about(pair) == ({"cancelled"}, ["clearance_ended"])
    assert suspend_lapsed(timezone.localdate()) == 0
    assert messages_about(pair) == ({"cancelled"}, ["clearance_ended"])
    assert timeline(pair) == [("offered", "Alice"), ("suspended", "system")]


def test_minute_without_lapses_costs_two_reads(programme, django_assert_num_queries):
    pair_of(programme, children=1)
    with django_assert_num_queries(2):
        assert suspend_lapsed(timezone.localdate()) == 0


@pytest.mark.database
def test_suspension_nobody_told_of_is_told_by_the_next_minute(programme):
    pair = pair_of(programme, children=1)
    ClearanceItem.objects.all().delete()  # by hand, past every verb
    assert messages_about(pair) == ({"waiting"}, [])
    assert suspend_lapsed(timezone.localdate()) == 0
    assert messages_about(pair) == ({"cancelled"}, ["other"])
    assert announce_suspensions() == 0


def test_centre_learns_of_a_suspension_in_neutral_words(programme):
    programme.lead.email = "centre@example.org"
    programme.lead.save()
    pair = pair_of(programme, children=1)
    let_lapse(pair)
    suspend_lapsed(timezone.localdate())
    assert send_due(timezone.now()) == 1
    [letter] = mail.outbox
    assert letter.to == ["centre@example.org"]
    household, volunteer = pair.seeker.household, pair.helper.volunteer
    assert f"{household.label}" in letter.subject
    assert f"{volunteer.label}" in letter.subject
    for name in (household.contact_name, volunteer.first_name, volunteer.last_name):
        assert name not in letter.subject + letter.body


@pytest.mark.database
def test_suspended_pair_keeps_its_room_and_goes_on_when_cleared(programme):
    pair = pair_of(programme, cleared=False)
    record_step(pair, to=HELPER_ACCEPTED, by=ALICE)
    add_child(pair)
    announce_suspensions()
    assert refusal_of(pair_by_hand, seeker_of(programme), pair.helper, by=ALICE)[0] == "no_room"
    missing = "There are children in this family: the helper needs a complete and valid clearance first."
    assert refusal_of(resume_pair, pair, by=EWA) == ("clearance", missing)
    assert refusal_of(record_step, pair, to=ACCEPTED, by=EWA)[0] == "wrong_step"

    # Cleared since a moment ago only, not since the day of the offer.
    Pair.objects.update(offered_on=timezone.localdate() - timedelta(days=9))
    clear(pair.helper.volunteer, checked_on=timezone.localdate())
    resumed = resume_pair(pair, by=EWA)

    assert (resumed.state, resumed.suspended_from) == ("helper_accepted", "")
    assert [state for state, _ in timeline(pair)] == [
        "offered",
        "helper_accepted",
        "suspended",
        "helper_accepted",
    ]
    told = "This pair is neither suspended nor paused."
    assert refusal_of(resume_pair, pair, by=EWA) == ("not_suspended", told)


def test_offer_suspended_before_anybody_heard_is_told_after_the_way_back(programme):
    pair = pair_of(programme, cleared=False)
    add_child(pair)
    announce_suspensions()
    assert messages_about(pair)[0] == {"cancelled"}
    clear(pair.helper.volunteer)
    resumed = resume_pair(pair, by=EWA)
    assert (resumed.state, resumed.can_be_undone) == ("offered", True)
    waiting = Notice.objects.filter(subject=f"pair:{pair.pk}", state="waiting")
    assert {one.not_before for one in waiting} == {resumed.undo_until}
    assert waiting.count() == 2


def test_offer_that_was_heard_of_is_not_told_twice(programme):
    pair = pair_of(programme, cleared=False)
    send_due(timezone.now() + timedelta(minutes=10))
    add_child(pair)
    announce_suspensions()
    clear(pair.helper.volunteer)
    resume_pair(pair, by=EWA)
    assert Notice.objects.filter(subject=f"pair:{pair.pk}").count() == 2


def test_suspended_pair_can_be_closed(programme):
    pair = pair_of(programme, cleared=False)
    add_child(pair)
    closed = close_pair(pair, reason=CloseReason.SAFETY, by=EWA)
    assert (closed.state, closed.suspended_from, closed.is_open) == ("closed", "", False)


@pytest.mark.database
def test_pair_above_a_room_made_smaller_can_still_be_suspended_and_go_on(programme):
    helper = helper_of(programme, room=2)
    one, two = (pair_by_hand(seeker_of(programme, children=1), helper, by=ALICE) for _ in range(2))
    helper.volunteer.room = 1
    helper.volunteer.save()
    record_step(one, to=HELPER_ACCEPTED, by=ALICE)
    items = list(helper.volunteer.clearance_items.all())
    revoke_clearance_item(items[0], by=EWA)
    assert set(Pair.objects.values_list("state", flat=True)) == {"suspended"}
    clear(helper.volunteer)
    assert {resume_pair(pair, by=EWA).state for pair in (one, two)} == {"helper_accepted", "offered"}


# --- mentors at work -----------------------------------------------------------------------------------


def test_pair_at_work_is_told_in_their_own_words():
    programme = programme_of(kind="workplace", same_employer=True)
    centre = programme.lead
    mentor = mentor_with(centre=centre, participation__centre=centre, week=Week.parse("pn 6-8"))
    household = household_with(centre=centre, children=1, week=Week.parse("pn-pt 7-14"))
    job = EmploymentFactory(
        member__household=household, member__is_contact=False, employer=mentor.participation.employer
    )
    for language, level in ((Spoken("pl", Level.B2)), (Spoken("en", Level.B1))):
        job.member.languages.create(language=language, level=level)
    pair = pair_by_hand(seeker_of(programme, household, job.member), helper_of(programme, mentor), by=ALICE)
    send_due(timezone.now() + timedelta(minutes=10))
    to_mentor = Notice.objects.get(template="pair_offered_helper")
    assert to_mentor.context == {
        "label": household.label,
        "place": "",
        "languages": ["pl", "en"],
        "hours": str(Week.parse("pn 7-8")),
        "can_log_in": False,
    }
    assert (to_mentor.recipient_label, to_mentor.state) == (mentor.label, "sent")
    assert to_mentor.organisation_id == centre.pk
    [letter] = mail.outbox
    assert letter.to == [mentor.email]
    assert pair.helper.person == mentor


def test_helper_reached_by_letter_or_phone_is_handed_over(programme):
    by_phone = volunteer_with(centre=programme.lead, channel="phone_call", phone="+48600100200")
    pair_by_hand(seeker_of(programme), helper_of(programme, by_phone), by=ALICE)
    send_due(timezone.now() + timedelta(minutes=10))
    to_helper = Notice.objects.get(template="pair_offered_helper")
    assert (to_helper.channel, to_helper.state, to_helper.address) == (
        "phone_call",
        "to_hand_over",
        "+48 600 100 200",
    )
