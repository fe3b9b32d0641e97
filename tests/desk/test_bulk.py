"""Acts on many: foreseen by the verbs' own rules, done row by row, once, and taken up after a halt."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.models import Notice
from desk.domain import bulk as bulk_verbs
from desk.domain.bulk import (
    foresee,
    given_of,
    kind_of,
    perform_bulk,
    programmes_for,
    request_bulk,
    take_up_again,
)
from desk.domain.bulk_acts import ACTS, BulkKind, Given, acts_of
from desk.enums import BulkState, ListPage
from desk.models import BulkAct, Onboarding
from families.models import Household
from matching.models import Helper, Seeker
from tests.factories.families import household_with
from tests.factories.matching import ProposalFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory
from tests.factories.volunteers import VolunteerFactory, volunteer_with

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a killed worker sees: nothing handles it."""


def families(cast, *states: str) -> list[Household]:
    return [household_with(centre=cast.centre, state=state) for state in states]


def ask(cast, act: str, rows, page: str = "families", by=None, **given) -> BulkAct:
    press, by = given.pop("press", uuid.uuid4().hex), by or cast.alice
    return request_bulk(page, act, keys=[row.pk for row in rows], press=press, by=by, **given)


def states(rows) -> list[str]:
    return [row.state for row in type(rows[0]).objects.filter(pk__in=[one.pk for one in rows]).order_by("pk")]


def seen(cast, act: str, rows, page: str = "families", given=None) -> tuple[list[str], dict[str, str]]:
    foreseen = foresee(
        kind_of(page, act), [row.pk for row in rows], given or Given(reason="Away"), membership=cast.alice
    )
    return [row.label for row in foreseen.touched], {row.label: one.message for row, one in foreseen.refused}


def test_preview_tells_whom_it_touches_and_the_verbs_own_refusals_and_changes_nothing(cast):
    rows = families(cast, "served", "paused", "archived")
    served, paused, archived = (row.label for row in rows)
    touched, refused = seen(cast, "pause", rows)
    assert (touched, refused) == (
        [served],
        {
            paused: f"{paused} is paused already.",
            archived: "An archived family cannot be paused. Bring it back first.",
        },
    )
    assert states(rows) == ["served", "paused", "archived"]
    assert Record.objects.filter(act__startswith="families.").count() == 0


def every_act(cast):
    """(page, act, rows, given) of each act, with rows it takes and rows it refuses."""
    friends, work = programme_of(cast.centre), programme_of(cast.centre, kind="workplace")
    people = {
        "families": [
            *families(cast, "served", "paused", "archived", "served"),
            household_with(centre=cast.centre, consent=False),
        ],
        "volunteers": [
            volunteer_with(centre=cast.centre),
            volunteer_with(centre=cast.centre, state="paused"),
            VolunteerFactory(centre=cast.centre, state="paused"),
            VolunteerFactory(centre=cast.centre, state="applied"),
            VolunteerFactory(centre=cast.centre, state="left"),
        ],
    }
    firm = ParticipationFactory(centre=cast.centre)
    over = ParticipationFactory(centre=cast.centre, state="ended")
    people["mentors"] = [
        MentorEmployeeFactory(participation=part, state=state)
        for part, state in ((firm, "active"), (firm, "paused"), (firm, "left"), (over, "paused"))
    ]
    seeker_of(friends, people["families"][3])
    helper_of(friends, people["volunteers"][1])
    helper_of(work, people["mentors"][1])
    for page, acts in ACTS.items():
        for act in acts:
            programme = programmes_for(cast.alice).get(pk=(work if page == "mentors" else friends).pk)
            yield page.value, act, people[page.value], Given("Away", programme, cast.ada)


def test_every_act_does_to_each_row_what_its_preview_said(cast):
    for page, act, rows, given in every_act(cast):
        point = bulk_verbs.transaction.savepoint()
        touched, refused = seen(cast, act, rows, page, given)
        asks = {
            name: getattr(given, name)
            for name in ("reason", "programme", "owner")
            if name in kind_of(page, act).asks
        }
        done = perform_bulk(ask(cast, act, rows, page, **asks))
        told = {one["label"]: one["why"] for one in done.refused}
        assert (page, act, done.state, done.done, told) == (page, act, "done", len(touched), refused)
        assert touched, (page, act)
        bulk_verbs.transaction.savepoint_rollback(point)


def test_preview_takes_as_many_queries_for_three_as_for_one(cast):
    for page, act, rows, given in every_act(cast):
        counts = []
        for some in (rows[:1], rows[:3]):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                seen(cast, act, some, page, given)
            counts.append(len(queries))
        assert counts[0] == counts[1], (page, act)


def test_act_is_audited_whole_and_row_by_row(cast):
    rows = families(cast, "served", "served", "paused")
    act = perform_bulk(ask(cast, "pause", rows, reason="  Summer   holidays "))
    assert (act.state, act.done, len(act.refused), act.percent) == (BulkState.DONE, 2, 1, 100)
    acts = list(
        Record.objects.filter(organisation_id=cast.centre.pk).order_by("pk").values_list("act", flat=True)
    )
    assert acts == [
        "desk.bulk.asked", "families.household.paused", "families.household.paused", "desk.bulk.done",
    ]  # fmt: skip
    assert {row.state_reason for row in Household.objects.filter(pk__in=[one.pk for one in rows[:2]])} == {
        "Summer holidays"
    }
    assert Record.objects.get(act="desk.bulk.done").details == {
        "list": "families", "act": "pause", "people": 3, "done": 2, "refused": 1,
    }  # fmt: skip


def test_pressed_twice_is_once(cast):
    rows, press = families(cast, "served"), uuid.uuid4().hex
    first = ask(cast, "pause", rows, reason="Away", press=press)
    assert ask(cast, "pause", rows, reason="Away", press=press).pk == first.pk
    perform_bulk(first)
    again = perform_bulk(ask(cast, "pause", rows, reason="Away", press=press))
    assert (again.pk, again.done, again.refused) == (first.pk, 1, [])
    with pytest.raises(Refusal):
        ask(
            cast,
            "pause",
            [household_with(centre=cast.other_centre)],
            reason="Away",
            press=press,
            by=cast.carol,
        )


def test_rows_of_another_centre_are_not_touched(cast):
    theirs, ours = household_with(centre=cast.other_centre), household_with(centre=cast.centre)
    act = ask(cast, "pause", [theirs, ours], reason="Away")
    assert (act.keys, seen(cast, "pause", [theirs, ours])[0]) == ([ours.pk], [ours.label])
    with pytest.raises(Refusal):
        ask(cast, "pause", [theirs], reason="Away")


@pytest.mark.parametrize("act", ["pause", "archive", "join", "give"])
def test_what_an_act_asks_for_has_to_be_told(cast, act):
    with pytest.raises(ValidationError) as caught:
        ask(cast, act, families(cast, "served"))
    assert set(caught.value.error_dict) == set(kind_of("families", act).asks)


def test_too_many_at_once_are_refused_with_a_sentence(cast, monkeypatch):
    monkeypatch.setattr(bulk_verbs, "MOST", 2)
    rows = families(cast, "served", "served", "served")
    for refused in (lambda: seen(cast, "pause", rows), lambda: ask(cast, "pause", rows, reason="Away")):
        with pytest.raises(Refusal, match="At most 2 at once"):
            refused()


@pytest.mark.parametrize("who", ["filip", "bob", "dana", "olena"])
def test_nobody_else_does_anything_to_many(cast, who):
    rows = families(cast, "served")
    assert list(acts_of("families", getattr(cast, who))) == []
    with pytest.raises(Refusal):
        ask(cast, "pause", rows, reason="Away", by=getattr(cast, who))


def test_killed_worker_leaves_each_row_done_or_not_and_the_act_goes_on(cast, monkeypatch):
    rows = families(cast, "served", "paused", "served", "served")
    act, kind, begun = ask(cast, "pause", rows, reason="Away"), kind_of("families", "pause"), []

    def do(row, given, by):
        begun.append(row)
        after = kind.do(row, given, by)
        if len(begun) == 3:
            raise Killed
        return after

    dying = BulkKind(**{**vars(kind), "do": do})
    monkeypatch.setitem(ACTS[ListPage.FAMILIES], "pause", dying)
    with pytest.raises(Killed):
        perform_bulk(act)
    monkeypatch.setitem(ACTS[ListPage.FAMILIES], "pause", kind)
    act.refresh_from_db()
    assert (act.state, states(rows), act.done) == ("running", ["paused", "paused", "served", "served"], 1)
    with pytest.raises(Refusal):
        take_up_again(act, by=cast.ada)
    perform_bulk(act)  # delivered again while it counts as running: nobody takes it from its worker
    assert states(rows) == ["paused", "paused", "served", "served"]
    BulkAct.objects.update(worked_at=timezone.now() - timedelta(minutes=2))
    act = perform_bulk(take_up_again(BulkAct.objects.get(), by=cast.ada))
    assert (act.state, act.done, len(act.refused), states(rows)) == ("done", 3, 1, ["paused"] * 4)


def test_error_stops_the_act_where_it_is(cast, monkeypatch):
    rows = families(cast, "served", "served")
    act, kind = ask(cast, "pause", rows, reason="Away"), kind_of("families", "pause")
    broken = BulkKind(**{**vars(kind), "do": lambda row, given, by: 1 / 0})
    monkeypatch.setitem(ACTS[ListPage.FAMILIES], "pause", broken)
    with pytest.raises(ZeroDivisionError):
        perform_bulk(act)
    act.refresh_from_db()
    assert (act.state, act.is_stopped, act.done) == (BulkState.FAILED, True, 0)


def test_two_workers_on_one_act_do_each_row_once(cast, monkeypatch):
    rows = families(cast, "served", "served", "served")
    act, kind = ask(cast, "pause", rows, reason="Away"), kind_of("families", "pause")

    def taken_over():
        BulkAct.objects.filter(pk=act.pk).update(state="requested")
        monkeypatch.setitem(ACTS[ListPage.FAMILIES], "pause", kind)
        perform_bulk(BulkAct.objects.get(pk=act.pk))

    def do(row, given, by):
        kind.do(row, given, by)
        return taken_over  # another worker ends the act while this one is between two rows

    monkeypatch.setitem(ACTS[ListPage.FAMILIES], "pause", BulkKind(**{**vars(kind), "do": do}))
    done = perform_bulk(act)
    assert (states(rows), done.done) == (["paused"] * 3, 3)


def test_who_has_left_acts_no_more(cast):
    act = ask(cast, "pause", families(cast, "served"), reason="Away")
    cast.alice.ended_at = timezone.now()
    cast.alice.save()
    done = perform_bulk(BulkAct.objects.get(pk=act.pk))
    assert (done.state, done.done) == (BulkState.FAILED, 0)


def test_row_that_is_gone_is_told_by_its_number(cast):
    act = ask(cast, "resume", families(cast, "paused"))
    BulkAct.objects.filter(pk=act.pk).update(keys=[10**9])
    done = perform_bulk(BulkAct.objects.get(pk=act.pk))
    assert done.refused == [{"label": str(10**9), "why": "Not here any more."}]


def test_people_join_a_programme_and_newcomers_get_an_owner(cast):
    programme = programme_of(cast.centre)
    volunteers = [VolunteerFactory(centre=cast.centre, state="applied") for _ in range(2)]
    perform_bulk(ask(cast, "join", volunteers, "volunteers", programme=programme))
    assert Helper.objects.filter(programme=programme).count() == 2
    perform_bulk(ask(cast, "give", volunteers, "volunteers", owner=cast.ada))
    assert [one.owner for one in Onboarding.objects.all()] == [cast.ada] * 2
    perform_bulk(ask(cast, "join", families(cast, "served"), programme=programme))
    assert Seeker.objects.filter(programme=programme).count() == 1
    assert given_of(BulkAct.objects.filter(act="give").get()).owner == cast.ada


def test_papers_are_asked_for_once_by_each_ones_channel_and_name_no_secret(cast):
    rows = [
        volunteer_with(
            centre=cast.centre, cleared=False, email="a@example.org", channel="email", language="en"
        ),
        VolunteerFactory(centre=cast.centre, state="left"),
    ]
    done = perform_bulk(ask(cast, "papers", rows, "volunteers"))
    notice = Notice.objects.get()
    assert (done.done, notice.recipient_label, notice.template, notice.subject) == (
        1, rows[0].label, "papers_asked", f"papers:{rows[0].pk}",
    )  # fmt: skip
    assert notice.context["papers"].startswith("application form")
    again = perform_bulk(ask(cast, "papers", rows, "volunteers"))
    assert (again.done, Notice.objects.count()) == (0, 1)


def test_paused_volunteers_proposals_are_withdrawn_and_looked_for_anew(cast):
    programme = programme_of(cast.centre)
    volunteer = volunteer_with(centre=cast.centre)
    proposal = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme, volunteer))
    perform_bulk(ask(cast, "pause", [volunteer], "volunteers", reason="Away"))
    proposal.refresh_from_db()
    assert (proposal.state, states([volunteer])) == ("withdrawn", ["paused"])
