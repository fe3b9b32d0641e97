"""The log-in as the page sees it: is it still there, and for which membership."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from base.accounts.models import Membership


@require_GET
def session_state(request: HttpRequest) -> HttpResponse:
    """Who is logged in and a fresh token for a page whose own is old; 401 when nobody is. Same origin only."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    response = JsonResponse({"me": request.user.pk, "token": get_token(request)})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def switch_membership(request: HttpRequest) -> HttpResponse:
    """Works from now on under another of one's own memberships; someone else's is not found."""
    theirs = Membership.objects.current().filter(user_id=request.user.pk)
    asked = request.POST.get("membership", "")
    membership = get_object_or_404(theirs, pk=int(asked) if asked.isdecimal() else 0)
    request.session["membership"] = membership.pk
    return redirect("home")
