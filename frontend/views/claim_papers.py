"""Papers of claims: put in, opened, taken away; and the evidence of a claim as one PDF or one ZIP."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.audit.domain.records import record
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.claims import PaperForm
from frontend.toasts import say
from frontend.views.claims import find, show
from frontend.views.imports import file_response
from stipends.domain.claims import attach_paper
from stipends.domain.packing import pack_of
from stipends.domain.papers import put_in_for_claim, take_away_from_claim
from stipends.models import Claim, Paper
from stipends.queries.scopes import papers_in_scope


@door("stipends.make_claim")
@require_POST
def claim_paper_add(request: SignedRequest, key: UUID) -> HttpResponse:
    """Puts a paper in and makes the claim stand on it."""
    found = find(request.membership, key)
    form = PaperForm(request.POST, request.FILES)

    def put_in() -> None:
        put_in_for_claim(found, by=request.membership, **form.for_verb())

    if form.is_valid() and done(form, put_in):
        say(request, _("The paper is here."))
        return redirect("claim", key)
    return show(
        request, find(request.membership, key), status=HTTPStatus.UNPROCESSABLE_ENTITY, paper_form=form
    )


@door("stipends.make_claim")
@require_POST
def claim_paper_remove(request: SignedRequest, key: UUID, pk: int) -> HttpResponse:
    """Takes a paper away from a claim that is still written, and from the firm's papers."""
    found = find(request.membership, key)
    take_away_from_claim(found, _paper_of(request, found, pk), by=request.membership)
    say(request, _("Taken away."))
    return redirect("claim", key)


@door("stipends.make_claim")
@require_POST
def claim_paper_use(request: SignedRequest, key: UUID, pk: int) -> HttpResponse:
    """Makes the claim stand on a paper that was put in for another one."""
    found = find(request.membership, key)
    attach_paper(found, _paper_of(request, found, pk), by=request.membership)
    say(request, _("The paper is here."))
    return redirect("claim", key)


def _paper_of(request: SignedRequest, claim: Claim, pk: int) -> Paper:
    papers = papers_in_scope(request.membership).filter(participation=claim.participation_id)
    found: Paper = get_object_or_404(papers, pk=pk)
    return found


@door("stipends.view_claim")
@require_safe
def claim_paper(request: SignedRequest, pk: int) -> HttpResponse:
    """The file as it came; who opened it is on record."""
    papers = papers_in_scope(request.membership).select_related("participation").defer(None)
    paper: Paper = get_object_or_404(papers, pk=pk)
    record(
        "stipends.paper.read", by=request.membership, on=paper, organisation_id=paper.participation.centre_id
    )
    return file_response(bytes(paper.body), paper.name, paper.content_type)


@door("stipends.view_claim")
@require_safe
def claim_pack_pdf(request: SignedRequest, key: UUID) -> HttpResponse:
    """Everything the amount stands on, as one PDF."""
    found = _recorded(request, key, "pdf")
    return file_response(pack_of(found).pdf, f"{found.number}.pdf".replace("/", "-"), "application/pdf")


@door("stipends.view_claim")
@require_safe
def claim_pack_zip(request: SignedRequest, key: UUID) -> HttpResponse:
    """The same with every paper and a manifest of digests, as one ZIP."""
    found = _recorded(request, key, "zip")
    return file_response(pack_of(found).zip, f"{found.number}.zip".replace("/", "-"), "application/zip")


def _recorded(request: SignedRequest, key: UUID, kind: str) -> Claim:
    found = find(request.membership, key)
    record(
        "stipends.claim.packed", by=request.membership, on=found, organisation_id=found.centre_id,
        details={"format": kind},
    )  # fmt: skip
    return found
