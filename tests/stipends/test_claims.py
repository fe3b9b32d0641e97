"""A claim from the log to its approval: what each verb does, asks and refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.enums import MeetingState
from activities.models import Meeting
from base.audit.actor import Robot
from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.models import Notice
from stipends.domain.claims import (
    Blocked,
    attach_paper,
    begin_claim,
    begin_other_claim,
    detach_paper,
    discard_draft,
    sign_claim,
    submit_claim,
)
from stipends.domain.comments import comment
from stipends.domain.computing import Span, digest_of
from stipends.domain.examination import declarations_of, examine
from stipends.domain.verifying import (
    approve_claim,
    book_repayment,
    claw_back,
    reject_claim,
    send_back,
    verify_claim,
)
from stipends.enums import ClaimState, SupportKind
from stipends.models import AidReceived, Claim, ClaimedHours, EuroRate, LedgerEntry
from tests.factories.stipends import (
    ADA,
    ALICE,
    DANA,
    FINANCE,
    PaperFactory,
    PayoutAccountFactory,
    SupportRuleFactory,
    claim_in,
    drafted,
    funded_project,
    last_month,
    meet,
    moment,
    signed,
    workplace,
)

pytestmark = pytest.mark.django_db


def code_of(act, **how):
    with pytest.raises(Refusal) as caught:
        act(**how)
    return caught.value.code


def codes(claim):
    claim.refresh_from_db()
    return {finding.code for finding in examine(claim).findings}


# --- beginning ------------------------------------------------------------------------------------------


def test_claim_begins_as_a_draft_with_a_number_and_a_last_day():
    place = workplace()
    claim = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    month = place.month
    assert (claim.state, claim.number) == ("draft", f"W-{month:%y/%m}-001")
    assert (claim.rule, claim.centre) == (place.funded.rule, place.funded.centre)
    assert claim.claim_by == timezone.localdate().replace(day=1) - timedelta(days=1) + timedelta(days=30)
    assert Record.objects.filter(act="stipends.claim.begin", object_label=claim.number).count() == 1


def test_beginning_twice_is_beginning_once_and_numbers_run_on():
    place = workplace()
    first = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    assert begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA).pk == first.pk
    other = drafted(workplace(place.funded))
    assert other.number.endswith("-002")
    discard_draft(other, by=DANA)
    assert drafted(workplace(place.funded)).number.endswith("-003")


def test_month_that_is_not_over_other_firms_pair_and_no_rule_are_refused():
    place, stranger = workplace(), workplace()
    begin = {"pair": place.pair, "by": DANA}
    this_month = timezone.localdate().replace(day=1)
    assert (
        code_of(begin_claim, participation=place.participation, month=this_month, **begin) == "month_not_over"
    )
    assert (
        code_of(begin_claim, participation=stranger.participation, month=place.month, **begin)
        == "not_own_pair"
    )
    long_ago = date(2019, 5, 1)
    assert code_of(begin_claim, participation=place.participation, month=long_ago, **begin) == "no_rule"


def test_rule_that_covers_most_of_the_month_is_taken():
    place = workplace(with_meetings=False)
    old = place.funded.rule
    later = place.month.replace(day=10)
    old.valid_to = later - timedelta(days=1)
    old.save()
    newer = SupportRuleFactory(call=place.funded.call, line=place.funded.line, valid_from=later)
    claim = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    assert claim.rule == newer


# --- submitting -----------------------------------------------------------------------------------------


def test_submitted_claim_keeps_its_days_hours_amount_and_account():
    place = workplace()
    claim = submit_claim(drafted(place), by=DANA)
    assert (claim.state, claim.minutes, claim.gross_grosze, claim.total_grosze) == (
        "submitted",
        870,
        45_313,
        45_313,
    )
    assert (claim.covered_from, claim.covered_to.day) == (
        place.month,
        (timezone.localdate().replace(day=1) - timedelta(days=1)).day,
    )
    assert claim.digest == digest_of(claim.computation)
    assert claim.account == place.account
    assert sum((row.ends_at - row.start).total_seconds() for row in claim.hours.all()) == 870 * 60
    assert {row.mentor_key for row in claim.hours.all()} == {f"mentor:{place.mentor.pk}"}
    assert [step.state for step in claim.steps.all()] == ["submitted"]
    assert examine(claim).findings == ()


def test_claim_of_a_month_covered_in_part_is_worth_its_days():
    place = workplace(minutes=960)
    place.employment.started_on = place.month.replace(day=5)
    place.employment.save()
    claim = submit_claim(drafted(place), by=DANA)
    assert claim.covered_from == place.month.replace(day=5)
    # The hours of the days before do not count either.
    assert claim.minutes == 960 - 4 * 60
    assert examine(claim).coverage.narrowing[0].code == "employment"


def test_claim_that_is_not_signed_is_blocked_and_stays_a_draft():
    place = workplace()
    claim = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    with pytest.raises(Blocked) as caught:
        submit_claim(claim, by=DANA)
    assert [finding.code for finding in caught.value.findings] == ["not_signed"]
    claim.refresh_from_db()
    assert (claim.state, claim.hours.count()) == ("draft", 0)


def test_signing_asks_for_a_name_and_every_statement():
    claim = drafted()
    with pytest.raises(ValidationError) as caught:
        sign_claim(claim, signed_name="  ", declarations=["true"], by=DANA)
    assert set(caught.value.message_dict) == {"signed_name", "declarations"}
    assert (
        code_of(
            sign_claim, claim=claim, signed_name="A", declarations=declarations_of(claim), by=DANA, version=99
        )
        == "stale"
    )


def test_stale_version_and_robots_are_refused():
    claim = drafted()
    assert code_of(submit_claim, claim=claim, by=DANA, version=claim.version - 1) == "stale"
    assert code_of(submit_claim, claim=claim, by=Robot("a job")) == "nobody"
    assert submit_claim(claim, by=DANA, version=claim.version).state == "submitted"
    assert code_of(submit_claim, claim=claim, by=DANA) == "wrong_step"


# --- blocks and warnings --------------------------------------------------------------------------------


def broken(name, place, claim):
    """Make the claim wrong in one way."""
    month, rule = place.month, place.funded.rule
    many = {"rate_grosze": 50_000}
    match name:
        case "outside_project":
            place.funded.project.ends_on = month - timedelta(days=1)
            place.funded.project.save()
        case "outside_call":
            place.funded.call.covers_until = month - timedelta(days=1)
            place.funded.call.save()
        case "outside_agreement":
            place.participation.state = "applied"
            place.participation.save()
        case "outside_appointment":
            place.mentor.appointed_from = None
            place.mentor.save()
        case "outside_employment":
            place.employment.delete()
        case "outside_assignment":
            place.pair.closed_on = month - timedelta(days=1)
            place.pair.save()
        case "same_person":
            place.mentor.email = "one@example.org"
            place.mentor.save()
            place.pair.seeker.household.email = "ONE@example.org"
            place.pair.seeker.household.save()
        case "no_hours":
            Meeting.objects.update(state=MeetingState.WITHDRAWN)
        case "late":
            Claim.objects.update(claim_by=timezone.localdate() - timedelta(days=1))
        case "no_account":
            place.account.state = "replaced"
            place.account.save()
        case "mentor_left":
            place.mentor.state = "left"
            place.mentor.save()
        case "appointment_ended":
            place.mentor.appointed_until = month.replace(day=20)
            place.mentor.save()
        case "employment_ended":
            place.employment.contract_until = month.replace(day=20)
            place.employment.save()
        case "unsettled":
            Meeting.objects.filter(pk=Meeting.objects.first().pk).update(state=MeetingState.DISPUTED)
        case "unconfirmed":
            Meeting.objects.filter(pk=Meeting.objects.first().pk).update(state=MeetingState.LOGGED)
        case "over_budget":
            from stipends.domain.ledger import reduce_budget

            reduce_budget(
                place.funded.line, grosze=9_990_000, booked_on=timezone.localdate(), words="Less", by=FINANCE
            )
        case _:
            raise AssertionError((name, rule, many))


@pytest.mark.parametrize(
    "name",
    [
        "outside_project", "outside_call", "outside_agreement", "outside_appointment", "outside_employment",
        "outside_assignment", "same_person", "no_hours", "late", "no_account",
    ],
)  # fmt: skip
def test_each_block_keeps_a_draft_from_being_submitted(name):
    place = workplace()
    claim = drafted(place)
    broken(name, place, claim)
    claim = Claim.objects.get(pk=claim.pk)
    assert name in {finding.code for finding in examine(claim).blocks}
    with pytest.raises(Blocked):
        submit_claim(claim, by=DANA)
    assert not ClaimedHours.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["mentor_left", "appointment_ended", "employment_ended", "unsettled", "unconfirmed", "over_budget"],
)
def test_each_warning_is_said_and_lets_it_through(name):
    place = workplace()
    claim = drafted(place)
    broken(name, place, claim)
    claim = Claim.objects.get(pk=claim.pk)
    assert name in {finding.code for finding in examine(claim).warnings}
    assert submit_claim(claim, by=DANA).state == "submitted"


def test_limits_of_the_rule_are_blocks():
    funded = funded_project(max_months=1, mentees_per_mentor=1, pairs_per_employer=1)
    place = workplace(funded)
    claim_in("submitted", place)
    earlier = last_month(place.month)
    meet(place.pair, earlier, minutes=60)
    before = begin_claim(place.participation, pair=place.pair, month=earlier, by=DANA)
    assert "too_many_months" in codes(before)
    second = workplace(funded, participation=place.participation, mentor=place.mentor, with_meetings=False)
    meet(second.pair, second.month, minutes=120, hour=14)
    claim = begin_claim(place.participation, pair=second.pair, month=second.month, by=DANA)
    assert {"too_many_mentees", "too_many_pairs"} <= codes(claim)


def test_few_hours_and_hours_only_confirmed_ones():
    funded = funded_project(min_minutes=900, only_confirmed=True)
    place = workplace(funded)
    claim = drafted(place)
    assert codes(claim) == {"few_hours"}
    Meeting.objects.update(state=MeetingState.LOGGED)
    assert {"no_hours", "unconfirmed"} <= codes(claim)


def test_papers_the_rule_demands_are_asked_for_and_standing_ones_come_by_themselves():
    place = workplace(funded_project(papers=["appointment", "payroll"]))
    PaperFactory(participation=place.participation, kind="appointment", mentor=place.mentor)
    claim = signed(begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA))
    assert [paper.paper.kind for paper in claim.claim_papers.all()] == ["appointment"]
    missing = [finding.paper_kind for finding in examine(claim).blocks]
    assert missing == ["payroll"]
    payroll = PaperFactory(participation=place.participation, kind="payroll", month=place.month)
    attach_paper(claim, payroll, by=DANA)
    attach_paper(claim, payroll, by=DANA)
    assert claim.claim_papers.count() == 2
    detach_paper(claim, payroll, by=DANA)
    assert "paper_missing" in codes(claim)
    attach_paper(claim, payroll, by=DANA)
    assert submit_claim(claim, by=DANA).state == "submitted"
    assert code_of(detach_paper, claim=claim, paper=payroll, by=DANA) == "not_open"


def test_papers_of_others_and_of_other_months_are_refused():
    place, other = workplace(), workplace()
    claim = drafted(place)
    strange = PaperFactory(participation=other.participation)
    old = PaperFactory(participation=place.participation, month=last_month(place.month))
    assert code_of(attach_paper, claim=claim, paper=strange, by=DANA) == "not_its_paper"
    assert code_of(attach_paper, claim=claim, paper=old, by=DANA) == "not_its_paper"


def test_changed_account_is_a_warning():
    place = workplace()
    claim = claim_in("submitted", place)
    place.account.state = "replaced"
    place.account.save()
    PayoutAccountFactory(participation=place.participation, number="10105000997603123456789123")
    assert codes(claim) == {"account_changed"}


def test_contract_shortened_after_the_submission_is_a_block():
    place = workplace()
    claim = claim_in("submitted", place)
    place.employment.contract_until = place.month.replace(day=10)
    place.employment.save()
    claim = Claim.objects.get(pk=claim.pk)
    with pytest.raises(Blocked) as caught:
        verify_claim(claim, by=ALICE)
    assert caught.value.code == "changed"
    back = send_back(claim, words="Look at the contract.", by=ALICE)
    again = submit_claim(Claim.objects.get(pk=back.pk), by=DANA)
    assert again.covered_to == place.month.replace(day=10)
    assert verify_claim(again, by=ALICE).state == "verified"


def test_meeting_disputed_after_the_submission_is_a_block():
    claim = claim_in("submitted")
    meeting = claim.hours.first().meeting
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.DISPUTED)
    assert code_of(verify_claim, claim=claim, by=ALICE) == "disputed"


# --- hours ----------------------------------------------------------------------------------------------


def test_hour_with_two_colleagues_is_paid_once():
    place = workplace()
    claim_in("submitted", place)
    second = workplace(
        place.funded, participation=place.participation, mentor=place.mentor, with_meetings=False
    )
    meet(second.pair, second.month, minutes=120, hour=8)  # the first two days, at the same hour
    meet(second.pair, second.month, minutes=60, hour=12)
    claim = drafted(second)
    found = examine(claim)
    assert (found.hours.minutes, found.hours.taken_minutes) == (60, 120)
    assert "hours_taken" in {finding.code for finding in found.warnings}
    assert submit_claim(claim, by=DANA).minutes == 60


def test_hour_of_one_person_is_paid_once_by_two_funders():
    """One person mentors for two firms' parts at two centres: each funder pays for other hours."""
    from tests.factories.accounts import UserFactory

    first, second = workplace(), workplace(with_meetings=False)
    user = UserFactory()
    for place in (first, second):
        place.mentor.user = user
        place.mentor.save()
    claim_in("submitted", first)
    meet(second.pair, second.month, minutes=60, hour=8)
    claim = drafted(second)
    assert "no_hours" in codes(claim)
    meet(second.pair, second.month, minutes=60, hour=16)
    assert submit_claim(Claim.objects.get(pk=claim.pk), by=DANA).minutes == 60


def test_hours_held_before_the_person_had_a_log_in_are_still_theirs():
    from tests.factories.accounts import UserFactory

    place = workplace()
    claim_in("submitted", place)
    place.mentor.user = UserFactory()
    place.mentor.save()
    second = workplace(
        place.funded, participation=place.participation, mentor=place.mentor, with_meetings=False
    )
    meet(second.pair, second.month, minutes=60, hour=8)
    assert examine(drafted(second)).hours.taken_minutes == 60


def test_hours_are_free_again_when_the_claim_is_sent_back():
    place = workplace()
    claim = claim_in("to_correct", place)
    assert not ClaimedHours.objects.filter(released_at=None).exists()
    again = submit_claim(claim, by=DANA)
    assert (
        ClaimedHours.objects.filter(released_at=None).count()
        == again.hours.filter(released_at=None).count()
        == 15
    )
    assert again.hours.count() == 30


# --- verifying and approving ----------------------------------------------------------------------------


def test_approved_claim_is_committed_and_the_employer_hears():
    claim = claim_in("approved")
    entry = LedgerEntry.objects.get(claim=claim)
    assert (entry.kind, entry.amount_grosze) == ("commitment", claim.total_grosze)
    assert [step.state for step in claim.steps.all()] == ["submitted", "verified", "approved"]
    notice = Notice.objects.get(subject=f"claim:{claim.pk}")
    assert notice.context == {
        "number": claim.number,
        "month": claim.month.isoformat(),
        "state": "approved",
        "grosze": claim.total_grosze,
    }


def test_three_people_are_asked_for():
    claim = claim_in("submitted")
    assert code_of(verify_claim, claim=claim, by=DANA) == "four_eyes"
    verify_claim(claim, by=ALICE)
    assert code_of(approve_claim, claim=claim, by=ALICE) == "four_eyes"
    assert code_of(approve_claim, claim=claim, by=DANA) == "four_eyes"
    assert code_of(approve_claim, claim=claim, by=Robot("a job")) == "nobody"
    assert approve_claim(claim, by=ADA).state == "approved"
    assert code_of(approve_claim, claim=claim, by=ADA) == "wrong_step"
    assert LedgerEntry.objects.filter(claim=claim).count() == 1


def test_approval_over_the_budget_is_refused_and_nothing_is_booked():
    claim = claim_in("verified", workplace(funded_project(budget=45_312)))
    with pytest.raises(Blocked) as caught:
        approve_claim(claim, by=ADA)
    assert caught.value.code == "over_budget"
    claim.refresh_from_db()
    assert claim.state == "verified"
    assert not LedgerEntry.objects.filter(claim=claim).exists()


def test_approval_over_the_cap_of_the_rule_is_refused():
    claim = claim_in("verified", workplace(funded_project(cap_grosze=45_312)))
    assert code_of(approve_claim, claim=claim, by=ADA) == "over_cap"


@pytest.mark.parametrize("verb", [send_back, reject_claim])
def test_sending_back_and_rejecting_ask_why(verb):
    claim = claim_in("submitted")
    with pytest.raises(ValidationError) as caught:
        verb(claim, words=" ", by=ALICE)
    assert list(caught.value.message_dict) == ["words"]
    with pytest.raises(ValidationError):
        verb(claim, words="x" * 501, by=ALICE)
    moved = verb(claim, words="The list is of May.", by=ALICE)
    assert moved.steps.last().words == "The list is of May."
    assert Notice.objects.filter(subject=f"claim:{claim.pk}").count() == 1


def test_claim_sent_back_by_the_approver_is_verified_anew():
    claim = claim_in("verified")
    back = send_back(claim, words="The account is another one.", by=ADA)
    assert (back.verifier_id, back.verified_at) == (None, None)
    again = submit_claim(back, by=DANA)
    assert verify_claim(again, by=ADA).verifier_id == ADA.actor_id


def test_rejected_month_can_be_claimed_again_and_names_what_it_corrects():
    place = workplace()
    old = claim_in("rejected", place)
    new = drafted(place)
    assert (new.corrects, new.pk != old.pk) == (old, True)
    assert submit_claim(new, by=DANA).state == "submitted"


def test_approval_taken_back_frees_money_and_hours():
    place = workplace()
    claim = claim_in("clawed_back", place)
    assert set(claim.entries.values_list("kind", flat=True)) == {"commitment", "release"}
    assert code_of(book_repayment, claim=claim, by=FINANCE) == "nothing_to_give_back"
    assert claim_in("approved", place).corrects == claim
    assert code_of(claw_back, claim=claim, words="Again.", by=ADA) == "wrong_step"


def test_meeting_disputed_after_the_approval_is_an_alarm():
    claim = claim_in("approved")
    assert examine(claim).findings == ()
    Meeting.objects.filter(pk=claim.hours.first().meeting_id).update(state=MeetingState.DISPUTED)
    assert codes(claim) == {"disputed_since"}


def test_de_minimis_aid_is_written_at_the_approval_and_cancelled_with_it():
    claim = claim_in("verified", workplace(funded_project(papers=["de_minimis_form"])))
    assert codes(claim) == {"no_rate"}
    assert code_of(approve_claim, claim=claim, by=ADA) == "no_rate"
    assert not LedgerEntry.objects.filter(claim=claim).exists()
    EuroRate.objects.create(day=timezone.localdate(), rate_e4=43_000, source="An example")
    claim = approve_claim(claim, by=ADA)
    aid = AidReceived.objects.get(claim=claim)
    assert (aid.amount_grosze, aid.amount_eurocents, aid.cancelled_at) == (45_313, 10_538, None)
    claw_back(claim, words="Made up.", by=ADA)
    aid.refresh_from_db()
    assert aid.cancelled_at is not None


# --- other kinds ----------------------------------------------------------------------------------------


def test_other_kind_of_support_lives_the_same_life():
    place = workplace(with_meetings=False)
    SupportRuleFactory(
        call=place.funded.call, line=place.funded.line, kind=SupportKind.TRAINING, papers=["invoice"]
    )
    claim = begin_other_claim(
        place.participation,
        kind="training",
        month=place.month,
        subject="A course",
        asked_grosze=123_456,
        by=DANA,
    )
    assert {"not_signed", "paper_missing"} == codes(claim)
    invoice = PaperFactory(participation=place.participation, kind="invoice", month=place.month)
    attach_paper(claim, invoice, by=DANA)
    claim = submit_claim(signed(claim), by=DANA)
    assert (claim.total_grosze, claim.hours.count(), "paid_out" in claim.declarations) == (123_456, 0, False)
    assert approve_claim(verify_claim(claim, by=ALICE), by=ADA).state == "approved"


def test_other_kind_asks_what_for_and_how_much():
    place = workplace(with_meetings=False)
    with pytest.raises(ValidationError) as caught:
        begin_other_claim(
            place.participation,
            kind="mentor_allowance",
            month=place.month,
            subject="",
            asked_grosze=0,
            by=DANA,
        )
    assert set(caught.value.message_dict) == {"kind", "subject", "asked_grosze"}


# --- drafts and comments --------------------------------------------------------------------------------


def test_draft_can_be_forgotten_and_what_was_submitted_cannot():
    place = workplace(funded_project(papers=["payroll"]))
    claim = drafted(place)
    discard_draft(claim, by=DANA)
    assert not Claim.objects.exists()
    assert Record.objects.filter(act="stipends.claim.discard").count() == 1
    assert code_of(discard_draft, claim=claim_in("to_correct", place), by=DANA) == "was_submitted"


def test_comments_are_for_claims_somebody_else_sees():
    assert code_of(comment, claim=drafted(), words="Hello", inside=False, by=DANA) == "not_submitted"
    claim = claim_in("submitted")
    made = comment(claim, words=" Please look at day 5. ", inside=True, by=ALICE)
    assert (made.words, made.inside, made.by_label) == ("Please look at day 5.", True, "Alice")
    for words in ("  ", "x" * 1001):
        with pytest.raises(ValidationError):
            comment(claim, words=words, inside=False, by=ALICE)


def test_every_move_has_a_step_and_a_record():
    claim = claim_in("approved")
    acts = ["begin", "sign", "submit", "verify", "approve"]
    found = Record.objects.filter(object_type="stipends.claim", object_id=str(claim.pk)).order_by("pk")
    assert [record.act for record in found] == [f"stipends.claim.{act}" for act in acts]
    assert {record.organisation_id for record in found} == {claim.centre_id}
    assert ClaimState(claim.state) == ClaimState.APPROVED
    assert Span(claim.covered_from, claim.covered_to)
    assert moment(claim.month, 0) < claim.submitted_at
