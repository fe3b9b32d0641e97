"""The words of the participation agreement a centre uses, in dated versions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.documents.blocks import blocks_of
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.parts import PartTextForm
from frontend.held import held_data
from frontend.paging import paginate
from frontend.toasts import say
from mentors.domain.texts import FIELDS, set_agreement_text
from mentors.queries.joining import text_in_force, texts_of


@door("mentors.set_texts")
@require_http_methods(["GET", "HEAD", "POST"])
def part_texts(request: SignedRequest) -> HttpResponse:
    """Every version the centre has, which is in force today, and a form for the next one."""
    centre, sent = request.membership.organisation, request.method == "POST"
    form = PartTextForm(request.POST if sent else held_data(request))
    if sent and form.is_valid() and done(form, lambda: _set(request, form)):
        say(request, _("Saved."))
        return redirect("part_texts")
    context = {
        "form": form,
        "page": paginate(request, texts_of(centre)),
        "in_force": text_in_force(centre.pk, on=timezone.localdate()),
        "fields": sorted(FIELDS),
    }
    return render(request, "agreements/texts.html", context, status=422 if sent else 200)


def _set(request: SignedRequest, form: PartTextForm) -> None:
    set_agreement_text(request.membership.organisation, by=request.membership, **form.cleaned_data)


@door("mentors.set_texts")
@require_safe
def part_text(request: SignedRequest, pk: int) -> HttpResponse:
    """One version, to read."""
    words = get_object_or_404(texts_of(request.membership.organisation), pk=pk)
    return render(request, "agreements/text.html", {"words": words, "blocks": blocks_of(words.body)})
