"""Texts that no native speaker has read: shown to administrators, who know whom to ask."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from base.places.languages import language_name
from frontend.access import SignedRequest, door
from frontend.paging import Option, paginate
from frontend.unreviewed import unreviewed_languages, unreviewed_texts


@door("accounts.view_translations")
@require_safe
def translations(request: SignedRequest) -> HttpResponse:
    """How many there are in each language, and those of one of them, page by page."""
    codes = unreviewed_languages()
    asked = request.GET.get("language", "")
    chosen = asked if asked in codes else next(iter(codes), "")
    texts = unreviewed_texts(chosen) if chosen else ()
    context = {
        "page": paginate(request, texts),
        "options": [Option(code, language_name(code), len(unreviewed_texts(code))) for code in codes],
        "chosen": chosen,
        "name": language_name(chosen) if chosen else "",
    }
    return render(request, "settings/translations.html", context)
