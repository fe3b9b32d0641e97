"""Random lives of claims, by the verbs and past them: no path reaches a state or a sum that cannot be.

What may follow what is written here by hand. Every act is tried by any of five people on any claim; what is
refused changes nothing. After each step the ledger adds up, no hour is held twice, no more is committed than
was granted, and whoever decided are three people. The twin without the trigger shows who refuses.
"""

import contextlib
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from activities.enums import MeetingState
from activities.models import Meeting
from base.audit.actor import Robot
from base.audit.models import Record
from base.common import triggers
from base.common.errors import Refusal
from base.common.triggers import refusal_from
from stipends.domain.batches import cancel_batch, make_batch, pay_batch, return_line
from stipends.domain.claims import begin_claim, discard_draft, sign_claim, submit_claim
from stipends.domain.examination import declarations_of
from stipends.domain.verifying import (
    approve_claim,
    book_repayment,
    claw_back,
    reject_claim,
    send_back,
    verify_claim,
)
from stipends.models import BatchLine, Claim, ClaimedHours, ClaimStep, LedgerEntry, PaymentBatch
from stipends.queries.ledger import ledger_faults
from tests.factories.stipends import funded_project, meet, workplace

pytestmark = [pytest.mark.database, pytest.mark.django_db]
#: Two claims and a half of what a pair of these can be worth.
BUDGET = 110_000
PEOPLE = [Robot(f"Person {number}", 9_500 + number) for number in range(5)]
LEGAL = {
    "draft": "submitted",
    "submitted": "to_correct verified rejected",
    "to_correct": "submitted rejected",
    "verified": "to_correct approved rejected",
    "approved": "in_batch clawed_back",
    "in_batch": "paid approved",
    "paid": "clawed_back",
    "rejected": "",
    "clawed_back": "",
}
ACTS = {
    f"stipends.claim.{act}"
    for act in (
        "submit", "send_back", "verify", "approve", "reject", "claw_back", "put_in_batch", "pay",
        "take_out_of_batch",
    )
}  # fmt: skip
MANY = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
#: The same draws every time, for the twin: it must come to what the trigger would refuse.
LUCKLESS = settings(MANY, phases=[Phase.generate], derandomize=True, report_multiple_bugs=False)

claims = st.integers(0, 3)
people = st.sampled_from(PEOPLE)


class Claims(RuleBasedStateMachine):
    """Two pairs of one mentor, one of another: hours at the same time, money for two claims and a half."""

    places = ()

    def __init__(self):
        super().__init__()
        self.inside = contextlib.ExitStack()
        self.inside.enter_context(transaction.atomic())
        self.inside.callback(transaction.set_rollback, True)

    def teardown(self):
        try:
            for state in set(Claim.objects.values_list("state", flat=True)):
                event(f"a claim stood at {state}")
        finally:
            self.inside.close()

    @initialize(how_many=st.integers(1, 3), far=st.integers(0, 4))
    def choose(self, how_many, far):
        for place in self.places[:how_many]:
            self.begin(self.places.index(place), PEOPLE[0])
        # Some go a part of the way at once: else few lives would come to their middle.
        for claim in Claim.objects.order_by("pk"):
            steps = (submit_claim, PEOPLE[0]), (verify_claim, PEOPLE[1]), (approve_claim, PEOPLE[2])
            with contextlib.suppress(Refusal):
                for verb, by in steps[:far]:
                    verb(claim, by=by)
        if far == 4:
            self.make_batch(PEOPLE[3])

    # --- acts ---------------------------------------------------------------------------------------------

    def one_of_them(self, number):
        found = list(Claim.objects.order_by("-pk"))
        return found[number % len(found)] if found else None

    def attempt(self, number, verb, **how):
        """Do it to one of the claims; what is refused changes nothing."""
        claim = self.one_of_them(number)
        if claim is None:
            return
        before = claim.state, claim.version, claim.steps.count(), LedgerEntry.objects.count()
        try:
            with transaction.atomic():
                verb(claim, **how)
        except (Refusal, ValidationError) as error:
            event(f"{verb.__name__}: {getattr(error, 'code', 'invalid')}")
            claim.refresh_from_db()
            assert (claim.state, claim.version, claim.steps.count(), LedgerEntry.objects.count()) == before
        else:
            event(f"{verb.__name__}: done")

    @rule(place=st.integers(0, 2), by=people)
    def begin(self, place, by):
        chosen = self.places[place]
        with contextlib.suppress(Refusal), transaction.atomic():
            claim = begin_claim(chosen.participation, pair=chosen.pair, month=chosen.month, by=by)
            sign_claim(claim, signed_name="Jan Żak", declarations=declarations_of(claim), by=by)

    @rule(number=claims, by=people)
    def discard(self, number, by):
        self.attempt(number, discard_draft, by=by)

    @rule(number=claims, by=people)
    def submit(self, number, by):
        self.attempt(number, submit_claim, by=by)

    @rule(number=claims, by=people)
    def verify(self, number, by):
        self.attempt(number, verify_claim, by=by)

    @rule(number=claims, by=people)
    def approve(self, number, by):
        self.attempt(number, approve_claim, by=by)

    @rule(number=claims, by=people, words=st.sampled_from(["", "The list is of May."]))
    def send_back(self, number, by, words):
        self.attempt(number, send_back, by=by, words=words)

    @rule(number=claims, by=people)
    def reject(self, number, by):
        self.attempt(number, reject_claim, by=by, words="Claimed elsewhere.")

    @rule(number=claims, by=people)
    def claw_back(self, number, by):
        self.attempt(number, claw_back, by=by, words="Made up.")

    @rule(number=claims, by=people)
    def repay(self, number, by):
        self.attempt(number, book_repayment, by=by)

    @rule(by=people)
    def make_batch(self, by):
        approved = Claim.objects.filter(state="approved")
        with contextlib.suppress(Refusal), transaction.atomic():
            make_batch(self.places[0].funded.project, claims=approved, by=by)

    @rule(by=people)
    def pay(self, by):
        for batch in PaymentBatch.objects.filter(state="made"):
            with contextlib.suppress(Refusal), transaction.atomic():
                pay_batch(batch, paid_on=timezone.localdate(), by=by)

    @rule(by=people, all_of_it=st.booleans())
    def bank_returns(self, by, all_of_it):
        for batch in PaymentBatch.objects.filter(state="made"):
            with contextlib.suppress(Refusal), transaction.atomic():
                if all_of_it:
                    cancel_batch(batch, reason="The bank was closed", by=by)
                else:
                    return_line(batch.lines.filter(returned_at=None).first(), reason="Account closed", by=by)

    @rule(number=st.integers(0, 40), to=st.sampled_from(MeetingState))
    def meeting_changes(self, number, to):
        found = list(Meeting.objects.order_by("pk"))
        meeting = found[number % len(found)]
        held = ClaimedHours.objects.filter(meeting=meeting, released_at=None).exists()
        try:
            with transaction.atomic():
                Meeting.objects.filter(pk=meeting.pk).update(state=to)
        except DatabaseError:
            assert held
            assert to == MeetingState.WITHDRAWN
        else:
            assert not (held and to == MeetingState.WITHDRAWN), "a meeting was withdrawn from under a claim"

    @rule(place=st.integers(0, 2), day=st.none() | st.integers(5, 28))
    def contract_changes(self, place, day):
        chosen = self.places[place]
        chosen.employment.contract_until = chosen.month.replace(day=day) if day else None
        chosen.employment.save()

    @rule(number=claims)
    def write_past_the_verbs(self, number):
        claim = self.one_of_them(number)
        if claim is None:
            return
        for to in set(LEGAL) - {claim.state, *LEGAL[claim.state].split()}:
            refused = None
            try:
                with transaction.atomic():
                    Claim.objects.filter(pk=claim.pk).update(state=to)
            except DatabaseError as error:
                refused = refusal_from(error) or str(error)
            assert refused is not None, f"{claim.state} → {to} was written past the verbs"

    # --- what always holds --------------------------------------------------------------------------------

    @invariant()
    def timelines_are_legal_and_whole(self):
        for claim in Claim.objects.prefetch_related("steps"):
            states = ["draft", *(step.state for step in claim.steps.all())]
            assert states[-1] == claim.state
            for before, after in pairwise(states):
                assert after in LEGAL[before].split(), states

    @invariant()
    def every_step_has_its_record(self):
        kept = Counter(Record.objects.filter(act__in=ACTS).values_list("object_id", flat=True))
        assert kept == Counter(map(str, ClaimStep.objects.values_list("claim", flat=True)))

    @invariant()
    def the_ledger_adds_up_and_is_never_over(self):
        assert ledger_faults() == []
        entries = defaultdict(Counter)
        for claim, kind, amount in LedgerEntry.objects.exclude(claim=None).values_list(
            "claim", "kind", "amount_grosze"
        ):
            entries[claim][kind] += amount
        gone = sum(kinds["commitment"] - kinds["release"] - kinds["repayment"] for kinds in entries.values())
        assert 0 <= gone <= BUDGET
        for claim in Claim.objects.all():
            assert (claim.state in ("approved", "in_batch", "paid", "clawed_back")) == (
                entries[claim.pk]["commitment"] == claim.total_grosze > 0
            )
            assert (entries[claim.pk]["payment"] > 0) == (claim.paid_on is not None)

    @invariant()
    def three_people(self):
        for one in ("verifier_id", "approver_id"):
            assert not Claim.objects.filter(claimant_id=F(one)).exists()
        assert not Claim.objects.filter(verifier_id=F("approver_id")).exists()

    @invariant()
    def no_hour_is_held_twice(self):
        last = {}
        for row in ClaimedHours.objects.filter(released_at=None).order_by("mentor_key", "start"):
            assert last.get(row.mentor_key, row.start - timedelta(1)) <= row.start
            last[row.mentor_key] = row.ends_at

    @invariant()
    def a_transfer_is_of_a_claim_in_a_batch(self):
        live = set(BatchLine.objects.filter(returned_at=None).values_list("claim", flat=True))
        assert live == set(Claim.objects.filter(entries__kind="payment").values_list("pk", flat=True)) | set(
            Claim.objects.filter(state="in_batch").values_list("pk", flat=True)
        )


@pytest.fixture
def places():
    funded = funded_project(budget=BUDGET)
    first = workplace(funded)
    second = workplace(funded, participation=first.participation, mentor=first.mentor, with_meetings=False)
    meet(second.pair, second.month, minutes=300, hour=8)  # at the hours of the first
    meet(second.pair, second.month, minutes=600, hour=14)
    Claims.places = [first, second, workplace(funded)]


def test_no_path_reaches_what_cannot_be(places):
    run_state_machine_as_test(Claims, settings=MANY)


@pytest.mark.heavy
def test_no_path_of_many_reaches_what_cannot_be(places):
    run_state_machine_as_test(Claims, settings=settings(MANY, max_examples=150, stateful_step_count=30))


def test_twin_without_the_trigger_takes_what_comes_past_the_verbs(places):
    names = [
        "splot_claim_way", "splot_claim_booked", "splot_claim_inside", "splot_claim_signed",
        "splot_claim_batched",
    ]  # fmt: skip
    with triggers.lifted(connection, *names), pytest.raises(AssertionError, match="past the verbs"):
        run_state_machine_as_test(Claims, settings=LUCKLESS)
