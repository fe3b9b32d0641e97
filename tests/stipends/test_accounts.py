"""An employer's bank account: asked, confirmed by a second person, held after a change, refused."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from base.accounts.enums import Role
from base.audit.actor import Robot
from base.audit.queries import history_of
from base.common.errors import Refusal
from base.notices.models import Notice
from stipends.domain.accounts import account_in_force, ask_account, confirm_account, refuse_account
from stipends.models import PayoutAccount
from tests.factories.accounts import MembershipFactory
from tests.factories.mentors import ParticipationFactory
from tests.factories.payout import nrb_number

DANA, FILIP = Robot("Dana", 1), Robot("Filip", 2)
HOLD = timedelta(hours=72)


@pytest.fixture
def part(db):
    return ParticipationFactory(employer__email="kadry@firm.example")


def asked(part, n=1, by=DANA, **changes):
    return ask_account(part, **({"number": nrb_number(n), "holder": "Złota Huta"} | changes), by=by)


def in_force(part, n=1):
    return confirm_account(asked(part, n), by=FILIP)


def test_the_first_account_is_paid_to_as_soon_as_a_second_person_confirms_it(part):
    account = asked(part, number="PL 61 1090 1014 0000 0712 1981 2874", holder="  Złota   Huta ")
    assert (account.number, account.holder) == ("61109010140000071219812874", "Złota Huta")
    assert account_in_force(part) is None
    confirm_account(account, by=FILIP)
    assert account_in_force(part) == account
    assert Notice.objects.count() == 0
    assert [record.act for record in history_of(account)] == [
        "stipends.account.confirmed",
        "stipends.account.asked",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "61109010140000071219812875"}, "number"),
        ({"number": "6110901014000007121981287"}, "number"),
        ({"number": "DE89370400440532013000"}, "number"),
        ({"number": "٦١109010140000071219812874"}, "number"),
        ({"holder": " "}, "holder"),
        ({"holder": "x" * 141}, "holder"),
    ],
)
def test_what_is_mistyped_is_told_beside_its_field(part, changes, field):
    with pytest.raises(ValidationError) as caught:
        asked(part, **changes)
    assert list(caught.value.message_dict) == [field]
    assert PayoutAccount.objects.count() == 0


def test_a_change_is_held_for_three_days_and_the_old_account_stays_until_it_is_confirmed(part):
    first = in_force(part)
    change = asked(part, 2)
    assert change.usable_from == change.asked_at + HOLD
    assert account_in_force(part) == first
    confirm_account(change, by=FILIP)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert account_in_force(part) is None
    assert account_in_force(part, change.usable_from - timedelta(seconds=1)) is None
    assert account_in_force(part, change.usable_from) == change


def test_how_long_a_change_is_held_is_a_setting(part, settings):
    settings.SPLOT_ACCOUNT_HOLD_HOURS = 1
    in_force(part)
    change = asked(part, 2)
    assert change.usable_from == change.asked_at + timedelta(hours=1)


def test_everybody_known_before_is_told_of_a_change_once_each(part):
    MembershipFactory(organisation=part.employer, role=Role.EMPLOYER, user__email="dana@firm.example")
    MembershipFactory(organisation=part.employer, role=Role.EMPLOYER, user__email="kadry@firm.example")
    MembershipFactory(organisation=part.employer, role=Role.MENTOR, user__email="mentor@firm.example")
    MembershipFactory(
        organisation=part.employer,
        role=Role.EMPLOYER,
        user__email="gone@firm.example",
        ended_at=timezone.now(),
    )
    in_force(part)
    change = asked(part, 2)
    notices = Notice.objects.filter(template="account_changed")
    assert sorted(notices.values_list("address", flat=True)) == ["dana@firm.example", "kadry@firm.example"]
    for notice in notices:
        day = timezone.localtime(change.usable_from).date()
        assert notice.context == {"ending": change.number[-4:], "day": day.isoformat()}
        assert notice.not_before <= timezone.now()
        assert notice.organisation_id == part.centre_id


def test_an_account_mended_before_anybody_confirmed_it_is_a_change_too(part):
    first = asked(part)
    second = asked(part, 2)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "asked")
    assert second.usable_from == second.asked_at + HOLD
    with pytest.raises(Refusal) as caught:
        confirm_account(first, by=FILIP)
    assert caught.value.code == "not_asked"


def test_the_account_known_already_is_not_asked_again(part):
    in_force(part)
    with pytest.raises(Refusal) as caught:
        asked(part)
    assert caught.value.code == "same"
    assert asked(part, holder="Another holder").state == "asked"


@pytest.mark.parametrize("decide", [confirm_account, lambda *a, **k: refuse_account(*a, reason="No", **k)])
def test_whoever_wrote_it_down_does_not_decide(part, decide):
    account = asked(part)
    with pytest.raises(Refusal) as caught:
        decide(account, by=Robot("Dana at the centre", DANA.actor_id))
    assert caught.value.code == "second_person"
    account.refresh_from_db()
    assert account.state == "asked"


def test_a_refused_account_is_never_paid_to_and_says_why(part):
    account = refuse_account(asked(part), reason=" Not the firm's ", by=FILIP)
    assert (account.state, account.reason) == ("refused", "Not the firm's")
    with pytest.raises(Refusal):
        confirm_account(account, by=FILIP)
    with pytest.raises(ValidationError):
        refuse_account(asked(part, 2), reason="", by=FILIP)


def test_an_account_in_force_can_be_stopped_and_the_one_before_does_not_come_back(part):
    in_force(part)
    change = in_force(part, 2)
    refuse_account(change, reason="They called: it was not they", by=FILIP)
    assert account_in_force(part, change.usable_from) is None
    with pytest.raises(Refusal) as caught:
        refuse_account(change, reason="Again", by=FILIP)
    assert caught.value.code == "not_asked"


def test_parts_of_one_firm_have_accounts_of_their_own(part):
    other = ParticipationFactory(employer=part.employer)
    in_force(part)
    assert account_in_force(other) is None


@pytest.mark.database
def test_the_database_wants_a_second_person_too(part):
    account = asked(part)
    with pytest.raises(IntegrityError):
        PayoutAccount.objects.filter(pk=account.pk).update(
            state="confirmed", decided_at=timezone.now(), decided_by_id=DANA.actor_id
        )


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_changes_asked_and_confirmed_at_once_one_stands():
    part = ParticipationFactory()
    in_force(part)
    gate = threading.Barrier(4)

    def change(n):
        try:
            gate.wait(timeout=10)
            try:
                confirm_account(asked(part, n), by=FILIP)
            except Refusal as refusal:
                return refusal.code
            return "confirmed"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(change, range(2, 6)))
    assert set(answers) <= {"confirmed", "not_asked"}
    assert "confirmed" in answers
    assert part.payout_accounts.filter(state="confirmed").count() == 1
    assert part.payout_accounts.filter(state="asked").count() == 0


@pytest.mark.database
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": nrb_number(5)}, "account_stays"),
        ({"holder": "Somebody else"}, "account_stays"),
        ({"usable_from": timezone.now() - timedelta(days=9)}, "account_stays"),
        ({"asked_by_id": None}, "account_stays"),
        ({"state": "asked"}, "account_over"),
    ],
)
def test_direct_sql_changes_no_account_that_was_confirmed(part, change, code):
    account = in_force(part)
    with pytest.raises(IntegrityError, match=code), transaction.atomic():
        PayoutAccount.objects.filter(pk=account.pk).update(**change)


@pytest.mark.database
def test_direct_sql_brings_no_account_back_and_deletes_none(part):
    account = refuse_account(asked(part), reason="No", by=FILIP)
    with pytest.raises(IntegrityError, match="account_over"), transaction.atomic():
        PayoutAccount.objects.filter(pk=account.pk).update(state="confirmed")
    with pytest.raises(IntegrityError, match="account_kept"), transaction.atomic():
        PayoutAccount.objects.filter(pk=account.pk).delete()
