"""The words of agreements and standards a centre uses, in dated versions."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.documents.blocks import blocks_of
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.centre import DocumentForm
from frontend.held import held_data
from frontend.paging import paginate
from frontend.toasts import say
from volunteers.domain.documents import AGREEMENT_FIELDS, set_document
from volunteers.enums import DocumentKind
from volunteers.queries import document_in_force, documents_of


@door("volunteers.set_documents")
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: SignedRequest) -> HttpResponse:
    """Every version the centre has, which is in force today, and a form for the next one."""
    centre, sent = request.membership.organisation, request.method == "POST"
    form = DocumentForm(request.POST if sent else held_data(request))
    if sent and form.is_valid():
        typed = form.cleaned_data | {"kind": DocumentKind(form.cleaned_data["kind"])}
        if done(form, partial(set_document, centre, by=request.membership, **typed)):
            say(request, _("Saved."))
            return redirect("documents")
    today = timezone.localdate()
    context = {
        "form": form,
        "page": paginate(request, documents_of(centre)),
        "in_force": [document_in_force(centre.pk, kind, on=today) for kind in DocumentKind],
        "fields": sorted(AGREEMENT_FIELDS),
    }
    return render(request, "settings/documents.html", context, status=422 if sent else 200)


@door("volunteers.set_documents")
@require_safe
def document(request: SignedRequest, pk: int) -> HttpResponse:
    """One version, to read."""
    words = get_object_or_404(documents_of(request.membership.organisation), pk=pk)
    return render(request, "settings/document.html", {"words": words, "blocks": blocks_of(words.body)})
