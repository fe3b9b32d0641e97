"""Random lives of pairs, by the verbs and past them: no path reaches a state that cannot follow.

The table of what may follow is the one written by hand in test_life. The twin without the trigger shows that
it is the database that refuses what comes past the verbs.
"""

import contextlib
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from base.audit.actor import Robot
from base.audit.models import Record
from base.common import triggers
from base.common.errors import Refusal
from base.common.triggers import refusal_from
from base.notices.models import Notice
from matching.domain.deadlines import keep_deadlines
from matching.domain.life import states_of
from matching.domain.pairs import (
    accept_offer,
    announce_suspensions,
    answer_survey,
    begin_closing,
    close_pair,
    decline_offer,
    hold_first_meeting,
    pause_pair,
    record_step,
    resume_pair,
    sign_pair_agreement,
    undo_pair,
)
from matching.domain.pairs import offer as offer_to_both
from matching.enums import OPEN_PAIR_STATES, CloseReason, PairSide, PairState
from matching.models import Pair, PairLife, PairStep
from tests.factories.families import MemberFactory
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.factories.volunteers import clear
from tests.matching.test_life import LEGAL, ORDERS

ALICE = Robot("Alice", 7)
pytestmark = [pytest.mark.database, pytest.mark.django_db]
WAY = "splot_pair_way"
ACTS = {
    f"matching.pair.{act}"
    for act in ("offer", "step", "undo", "resume", "suspend", "pause", "closing", "close", "expire")
}
MANY = settings(
    max_examples=25,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
#: The same draws every time, for the twin: it must come to what the trigger would refuse.
LUCKLESS = settings(MANY, phases=[Phase.generate], derandomize=True, report_multiple_bugs=False)

pairs = st.integers(0, 2)
sides = st.sampled_from([PairSide.HELPER, PairSide.FAMILY])


class Lives(RuleBasedStateMachine):
    """Two families and two helpers, one without clearance; what is drawn is tried on any of their pairs."""

    programme, seekers, helpers = None, (), ()

    def __init__(self):
        super().__init__()
        self.inside = contextlib.ExitStack()
        self.clock = self.inside.enter_context(time_machine.travel(timezone.now(), tick=False))
        self.inside.enter_context(transaction.atomic())
        self.inside.callback(transaction.set_rollback, True)

    def teardown(self):
        try:
            for state in set(Pair.objects.values_list("state", flat=True)):
                event(f"a life stood at {state}")
            # Wherever it came to, there is a way out.
            for pair in Pair.objects.filter(state__in=OPEN_PAIR_STATES):
                assert close_pair(pair, reason=CloseReason.MOVED, by=ALICE).state == "closed"
        finally:
            self.inside.close()

    @initialize(steps=st.sampled_from(ORDERS), remind=st.none() | st.integers(1, 4), first=st.booleans())
    def choose(self, steps, remind, first):
        PairLife.objects.create(
            programme=self.programme, steps=list(steps), answer_days=5, remind_days=remind, length_months=1
        )
        self.offer(0, 0)
        if first:
            self.walk()

    # --- acts ---------------------------------------------------------------------------------------------

    def one_of_them(self, number):
        found = list(Pair.objects.order_by("-pk"))
        return found[number % len(found)]

    def attempt(self, number, verb, **how):
        """Do it to one of the pairs; what is refused changes nothing."""
        pair = self.one_of_them(number)
        before = pair.state, pair.version, pair.steps.count()
        try:
            verb(pair, by=ALICE, **how)
        except (Refusal, ValidationError):
            pair.refresh_from_db()
            assert (pair.state, pair.version, pair.steps.count()) == before

    @rule(seeker=st.integers(0, 1), helper=st.integers(0, 1))
    def offer(self, seeker, helper):
        with contextlib.suppress(Refusal), transaction.atomic():
            offer_to_both(self.seekers[seeker], self.helpers[helper], by=ALICE)

    def walk(self):
        """The first pair goes all the way: else few lives would come to their middle."""
        for to in states_of(Pair.objects.first().steps_to_take)[1:]:
            self.attempt(0, record_step, to=to)

    @rule(number=pairs, side=sides)
    def accept(self, number, side):
        self.attempt(number, accept_offer, side=side)

    @rule(number=pairs, side=sides)
    def decline(self, number, side):
        self.attempt(number, decline_offer, side=side)

    @rule(number=pairs, ago=st.integers(-1, 1), there=st.booleans())
    def meet(self, number, ago, there):
        day = timezone.localdate() - timedelta(days=ago)
        self.attempt(number, hold_first_meeting, on=day, with_coordinator=there)

    @rule(number=pairs)
    def sign(self, number):
        self.attempt(number, sign_pair_agreement, on=timezone.localdate())

    @rule(number=pairs, to=st.sampled_from(PairState))
    def write_down(self, number, to):
        self.attempt(number, record_step, to=to)

    @rule(number=pairs, days=st.integers(0, 9))
    def pause(self, number, days):
        self.attempt(number, pause_pair, until=timezone.localdate() + timedelta(days=days))

    @rule(number=pairs)
    def resume(self, number):
        self.attempt(number, resume_pair)

    @rule(number=pairs, side=sides)
    def begin_to_end(self, number, side):
        self.attempt(number, begin_closing, side=side)

    @rule(number=pairs, reason=st.sampled_from(CloseReason))
    def close(self, number, reason):
        self.attempt(number, close_pair, reason=reason)

    @rule(number=pairs)
    def undo(self, number):
        self.attempt(number, undo_pair)

    @rule(number=pairs, side=sides)
    def ask(self, number, side):
        self.attempt(number, answer_survey, side=side, rating=4, again=True)

    @rule(days=st.integers(1, 4))
    def days_pass(self, days):
        self.clock.shift(timedelta(days=days))
        Notice.objects.exclude(state="cancelled").update(state="handed_over")
        keep_deadlines(timezone.now())

    @rule(family=st.integers(0, 1))
    def child_is_recorded(self, family):
        MemberFactory(household=self.seekers[family].household, age_band="7-9", is_contact=False)
        announce_suspensions()

    @rule()
    def helper_is_cleared(self):
        volunteer = self.helpers[0].volunteer
        if not volunteer.clearance_items.exists():
            clear(volunteer)

    @rule(number=pairs)
    def write_past_the_verbs(self, number):
        pair = self.one_of_them(number)
        for to in set(PairState) - {pair.state, *LEGAL[pair.state].split()}:
            refused = None
            try:
                with transaction.atomic():
                    Pair.objects.filter(pk=pair.pk).update(state=to)
            except DatabaseError as error:
                refused = refusal_from(error)
            assert refused is not None, f"{pair.state} → {to} was written past the verbs"

    # --- what always holds --------------------------------------------------------------------------------

    @invariant()
    def timelines_are_legal_and_whole(self):
        for pair in Pair.objects.prefetch_related("steps"):
            states = [step.state for step in pair.steps.all()]
            assert (states[0], states[-1]) == ("offered", pair.state)
            for before, after in pairwise(states):
                assert after in LEGAL[before].split(), states
            way = [*states_of(pair.steps_to_take)]
            taken = [state for state in states if state in way]
            for before, after in pairwise(dict.fromkeys(taken)):
                assert way.index(after) == way.index(before) + 1, states

    @invariant()
    def every_step_has_its_record(self):
        kept = Counter(
            details["pair"]
            for details in Record.objects.filter(act__in=ACTS).values_list("details", flat=True)
        )
        assert kept == Counter(PairStep.objects.values_list("pair", flat=True))

    @invariant()
    def room_and_one_helper(self):
        open_ones = [*Pair.objects.filter(state__in=OPEN_PAIR_STATES).values_list("seeker", "helper")]
        for side in zip(*open_ones, strict=True):
            assert len(set(side)) == len(side)


@pytest.fixture
def people():
    Lives.programme = programme_of()
    Lives.seekers = [seeker_of(Lives.programme) for _ in range(2)]
    Lives.helpers = [helper_of(Lives.programme, cleared=False), helper_of(Lives.programme)]


def test_no_path_reaches_a_state_that_cannot_follow(people):
    run_state_machine_as_test(Lives, settings=MANY)


def test_twin_without_the_trigger_takes_what_comes_past_the_verbs(people):
    with (
        triggers.lifted(connection, WAY),
        pytest.raises(AssertionError, match="was written past the verbs"),
    ):
        run_state_machine_as_test(Lives, settings=LUCKLESS)
