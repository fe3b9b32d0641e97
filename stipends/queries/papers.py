"""Reads of papers."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from stipends.enums import PaperKind
from stipends.models import Claim, Paper

#: One of them may tell of several mentors; a bill is paid once.
SHARED_PAPERS = (
    PaperKind.PAYROLL,
    PaperKind.TRANSFER,
    PaperKind.CONTRIBUTIONS,
    PaperKind.DE_MINIMIS_FORM,
)


def papers_to_use(claim: Claim, kinds: Collection[str]) -> QuerySet[Paper]:
    """Papers of these kinds that the firm put in for the claim's month and that it could stand on too."""
    shared = [kind for kind in kinds if kind in SHARED_PAPERS]
    found = Paper.objects.defer("body").filter(
        Q(pair=None) | Q(pair=claim.pair_id),
        participation=claim.participation_id, month=claim.month, kind__in=shared, withdrawn_at=None,
    )  # fmt: skip
    return found.exclude(claim_papers__claim=claim).order_by("kind", "-put_in_at")
