"""Claims against whoever writes to the tables by SQL, past every verb: four eyes, content, hours, papers.

Each refusal is asked for on both databases; a twin without the defence shows that it is the defence.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activities.models import Meeting
from base.common.errors import Refusal
from base.common.triggers import lifted, missing_triggers
from stipends.domain.comments import comment
from stipends.domain.moving import save
from stipends.enums import ClaimState
from stipends.models import Claim, ClaimedHours, Paper
from tests.factories.accounts import UserFactory
from tests.factories.stipends import (
    ALICE,
    PaperFactory,
    claim_in,
    drafted,
    funded_project,
    meet,
    workplace,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CLAIM = "stipends_claim"
HOURS = "stipends_claimedhours"
NOW = "CURRENT_TIMESTAMP"


def by_sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refused(statement, *values):
    """The words of the database; nothing of the statement stays."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        by_sql(statement, *values)
    return str(caught.value)


def all_refused(claim, changes, word=""):
    """Each change of this claim alone is refused."""
    for change in changes:
        said = refused(f"UPDATE {CLAIM} SET {change} WHERE id = %s", claim.pk)
        assert word in said, (change, said)


CONTENT = [
    "total_grosze = total_grosze + 1, gross_grosze = gross_grosze + 1",
    "minutes = minutes + 60",
    "covered_to = covered_from",
    "digest = 'x'",
    "computation = '[]'",
    "declarations = '[]'",
    "signed_name = 'Somebody Else'",
    "account_id = NULL",
    "claim_by = '2099-01-01'",
    "claimant_id = 5",
    "submitted_at = NULL",
]
IDENTITY = [
    "number = 'W-1'",
    "month = '2020-01-01'",
    "pair_id = NULL",
    "kind = 'training'",
    "subject = 'Another'",
    "created_at = '2020-01-01'",
]


@pytest.mark.parametrize("state", ["submitted", "verified", "approved", "paid", "rejected", "clawed_back"])
def test_content_stays_from_the_submission_on_in_every_state(state):
    claim = claim_in(state)
    all_refused(claim, CONTENT, "claim_kept")
    all_refused(claim, IDENTITY, "claim_identity")
    assert "claim_kept" in refused(f"DELETE FROM {CLAIM} WHERE id = %s", claim.pk)
    assert "append_only" in refused("UPDATE stipends_claimstep SET words = 'x'")
    assert "append_only" in refused("DELETE FROM stipends_claimstep")


def test_content_of_an_open_claim_is_its_writers_and_what_it_is_about_is_not():
    claim = drafted()
    all_refused(claim, IDENTITY, "claim_identity")
    assert by_sql(f"UPDATE {CLAIM} SET signed_name = 'Another' WHERE id = %s", claim.pk) == 1


def test_twin_without_the_trigger_changes_an_approved_amount():
    claim = claim_in("approved")
    with transaction.atomic():
        with lifted(connection, "splot_claim_content"):
            by_sql(f"UPDATE {CLAIM} SET gross_grosze = 1, total_grosze = 1 WHERE id = %s", claim.pk)
            assert Claim.objects.get(pk=claim.pk).total_grosze == 1
        transaction.set_rollback(True)


def test_claim_begins_as_a_draft():
    claim = drafted()
    columns = [field.column for field in Claim._meta.concrete_fields if field.column != "id"]
    copied = {"state": "'approved'", "number": "'W-9'", "month": "'2026-01-01'"}
    copied["key"] = "'" + "ab" * 16 + "'"
    for state in set(ClaimState) - {ClaimState.DRAFT}:
        copied["state"] = f"'{state}'"
        values = ", ".join(copied.get(column, column) for column in columns)
        names = ", ".join(columns)
        refused(f"INSERT INTO {CLAIM} ({names}) SELECT {values} FROM {CLAIM} WHERE id = %s", claim.pk)


# --- four eyes ------------------------------------------------------------------------------------------


def test_claimant_verifier_and_approver_are_three_people():
    claim = claim_in("submitted")
    verify = f"verifier_label = 'x', verified_at = {NOW}, state = 'verified'"
    said = refused(f"UPDATE {CLAIM} SET verifier_id = claimant_id, {verify} WHERE id = %s", claim.pk)
    assert "claim_not_verified_by_its_claimant" in said
    claim = claim_in("verified")
    approve = f"approver_label = 'x', approved_at = {NOW}, state = 'approved'"
    with lifted(connection, "splot_claim_booked"):
        for who, name in (
            ("verifier_id", "claim_approved_by_a_second_person"),
            ("claimant_id", "claim_not_approved_by_its_claimant"),
        ):
            assert name in refused(
                f"UPDATE {CLAIM} SET approver_id = {who}, {approve} WHERE id = %s", claim.pk
            )
        # Nobody at all is none of three people.
        assert "claim_approved_by_somebody" in refused(
            f"UPDATE {CLAIM} SET state = 'approved' WHERE id = %s", claim.pk
        )


def test_who_decided_is_not_rewritten():
    claim = claim_in("approved")
    for change in (
        "verifier_id = 77",
        "verifier_label = 'Somebody'",
        "approver_id = 78",
        "approver_id = NULL",
        "approved_at = NULL",
        "paid_on = '2026-01-01'",
    ):
        said = refused(f"UPDATE {CLAIM} SET {change} WHERE id = %s", claim.pk)
        assert "claim_decided" in said or "claim_approved_by_somebody" in said
    submitted = claim_in("submitted")
    all_refused(
        submitted, ["verifier_id = 77, verified_at = created_at", "approver_id = 78"], "claim_decided"
    )


# --- states ---------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("state", list(LEGAL))
def test_no_state_is_written_that_does_not_follow(state):
    claim = claim_in(state)
    others = ("splot_claim_signed", "splot_claim_inside", "splot_claim_booked", "splot_claim_batched")
    with lifted(connection, *others):
        for to in set(LEGAL) - {state, *LEGAL[state].split()}:
            assert "wrong_step" in refused(f"UPDATE {CLAIM} SET state = %s WHERE id = %s", to, claim.pk)


def test_money_moves_with_its_entry_or_not_at_all():
    verified = claim_in("verified")
    approve = f"approver_id = 5, approver_label = 'x', approved_at = {NOW}"
    assert "unbooked" in refused(
        f"UPDATE {CLAIM} SET state = 'approved', {approve} WHERE id = %s", verified.pk
    )
    approved = claim_in("approved")
    assert "unbooked" in refused(f"UPDATE {CLAIM} SET state = 'clawed_back' WHERE id = %s", approved.pk)
    in_batch = claim_in("in_batch")
    refused(f"UPDATE {CLAIM} SET state = 'paid', paid_on = '2026-11-20' WHERE id = %s", in_batch.pk)
    paid = claim_in("paid")
    assert "unbooked" in refused(f"UPDATE {CLAIM} SET state = 'clawed_back' WHERE id = %s", paid.pk)


@pytest.mark.parametrize(
    "outside",
    [
        "UPDATE families_employment SET contract_until = started_on",
        "UPDATE families_employment SET employer_id = (SELECT MAX(id) FROM organisations_organisation)",
        "UPDATE mentors_participation SET agreement_until = agreement_from",
        "UPDATE mentors_mentoremployee SET appointed_from = NULL",
        "UPDATE stipends_project SET ends_on = starts_on",
        "UPDATE stipends_call SET covers_until = covers_from",
    ],
)
def test_claim_outside_project_agreement_or_contract_is_not_approved(outside):
    claim = claim_in("verified")
    UserFactory()
    workplace()  # another firm, for the one that is none of the employer's
    approve = f"approver_id = 5, approver_label = 'x', approved_at = {NOW}, state = 'approved'"
    with lifted(connection, "splot_claim_booked"):
        by_sql(outside)
        assert "outside" in refused(f"UPDATE {CLAIM} SET {approve} WHERE id = %s", claim.pk)


def test_claim_is_not_submitted_without_its_hours_or_signature():
    claim = drafted()
    submit = f"state = 'submitted', submitted_at = {NOW}, claimant_id = 5"
    said = refused(f"UPDATE {CLAIM} SET {submit}, minutes = 60, digest = 'x' WHERE id = %s", claim.pk)
    assert "claim_unsigned" in said  # no hours are held
    said = refused(f"UPDATE {CLAIM} SET {submit}, digest = 'x', signed_name = '' WHERE id = %s", claim.pk)
    assert "claim_unsigned" in said


# --- hours ----------------------------------------------------------------------------------------------


def hold(claim, meeting, *, key, start=None, end=None, verb="INSERT"):
    names = "claim_id, meeting_id, mentor_key, start, ends_at"
    return (
        f"{verb} INTO {HOURS} ({names}) VALUES (%s, %s, %s, %s, %s)",
        claim.pk,
        meeting.pk,
        key,
        start or meeting.start,
        end or meeting.ends_at,
    )


def test_hour_is_not_held_twice_for_another_pair_or_another_funder():
    first, second = workplace(), workplace(with_meetings=False)
    user = UserFactory()
    for place in (first, second):
        place.mentor.user = user
        place.mentor.save()
    claim_in("submitted", first)
    [meeting] = meet(second.pair, second.month, minutes=60, hour=8)
    claim = drafted(second)
    said = refused(*hold(claim, meeting, key=f"user:{user.pk}"))
    assert "hours_taken" in said or "claimed_hours_once" in said
    half = meeting.start + timedelta(minutes=30)
    said = refused(*hold(claim, meeting, key=f"user:{user.pk}", start=half))
    assert "hours_taken" in said or "claimed_hours_once" in said
    if connection.vendor == "sqlite":
        held = ClaimedHours.objects.first()
        statement, *values = hold(claim, meeting, key=f"user:{user.pk}", verb="INSERT OR REPLACE")
        statement = statement.replace("ends_at)", "ends_at, id)").replace("%s)", "%s, %s)")
        said = refused(statement, *values, held.pk)  # two triggers say no, in no order that is promised
        assert "hours_taken" in said or "hours_kept" in said


def test_hours_are_pieces_of_own_meetings_of_the_month():
    place, other = workplace(), workplace()
    claim = drafted(place)
    key = f"mentor:{place.mentor.pk}"
    meeting = place.pair.meetings.first()
    foreign = other.pair.meetings.first()
    later = (timezone.localdate()).replace(day=1)
    [outside] = meet(place.pair, later, minutes=60)
    for attack in (
        hold(claim, meeting, key="mentor:0"),
        hold(claim, foreign, key=key),
        hold(claim, outside, key=key),
        hold(claim, meeting, key=key, end=meeting.ends_at + timedelta(minutes=1)),
        hold(claim, meeting, key=key, start=meeting.start - timedelta(minutes=1)),
    ):
        assert "not_own_hours" in refused(*attack)
    Meeting.objects.filter(pk=meeting.pk).update(state="disputed")
    assert "not_own_hours" in refused(*hold(claim, meeting, key=key))
    submitted = claim_in("submitted", other)
    late = Meeting.objects.filter(pair=other.pair).last()
    assert refused(*hold(submitted, late, key=f"mentor:{other.mentor.pk}"))


def test_hours_stay_as_submitted_until_the_claim_is_open_again():
    claim = claim_in("submitted")
    for change in ("start = ends_at, ends_at = start", "mentor_key = 'mentor:0'", f"released_at = {NOW}"):
        assert "hours_kept" in refused(f"UPDATE {HOURS} SET {change}")
    assert "hours_kept" in refused(f"DELETE FROM {HOURS}")
    back = claim_in("to_correct", workplace())
    assert back.hours.exclude(released_at=None).exists()
    assert "hours_kept" in refused(f"UPDATE {HOURS} SET released_at = NULL WHERE claim_id = %s", back.pk)
    assert claim.hours.filter(released_at=None).count() == 15


def test_meeting_in_a_claim_stands_still_and_may_be_disputed():
    claim = claim_in("submitted")
    meeting = claim.hours.first().meeting
    for change in (
        "state = 'withdrawn'",
        "minutes = 30, ends_at = start",
        f"pair_id = {workplace().pair.pk}",
    ):
        said = refused(f"UPDATE activities_meeting SET {change} WHERE id = %s", meeting.pk)
        assert "meeting_claimed" in said or "meeting_ends_after_it_starts" in said
    assert by_sql("UPDATE activities_meeting SET state = 'disputed' WHERE id = %s", meeting.pk) == 1
    back = claim_in("to_correct", workplace())
    free = back.hours.first().meeting
    assert by_sql("UPDATE activities_meeting SET state = 'withdrawn' WHERE id = %s", free.pk) == 1


# --- rules, papers, words -------------------------------------------------------------------------------


def test_rule_with_claims_changes_only_its_last_day():
    claim = claim_in("submitted")
    rule = claim.rule
    for change in (
        "rate_grosze = rate_grosze + 1",
        "days_method = 'whole'",
        "contributions_bp = 1",
        "papers = '[]'" if rule.papers else "max_months = 99",
        "is_example = NOT is_example",
        "valid_from = valid_to" if rule.valid_to else "source = 'Another'",
    ):
        assert "rule_claimed" in refused(f"UPDATE stipends_supportrule SET {change} WHERE id = %s", rule.pk)
    early = claim.covered_to - timedelta(days=1)
    statement = "UPDATE stipends_supportrule SET valid_to = %s WHERE id = %s"
    assert "rule_claimed" in refused(statement, early, rule.pk)
    assert by_sql(statement, claim.covered_to, rule.pk) == 1
    free = funded_project().rule
    assert by_sql("UPDATE stipends_supportrule SET rate_grosze = 1 WHERE id = %s", free.pk) == 1


def test_papers_stay_as_they_were_put_in_and_with_what_was_submitted():
    place = workplace(funded_project(papers=["payroll"]))
    claim = claim_in("submitted", place)
    for change in ("name = 'other.pdf'", "sha256 = 'x'", "kind = 'other'", "size = 1"):
        assert "paper_kept" in refused(f"UPDATE stipends_paper SET {change}")
    assert "paper_kept" in refused("DELETE FROM stipends_paper")
    assert "papers_kept" in refused("DELETE FROM stipends_claimpaper WHERE claim_id = %s", claim.pk)
    other = PaperFactory(participation=place.participation)
    add = "INSERT INTO stipends_claimpaper (claim_id, paper_id) VALUES (%s, %s)"
    assert "papers_kept" in refused(add, claim.pk, other.pk)
    Paper.objects.filter(pk=other.pk).update(withdrawn_at=timezone.now())
    assert "paper_kept" in refused("UPDATE stipends_paper SET withdrawn_at = NULL WHERE id = %s", other.pk)


def test_comments_are_for_good():
    claim = claim_in("submitted")
    comment(claim, words="Look at day 5.", inside=True, by=ALICE)
    assert "append_only" in refused("UPDATE stipends_claimcomment SET inside = NOT inside")
    assert "append_only" in refused("DELETE FROM stipends_claimcomment")


def test_verbs_say_what_the_database_refuses_in_words():
    """The trigger's sentence reaches whoever asks by a verb."""
    claim = claim_in("submitted")
    claim.total_grosze = claim.gross_grosze = 1
    with pytest.raises(Refusal) as caught:
        save(claim)
    assert caught.value.code == "claim_kept"
    assert "sent back" in str(caught.value)


def test_every_trigger_of_claims_is_there():
    assert missing_triggers(connection) == []
