"""Who else, why not, and at what price: asked for once the proposal itself is on the screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.facing import name_of
from frontend.rivals import Rivals
from frontend.views.proposals import find


@door("matching.decide_proposal")
@require_safe
def proposal_rivals(request: SignedRequest, pk: int) -> HttpResponse:
    """The part below the proposal for htmx, else a page of its own."""
    found = find(request.membership, pk)
    context = {
        "proposal": found,
        "rivals": Rivals(request.membership, found, request.GET.get("who", "")[:60]),
        "helper_name": name_of(found.helper, request.membership),
    }
    alone = request.htmx.target == "rivals"
    return render(request, "proposals/rivals.html" if alone else "proposals/rivals_page.html", context)
