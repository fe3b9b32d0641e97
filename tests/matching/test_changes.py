"""Between two runs exactly one thing changes, and the second run says which."""

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from base.common.enums import AgeBand, Gender
from base.places.languages import Level, Spoken
from base.places.week import Week
from matching.domain.decisions import approve_proposal, pair_by_hand, pin_proposal, refuse_proposal
from matching.models import Helper, Proposal, RunEvidence, Seeker
from tests.factories.families import MemberFactory
from tests.factories.matching import PairFactory, VetoFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import clear
from tests.matching.workers import Worker, run_of

pytestmark = pytest.mark.django_db
BY = Robot("test")
POLISH = (Spoken("pl", Level.NATIVE),)


@pytest.fixture
def programme(db):
    return programme_of()


def told(run):
    """What the run says has changed, with labels for rows: (kind, family, was, now, reasons)."""
    found = run.findings["changes"]
    since = type(run).objects.get(pk=found["since"])
    seekers = {at.pk: dict(at.seeker_key.values_list("row", "seeker")) for at in (run, since)}
    helpers = {at.pk: dict(at.helper_key.values_list("row", "helper")) for at in (run, since)}
    listed = []
    for one in found["list"]:
        of = since.pk if one["kind"] == "left" else run.pk
        why = []
        for reason in one["why"]:
            rows = seekers[since.pk if reason["code"] == "freed" else run.pk]
            families = {"families": [rows[row] for row in reason["families"]]} if "families" in reason else {}
            why.append({**reason, **families})
        listed.append(
            (
                one["kind"],
                seekers[of][one["row"]],
                helpers[since.pk].get(one["was"]),
                helpers[run.pk].get(one["now"]),
                why,
            )
        )
    return listed


def impossible(rule, **causes):
    return {"code": "impossible", "rule": rule, "seeker": [], "helper": [], "rules": [], **causes}


def possible(rule, **causes):
    return {"code": "possible", "rule": rule, "seeker": [], "helper": [], "rules": [], **causes}


def change(person, **fields):
    type(person).objects.filter(pk=person.pk).update(**fields)


# --- nothing, and nobody --------------------------------------------------------------------------------


def test_first_run_has_nothing_to_compare_with(programme):
    seeker_of(programme)
    assert "changes" not in run_of(programme).findings


def test_same_run_again_changes_nothing(programme):
    for _ in range(3):
        seeker_of(programme)
    helper_of(programme, room=2)
    first = run_of(programme)
    assert run_of(programme).findings["changes"] == {
        "since": first.pk, "counts": {"lost": 0, "changed": 0, "new": 0, "left": 0}, "rules": [], "list": [],
    }  # fmt: skip


def test_run_after_one_without_evidence_has_nothing_to_compare_with(programme):
    run_of(programme)
    RunEvidence.objects.all().delete()
    assert "changes" not in run_of(programme).findings


def test_run_after_one_with_altered_evidence_is_published_all_the_same(programme):
    run_of(programme)
    RunEvidence.objects.update(arrays=b"?")
    run = run_of(programme)
    assert (run.state, "changes" in run.findings) == ("done", False)


# --- the family -----------------------------------------------------------------------------------------


def test_family_new_in_the_programme(programme):
    helper = helper_of(programme)
    run_of(programme)
    seeker = seeker_of(programme)
    assert told(run_of(programme)) == [("new", seeker.pk, None, helper.pk, [{"code": "arrived"}])]


def test_family_that_left_the_pool(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    change(seeker, left_on=timezone.localdate())
    assert told(run_of(programme)) == [("left", seeker.pk, helper.pk, None, [{"code": "departed"}])]


def test_family_whose_proposal_was_approved(programme):
    seeker, helper = seeker_of(programme), helper_of(programme, room=2)
    run_of(programme)
    approve_proposal(Proposal.objects.get(), by=BY, seen_version=1)
    assert told(run_of(programme)) == [("left", seeker.pk, helper.pk, None, [{"code": "approved"}])]


def test_family_paired_by_hand(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    other = helper_of(programme, gender=Gender.MAN)
    VetoFactory(seeker=seeker, helper=other)
    run_of(programme)
    seeker.vetoes.all().delete()
    pair_by_hand(seeker, other, by=BY)
    assert told(run_of(programme)) == [("left", seeker.pk, helper.pk, None, [{"code": "by_hand"}])]


def test_family_erased_is_nobodys_change(programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    run_of(programme)
    seeker.household.members.all().delete()
    seeker.household.delete()
    assert told(run_of(programme)) == []


# --- the helper of before -------------------------------------------------------------------------------


def test_helper_who_left(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    change(helper, left_on=timezone.localdate())
    assert told(run_of(programme)) == [("lost", seeker.pk, helper.pk, None, [{"code": "helper_left"}])]


def test_helper_who_was_erased(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    helper.volunteer.delete()
    assert told(run_of(programme)) == [("lost", seeker.pk, None, None, [{"code": "helper_left"}])]


def test_helper_who_is_full(programme):
    other = programme_of(programme.lead)
    seeker, helper = seeker_of(programme), helper_of(programme, room=1)
    run_of(programme)
    PairFactory(seeker=seeker_of(other), helper=helper_of(other, helper.volunteer))
    why = [impossible("room", helper=["room"])]
    assert told(run_of(programme)) == [("lost", seeker.pk, helper.pk, None, why)]


def test_helper_whose_clearance_ended(programme):
    seeker, helper = seeker_of(programme, children=1), helper_of(programme)
    run_of(programme)
    helper.volunteer.clearance_items.update(revoked_on=timezone.localdate())
    why = [impossible("minors", helper=["cleared"])]
    assert told(run_of(programme)) == [("lost", seeker.pk, helper.pk, None, why)]


def test_pair_that_was_refused(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    refuse_proposal(Proposal.objects.get(), reason="too_far", by=BY, seen_version=1)
    assert told(run_of(programme)) == [("lost", seeker.pk, helper.pk, None, [{"code": "refused"}])]


def test_pair_that_was_ruled_out_otherwise(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    VetoFactory(seeker=seeker, helper=helper)
    assert told(run_of(programme)) == [("lost", seeker.pk, helper.pk, None, [impossible("veto")])]


# --- profiles -------------------------------------------------------------------------------------------


def _child(seeker, helper):
    MemberFactory(household=seeker.household, age_band=AgeBand.CHILD_0_2, is_contact=False)


def _speaks_little(seeker, helper):
    helper.volunteer.languages.update(level=Level.A1)


PROFILES = {
    "hours of the family": (
        lambda s, h: change(s.household, week=Week.empty()), impossible("time", seeker=["week"]),
    ),
    "hours of the helper": (
        lambda s, h: change(h.volunteer, week=Week.empty()), impossible("time", helper=["week"]),
    ),
    "place of the family": (
        lambda s, h: change(s.household, latitude=54.35, longitude=18.65),
        impossible("distance", seeker=["place"]),
    ),
    "place of the helper": (
        lambda s, h: change(h.volunteer, latitude=54.35, longitude=18.65),
        impossible("distance", helper=["place"]),
    ),
    "languages": (_speaks_little, impossible("language", helper=["levels"])),
    "a wish": (
        lambda s, h: change(s.household, wish_gender="man", wish_strength="must"),
        impossible("gender", seeker=["wish"]),
    ),
    "a child": (_child, impossible("minors", seeker=["has_minors"])),
}  # fmt: skip


@pytest.mark.parametrize("what", PROFILES)
def test_profile_that_makes_the_pair_impossible(programme, what):
    seeker, helper = seeker_of(programme), helper_of(programme, cleared=False)
    assert run_of(programme).matched == 1
    make, why = PROFILES[what]
    make(seeker, helper)
    assert told(run_of(programme)) == [("lost", seeker.pk, helper.pk, None, [why])]


# --- rules ----------------------------------------------------------------------------------------------


def test_rule_that_makes_the_pair_impossible(programme):
    seeker, helper = seeker_of(programme), helper_of(programme, gender=Gender.MAN)
    run_of(programme)
    programme.rules.update(same_gender=True)
    run = run_of(programme)
    why = [impossible("gender", rules=["same_gender"])]
    assert told(run) == [("lost", seeker.pk, helper.pk, None, why)]
    assert run.findings["changes"]["rules"] == [["same_gender", False, True]]


def test_rule_that_makes_a_pair_possible(programme):
    seeker, helper = seeker_of(programme), helper_of(programme, gender=Gender.MAN)
    programme.rules.update(same_gender=True)
    run_of(programme)
    programme.rules.update(same_gender=False)
    why = [possible("gender", rules=["same_gender"])]
    assert told(run_of(programme)) == [("new", seeker.pk, None, helper.pk, why)]


def test_another_source_of_the_same_rules_is_no_change(programme):
    run_of(programme)
    programme.rules.update(source="Resolution 7")
    assert run_of(programme).findings["changes"]["rules"] == []


# --- the helper of now ----------------------------------------------------------------------------------


def test_helper_new_in_the_programme(programme):
    seeker = seeker_of(programme)
    run_of(programme)
    helper = helper_of(programme)
    assert told(run_of(programme)) == [("new", seeker.pk, None, helper.pk, [{"code": "helper_arrived"}])]


def test_helper_cleared_since(programme):
    seeker, helper = seeker_of(programme, children=1), helper_of(programme, cleared=False)
    run_of(programme)
    clear(helper.volunteer)
    why = [possible("minors", helper=["cleared"])]
    assert told(run_of(programme)) == [("new", seeker.pk, None, helper.pk, why)]


def test_helper_with_more_room(programme):
    seeker_of(programme)
    seeker_of(programme)
    helper = helper_of(programme, room=1)
    run_of(programme)
    waiting = Seeker.objects.exclude(pk=Proposal.objects.get().seeker_id).get()
    change(helper.volunteer, room=2)
    why = [possible("room", helper=["room"])]
    assert told(run_of(programme)) == [("new", waiting.pk, None, helper.pk, why)]


def test_helper_whom_another_family_had(programme):
    urgent, patient = seeker_of(programme), seeker_of(programme)
    urgent.household.priority_inputs.create(kind="deadline", reason="school")
    helper = helper_of(programme, room=1)
    run_of(programme)
    VetoFactory(seeker=urgent, helper=helper)
    assert told(run_of(programme)) == [
        ("lost", urgent.pk, helper.pk, None, [impossible("veto")]),
        ("new", patient.pk, None, helper.pk, [{"code": "freed", "families": [urgent.pk]}]),
    ]


def test_pair_that_was_pinned(programme):
    seeker = seeker_of(programme)
    better, other = helper_of(programme), helper_of(programme, languages=(*POLISH, Spoken("uk", Level.B1)))
    run_of(programme)
    shown = Proposal.objects.get()
    assert shown.helper == better
    # Opened for the other one, as somebody else's run or replacement would, and pinned there.
    Proposal.objects.update(helper=other)
    shown.refresh_from_db()
    pin_proposal(shown, by=BY, seen_version=shown.version)
    assert told(run_of(programme)) == [("changed", seeker.pk, better.pk, other.pk, [{"code": "pinned"}])]


# --- weighed --------------------------------------------------------------------------------------------


def test_helper_needed_more_by_somebody_more_urgent(programme):
    patient, helper = seeker_of(programme), helper_of(programme, room=1)
    run_of(programme)
    urgent = seeker_of(programme)
    urgent.household.priority_inputs.create(kind="deadline", reason="school")
    assert told(run_of(programme)) == [
        ("lost", patient.pk, helper.pk, None, [{"code": "taken", "families": [urgent.pk]}]),
        ("new", urgent.pk, None, helper.pk, [{"code": "arrived"}]),
    ]


def test_urgency_that_rose(programme):
    one, other = seeker_of(programme), seeker_of(programme)
    helper = helper_of(programme, room=1)
    run_of(programme)
    first = Proposal.objects.get().seeker
    waiting = other if first == one else one
    waiting.household.priority_inputs.create(kind="deadline", reason="school")
    found = told(run_of(programme))
    assert found[0][:4] == ("lost", first.pk, helper.pk, None)
    assert found[0][4] == [{"code": "taken", "families": [waiting.pk]}]
    assert found[1] == ("new", waiting.pk, None, helper.pk, [{"code": "freed", "families": [first.pk]}])


def test_helper_who_suits_better_than_the_one_of_before(programme):
    seeker = seeker_of(programme)
    near, far = helper_of(programme), helper_of(programme, offers=[])
    run_of(programme)
    assert Proposal.objects.get().helper == near
    change(near.volunteer, offers=0)
    change(far.volunteer, offers=255)
    [(kind, who, was, now, why)] = told(run_of(programme))
    assert (kind, who, was, now) == ("changed", seeker.pk, near.pk, far.pk)
    assert [one["code"] for one in why] == ["better", "profile"]
    assert why[0]["now"] > why[0]["before"]
    assert why[1] == {"code": "profile", "seeker": [], "helper": ["offers"], "rules": []}


def test_equally_good_helper_by_lot(programme):
    seeker = seeker_of(programme)
    one, other = helper_of(programme), helper_of(programme)
    run_of(programme)
    was = Proposal.objects.get().helper
    Proposal.objects.update(state="withdrawn")
    now = other if was == one else one
    worker = Worker(programme)
    for seed in range(40):
        worker.solve(seed)
        if worker.chosen() == [(seeker.pk, now.pk)]:
            break
    assert told(worker.publish()) == [("changed", seeker.pk, was.pk, now.pk, [{"code": "equal"}])]


# --- while the run was on -------------------------------------------------------------------------------


def test_helper_lost_while_the_run_was_on(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    worker = Worker(programme)
    change(helper.volunteer, state="paused")
    why = [{"code": "meanwhile"}]
    assert told(worker.publish()) == [("lost", seeker.pk, helper.pk, None, why)]


def test_family_gone_while_the_run_was_on(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run_of(programme)
    worker = Worker(programme)
    change(seeker, left_on=timezone.localdate())
    assert told(worker.publish()) == [("left", seeker.pk, helper.pk, None, [{"code": "departed"}])]


def test_new_pair_lost_while_the_run_was_on_is_no_change(programme):
    run_of(programme)
    seeker_of(programme)
    helper = helper_of(programme)
    worker = Worker(programme)
    change(helper.volunteer, state="paused")
    assert told(worker.publish()) == []


def test_changes_are_kept_by_rows_alone(programme):
    """Not even numbers of places: what is kept must mean nothing once the key is gone."""
    for _ in range(3):
        seeker_of(programme)
    helper_of(programme, room=2)
    run_of(programme)
    Seeker.objects.filter(pk=Proposal.objects.first().seeker_id).update(left_on=timezone.localdate())
    Helper.objects.filter(pk=helper_of(programme).pk)
    for one in run_of(programme).findings["changes"]["list"]:
        rows = [one["row"], one["was"] or 0, one["now"] or 0]
        assert all(0 <= row < 4 for row in rows)
