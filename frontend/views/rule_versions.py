"""Dated rules of a programme: every version of them, and how its pairs are looked after from a day on."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.domain.care import set_care
from activities.models import CareRules
from activities.queries.care import care_of
from base.accounts.models import Membership
from frontend.access import SignedRequest, door, require
from frontend.doing import done
from frontend.forms.desk_settings import CareForm
from frontend.held import held_data
from frontend.rule_versions import told_care, versions_of_care, versions_of_rules
from frontend.toasts import say
from matching.models import Programme
from matching.queries import programmes_in_scope

CHANGE = "activities.change_care"


@door("matching.view_programme")
@require_safe
def programme_rules(request: SignedRequest, pk: int) -> HttpResponse:
    """Every version of the rules of matching, with its days, source and reason."""
    found = _programme(request.membership, pk)
    versions = versions_of_rules(found, on=timezone.localdate())
    return render(request, "programmes/versions.html", {"programme": found, "versions": versions})


@door("matching.view_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_care(request: SignedRequest, pk: int) -> HttpResponse:
    """When silence needs care and how often coordinators are in touch; sent, other numbers from a day on."""
    found, today = _programme(request.membership, pk), timezone.localdate()
    care = care_of(found, on=today)
    if request.method == "POST":
        require(request, CHANGE, found)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = CareForm(typed) if typed else CareForm.of(care)
    if request.method == "POST":
        form = CareForm(request.POST)
        if form.is_valid() and done(
            form, partial(set_care, found, by=request.membership, **form.cleaned_data)
        ):
            say(request, _("Written down. Today follows it from that day on."))
            return redirect("programme_care", pk)
    common = CareRules.objects.in_force(today).filter(programme=None).first()
    context = {
        "programme": found,
        "care": care,
        "form": form,
        "in_force": told_care(care),
        "versions": versions_of_care(found, common, on=today),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/care.html", context, status=status)


def _programme(membership: Membership, pk: int) -> Programme:
    return get_object_or_404(programmes_in_scope(membership).select_related("lead"), pk=pk)
