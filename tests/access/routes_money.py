"""Pages of money: finance and administrators keep it, auditors read it, nobody else comes in."""

from django.utils import timezone

from stipends.domain.batches import make_batch
from tests.access.matrix import Row, actors
from tests.factories.ledger import FILIP, approve, claim_of, line_with
from tests.factories.ledger import project_of as funded_project
from tests.factories.ledger import rule_of as bill_rule_of
from tests.factories.stipends import PayoutAccountFactory
from tests.stipends.funded import call_of, line_of, project_of, rule_of


def own_project(cast):
    return [project_of(cast.centre, cast.filip).pk]


def own_line(cast):
    return [line_of(project_of(cast.centre, cast.filip), cast.filip).pk]


def own_call(cast):
    return [call_of(project_of(cast.centre, cast.filip), cast.filip).pk]


def own_kind(cast):
    return [*own_call(cast), "mentor_allowance"]


def own_rule(cast):
    return [rule_of(cast.centre, cast.filip).pk]


def own_funded_line(cast):
    return [line_with(100_000_00, funded_project(cast.centre)).pk]


def approved_claim(cast):
    """A claim whose money is committed."""
    line = line_with(100_000_00, funded_project(cast.centre))
    return approve(claim_of(bill_rule_of(line), 1_200_00))


def own_entry(cast):
    return [approved_claim(cast).entries.get().pk]


def own_batch(cast):
    return [batch_of(approved_claim(cast)).pk]


def own_transfer(cast):
    batch = batch_of(approved_claim(cast))
    return [batch.pk, batch.lines.get().pk]


def batch_of(claim):
    PayoutAccountFactory(participation=claim.participation)
    return make_batch(claim.rule.line.project, claims=[claim], by=FILIP)


def today():
    return timezone.localdate().isoformat()


def project_with_an_approved_claim(cast):
    claim = approved_claim(cast)
    PayoutAccountFactory(participation=claim.participation)
    return [claim.rule.line.project_id]


def its_claim(cast):
    return {"claims": [claim.pk for claim in cast.centre.claims.all()]}


def kept(own, other, *, auditor):
    """Those who keep centre A's money get `own`, the administrator of centre B `other`, the rest 403."""
    told = {"administrator": own, "finance": own, "auditor": auditor, "other_administrator": other}
    return actors(otherwise=403, **told)


def read(own, other):
    return kept(own, other, auditor=own)


def changed(own, other):
    return kept(own, other, auditor=403)


NEVER, NEVER_CHANGED = read(405, 405), changed(405, 405)
PAGE, OWN_PAGE = read(200, 200), read(200, 404)
OWN_FORM, OWN_ACT = changed(200, 404), changed(302, 404)

PROJECT = {"name": "New", "number": "N-1", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
LINE = {"code": "2.1", "name": "Trainings"}
CALL = {"name": "Spring", "number": "2/2026", "covers_from": "2026-03-01", "covers_until": "2026-06-30"}


def rule_typed(line: int) -> dict[str, object]:
    return {
        "valid_from": "2026-03-01", "valid_to": "", "source": "Rules of the call, point 7", "unit": "month",
        "rate_grosze": "500,00", "contributions": "in_rate", "contributions_bp": "",
        "days_method": "of_thirty", "hours_method": "share", "full_minutes": "16", "min_minutes": "4",
        "most_minutes": "", "max_months": "6", "mentees_per_mentor": "2", "pairs_per_employer": "",
        "papers": ["payroll"], "claim_days": "30", "line": line, "cap_grosze": "",
    }  # fmt: skip


def rule_for_its_call(cast):
    """What is typed for the call `own_call` made, with a line of its project."""
    project = cast.centre.funded_projects.first()
    return rule_typed(line_of(project, cast.filip, "3.1").pk)


def granted(cast):
    return {"act": "grant", "grosze": "1 000,00", "booked_on": today(), "words": "Annex 1"}


ROWS = [
    Row("projects", "GET", PAGE),
    Row("projects", "POST", NEVER),
    Row("project", "GET", OWN_PAGE, args=own_project),
    Row("project", "POST", NEVER, args=own_project),
    Row("project_add", "GET", changed(200, 200)),
    Row("project_add", "POST", changed(302, 302), data=lambda cast: PROJECT),
    Row("project_edit", "GET", OWN_FORM, args=own_project),
    Row("project_edit", "POST", OWN_ACT, args=own_project, data=lambda cast: PROJECT),
    Row("line_add", "GET", OWN_FORM, args=own_project),
    Row("line_add", "POST", OWN_ACT, args=own_project, data=lambda cast: LINE),
    Row("line_edit", "GET", OWN_FORM, args=own_line),
    Row("line_edit", "POST", OWN_ACT, args=own_line, data=lambda cast: LINE),
    Row("line_budget", "GET", OWN_FORM, args=own_funded_line),
    Row("line_budget", "POST", OWN_ACT, args=own_funded_line, data=granted),
    Row("call_add", "GET", OWN_FORM, args=own_project),
    Row("call_add", "POST", OWN_ACT, args=own_project, data=lambda cast: CALL),
    Row("call", "GET", OWN_PAGE, args=own_call),
    Row("call", "POST", NEVER, args=own_call),
    Row("call_edit", "GET", OWN_FORM, args=own_call),
    Row("call_edit", "POST", OWN_ACT, args=own_call, data=lambda cast: CALL),
    Row("rule_add", "GET", OWN_FORM, args=own_kind),
    Row("rule_add", "POST", OWN_ACT, args=own_kind, data=rule_for_its_call),
    Row(
        "rule_add", "POST", OWN_FORM, "working an example out", args=own_kind,
        data=lambda cast: {"rate_grosze": "500", "try": "1"},
    ),
    Row("rule_add", "GET", changed(404, 404), "of no kind", args=lambda cast: [*own_call(cast), "gold"]),
    Row("rule", "GET", OWN_PAGE, args=own_rule),
    Row("rule", "POST", NEVER, args=own_rule),
    Row("rule_edit", "GET", OWN_FORM, args=own_rule),
    Row("rule_edit", "POST", OWN_ACT, args=own_rule, data=rule_for_its_call),
    Row("rule_end", "GET", NEVER_CHANGED, args=own_rule),
    Row("rule_end", "POST", OWN_ACT, args=own_rule, data=lambda cast: {"valid_to": "2026-08-01"}),
    Row("rule_remove", "GET", NEVER_CHANGED, args=own_rule),
    Row("rule_remove", "POST", OWN_ACT, args=own_rule),
    Row("ledger", "GET", PAGE),
    Row("ledger", "POST", NEVER),
    Row("ledger_export", "GET", PAGE),
    Row("ledger_export", "POST", NEVER),
    Row("entry", "GET", OWN_PAGE, args=own_entry),
    Row("entry", "POST", NEVER, args=own_entry),
    Row("batches", "GET", PAGE),
    Row("batches", "POST", NEVER),
    Row("batch_make", "GET", OWN_FORM, args=own_project),
    Row("batch_make", "POST", OWN_ACT, args=project_with_an_approved_claim, data=its_claim),
    Row("batch_make", "POST", changed(422, 404), "with nothing to pay", args=own_project),
    Row("batch", "GET", OWN_PAGE, args=own_batch),
    Row("batch", "POST", NEVER, args=own_batch),
    Row("batch_file", "GET", OWN_FORM, args=own_batch),
    Row("batch_file", "POST", NEVER_CHANGED, args=own_batch),
    Row("batch_pay", "GET", NEVER_CHANGED, args=own_batch),
    Row("batch_pay", "POST", OWN_ACT, args=own_batch, data=lambda cast: {"paid_on": today()}),
    Row("batch_cancel", "GET", NEVER_CHANGED, args=own_batch),
    Row("batch_cancel", "POST", OWN_ACT, args=own_batch, data=lambda cast: {"reason": "The bank is shut"}),
    Row("batch_return", "GET", NEVER_CHANGED, args=own_transfer),
    Row("batch_return", "POST", OWN_ACT, args=own_transfer, data=lambda cast: {"reason": "Closed account"}),
    Row(
        "batch_return", "POST", changed(404, 404), "of another batch",
        args=lambda cast: [*own_batch(cast), 0], data=lambda cast: {"reason": "Closed account"},
    ),
    Row("project_budget", "GET", OWN_PAGE, args=own_project),
    Row("project_budget", "POST", NEVER, args=own_project),
    Row("project_budget_export", "GET", OWN_PAGE, args=own_project),
    Row("project_budget_export", "POST", NEVER, args=own_project),
    Row("project_balance", "GET", OWN_PAGE, args=own_project),
    Row("project_balance", "POST", NEVER, args=own_project),
    Row("project_balance_export", "GET", OWN_PAGE, args=own_project),
    Row("project_balance_export", "POST", NEVER, args=own_project),
]  # fmt: skip
