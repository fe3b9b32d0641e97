"""Pages of employers: the list and its files, an employer's page and its form."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.exports import Column, export
from frontend.forms.employers import EmployerFilter
from frontend.listing import listing, show_list, sort_of
from mentors.models import Participation
from mentors.queries import PARTICIPATION_SORTS, participations_for_list, participations_in_scope

# --- the list ---------------------------------------------------------------------------------------------


@door("mentors.view_participation")
@require_safe
def employers(request: SignedRequest) -> HttpResponse:
    """The centre's employers, narrowed and sorted as the address says."""
    filters = EmployerFilter(request.GET)
    sort = sort_of(request, PARTICIPATION_SORTS, "name")
    found = listing(request, _wanted(request, filters, sort), filters, sort=sort)
    return show_list(request, "employers/list.html", found, export="employers_export")


@door("mentors.view_participation")
@require_safe
def employers_export(request: SignedRequest) -> HttpResponse:
    """The same employers as a file."""
    sort = sort_of(request, PARTICIPATION_SORTS, "name")
    rows = _wanted(request, EmployerFilter(request.GET), sort)
    return export(request, rows, COLUMNS, act="mentors.participations.exported", name=_("employers"))


COLUMNS = (
    Column(gettext_lazy("Employer"), lambda row: row.employer.name),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column("NIP", lambda row: row.employer.nip),
    Column("REGON", lambda row: row.employer.regon),
    Column(gettext_lazy("Post code"), lambda row: row.employer.postcode),
    Column(gettext_lazy("Place"), lambda row: row.employer.place_name),
    Column(gettext_lazy("Commune"), lambda row: row.employer.commune_name),
    Column(gettext_lazy("Representative"), lambda row: row.representative),
    Column(gettext_lazy("E-mail"), lambda row: row.employer.email),
    Column(gettext_lazy("Phone"), lambda row: row.employer.phone),
    Column(gettext_lazy("Agreement number"), lambda row: row.agreement_number),
    Column(gettext_lazy("Agreement from"), lambda row: row.agreement_from),
    Column(gettext_lazy("Agreement until"), lambda row: row.agreement_until),
    Column(gettext_lazy("Active mentors"), lambda row: row.mentor_count),
)


def _wanted(request: SignedRequest, filters: EmployerFilter, sort: str) -> QuerySet[Participation]:
    state = filters.chosen("state")
    return participations_for_list(
        participations_in_scope(request.membership),
        text=filters.chosen("q"),
        states=[state] if state else [],
        sort=sort,
    )
