"""People as a file in the form of our lists: to change there, and to bring back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from base.audit.domain.records import record
from frontend.access import SignedRequest, door
from frontend.exports import CSV, XLSX, XLSX_TYPE
from frontend.views.families import chosen_families
from frontend.views.imports import FILE_NAMES, file_response
from frontend.views.mentors import chosen_mentors
from frontend.views.volunteers import chosen_volunteers
from intake.domain.outgoing.exporting import people_csv, people_xlsx
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Kind

CHOSEN: Mapping[str, Callable[[SignedRequest], QuerySet[Any]]] = {
    Kind.FAMILIES: chosen_families,
    Kind.VOLUNTEERS: chosen_volunteers,
    Kind.MENTORS: chosen_mentors,
}
WRITERS = {
    XLSX: (people_xlsx, XLSX_TYPE),
    CSV: (people_csv, "text/csv; charset=utf-8"),
}


@door("intake.import_people")
@require_safe
def people_sheet(request: SignedRequest, kind: str, ending: str) -> HttpResponse:
    """The centre's own people as their list is narrowed in the query, with their contacts; who took how many
    is on record."""
    if kind not in CHOSEN or ending not in WRITERS:
        raise Http404
    centre = request.membership.organisation
    write, content_type = WRITERS[ending]
    language = "en" if (get_language() or "pl").startswith("en") else "pl"
    with transaction.atomic():
        labels = list(CHOSEN[kind](request).filter(centre=centre).values_list("label", flat=True))
        content = write(SHEETS[kind], centre, labels, language)
        # Which filters were on, never what was searched for: a search is often a name.
        filters = sorted(key for key, value in request.GET.items() if value)
        details = {"kind": kind, "rows": len(labels), "format": ending, "filters": filters}
        record("intake.people.exported", by=request.membership, details=details)
    return file_response(content, f"{FILE_NAMES[Kind(kind)]}-{timezone.localdate()}.{ending}", content_type)
