"""The ledger: the journal and its file, and one entry with the claim and hours behind it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from base.audit.domain.records import record
from frontend.access import SignedRequest, door
from frontend.exports import Column, export
from frontend.forms.ledger import JournalFilterForm
from frontend.ledger import account_words, line_of, told_entry, told_hours
from frontend.listing import listing, show_list, sort_of
from frontend.meetings import length_words
from frontend.templatetags.money import amount
from stipends.domain.computing import steps_from
from stipends.models import Claim, LedgerEntry
from stipends.queries.journal import (
    JOURNAL_SORTS,
    JournalFilter,
    entries_of_claim,
    hours_of_claim,
    journal,
)
from stipends.queries.scopes import lines_in_scope, projects_in_scope

VIEW = "stipends.view_money"


@door(VIEW)
@require_safe
def ledger(request: SignedRequest) -> HttpResponse:
    """Entries of the centre's projects, narrowed and sorted as the address says."""
    filters = _filters(request)
    sort = sort_of(request, JOURNAL_SORTS, "-number")
    found = listing(request, _wanted(request, filters, sort), filters, sort=sort)
    found.page.object_list = [told_entry(entry) for entry in found.page.object_list]
    project = filters.cleaned_data.get("project")
    of_project = projects_in_scope(request.membership).filter(pk=project).first() if project else None
    return show_list(request, "money/ledger.html", found, export="ledger_export", of_project=of_project)


@door(VIEW)
@require_safe
def ledger_export(request: SignedRequest) -> HttpResponse:
    """The same entries as a file; who took it is on record."""
    rows = _wanted(request, _filters(request), sort_of(request, JOURNAL_SORTS, "-number"))
    name = pgettext("name of a file", "ledger")
    return export(request, rows, COLUMNS, act="stipends.ledger.exported", name=name)


COLUMNS = (
    Column(gettext_lazy("Entry"), lambda row: row.pk),
    Column(gettext_lazy("Booked on"), lambda row: row.booked_on),
    Column(gettext_lazy("Kind"), lambda row: row.get_kind_display()),
    Column(gettext_lazy("Project"), lambda row: row.debit.project.number),
    Column(gettext_lazy("Budget line"), line_of),
    Column(gettext_lazy("Out of"), lambda row: account_words(row.credit)),
    Column(gettext_lazy("Into"), lambda row: account_words(row.debit)),
    Column(gettext_lazy("Amount, zł"), lambda row: amount(row.amount_grosze)),
    Column(gettext_lazy("Amount, grosze"), lambda row: row.amount_grosze),
    Column(gettext_lazy("Claim"), lambda row: row.claim.number if row.claim else ""),
    Column(gettext_lazy("Employer"), lambda row: row.claim.participation.employer.name if row.claim else ""),
    Column(gettext_lazy("Batch"), lambda row: row.batch.number if row.batch else ""),
    Column(gettext_lazy("Words"), lambda row: row.words),
    Column(gettext_lazy("Written"), lambda row: row.at.isoformat(timespec="seconds")),
    Column(gettext_lazy("Written by"), lambda row: row.by_label),
)


def _filters(request: SignedRequest) -> JournalFilterForm:
    lines = lines_in_scope(request.membership).select_related("project").order_by("project__number", "code")
    options = [(str(line.pk), f"{line.code} {line.name} ({line.project.number})") for line in lines]
    return JournalFilterForm(request.GET, line=options)


def _wanted(request: SignedRequest, filters: JournalFilterForm, sort: str) -> QuerySet[LedgerEntry]:
    asked = filters.cleaned_data
    line = filters.chosen("line")
    wanted = JournalFilter(
        text=filters.chosen("q"),
        kind=filters.chosen("kind"),
        project=asked.get("project"),
        line=int(line) if line else None,
        since=asked.get("since"),
        until=asked.get("until"),
    )
    return journal(request.membership, wanted, sort=sort)


@door(VIEW)
@require_safe
def entry(request: SignedRequest, pk: int) -> HttpResponse:
    """One entry: between which accounts, for which claim, for which hours of which meetings."""
    found = get_object_or_404(journal(request.membership), pk=pk)
    context: dict[str, Any] = {"told": told_entry(found), "entry": found}
    if found.claim is not None:
        context |= _of_claim(found.claim)
        record("stipends.entry.read", by=request.membership, on=found)
    return render(request, "money/entry.html", context)


def _of_claim(claim: Claim) -> dict[str, Any]:
    hours = [told_hours(stretch) for stretch in hours_of_claim(claim)]
    return {
        "claim": claim,
        "steps": steps_from(claim.computation),
        "hours": hours,
        "length": length_words(sum(stretch.minutes for stretch in hours)),
        "booked": [told_entry(one) for one in entries_of_claim(claim)],
    }
