"""Approve, refuse, pin, pair by hand, allow again: each verb, each sentence, what a real run makes of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.common.enums import GenderWish, WishStrength
from base.common.errors import Refusal
from base.common.events import subscribe
from base.common.triggers import refusal_from
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from base.places.languages import Level, Spoken
from base.places.week import Week
from families.domain.households import archive_household
from matching.domain.decisions import (
    allow_again,
    approve_proposal,
    approve_selection,
    pair_by_hand,
    pin_proposal,
    refuse_proposal,
    unpin_proposal,
)
from matching.domain.examination import examine
from matching.domain.pairs import undo_pair
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import RefusalReason
from matching.events import PairChanged, ProposalDecided
from matching.models import Decision, Pair, Proposal, Veto
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.volunteers import volunteer_with
from volunteers.domain.volunteers import see_off_volunteer

ALICE = Robot("Alice", 7)
EWA = Robot("Ewa", 8)
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return programme_of()


@pytest.fixture
def proposal(programme):
    return ProposalFactory(seeker=seeker_of(programme, children=1), helper=helper_of(programme), pinned=True)


@pytest.fixture
def seconds_left():
    """The outbox sends what is due after so many seconds; returns how many notices went."""
    return lambda seconds: send_due(timezone.now() + timedelta(seconds=seconds))


def refusal_of(act, *args, **kwargs):
    """(code, sentence) of the refusal."""
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    return caught.value.code, caught.value.message


def matched(programme):
    """Pairs of places the next run proposes."""
    run = perform_run(request_run(programme, by=ALICE).pk)
    assert run.state == "done"
    return set(programme.proposals.filter(state="open").values_list("seeker", "helper"))


# --- approve ------------------------------------------------------------------------------------------


def test_approval_makes_the_pair_and_reserves_room(proposal):
    before = timezone.now()
    pair = approve_proposal(proposal, by=ALICE, seen_version=1)

    assert (pair.state, pair.origin, pair.points, pair.proposal) == ("offered", "proposal", 80, proposal)
    assert (pair.seeker, pair.helper, pair.programme) == (
        proposal.seeker,
        proposal.helper,
        proposal.programme,
    )
    assert (pair.approved_by_id, pair.approved_by_label) == (7, "Alice")
    assert timedelta(minutes=10) == pair.undo_until - pair.offered_at
    assert before <= pair.offered_at <= timezone.now()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == ("approved", 2)
    decision = Decision.objects.get()
    assert (decision.kind, decision.proposal, decision.decided_by_label) == ("approve", proposal, "Alice")
    assert [step.state for step in pair.steps.all()] == ["offered"]
    assert sorted(Record.objects.values_list("act", flat=True)) == [
        "matching.pair.offer",
        "matching.proposal.approve",
    ]


def test_approval_takes_the_room_of_the_helper(proposal):
    other = ProposalFactory(seeker=seeker_of(proposal.programme), helper=proposal.helper)
    approve_proposal(proposal, by=ALICE)

    label = proposal.helper.person.label
    assert refusal_of(approve_proposal, other, by=ALICE) == ("no_room", f"{label} has no room left.")
    assert Pair.objects.count() == 1
    other.refresh_from_db()
    assert (other.state, other.version) == ("open", 1)


def test_room_counts_in_every_programme_together(programme):
    volunteer = volunteer_with(centre=programme.lead, room=1)
    other = programme_of(programme.lead)
    approve_proposal(
        ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme, volunteer)), by=ALICE
    )
    elsewhere = ProposalFactory(seeker=seeker_of(other), helper=helper_of(other, volunteer))
    assert refusal_of(approve_proposal, elsewhere, by=ALICE)[0] == "no_room"


def test_approval_of_what_somebody_else_approved_says_who_and_when(proposal):
    approve_proposal(proposal, by=EWA)
    at = timezone.localtime(Decision.objects.get().decided_at)

    code, sentence = refusal_of(approve_proposal, proposal, by=ALICE)

    assert (code, sentence) == ("already_decided", f"Ewa has already decided at {at:%H:%M}: “approved”.")
    assert Pair.objects.count() == 1


def test_approval_of_what_somebody_else_refused_says_so(proposal):
    refuse_proposal(proposal, reason=RefusalReason.HOURS, by=EWA)
    code, sentence = refusal_of(approve_proposal, proposal, by=ALICE)
    assert code == "already_decided"
    assert sentence.startswith("Ewa has already decided at ")
    assert sentence.endswith(": “refused”.")


@pytest.mark.parametrize(
    ("state", "word"), [("superseded", "replaced by a newer run"), ("withdrawn", "no longer possible")]
)
def test_approval_of_what_is_not_open_any_more_says_what_became_of_it(proposal, state, word):
    Proposal.objects.update(state=state)
    assert refusal_of(approve_proposal, proposal, by=ALICE) == (
        "already_decided",
        f"This proposal is not open any more: “{word}”.",
    )


DECISIONS = [
    (approve_proposal, {}),
    (refuse_proposal, {"reason": RefusalReason.HOURS}),
    (pin_proposal, {}),
    (unpin_proposal, {}),
]


@pytest.mark.parametrize(("decide", "more"), DECISIONS)
def test_decision_on_a_stale_view_changes_nothing(proposal, decide, more):
    unpin_proposal(proposal, by=EWA)

    refused = refusal_of(decide, proposal, by=ALICE, seen_version=1, **more)

    assert refused == (
        "stale",
        "This proposal changed while you were looking at it. Here it is as it stands now.",
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.pinned, proposal.version) == ("open", False, 2)
    assert [one.kind for one in Decision.objects.all()] == ["unpin"]
    assert not Pair.objects.exists()


def change_week(proposal):
    proposal.seeker.household.week = Week.parse("sob 6-7")
    proposal.seeker.household.save()


def take_clearance(proposal):
    proposal.helper.volunteer.clearance_items.first().delete()


def rule_out(proposal):
    VetoFactory(seeker=proposal.seeker, helper=proposal.helper)


def archive_family(proposal):
    archive_household(proposal.seeker.household, reason="moved away", by=EWA)


def see_helper_off(proposal):
    see_off_volunteer(proposal.helper.volunteer, reason="no time", by=EWA)


def pair_family(proposal):
    PairFactory(seeker=proposal.seeker, helper=helper_of(proposal.programme))


def wish_for_a_man(proposal):
    household = proposal.seeker.household
    household.wish_gender, household.wish_strength = GenderWish.MAN, WishStrength.MUST
    household.save()


@pytest.mark.parametrize(
    ("happen", "code", "sentence"),
    [
        (
            change_week,
            "time",
            "There is no time in the week at which both are free for a whole meeting.",
        ),
        (
            take_clearance,
            "clearance",
            "There are children in this family: the helper needs a complete and valid clearance first.",
        ),
        (
            rule_out,
            "veto",
            "These two were ruled out: by a decision, by how they parted, or as supervisor and supervised.",
        ),
        (archive_family, "not_waiting", "{family} does not wait in this programme any more."),
        (see_helper_off, "not_active", "{helper} is not active in this programme any more."),
        (pair_family, "has_helper", "{family} already has a helper in this programme."),
        (wish_for_a_man, "gender", "A woman or a man is a must here, and it is not met."),
    ],
)
def test_approval_of_what_became_impossible_is_refused(proposal, happen, code, sentence):
    happen(proposal)
    names = {"family": proposal.seeker.household.label, "helper": proposal.helper.person.label}

    refused = refusal_of(approve_proposal, proposal, by=ALICE)

    assert refused == (code, sentence.format(**names))
    assert not Pair.objects.filter(proposal=proposal).exists()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == ("open", 1)
    assert (Decision.objects.count(), Notice.objects.count()) == (0, 0)


def test_approval_says_everything_that_is_in_the_way(proposal):
    change_week(proposal)
    take_clearance(proposal)
    code, sentence = refusal_of(approve_proposal, proposal, by=ALICE)
    assert (code, sentence) == (
        "clearance",
        "There are children in this family: the helper needs a complete and valid clearance first. "
        "There is no time in the week at which both are free for a whole meeting.",
    )


# --- nobody outside is told before ---------------------------------------------------------------------


def test_nobody_is_told_before_approval(proposal, seconds_left):
    pin_proposal(proposal, by=ALICE)
    unpin_proposal(proposal, by=ALICE)
    assert seconds_left(24 * 3600) == 0
    assert (Notice.objects.count(), mail.outbox) == (0, [])


def test_notices_leave_ten_minutes_after_approval_and_not_before(proposal, seconds_left):
    approve_proposal(proposal, by=ALICE)

    assert (seconds_left(9 * 60 + 50), mail.outbox) == (0, [])
    assert seconds_left(10 * 60) == 2
    [letter] = mail.outbox
    assert letter.to == [proposal.helper.volunteer.email]
    assert sorted(Notice.objects.values_list("template", "state")) == [
        ("pair_offered_family", "to_hand_over"),
        ("pair_offered_helper", "sent"),
    ]


def test_notices_know_as_little_as_possible(proposal):
    household, volunteer = proposal.seeker.household, proposal.helper.volunteer
    approve_proposal(proposal, by=ALICE)

    to_helper = Notice.objects.get(template="pair_offered_helper")
    assert to_helper.context == {
        "label": household.label,
        "place": "Kraków",
        "languages": ["uk", "pl"],
        "hours": str(household.week),
        "can_log_in": False,
    }
    assert (to_helper.recipient_name, to_helper.channel) == (volunteer.full_name, "email")
    assert to_helper.organisation_id == volunteer.centre_id
    to_family = Notice.objects.get(template="pair_offered_family")
    assert to_family.context == {"languages": ["uk", "pl"], "hours": str(household.week)}
    assert (to_family.channel, to_family.address, to_family.language) == (
        "phone_call",
        str(household.phone),
        "uk",
    )


# --- undo ----------------------------------------------------------------------------------------------


def test_undo_within_ten_minutes_takes_everything_back(proposal, seconds_left):
    other = ProposalFactory(seeker=seeker_of(proposal.programme), helper=proposal.helper)
    pair = approve_proposal(proposal, by=ALICE)

    undo_pair(pair, by=EWA)

    pair.refresh_from_db()
    assert (pair.state, pair.is_open, pair.can_be_undone) == ("undone", False, False)
    assert [step.state for step in pair.steps.all()] == ["offered", "undone"]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.pinned, proposal.version) == ("open", True, 3)
    assert [one.kind for one in Decision.objects.order_by("pk")] == ["approve", "undo"]
    assert set(Notice.objects.values_list("state", "address")) == {("cancelled", "")}
    assert (seconds_left(24 * 3600), mail.outbox) == (0, [])
    assert approve_proposal(other, by=ALICE).state == "offered"


def test_undone_proposal_can_be_approved_again(proposal, seconds_left):
    undo_pair(approve_proposal(proposal, by=ALICE), by=ALICE)
    again = approve_proposal(proposal, by=ALICE, seen_version=3)
    assert again.state == "offered"
    assert seconds_left(10 * 60) == 2


def too_late():
    return (
        "too_late",
        "It is too late to undo this: the messages have gone out. You can close the pair instead.",
    )


def test_undo_after_ten_minutes_is_refused(proposal):
    pair = approve_proposal(proposal, by=ALICE)
    Pair.objects.update(undo_until=timezone.now())
    assert refusal_of(undo_pair, pair, by=ALICE) == too_late()
    pair.refresh_from_db()
    assert pair.state == "offered"
    assert set(Notice.objects.values_list("state", flat=True)) == {"waiting"}


def test_undo_is_refused_when_a_sender_has_a_notice_in_hand(proposal):
    pair = approve_proposal(proposal, by=ALICE)
    in_hand = Notice.objects.get(template="pair_offered_helper")
    Notice.objects.filter(pk=in_hand.pk).update(claimed_until=timezone.now() + timedelta(minutes=5))
    assert refusal_of(undo_pair, pair, by=ALICE) == too_late()
    assert set(Notice.objects.values_list("state", flat=True)) == {"waiting"}


def test_undo_twice_is_refused(proposal):
    pair = approve_proposal(proposal, by=ALICE)
    undo_pair(pair, by=ALICE)
    assert refusal_of(undo_pair, pair, by=ALICE) == too_late()


def test_undo_leaves_a_newer_proposal_in_its_place(proposal):
    pair = approve_proposal(proposal, by=ALICE)
    newer = ProposalFactory(seeker=proposal.seeker, helper=helper_of(proposal.programme))
    undo_pair(pair, by=ALICE)
    proposal.refresh_from_db()
    assert proposal.state == "approved"
    assert Proposal.objects.get(state="open") == newer


# --- refuse, allow again -------------------------------------------------------------------------------


def test_refused_pair_is_not_proposed_again_until_allowed(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    assert matched(programme) == {(seeker.pk, helper.pk)}

    veto = refuse_proposal(
        Proposal.objects.get(), reason=RefusalReason.OTHER, note="  They are cousins ", by=ALICE
    )

    assert (veto.reason, veto.note, veto.created_by_label) == ("other", "They are cousins", "Alice")
    decision = Decision.objects.get()
    assert (decision.kind, decision.reason, decision.note) == ("refuse", "other", "They are cousins")
    assert matched(programme) == set()
    allow_again(veto, by=EWA)
    allow_again(veto, by=EWA)
    assert matched(programme) == {(seeker.pk, helper.pk)}
    assert [one.kind for one in Decision.objects.order_by("pk")] == ["refuse", "allow"]
    assert not Notice.objects.exists()


def test_refusal_for_another_reason_asks_for_words(proposal):
    assert refusal_of(refuse_proposal, proposal, reason=RefusalReason.OTHER, note="  ", by=ALICE) == (
        "note_needed",
        "Say in a few words why.",
    )
    assert not Veto.objects.exists()


def test_refusal_where_a_veto_stands_already_keeps_one(proposal):
    standing = VetoFactory(seeker=proposal.seeker, helper=proposal.helper)
    assert refuse_proposal(proposal, reason=RefusalReason.HOURS, by=ALICE) == standing
    proposal.refresh_from_db()
    assert proposal.state == "refused"


# --- pin -----------------------------------------------------------------------------------------------


def test_pinned_proposal_is_kept_by_the_next_run(programme):
    seeker, far = seeker_of(programme), helper_of(programme, week=Week.parse("pn 17-18"))
    matched(programme)
    pin_proposal(Proposal.objects.get(), by=ALICE, seen_version=1)
    better = helper_of(programme)

    assert matched(programme) == {(seeker.pk, far.pk)}

    kept = Proposal.objects.get(state="open")
    assert (kept.pinned, kept.change) == (True, "kept")
    unpin_proposal(kept, by=ALICE)
    assert matched(programme) == {(seeker.pk, better.pk)}
    assert [one.kind for one in Decision.objects.order_by("pk")] == ["pin", "unpin"]


def test_pin_twice_is_once(proposal):
    assert pin_proposal(proposal, by=ALICE).version == 1
    assert not Decision.objects.exists()


# --- a selection ---------------------------------------------------------------------------------------


def test_selection_approves_what_can_be_and_tells_the_rest(programme):
    helper = helper_of(programme, room=2)
    two = [ProposalFactory(seeker=seeker_of(programme), helper=helper) for _ in range(2)]
    third = ProposalFactory(seeker=seeker_of(programme), helper=helper)
    decided = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme), state="withdrawn")

    outcomes = approve_selection([*two, third, decided], by=ALICE)

    assert [one.proposal for one in outcomes] == [*two, third, decided]
    assert [one.pair.seeker if one.pair else None for one in outcomes] == [
        two[0].seeker,
        two[1].seeker,
        None,
        None,
    ]
    assert [one.refusal.code if one.refusal else "" for one in outcomes] == [
        "",
        "",
        "no_room",
        "already_decided",
    ]
    assert Pair.objects.count() == 2


# --- by hand -------------------------------------------------------------------------------------------


def test_pair_by_hand_needs_no_proposal(programme):
    seeker, helper = seeker_of(programme, children=2), helper_of(programme)
    points = sum(one["points"] for one in examine(seeker, helper).criteria)

    pair = pair_by_hand(seeker, helper, by=ALICE, note="They met at the picnic")

    assert (pair.state, pair.origin, pair.proposal) == ("offered", "by_hand", None)
    assert pair.points == points
    decision = Decision.objects.get()
    assert (decision.kind, decision.note) == ("by_hand", "They met at the picnic")
    assert Notice.objects.filter(state="waiting").count() == 2


def test_pair_by_hand_of_what_was_proposed_approves_it(proposal):
    pair = pair_by_hand(proposal.seeker, proposal.helper, by=ALICE)
    proposal.refresh_from_db()
    assert (pair.proposal, pair.origin, proposal.state) == (proposal, "proposal", "approved")
    undo_pair(pair, by=ALICE)
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_pair_by_hand_withdraws_what_was_proposed_instead(proposal):
    pair = pair_by_hand(proposal.seeker, helper_of(proposal.programme), by=ALICE)
    proposal.refresh_from_db()
    assert (pair.proposal, proposal.state, proposal.version) == (None, "withdrawn", 2)


def test_pair_by_hand_overrides_a_circumstance_that_is_named(programme):
    seeker = seeker_of(programme)
    helper = helper_of(programme, week=Week.empty(), languages=(Spoken("pl", Level.NATIVE),))
    sentences = {
        "language": "There is no shared language at the level the programme asks.",
        "time": "There is no time in the week at which both are free for a whole meeting.",
    }

    for named, code, left in (
        ((), "language", " ".join(sentences.values())),
        (("time",), "language", sentences["language"]),
        (("language", "distance"), "time", sentences["time"]),
    ):
        refused = refusal_of(pair_by_hand, seeker, helper, by=ALICE, despite=named)
        assert refused == (code, left)
    pair = pair_by_hand(seeker, helper, by=ALICE, despite=("distance", "language", "time"))

    assert pair.state == "offered"
    done = Record.objects.get(act="matching.pair.by_hand")
    assert done.details == {"pair": pair.pk, "despite": ["language", "time"]}


def test_empty_overlap_is_left_out_of_the_messages(programme, seconds_left):
    seeker = seeker_of(programme, email="olena@example.org", channel="email", language="en")
    helper = helper_of(programme, week=Week.empty(), language="en")
    pair_by_hand(seeker, helper, by=ALICE, despite=("time",))

    assert seconds_left(10 * 60) == 2
    for letter in mail.outbox:
        assert "free" not in letter.body
        assert "Ukrainian" in letter.body
        assert "\n\n\n" not in letter.body


@pytest.mark.parametrize("happen", [take_clearance, rule_out, archive_family, see_helper_off, wish_for_a_man])
def test_what_protects_people_is_never_overridden(proposal, happen):
    happen(proposal)
    everything = [one.code for one in examine(proposal.seeker, proposal.helper).findings]
    with pytest.raises(Refusal):
        pair_by_hand(proposal.seeker, proposal.helper, by=ALICE, despite=everything)
    assert not Pair.objects.exists()


def test_pair_by_hand_across_two_programmes_is_refused(programme):
    stranger = helper_of(programme_of(programme.lead))
    assert refusal_of(pair_by_hand, seeker_of(programme), stranger, by=ALICE) == (
        "programme",
        "Both sides of a pair belong to one programme.",
    )


# --- events and the record -----------------------------------------------------------------------------


def test_decisions_are_told_after_the_commit(proposal, django_capture_on_commit_callbacks):
    told = []
    unsubscribe = [subscribe(kind, told.append) for kind in (ProposalDecided, PairChanged)]
    with django_capture_on_commit_callbacks(execute=True):
        pair = approve_proposal(proposal, by=ALICE)
        assert told == []
    with django_capture_on_commit_callbacks(execute=True):
        undo_pair(pair, by=ALICE)
    for stop in unsubscribe:
        stop()
    programme = proposal.programme_id
    assert told == [
        PairChanged(pair.pk, programme, "offered"),
        ProposalDecided(proposal.pk, programme, "approved", True, 2),
        PairChanged(pair.pk, programme, "undone"),
        ProposalDecided(proposal.pk, programme, "open", True, 3),
    ]


@pytest.mark.database
def test_decision_is_kept_for_good(proposal):
    refuse_proposal(proposal, reason=RefusalReason.HOURS, by=ALICE)
    for act in (lambda: Decision.objects.update(note="another"), lambda: Decision.objects.all().delete()):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            act()
        refusal = refusal_from(caught.value)
        assert (refusal.code, refusal.message) == (
            "append_only",
            "This record is kept for good: it can be neither changed nor deleted.",
        )


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_decisions_are_flushed_after_a_test(proposal):
    refuse_proposal(proposal, reason=RefusalReason.HOURS, by=ALICE)
    assert Decision.objects.count() == 1
