"""The participation agreement: prepared by the centre, read and signed by the employer, then the centre."""

from functools import partial
from typing import Any

import rules
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.audit.domain.records import record
from base.documents.agreements import agreement_pdf
from frontend.access import SignedRequest, door, require
from frontend.doing import done
from frontend.forms.parts import CountersignForm, PartForm, SignPartForm
from frontend.papers import as_file
from frontend.toasts import say
from frontend.views.employers import find
from mentors.domain.part_words import PartWords, words_of_part
from mentors.domain.parts import prepare_part, sign_part_as_centre, sign_part_as_employer, take_back_part
from mentors.enums import PreparedPartState
from mentors.models import Participation, PreparedPart
from mentors.queries.joining import kinds_in_order, newest_consultation, part_to_sign, parts_signed

STEM = "umowa"


@door("mentors.view_way_in")
@require_safe
def part_agreement(request: SignedRequest, pk: int) -> HttpResponse:
    """The agreement that waits, to read and to sign, or the form for the next one; and those in force."""
    return _show(request, _find(request, pk))


@door("mentors.consult")
@require_POST
def part_prepare(request: SignedRequest, pk: int) -> HttpResponse:
    """Prepares an agreement that the employer reads and signs here."""
    part, form = _find(request, pk, "mentors.consult"), PartForm(request.POST)
    if form.is_valid() and done(form, lambda: prepare_part(part, terms=form.terms(), by=request.membership)):
        say(request, _("Prepared. Who speaks for the firm is told and signs it here."))
        return redirect("part_agreement", pk)
    return _show(request, part, prepare_form=form)


@door("mentors.speak_for_firm")
@require_POST
def part_sign(request: SignedRequest, pk: int) -> HttpResponse:
    """The employer signs what was shown."""
    part = _find(request, pk, "mentors.speak_for_firm")
    prepared, form = _waiting(part), SignPartForm(request.POST)
    if form.is_valid() and done(
        form, partial(sign_part_as_employer, prepared, by=request.membership, **form.cleaned_data)
    ):
        say(request, _("Signed. Now the centre signs; then the agreement is in force."))
        return redirect("part_agreement", pk)
    return _show(request, part, sign_form=form)


@door("mentors.consult")
@require_POST
def part_countersign(request: SignedRequest, pk: int) -> HttpResponse:
    """The centre signs what the employer signed: from now on it is in force."""
    part = _find(request, pk, "mentors.consult")
    prepared, form = _waiting(part), CountersignForm(request.POST)
    if form.is_valid() and done(
        form, partial(sign_part_as_centre, prepared, by=request.membership, **form.cleaned_data)
    ):
        say(request, _("Signed by both: the agreement is in force."))
        return redirect("employer", pk)
    return _show(request, part, countersign_form=form)


@door("mentors.consult")
@require_POST
def part_take_back(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes back an agreement that is not in force yet."""
    take_back_part(_waiting(_find(request, pk, "mentors.consult")), by=request.membership)
    say(request, _("Taken back. You can prepare another one."))
    return redirect("part_agreement", pk)


@door("mentors.view_way_in")
@require_safe
def part_preview(request: SignedRequest, pk: int) -> HttpResponse:
    """The agreement that waits as a PDF to keep, not signed."""
    words = words_of_part(_waiting(_find(request, pk)))
    return as_file(agreement_pdf(words), words.number, stem=STEM)


@door("mentors.view_way_in")
@require_safe
def part_file(request: SignedRequest, pk: int, prepared_pk: int) -> HttpResponse:
    """The signed document, as the bytes that were signed; the reading is on record."""
    part = _find(request, pk)
    prepared = get_object_or_404(part.prepared_parts, pk=prepared_pk)
    signed = prepared.signatures.order_by("-pk").first()
    if signed is None:
        raise Http404
    record(
        "mentors.participation.part_read", by=request.membership, on=part, organisation_id=part.centre_id,
        details={"signed": signed.pk},
    )  # fmt: skip
    return as_file(signed.document, prepared.number, stem=STEM)


def _find(request: SignedRequest, pk: int, permission: str = "mentors.view_way_in") -> Participation:
    part = find(request.membership, pk)
    require(request, permission, part)
    return part


def _waiting(part: Participation) -> PreparedPart:
    prepared = part_to_sign(part)
    if prepared is None:
        raise Http404
    return prepared


def _who_signs(part: Participation) -> dict[str, str]:
    """The representative, and as what they applied."""
    applied = part.applications.first()
    is_same = applied is not None and applied.representative == part.representative
    position = applied.position if applied is not None and is_same else ""
    return {"representative": part.representative, "position": position}


def _words(prepared: PreparedPart | None) -> PartWords | None:
    """As they stand, or as the employer signed them."""
    if prepared is None:
        return None
    first = prepared.signatures.first()
    return PartWords.from_json(first.words) if first else words_of_part(prepared)


def _show(request: SignedRequest, part: Participation, **context: Any) -> HttpResponse:
    prepared, consultation = part_to_sign(part), newest_consultation(part)
    words = _words(prepared)
    may_prepare = rules.has_perm("mentors.consult", request.membership, part)
    own = {
        "part": part,
        "prepared": prepared,
        "words": words,
        "signature": prepared.signatures.first() if prepared else None,
        "signs": not may_prepare and prepared is not None and prepared.state == PreparedPartState.OFFERED,
        "may_prepare": may_prepare,
        "consultation": consultation,
        "kinds": kinds_in_order(consultation.kinds) if consultation else [],
        "signed": list(parts_signed(part)),
        "prepare_form": PartForm(initial=_who_signs(part)),
        "sign_form": SignPartForm(initial={"seen": words.print if words else ""}),
        "countersign_form": CountersignForm(initial={"typed_name": request.user.name}),
    }
    return render(request, "agreements/page.html", own | context, status=422 if context else 200)
