"""Whom to look for: the board of the last run, and a text to look for them with."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.recruiting import Recruiting
from matching.domain.profile_words import ADVERT_LANGUAGES, advert
from matching.queries import matchings_in_scope


@door("matching.decide_proposal")
@require_safe
def recruiting(request: SignedRequest) -> HttpResponse:
    """The board of a programme, with the map of the families who wait."""
    return render(request, "recruiting/page.html", {"board": Recruiting.of(request.membership, request.GET)})


@door("matching.decide_proposal")
@require_safe
def recruiting_advert(request: SignedRequest, pk: int) -> HttpResponse:
    """A text for one line (?line=2) or for all, in Polish or English; it can be changed and is not stored."""
    run = get_object_or_404(matchings_in_scope(request.membership), pk=pk)
    board = Recruiting(request.membership, run.programme, run)
    asked = request.GET.get("line", "")
    chosen = [line for line in board.lines if str(line.number) == asked] or board.lines
    language = request.GET.get("language", "")
    language = language if language in ADVERT_LANGUAGES else ADVERT_LANGUAGES[0]
    entries = [line.entry for line in chosen]
    text = advert(entries, run, request.membership.organisation, language=language) if entries else ""
    context = {
        "board": board,
        "line": chosen[0].number if len(chosen) == 1 and len(board.lines) > 1 else None,
        "language": language,
        "languages": ADVERT_LANGUAGES,
        "text": text,
        "rows": text.count("\n") + 3 * len(entries) + 4,
    }
    return render(request, "recruiting/advert.html", context)
