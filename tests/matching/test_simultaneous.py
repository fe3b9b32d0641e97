"""Simultaneous decisions keep room and one helper per family exact; without their defence they do not.

Every proof has its twin with the locks switched off and the triggers lifted: it must overbook. Nothing here
is random but the order in which the system lets threads go on.
"""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from base.audit.actor import Robot
from base.common import triggers
from base.common.errors import Refusal
from base.notices.models import Notice
from families.models import Member
from matching.domain import decisions, moving, pairs
from matching.domain.decisions import approve_proposal, pair_by_hand
from matching.domain.pairs import (
    accept_offer,
    announce_suspensions,
    decline_offer,
    record_step,
    resume_pair,
)
from matching.domain.programmes import leave_programme
from matching.enums import PairSide, PairState
from matching.models import Decision, Pair, PairStep
from matching.queries import lapsed_pairs
from tests.factories.families import MemberFactory
from tests.factories.matching import PairFactory, ProposalFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import clear
from volunteers.domain.clearance import revoke_clearance_item

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AT_ONCE = 20  # connections at a time
MANY_AT_ONCE = 40  # in the heavy tests; PostgreSQL takes a hundred by default
ROOM = 5


def simultaneously(acts: list[Callable[[], object]], at_once: int = AT_ONCE) -> Counter:
    """Do all of them, so many at a time from one signal on; counts "done", codes of refusals and errors."""
    start = threading.Barrier(min(at_once, len(acts)))
    first = iter(range(at_once))

    def do(act: Callable[[], object]) -> str:
        if next(first, None) is not None:
            start.wait(timeout=30)
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        except Exception as error:  # any other is what must not be
            return f"{type(error).__name__}: {error}"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(at_once) as people:
        return Counter(people.map(do, acts))


@contextmanager
def locks_off() -> Iterator[None]:
    """On PostgreSQL nothing is locked for an update; on SQLite, where the transaction is the lock, each
    statement commits on its own."""
    with ExitStack() as switched:
        if connection.vendor == "sqlite":
            off = SimpleNamespace(atomic=nullcontext)
            for module in (decisions, moving, pairs):
                switched.enter_context(mock.patch.object(module, "transaction", off))
        else:
            switched.enter_context(
                mock.patch.object(QuerySet, "select_for_update", lambda self, **_kwargs: self)
            )
        yield


@contextmanager
def all_count_first() -> Iterator[None]:
    """The worst that can happen: whoever found room goes on only when all the others have counted too."""
    counted = threading.Barrier(AT_ONCE)
    save = pairs.save

    def save_when_all_have_counted(pair: Pair) -> None:
        with suppress(threading.BrokenBarrierError):
            counted.wait(timeout=10)
        save(pair)

    with mock.patch.object(pairs, "save", save_when_all_have_counted):
        yield


def coordinator(number: int) -> Robot:
    return Robot(f"Coordinator {number}", number)


def tell(name: str, outcome: Counter) -> None:
    """The figures, for whoever reads the output of the tests."""
    sys.stdout.write(f"{connection.vendor}, {name}: {dict(outcome)}, {Pair.objects.count()} pairs\n")


# --- one helper, many families ---------------------------------------------------------------------------


def proposals_for_one_helper(count: int) -> list:
    with transaction.atomic():
        programme = programme_of(max_room=ROOM)
        helper = helper_of(programme, room=ROOM)
        return [ProposalFactory(seeker=seeker_of(programme), helper=helper) for _ in range(count)]


def approvals(proposals: list) -> list[Callable[[], object]]:
    return [
        partial(approve_proposal, one, by=coordinator(number), seen_version=1)
        for number, one in enumerate(proposals)
    ]


@pytest.mark.parametrize(
    ("count", "at_once"), [(30, AT_ONCE), pytest.param(200, MANY_AT_ONCE, marks=pytest.mark.heavy)]
)
def test_many_approvals_for_a_room_of_five_make_five_pairs(count, at_once):
    proposals = proposals_for_one_helper(count)

    outcome = simultaneously(approvals(proposals), at_once)

    tell(f"{count} approvals, room 5", outcome)
    assert outcome == {"done": 5, "no_room": count - 5}
    assert Pair.objects.filter(state="offered").count() == 5
    assert Notice.objects.count() == 10
    assert Decision.objects.filter(kind="approve").count() == 5
    assert PairStep.objects.count() == 5


def test_twin_without_locks_and_triggers_overbooks():
    proposals = proposals_for_one_helper(AT_ONCE)
    with (
        triggers.lifted(connection, "splot_pair_room", "splot_pair_room_anew"),
        locks_off(),
        all_count_first(),
    ):
        outcome = simultaneously(approvals(proposals))
    tell(f"twin: {AT_ONCE} approvals, room 5, no lock, no trigger", outcome)
    assert Pair.objects.count() == outcome["done"] > ROOM


# --- one family, many helpers ----------------------------------------------------------------------------


def pairings_of_one_family(count: int) -> list[Callable[[], object]]:
    with transaction.atomic():
        programme = programme_of()
        seeker = seeker_of(programme, children=1)
        helpers = [helper_of(programme) for _ in range(count)]
    return [partial(pair_by_hand, seeker, one, by=coordinator(number)) for number, one in enumerate(helpers)]


@pytest.mark.parametrize(
    ("count", "at_once"), [(30, AT_ONCE), pytest.param(60, MANY_AT_ONCE, marks=pytest.mark.heavy)]
)
def test_many_helpers_for_one_family_make_one_pair(count, at_once):
    outcome = simultaneously(pairings_of_one_family(count), at_once)
    tell(f"{count} helpers, one family", outcome)
    assert outcome == {"done": 1, "has_helper": count - 1}
    assert (Pair.objects.count(), Notice.objects.count()) == (1, 2)


def test_without_locks_the_index_still_keeps_one_pair():
    acts = pairings_of_one_family(AT_ONCE)
    with locks_off(), all_count_first():
        outcome = simultaneously(acts)
    tell(f"{AT_ONCE} helpers, one family, no lock", outcome)
    assert outcome == {"done": 1, "has_helper": AT_ONCE - 1}


def test_twin_without_locks_and_index_gives_a_family_several_helpers():
    acts = pairings_of_one_family(AT_ONCE)
    with without_index("one_open_pair_per_seeker"), locks_off(), all_count_first():
        outcome = simultaneously(acts)
        tell(f"twin: {AT_ONCE} helpers, one family, no lock, no index", outcome)
        assert Pair.objects.count() == outcome["done"] > 1
        Pair.objects.all().delete()


@contextmanager
def without_index(name: str) -> Iterator[None]:
    """The table of pairs without this constraint; it must be empty afterwards."""
    constraint = next(one for one in Pair._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Pair, constraint)
    try:
        yield
    finally:
        Pair.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Pair, constraint)


def test_one_proposal_approved_by_many_makes_one_pair():
    [proposal] = proposals_for_one_helper(1)
    outcome = simultaneously(approvals([proposal] * AT_ONCE))
    assert outcome == {"done": 1, "already_decided": AT_ONCE - 1}
    assert (Pair.objects.count(), Notice.objects.count()) == (1, 2)


# --- clearance and children, in the middle of a decision -------------------------------------------------


def held_open(act: Callable[[], object], *, until_tried: Callable[[], object]) -> bool:
    """Do `act` in a transaction that stays open while somebody else tries the other thing.

    Returns whether the other had to wait for the commit. Both are done in the end.
    """
    acted, tried = threading.Event(), threading.Event()

    def other() -> None:
        try:
            assert acted.wait(timeout=10)
            until_tried()
            tried.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as people:
        with transaction.atomic():
            future = people.submit(other)
            act()
            acted.set()
            waited = not tried.wait(timeout=0.5)
        future.result(timeout=30)
    return waited


def family_without_children():
    """An offer that needs no clearance, and the child that will need it."""
    programme = programme_of()
    proposal = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme, cleared=False))
    return (
        lambda: approve_proposal(proposal, by=coordinator(1)),
        lambda: record_child(proposal.seeker.household),
    )


def record_child(household) -> None:
    """As the verb of families does: the household's row first."""
    with transaction.atomic():
        type(household).objects.select_for_update().get(pk=household.pk)
        MemberFactory(household=household, age_band="7-9", is_contact=False)


def suspended_pair():
    """A pair on its way back, and the revocation that must stop it."""
    programme = programme_of()
    helper = helper_of(programme, cleared=False)
    pair = PairFactory(seeker=seeker_of(programme), helper=helper, state="active")
    MemberFactory(household=pair.seeker.household, age_band="7-9", is_contact=False)
    announce_suspensions()
    clear(helper.volunteer)
    item = helper.volunteer.clearance_items.first()
    return (
        lambda: resume_pair(pair, by=coordinator(1)),
        lambda: revoke_clearance_item(item, by=coordinator(2)),
    )


@pytest.mark.parametrize("made", [family_without_children, suspended_pair])
def test_what_happens_in_the_middle_of_a_decision_waits_for_it_and_suspends(made):
    decide, happen = made()
    assert held_open(decide, until_tried=happen)
    assert Pair.objects.get().state == "suspended"
    assert not lapsed_pairs(timezone.localdate()).exists()


@pytest.mark.parametrize("side", ["seeker", "helper"])
def test_leaving_a_programme_in_the_middle_of_an_approval_waits_and_is_refused(side):
    programme = programme_of()
    proposal = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    place = getattr(proposal, side)
    told = []

    def leave() -> None:
        with pytest.raises(Refusal) as caught:
            leave_programme(place, by=coordinator(2))
        told.append(caught.value.code)

    assert held_open(partial(approve_proposal, proposal, by=coordinator(1)), until_tried=leave)
    assert told == ["paired"]
    place.refresh_from_db()
    assert (place.left_on, Pair.objects.get().state) == (None, "offered")


@pytest.mark.parametrize("made", [family_without_children, suspended_pair])
def test_twin_without_locks_lets_a_pair_with_children_through(made):
    if connection.vendor == "sqlite":
        # One writer at a time is SQLite's nature and cannot be switched off.
        decide, happen = made()
        assert held_open(decide, until_tried=happen)
        return
    decide, happen = made()
    with locks_off():
        assert not held_open(decide, until_tried=happen)
    assert Pair.objects.get().state != "suspended"
    assert lapsed_pairs(timezone.localdate()).count() == 1
    assert Member.objects.filter(age_band="7-9").count() == 1


# --- answers ----------------------------------------------------------------------------------------------


def test_yes_and_no_of_a_pair_at_once_come_one_after_the_other():
    """A helper taps twice, a coordinator writes it down, the family says no: each in its turn, none lost."""
    by = coordinator(1)
    with transaction.atomic():
        programme = programme_of()
        told = [pair_by_hand(seeker_of(programme), helper_of(programme), by=by) for _ in range(6)]
    acts = [
        act
        for pair in told
        for act in (
            partial(accept_offer, pair, side=PairSide.HELPER, by=by),
            partial(accept_offer, pair, side=PairSide.HELPER, by=by),
            partial(record_step, pair, to=PairState.HELPER_ACCEPTED, by=by),
            partial(decline_offer, pair, side=PairSide.FAMILY, by=by),
        )
    ]
    outcome = simultaneously(acts)
    assert outcome.keys() <= {"done", "wrong_step"}, outcome
    for pair in Pair.objects.prefetch_related("steps"):
        states = [step.state for step in pair.steps.all()]
        assert states in (["offered", "declined"], ["offered", "helper_accepted", "declined"])
        assert (pair.state, pair.version) == ("declined", len(states))
