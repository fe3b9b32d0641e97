"""De minimis aid: what an employer has received over the years of the limit, in grosze and eurocents.

A grant counts on the day it was given, in euro at the rate of that day (ustawa z 30.04.2004 o postępowaniu w
sprawach dotyczących pomocy publicznej, art. 11). What is written down is never edited: a mistake is taken
back, with its reason, and written anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import Problems, one_line, refuse_problems, said
from base.organisations.models import Organisation
from stipends.enums import PaperKind
from stipends.models import AidLimit, AidReceived, Claim, EuroRate, SupportRule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Kept in English; the pages say it in the reader's language.
LIMIT_SOURCE: Final = gettext_noop(
    "Commission Regulation (EU) 2023/2831 of 13 December 2023, art. 3(2), art. 8"
)
LIMIT_FROM: Final = date(2024, 1, 1)
LIMIT_TO: Final = date(2030, 12, 31)
LIMIT_EUROCENTS: Final = 300_000_00
LIMIT_YEARS: Final = 3

#: Near the limit from so much of it on, in percent: our word of caution, no rule of law.
NEAR_PERCENT: Final = 80
#: A bank publishes no rate on holidays: the last one before counts, but none older than this.
RATE_DAYS: Final = 7
#: Rates between one zloty and twenty, in ten-thousandths: anything else was mistyped.
RATE_LIKELY: Final = range(1_0000, 20_0000 + 1)
MOST_GROSZE: Final = 10**13


@dataclass(frozen=True)
class AidData:
    """A grant as its certificate tells it. Without an amount in euro it follows from the rate of the day."""

    granted_on: date
    amount_grosze: int
    grantor: str
    amount_eurocents: int | None = None
    certificate: str = ""


@dataclass(frozen=True)
class AidWarning:
    """`code`: "near", "reached" or "no_limit"."""

    code: str
    sentence: "StrOrPromise"


@dataclass(frozen=True)
class AidFigures:
    """Aid of an employer as it counts on a day, in eurocents: of the days `since` to `on`, both included.

    `limit_eurocents`, `left` and `share` (whole percent, rounded down; over 100 above the limit) are None
    where no limit is known for that day; `left` is never below zero.
    """

    on: date
    since: date | None
    received_eurocents: int
    limit_eurocents: int | None
    left: int | None
    share: int | None
    warnings: Sequence[AidWarning]
    limit: AidLimit | None = None

    @property
    def is_over(self) -> bool:
        """More than the limit allows."""
        return self.limit_eurocents is not None and self.received_eurocents > self.limit_eurocents


def ship_aid_limit() -> int:
    """Add the limit of EU law unless one is here already; returns how many. Runs after migrate."""
    if AidLimit.objects.exists():
        return 0
    AidLimit.objects.create(
        valid_from=LIMIT_FROM,
        valid_to=LIMIT_TO,
        limit_eurocents=LIMIT_EUROCENTS,
        years=LIMIT_YEARS,
        source=LIMIT_SOURCE,
    )
    return 1


# --- rates of the euro ------------------------------------------------------------------------------------


def euro_rate(day: date) -> EuroRate | None:
    """The rate that counts for that day: its own, else the last one of the week before; None without any."""
    since = day - timedelta(days=RATE_DAYS)
    return EuroRate.objects.filter(day__lte=day, day__gt=since).order_by("-day").first()


@transaction.atomic
def record_rate(*, day: date, rate_e4: int, source: str, by: Actor) -> EuroRate:
    """What a euro is worth on a day, in ten-thousandths of a zloty; a mistyped one is written over.

    What was converted before keeps its amount. ValidationError on "day", "rate_e4" and "source".
    """
    row = EuroRate.objects.select_for_update().filter(day=day).first() or EuroRate(day=day)
    was = row.rate_e4
    row.rate_e4, row.source = rate_e4, one_line(source)
    problems = Problems()
    problems.check_fields(row, ("day", "rate_e4", "source"))
    if day > timezone.localdate():
        problems.add("day", _("This day has not come yet."))
    if rate_e4 not in RATE_LIKELY:
        problems.add("rate_e4", _("A rate between 1 and 20 zł, such as 4.2650."))
    refuse_problems(problems.by_field)
    row.save()
    record("stipends.euro_rate.recorded", by=by, on=row, details={"was": was, "is": rate_e4})
    return row


def in_eurocents(grosze: int, rate: EuroRate) -> int:
    """So many grosze at this rate, rounded half up to the cent."""
    return (2 * grosze * 10_000 + rate.rate_e4) // (2 * rate.rate_e4)


# --- aid received -----------------------------------------------------------------------------------------


@transaction.atomic
def record_aid(employer: Organisation, *, data: AidData, by: Actor) -> AidReceived:
    """Aid the employer received elsewhere, from its certificate.

    ValidationError by field of AidData; on "amount_eurocents" when it is needed, because no rate of the day
    is known.
    """
    lock_employer(employer)
    row = AidReceived(
        employer=employer,
        granted_on=data.granted_on,
        amount_grosze=data.amount_grosze,
        grantor=one_line(data.grantor),
        certificate=one_line(data.certificate),
        recorded_by_id=by.actor_id,
        recorded_by_label=by.actor_label,
    )
    problems = Problems()
    problems.check_fields(row, ("granted_on", "grantor", "certificate"))
    if data.granted_on > timezone.localdate():
        problems.add("granted_on", _("This day has not come yet."))
    for name in ("amount_grosze", "amount_eurocents"):
        amount = getattr(data, name)
        if amount is not None and not 0 < amount <= MOST_GROSZE:
            problems.add(name, _("Write an amount above zero."))
    euro = data.amount_eurocents
    if euro is None:
        rate = euro_rate(data.granted_on)
        if rate is None:
            problems.add(
                "amount_eurocents",
                _("No rate of that day is known: write the amount in euro too, as the certificate has it."),
                "no_rate",
            )
        else:
            euro = in_eurocents(data.amount_grosze, rate)
    refuse_problems(problems.by_field)
    assert euro is not None  # noqa: S101 - else it is refused above
    row.amount_eurocents = euro
    row.save()
    _record("recorded", row, by=by)
    return row


@transaction.atomic
def cancel_aid(aid: AidReceived, *, reason: str, by: Actor) -> AidReceived:
    """It was written down by mistake: it stays to be read and does not count.

    ValidationError on "reason"; Refusal "of_a_claim" for aid a claim gave (that goes with its claim) and
    "already".
    """
    reason = said(reason)
    _hold(aid)
    if aid.claim_id is not None:
        raise Refusal(
            _("This aid was given by a claim. It is taken back when the claim is clawed back."),
            code="of_a_claim",
        )
    return _take_back(aid, reason=reason, by=by)


def is_de_minimis(rule: SupportRule) -> bool:
    """Support under this rule is de minimis aid: the rule demands the form on it."""
    return PaperKind.DE_MINIMIS_FORM in rule.papers


@transaction.atomic
def aid_of_claim(claim: Claim, *, by: Actor) -> AidReceived | None:
    """Write down the aid an approval gives, in the transaction of the approval; None when the support under
    the claim's rule is no de minimis aid (`is_de_minimis`).

    Refusal "no_rate" when no rate of the day is known, "over_aid_limit" when the employer would have more
    than the limit allows.
    """
    if not is_de_minimis(claim.rule):
        return None
    employer = lock_employer(claim.participation.employer)
    day = timezone.localdate(claim.approved_at) if claim.approved_at else timezone.localdate()
    rate = euro_rate(day)
    if rate is None:
        raise Refusal(
            _("This support is de minimis aid, and no euro rate of %(day)s is known. Write it down first.")
            % {"day": f"{day:%d.%m.%Y}"},
            code="no_rate",
        )
    eurocents = in_eurocents(claim.total_grosze, rate)
    if aid_in_years(employer, day, and_eurocents=eurocents).is_over:
        raise Refusal(
            _("With this claim the employer would have received more de minimis aid than the limit allows."),
            code="over_aid_limit",
        )
    row = AidReceived.objects.create(
        employer=employer,
        granted_on=day,
        amount_grosze=claim.total_grosze,
        amount_eurocents=eurocents,
        grantor=str(claim.centre),
        claim=claim,
        recorded_by_id=by.actor_id,
        recorded_by_label=by.actor_label,
    )
    _record("given", row, by=by, claim=claim.pk)
    return row


@transaction.atomic
def cancel_aid_of_claim(claim: Claim, *, reason: str, by: Actor) -> AidReceived | None:
    """The claim is clawed back, and with it the aid it gave; None when it gave none."""
    aid = AidReceived.objects.filter(claim=claim, cancelled_at=None).first()
    if aid is None:
        return None
    _hold(aid)
    return _take_back(aid, reason=one_line(reason)[:200], by=by)


def aid_in_years(employer: Organisation, on: date, *, and_eurocents: int = 0) -> AidFigures:
    """What counts on that day, and what it would be with `and_eurocents` more.

    The years of the limit are counted back to the same day, that day included: of two readings of the law
    the careful one.
    """
    limit = AidLimit.objects.in_force(on).order_by("-valid_from").first()
    since = years_before(on, limit.years) if limit else None
    rows = AidReceived.objects.filter(employer=employer, cancelled_at=None, granted_on__lte=on)
    if since is not None:
        rows = rows.filter(granted_on__gte=since)
    received = (rows.aggregate(sum=Sum("amount_eurocents"))["sum"] or 0) + and_eurocents
    if limit is None:
        unknown = AidWarning("no_limit", _("No limit of de minimis aid is known for this day."))
        return AidFigures(on, since, received, None, None, None, (unknown,))
    share = received * 100 // limit.limit_eurocents
    return AidFigures(
        on=on,
        since=since,
        received_eurocents=received,
        limit_eurocents=limit.limit_eurocents,
        left=max(0, limit.limit_eurocents - received),
        share=share,
        warnings=tuple(_warnings(share)),
        limit=limit,
    )


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; for 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def lock_employer(employer: Organisation) -> Organisation:
    """The employer's row, held until the end of the transaction: no two grants take the last of the limit."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=employer.pk)


def _warnings(share: int) -> list[AidWarning]:
    if share >= 100:
        return [AidWarning("reached", _("The limit of de minimis aid is reached."))]
    if share >= NEAR_PERCENT:
        return [AidWarning("near", _("The limit of de minimis aid is near."))]
    return []


def _hold(aid: AidReceived) -> None:
    lock_employer(aid.employer)
    aid.refresh_from_db()
    if aid.cancelled_at is not None:
        raise Refusal(_("This aid is taken back already."), code="already")


def _take_back(aid: AidReceived, *, reason: str, by: Actor) -> AidReceived:
    aid.cancelled_at, aid.reason = timezone.now(), reason
    aid.save(update_fields=["cancelled_at", "reason"])
    _record("cancelled", aid, by=by)
    return aid


def _record(act: str, aid: AidReceived, *, by: Actor, **details: object) -> None:
    record(f"stipends.aid.{act}", by=by, on=aid, details={"employer": aid.employer_id, **details})
