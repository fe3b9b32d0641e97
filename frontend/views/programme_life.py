"""How pairs of a programme live: its steps and days, chosen by the centre that leads it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.pair_life import LifeForm
from frontend.held import held_data
from frontend.pair_life import told_life
from frontend.toasts import say
from frontend.views.programmes import own
from matching.domain.lives import revise_life
from matching.queries import life_of


@door("matching.change_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_life(request: SignedRequest, pk: int) -> HttpResponse:
    """The steps from an offer to meeting and their days, for pairs offered from now on."""
    found = own(request, pk)
    life = life_of(found)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = LifeForm(typed) if typed else LifeForm.of(life)
    by = request.membership
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: revise_life(found, by=by, **form.data_for_verb()))
    ):
        say(request, _("Saved. It counts for pairs offered from now on."))
        return redirect("programme", pk)
    context = {"programme": found, "form": form, "steps": told_life(life)}
    return render(request, "programmes/life.html", context, status=422 if request.method == "POST" else 200)
