"""What people decide about a line of Today: put it off, take it up again, give it to somebody, give it back.

A verb takes the line as it stands (`desk.queries.care.line_of`): whose list it is on was asked there.
"""

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.models import Membership
from base.accounts.queries import members_in_scope
from base.accounts.rules import works_with_people
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.organisations.models import Organisation
from desk.enums import Tier
from desk.events import CareChanged
from desk.models import Assignment, Snooze
from desk.queries.care import CareLine

#: So many days ahead a line may be put off at most.
MOST_DAYS: Final = {Tier.CALL: 1, Tier.URGENT: 7, Tier.TODAY: 60, Tier.SOON: 60}
LONGEST_REASON = 200


def last_day(tier: Tier, *, on: date) -> date:
    """Until when a line as urgent as this may be out of sight."""
    return on + timedelta(days=MOST_DAYS[tier])


@transaction.atomic
def put_off(line: CareLine, *, until: date, reason: str, by: Membership) -> Snooze:
    """Out of sight for the whole centre until that day, or until it becomes more urgent; again is anew.

    ValidationError by field: "until" not after today, or further away than the tier allows; "reason" missing.
    """
    today, last = timezone.localdate(), last_day(line.tier, on=timezone.localdate())
    problems: dict[str, str] = {}
    if until <= today:
        problems["until"] = _("Choose a day after today.")
    elif until > last:
        most = MOST_DAYS[line.tier]
        problems["until"] = ngettext(
            "This is urgent: it can be put off by %(most)d day at most, until %(day)s.",
            "It can be put off by %(most)d days at most, until %(day)s.",
            most,
        ) % {"most": most, "day": date_format(last, "DATE_FORMAT")}
    reason = reason.strip()
    if not reason:
        problems["reason"] = _("Say in a few words why it can wait.")
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = _("Say it in fewer words: at most %(most)d characters.") % {
            "most": LONGEST_REASON
        }
    if problems:
        raise ValidationError(problems)
    _hold(by)
    _put_off(line.key, by).update(ended_at=timezone.now())
    snooze = Snooze.objects.create(
        organisation_id=by.organisation_id,
        key=line.key,
        tier=line.tier,
        until=until,
        reason=reason,
        by_id=by.actor_id,
        by_label=by.actor_label,
    )
    _tell("put_off", line.key, by, until=until.isoformat())
    return snooze


@transaction.atomic
def take_up(line: CareLine, *, by: Membership) -> None:
    """In sight again. Refusal when it is not put off (any more)."""
    _hold(by)
    if not _put_off(line.key, by).update(ended_at=timezone.now()):
        raise Refusal(_("This line is not put off any more."))
    _tell("taken_up", line.key, by)


@transaction.atomic
def assign(line: CareLine, *, to: Membership, by: Membership) -> Assignment:
    """Give a line to somebody who works with people at the same centre, oneself too; it is then theirs.

    Refusal: they are of another centre, have left, or do not work with people.
    """
    _hold(by)
    if not works_with_people(to) or not members_in_scope(by).filter(pk=to.pk).exists():
        raise Refusal(_("This person does not work with people at your centre."))
    _given(line.key, by).update(ended_at=timezone.now())
    given = Assignment.objects.create(
        organisation_id=by.organisation_id,
        key=line.key,
        assignee=to,
        by_id=by.actor_id,
        by_label=by.actor_label,
    )
    _tell("assigned", line.key, by, to=to.pk)
    return given


@transaction.atomic
def give_back(line: CareLine, *, by: Membership) -> None:
    """It is everybody's again. Refusal when nobody has it."""
    _hold(by)
    if not _given(line.key, by).update(ended_at=timezone.now()):
        raise Refusal(_("Nobody has this task any more."))
    _tell("given_back", line.key, by)


def _hold(by: Membership) -> None:
    """One decision of a centre about its lines after the other."""
    Organisation.objects.select_for_update().get(pk=by.organisation_id)


def _put_off(key: str, by: Membership) -> QuerySet[Snooze]:
    return Snooze.objects.filter(organisation=by.organisation_id, key=key, ended_at=None)


def _given(key: str, by: Membership) -> QuerySet[Assignment]:
    return Assignment.objects.filter(organisation=by.organisation_id, key=key, ended_at=None)


def _tell(act: str, key: str, by: Membership, **details: str | int) -> None:
    """On record: the line by its key, never the reason, which may name people."""
    record(f"desk.line.{act}", by=by, on=by.organisation, details={"line": key, **details})
    emit(CareChanged(by.organisation_id, key))
