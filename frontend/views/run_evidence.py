"""The evidence of a run: checked again where it lies, or taken away by who may."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from frontend.access import SignedRequest, door, require
from frontend.views.imports import file_response
from matching.domain.evidence import take_evidence
from matching.domain.rechecking import request_recheck
from matching.queries import matchings_in_scope
from matching.tasks import recheck_run_task


@door("matching.run_matching")
@require_POST
def run_recheck(request: SignedRequest, pk: int) -> HttpResponse:
    """Recomputes a small run at once, a large one in the background; the run's page says what was found."""
    found = get_object_or_404(matchings_in_scope(request.membership), pk=pk)
    require(request, "matching.run_matching", found.programme)
    if request_recheck(found, by=request.membership):
        recheck_run_task.enqueue(found.pk)
    return redirect(reverse("run", args=[pk]) + "#proof")


@door("matching.take_evidence")
@require_safe
def run_evidence(request: SignedRequest, pk: int) -> HttpResponse:
    """The arrays as a file, for who wants to check the run on a computer of their own."""
    found = get_object_or_404(matchings_in_scope(request.membership), pk=pk)
    require(request, "matching.take_evidence", found.programme)
    arrays = take_evidence(found, by=request.membership)
    return file_response(arrays, f"splot-run-{found.pk}.npz", "application/octet-stream")
