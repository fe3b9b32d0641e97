"""A volunteer's papers on the phone: documents to bring, standards to read, the agreement to sign."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.documents.agreements import agreement_pdf
from base.documents.blocks import blocks_of
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.me import ReadForm, SignForm
from frontend.held import held_data
from frontend.papers import as_file, newest_signed, papers_of
from frontend.toasts import say
from frontend.views.me import own_volunteer
from volunteers.domain.agreement_words import words_of
from volunteers.domain.agreements import sign_as_volunteer
from volunteers.domain.oneself import confirm_standards
from volunteers.enums import DocumentKind, PreparedState
from volunteers.models import PreparedAgreement
from volunteers.queries import document_in_force


@door("volunteers.change_own_profile")
@require_safe
def me_papers(request: SignedRequest) -> HttpResponse:
    """What to bring before meeting children, how to get it, and how each item stands."""
    person = own_volunteer(request)
    return render(request, "me/papers.html", {"person": person, "papers": papers_of(person)})


@door("volunteers.change_own_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def me_standards(request: SignedRequest) -> HttpResponse:
    """The standards of child protection, to read and to confirm."""
    person = own_volunteer(request)
    words = document_in_force(person.centre_id, DocumentKind.STANDARDS, on=timezone.localdate())
    if words is None:
        raise Http404
    sent = request.method == "POST"
    form = ReadForm(request.POST if sent else held_data(request), initial={"version": words.version})
    if sent and form.is_valid():
        if form.cleaned_data["version"] != words.version:
            form.add_error(None, _("There is a newer version of the standards. Read this one, please."))
        elif done(form, partial(confirm_standards, person, document=words, by=request.membership)):
            say(request, _("Thank you. Your coordinator sees that you have read them."))
            return redirect("me_papers")
    context = {"form": form, "words": words, "blocks": blocks_of(words.body)}
    return render(request, "me/standards.html", context, status=422 if sent else 200)


@door("volunteers.sign_own_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def me_agreement(request: SignedRequest) -> HttpResponse:
    """The agreement that waits, as text to read, and below it the signature."""
    prepared = _to_sign(request)
    words = words_of(prepared)
    sent = request.method == "POST"
    form = SignForm(request.POST if sent else held_data(request), initial={"seen": words.print})
    if sent and form.is_valid() and done(form, partial(_sign, prepared, form, request)):
        say(request, _("Signed. Your coordinator signs next; then you can download it here."))
        return redirect("me")
    context = {"form": form, "prepared": prepared, "words": words}
    return render(request, "me/agreement.html", context, status=422 if sent else 200)


@door("volunteers.sign_own_agreement")
@require_safe
def me_agreement_preview(request: SignedRequest) -> HttpResponse:
    """The agreement that waits, as the PDF it will be."""
    words = words_of(_to_sign(request))
    return as_file(agreement_pdf(words), words.number)


@door("volunteers.sign_own_agreement")
@require_safe
def me_signed_agreement(request: SignedRequest, pk: int) -> HttpResponse:
    """One's own signed agreement, as the bytes that were signed."""
    prepared = next((one for one in own_volunteer(request).prepared_agreements.all() if one.pk == pk), None)
    signed = newest_signed(prepared) if prepared else None
    if prepared is None or signed is None:
        raise Http404
    return as_file(signed.document, prepared.number)


def _to_sign(request: SignedRequest) -> PreparedAgreement:
    person = own_volunteer(request)
    waiting = [one for one in person.prepared_agreements.all() if one.state == PreparedState.OFFERED]
    if not waiting:
        raise Http404
    return waiting[0]


def _sign(prepared: PreparedAgreement, form: SignForm, request: SignedRequest) -> None:
    sign_as_volunteer(prepared, by=request.membership, **form.cleaned_data)
