"""What an employer can claim now, who is reminded of it, and the lists of those who decide."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.accounts.enums import Role
from base.common.events import subscribe
from base.notices.models import Notice
from stipends.domain.claimable import claimable_months
from stipends.domain.claims import begin_claim, submit_claim
from stipends.domain.reminding import remind_claims
from stipends.domain.verifying import verify_claim
from stipends.events import ClaimMoved
from stipends.models import SupportRule
from stipends.queries.claims import (
    CLAIM_SORTS,
    ClaimFilter,
    claims_listed,
    claims_to_approve,
    claims_to_verify,
)
from tests.factories.accounts import MembershipFactory
from tests.factories.stipends import (
    DANA,
    claim_in,
    drafted,
    funded_project,
    last_month,
    meet,
    workplace,
)

pytestmark = pytest.mark.django_db


def told(participation, **how):
    return [(one.pair.pk, one.month, one.minutes) for one in claimable_months(participation, **how)]


def test_month_with_hours_can_be_claimed_until_its_last_day():
    place = workplace()
    [one] = claimable_months(place.participation)
    assert (one.pair, one.month, one.minutes, one.claim) == (place.pair, place.month, 870, None)
    last_day = timezone.localdate().replace(day=1) - timedelta(days=1)
    assert one.claim_by == last_day + timedelta(days=30)
    assert told(place.participation, on=one.claim_by) != []
    assert told(place.participation, on=one.claim_by + timedelta(days=1)) == []


def test_begun_one_is_told_with_its_claim_and_submitted_one_is_not():
    place = workplace()
    claim = drafted(place)
    assert [one.claim for one in claimable_months(place.participation)] == [claim]
    submit_claim(claim, by=DANA)
    assert claimable_months(place.participation) == []


def test_months_without_hours_rule_or_left_months_are_not_told():
    place = workplace(funded_project(max_months=1, claim_days=90))
    earlier = last_month(place.month)
    meet(place.pair, earlier, minutes=60)
    assert [month for _pair, month, _minutes in told(place.participation)] == [earlier, place.month]
    submit_claim(drafted(place), by=DANA)
    assert told(place.participation) == []  # one month is the most
    other = workplace(with_meetings=False)
    assert told(other.participation) == []
    ruleless = workplace()
    SupportRule.objects.filter(pk=ruleless.funded.rule.pk).update(valid_to=ruleless.month - timedelta(days=1))
    assert told(ruleless.participation) == []


def test_hours_paid_in_another_claim_are_not_told_again():
    place = workplace()
    claim_in("submitted", place)
    second = workplace(
        place.funded, participation=place.participation, mentor=place.mentor, with_meetings=False
    )
    meet(second.pair, second.month, minutes=60, hour=8)
    meet(second.pair, second.month, minutes=60, hour=12)
    assert told(place.participation) == [(second.pair.pk, second.month, 60)]


@pytest.mark.parametrize("pairs", [1, 4])
def test_months_take_the_same_queries_however_many_pairs(pairs):
    place = workplace()
    for _ in range(pairs - 1):
        workplace(place.funded, participation=place.participation)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(claimable_months(place.participation)) == pairs
    assert len(asked) == 6


# --- reminding ------------------------------------------------------------------------------------------


def test_employer_is_reminded_once_a_week_before_the_last_day():
    place = workplace()
    MembershipFactory(organisation=place.participation.employer, role=Role.EMPLOYER, user__language="pl")
    [one] = claimable_months(place.participation)
    now = timezone.now()
    early = now + (one.claim_by - timezone.localdate() - timedelta(days=8))
    assert remind_claims(early) == 0
    near = early + timedelta(days=1)
    assert remind_claims(near) == 1
    assert remind_claims(near + timedelta(hours=1)) == 0
    notice = Notice.objects.get(template="claim_due")
    assert notice.context == {
        "month": place.month.isoformat(), "day": one.claim_by.isoformat(), "mentor": place.mentor.label
    }  # fmt: skip
    assert notice.language == "pl"


def test_command_reminds_and_says_of_how_many(capsys):
    place = workplace(
        funded_project(claim_days=(timezone.localdate() - timezone.localdate().replace(day=1)).days + 3)
    )
    claim = drafted(place)
    call_command("remind_claims")
    assert capsys.readouterr().out == "Employers were reminded of 1 months.\n"
    claim.refresh_from_db()
    assert claim.reminded_on == timezone.localdate()
    # A firm nobody logs in for is written to itself.
    assert Notice.objects.get().recipient_id == place.participation.employer_id


# --- lists ----------------------------------------------------------------------------------------------


def staff(place, role, **fields):
    return MembershipFactory(organisation=place.funded.centre, role=role, **fields)


def test_lists_of_those_who_decide_leave_out_what_is_theirs():
    place = workplace()
    alice, filip = staff(place, Role.COORDINATOR), staff(place, Role.FINANCE)
    auditor = staff(place, Role.AUDITOR)
    employer = MembershipFactory(organisation=place.participation.employer, role=Role.EMPLOYER)
    claim = submit_claim(drafted(place), by=employer)
    drafted(workplace(place.funded))
    assert [*claims_to_verify(alice)] == [*claims_to_verify(filip)] == [claim]
    assert not claims_to_verify(auditor).exists()
    assert not claims_to_verify(employer).exists()
    verify_claim(claim, by=filip)
    assert not claims_to_approve(filip).exists()  # verified it
    assert not claims_to_approve(alice).exists()  # keeps no money
    ada = staff(place, Role.ADMINISTRATOR)
    assert [*claims_to_approve(ada)] == [claim]
    assert [*claims_listed(auditor)] == [claim]  # the draft is its writer's alone
    other = workplace()
    stranger = staff(other, Role.ADMINISTRATOR)
    assert not claims_to_approve(stranger).exists()


def test_list_is_narrowed_and_sorted():
    place = workplace()
    finance = staff(place, Role.FINANCE)
    one = claim_in("submitted", place)
    two = claim_in("verified", workplace(place.funded))
    found = {
        "all": ClaimFilter(),
        "state": ClaimFilter(states=["verified"]),
        "number": ClaimFilter(text=one.number),
        "mentor": ClaimFilter(text=two.pair.helper.mentor.label),
        "firm": ClaimFilter(participation=two.participation_id),
        "month": ClaimFilter(month=last_month(place.month)),
        "kind": ClaimFilter(kind="training"),
        "project": ClaimFilter(project=place.funded.project.pk),
    }
    listed = {name: set(claims_listed(finance, given)) for name, given in found.items()}
    assert listed["all"] == listed["project"] == {one, two}
    assert listed["state"] == listed["firm"] == {two}
    assert listed["number"] == {one}
    assert two in listed["mentor"]
    assert listed["month"] == listed["kind"] == set()
    for sort in CLAIM_SORTS:
        assert len(claims_listed(finance, sort=sort)) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_one_query(rows, django_assert_num_queries):
    place = workplace()
    finance = staff(place, Role.FINANCE)
    claim_in("submitted", place)
    for _ in range(rows - 1):
        claim_in("submitted", workplace(place.funded))
    with django_assert_num_queries(1):
        shown = [
            (claim.participation.employer.name, claim.rule.call.project.name, claim.pair.helper.mentor.label)
            for claim in claims_listed(finance)
        ]
    assert len(shown) == rows


def test_moves_are_told_after_the_commit(django_capture_on_commit_callbacks):
    heard = []
    unsubscribe = subscribe(ClaimMoved, heard.append)
    place = workplace()
    with django_capture_on_commit_callbacks(execute=True):
        claim = begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA)
    unsubscribe()
    assert heard == [ClaimMoved(claim.pk, claim.centre_id, place.participation.employer_id, "draft")]
