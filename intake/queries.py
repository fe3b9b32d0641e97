"""Reads of uploads and their rows."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from base.accounts.models import Membership

from .enums import Fate
from .models import StagedRow, Upload
from .rules import imports_people

TO_LOOK_AT, ALL = "look", "all"


def uploads_in_scope(membership: Membership | None) -> QuerySet[Upload]:
    """The lists sent in at the membership's centre, for those who import; nobody's for others."""
    if membership is None or not imports_people(membership):
        return Upload.objects.none()
    return Upload.objects.filter(centre=membership.organisation_id)


def rows_shown(upload: Upload, show: str) -> QuerySet[StagedRow]:
    """The rows of one fate, those worth a look, or all of them (for any other word)."""
    rows = upload.rows.order_by("number")
    if show == TO_LOOK_AT:
        return rows.filter(needs_look=True)
    return rows.filter(fate=show) if show in Fate.values else rows


def counts_of_rows(upload: Upload) -> Mapping[str, int]:
    """How many rows there are of each fate, worth a look ("look"), and altogether ("all")."""
    counted = {fate.value: Count("pk", filter=Q(fate=fate)) for fate in Fate}
    look, every = Count("pk", filter=Q(needs_look=True)), Count("pk")
    return upload.rows.aggregate(**counted, look=look, all=every)


def bad_rows(upload: Upload) -> QuerySet[StagedRow]:
    """Rows to be mended, whose words are still here."""
    return upload.rows.filter(fate=Fate.BAD).exclude(cells={}).order_by("number")
