"""Agreements signed in the app and standards read there, as the coordinators of a centre handle them."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.audit.domain.records import record
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.volunteers import PrepareForm, SignForCentreForm
from frontend.papers import as_file, newest_signed, reading_to_record
from frontend.toasts import say
from frontend.views.volunteers import find, show
from volunteers.domain.agreements import prepare_agreement, sign_as_centre, take_back_agreement
from volunteers.domain.clearance import record_clearance_item
from volunteers.enums import ClearanceKind, ClearanceResult
from volunteers.models import PreparedAgreement


@door("volunteers.change_volunteer")
@require_POST
def agreement_prepare(request: SignedRequest, pk: int) -> HttpResponse:
    """Prepares an agreement that the volunteer reads and signs on the phone."""
    person = find(request.membership, pk)
    form = PrepareForm(request.POST)
    if form.is_valid() and done(
        form, lambda: prepare_agreement(person, terms=form.terms(), by=request.membership)
    ):
        say(request, _("Prepared. The volunteer reads and signs it under “About me”."))
        return redirect("volunteer", pk)
    return show(request, find(request.membership, pk), prepare_form=form)


@door("volunteers.change_volunteer")
@require_POST
def agreement_sign(request: SignedRequest, pk: int, prepared_pk: int) -> HttpResponse:
    """Signs for the centre what the volunteer has signed: from now on it is in force."""
    prepared = _prepared(request, pk, prepared_pk)
    form = SignForCentreForm(request.POST)
    if form.is_valid() and done(
        form, partial(sign_as_centre, prepared, by=request.membership, **form.cleaned_data)
    ):
        say(request, _("Signed by both: the agreement is in force."))
        return redirect("volunteer", pk)
    return show(request, find(request.membership, pk), centre_form=form)


@door("volunteers.change_volunteer")
@require_POST
def agreement_take_back(request: SignedRequest, pk: int, prepared_pk: int) -> HttpResponse:
    """Takes back an agreement that is not in force yet."""
    take_back_agreement(_prepared(request, pk, prepared_pk), by=request.membership)
    say(request, _("Taken back. You can prepare another one."))
    return redirect("volunteer", pk)


@door("volunteers.change_volunteer")
@require_safe
def agreement_file(request: SignedRequest, pk: int, prepared_pk: int) -> HttpResponse:
    """The signed document, as the bytes that were signed; the reading is on record."""
    prepared = _prepared(request, pk, prepared_pk)
    signed = newest_signed(prepared)
    if signed is None:
        raise Http404
    person = prepared.volunteer
    record(
        "volunteers.agreement.read",
        by=request.membership,
        on=person,
        organisation_id=person.centre_id,
        details={"signed": signed.pk},
    )
    return as_file(signed.document, prepared.number)


@door("volunteers.record_clearance")
@require_POST
def standards_record(request: SignedRequest, pk: int) -> HttpResponse:
    """Records among the documents that the volunteer has read the standards, as they said."""
    person = find(request.membership, pk)
    reading = reading_to_record(person)
    if reading is None:
        raise Http404
    record_clearance_item(
        person,
        kind=ClearanceKind.STANDARDS_READ,
        result=ClearanceResult.CLEAN,
        checked_on=timezone.localdate(reading.read_at),
        reference=f"{reading.document.version}, w aplikacji"[:80],
        by=request.membership,
    )
    say(request, _("The check is recorded."))
    return redirect("volunteer", pk)


def _prepared(request: SignedRequest, pk: int, prepared_pk: int) -> PreparedAgreement:
    prepared: PreparedAgreement = get_object_or_404(
        find(request.membership, pk).prepared_agreements.select_related("volunteer__centre", "template"),
        pk=prepared_pk,
    )
    return prepared
