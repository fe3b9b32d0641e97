"""An employer's bank account: written by the employer, confirmed by a second person at the centre."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.queries import members_in_role
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.enums import ContactChannel
from base.common.errors import Refusal
from base.common.profiles import Problems, one_line, refuse_problems, said
from base.notices.domain.outbox import Recipient, queue_notice
from base.notices.enums import Template
from mentors.models import Participation
from stipends.domain.account_numbers import nrb_of
from stipends.enums import AccountState
from stipends.models import PayoutAccount


@transaction.atomic
def ask_account(participation: Participation, *, number: str, holder: str, by: Actor) -> PayoutAccount:
    """The employer's account, waiting for a second person; what waited before is replaced.

    The first account of a part can be paid to once it is confirmed; any other is a change: nothing is sent
    there for SPLOT_ACCOUNT_HOLD_HOURS, and the firm and everybody who speaks for it are told at once.
    ValidationError on "number" and "holder"; Refusal "same" when it is the account in force already.
    """
    _lock(participation)
    account = PayoutAccount(
        participation=participation,
        holder=one_line(holder),
        asked_at=timezone.now(),
        asked_by_id=by.actor_id,
        asked_by_label=by.actor_label,
    )
    problems = Problems()
    problems.check_fields(account, ("holder",))
    try:
        account.number = nrb_of(number)
    except ValidationError as error:
        problems.by_field["number"] = [error]
    refuse_problems(problems.by_field)
    before = participation.payout_accounts.all()
    if before.filter(
        state__in=(AccountState.ASKED, AccountState.CONFIRMED), number=account.number, holder=account.holder
    ).exists():
        raise Refusal(_("This is the account we know already."), code="same")
    is_change = before.exists()
    hold = timedelta(hours=settings.SPLOT_ACCOUNT_HOLD_HOURS) if is_change else timedelta()
    account.usable_from = account.asked_at + hold
    before.filter(state=AccountState.ASKED).update(state=AccountState.REPLACED)
    account.save()
    told = _tell_of_change(account, by=by) if is_change else 0
    _record("asked", account, by=by, change=is_change, told=told)
    return account


@transaction.atomic
def confirm_account(account: PayoutAccount, *, by: Actor) -> PayoutAccount:
    """A second person has checked it: from now on, but not before `usable_from`, the employer is paid there.

    The account before is replaced at once, so that nothing goes to an account that was given up. Refusal
    "not_asked" when nobody waits for it, "second_person" for whoever wrote it down.
    """
    _lock(account.participation)
    account.refresh_from_db()
    if account.state != AccountState.ASKED:
        raise Refusal(_("This account does not wait to be confirmed any more."), code="not_asked")
    _check_second_person(account, by=by)
    PayoutAccount.objects.filter(participation=account.participation_id, state=AccountState.CONFIRMED).update(
        state=AccountState.REPLACED
    )
    _decide(account, AccountState.CONFIRMED, by=by)
    _record("confirmed", account, by=by)
    return account


@transaction.atomic
def refuse_account(account: PayoutAccount, *, reason: str, by: Actor) -> PayoutAccount:
    """Nothing is sent there: the account is not the firm's, or somebody says it was not they who changed it.

    One that was confirmed can be refused too; nothing is paid then until another is confirmed. The employer
    reads the reason. ValidationError on "reason"; Refusal "not_asked" and "second_person".
    """
    reason = said(reason)
    _lock(account.participation)
    account.refresh_from_db()
    if account.state not in (AccountState.ASKED, AccountState.CONFIRMED):
        raise Refusal(_("This account is not in use any more."), code="not_asked")
    _check_second_person(account, by=by)
    was = account.state
    _decide(account, AccountState.REFUSED, by=by, reason=reason)
    _record("refused", account, by=by, was=str(was))
    return account


def account_in_force(participation: Participation, at: datetime | None = None) -> PayoutAccount | None:
    """The confirmed account, if the employer can be paid there at that moment (default: now); None while a
    change is on hold, and while none is confirmed."""
    moment = at or timezone.now()
    return PayoutAccount.objects.filter(
        participation=participation,
        state=AccountState.CONFIRMED,
        decided_at__lte=moment,
        usable_from__lte=moment,
    ).first()


def _lock(participation: Participation) -> None:
    Participation.objects.select_for_update().get(pk=participation.pk)


def _check_second_person(account: PayoutAccount, *, by: Actor) -> None:
    if by.actor_id is not None and by.actor_id == account.asked_by_id:
        raise Refusal(
            _("You wrote this account down yourself. A second person has to decide on it."),
            code="second_person",
        )


def _decide(account: PayoutAccount, state: AccountState, *, by: Actor, reason: str = "") -> None:
    account.state, account.reason = state, reason
    account.decided_at = timezone.now()
    account.decided_by_id, account.decided_by_label = by.actor_id, by.actor_label
    account.save(update_fields=["state", "reason", "decided_at", "decided_by_id", "decided_by_label"])


def _tell_of_change(account: PayoutAccount, *, by: Actor) -> int:
    """One letter to each address known before the change; returns how many."""
    firm = account.participation.employer
    kind = firm._meta.label_lower
    to = [Recipient(kind, firm.pk, str(firm), ContactChannel.EMAIL, firm.email, "pl")] if firm.email else []
    known = {firm.email.lower()}
    for member in members_in_role(firm, Role.EMPLOYER):
        user = member.user
        if user.email.lower() not in known:
            known.add(user.email.lower())
            kind = user._meta.label_lower
            to.append(
                Recipient(
                    kind, user.pk, str(user), ContactChannel.EMAIL, user.email, user.language, str(user)
                )
            )
    day = timezone.localtime(account.usable_from).date()
    for recipient in to:
        queue_notice(
            Template.ACCOUNT_CHANGED,
            to=recipient,
            context={"ending": account.number[-4:], "day": day.isoformat()},
            not_before=account.asked_at,
            subject=f"account:{account.pk}",
            by=by,
            organisation_id=account.participation.centre_id,
        )
    return len(to)


def _record(act: str, account: PayoutAccount, *, by: Actor, **details: object) -> None:
    record(
        f"stipends.account.{act}",
        by=by,
        on=account,
        organisation_id=account.participation.centre_id,
        details={"participation": account.participation_id, **details},
    )
