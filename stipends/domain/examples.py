"""Made-up rules of support, to try Splot out with: the real figures of the calls are not known.

Every one is marked `is_example`, and its source says so too: pages, papers and files show both.
"""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from base.audit.actor import Actor
from stipends.domain.funding import set_rule
from stipends.domain.months import first_day
from stipends.domain.rulebook import HOUR, RuleData
from stipends.enums import DaysMethod, HoursMethod, PaperKind, SupportKind, Unit
from stipends.models import BudgetLine, Call, SupportRule

#: Papers of the other kinds: what was bought, that it was paid, and the form on de minimis aid.
_BOUGHT = (PaperKind.TRANSFER, PaperKind.DE_MINIMIS_FORM, PaperKind.INVOICE)
_PAPERS: Mapping[SupportKind, tuple[PaperKind, ...]] = {
    SupportKind.REPLACEMENT: (PaperKind.PAYROLL, PaperKind.TRANSFER, PaperKind.DE_MINIMIS_FORM),
    SupportKind.EMPLOYMENT: (
        PaperKind.PAYROLL,
        PaperKind.TRANSFER,
        PaperKind.CONTRIBUTIONS,
        PaperKind.DE_MINIMIS_FORM,
    ),
}


def example_rule(
    line: BudgetLine, *, valid_from: date, kind: SupportKind = SupportKind.MENTOR_ALLOWANCE
) -> RuleData:
    """An example for this kind from the month of `valid_from` on: 500.00 zł a month for 16 hours."""
    base = RuleData(
        kind=kind,
        line=line,
        valid_from=first_day(valid_from),
        source=_("example: figures made up for trying Splot out, of no funder"),
        is_example=True,
        papers=_PAPERS.get(kind, _BOUGHT),
    )
    if kind != SupportKind.MENTOR_ALLOWANCE:
        return base
    return RuleData(
        kind=kind,
        line=line,
        valid_from=base.valid_from,
        source=base.source,
        is_example=True,
        unit=Unit.MONTH,
        rate_grosze=500_00,
        includes_contributions=True,
        days_method=DaysMethod.OF_THIRTY,
        hours_method=HoursMethod.SHARE,
        full_minutes=16 * HOUR,
        min_minutes=4 * HOUR,
        max_months=6,
        mentees_per_mentor=2,
        claim_days=30,
        papers=(
            PaperKind.APPOINTMENT,
            PaperKind.MENTEE_CONTRACT,
            PaperKind.PAYROLL,
            PaperKind.TRANSFER,
        ),
    )


def set_example_rules(call: Call, *, line: BudgetLine, by: Actor) -> list[SupportRule]:
    """An example for each of the six kinds, from the call's first month on."""
    return [
        set_rule(call, data=example_rule(line, valid_from=call.covers_from, kind=kind), by=by)
        for kind in SupportKind
    ]
