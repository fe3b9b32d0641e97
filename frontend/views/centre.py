"""The centre itself and where it works."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.common.errors import Refusal
from base.organisations.domain.organisations import revise_organisation
from base.organisations.domain.sites import add_site, remove_site, revise_site
from base.organisations.queries import sites_of
from frontend.access import SignedRequest, door
from frontend.forms.centre import OrganisationForm, SiteForm
from frontend.held import held_data
from frontend.toasts import say


@door("organisations.change_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def centre(request: SignedRequest) -> HttpResponse:
    """What the centre says of itself, and its sites."""
    organisation = request.membership.organisation
    typed = request.POST or held_data(request)
    form = OrganisationForm(typed) if typed else OrganisationForm.of(organisation)
    if request.method == "POST" and form.is_valid():
        try:
            revise_organisation(organisation, data=form.data_for_verb(), by=request.membership)
        except Refusal as refusal:
            form.add_error("nip" if refusal.code == "nip_taken" else None, refusal.message)
        else:
            say(request, _("Saved."))
            return redirect("centre")
    return render(request, "settings/centre.html", {"form": form, "sites": sites_of(organisation)})


@door("organisations.change_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def site_add(request: SignedRequest) -> HttpResponse:
    """One more place where the centre works."""
    form = SiteForm(request.POST or held_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            site = add_site(request.membership.organisation, by=request.membership, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            say(request, _("%(site)s is added.") % {"site": site})
            return redirect("centre")
    return render(request, "settings/site.html", {"form": form, "site": None})


@door("organisations.change_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """A site's name and place."""
    site = get_object_or_404(sites_of(request.membership.organisation), pk=pk)
    form = SiteForm(request.POST or held_data(request), initial={"name": site.name, "place": site})
    if request.method == "POST" and form.is_valid():
        try:
            revise_site(site, by=request.membership, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            say(request, _("Saved."))
            return redirect("centre")
    return render(request, "settings/site.html", {"form": form, "site": site})


@door("organisations.change_organisation")
@require_POST
def site_remove(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes a site away; those who worked there stay."""
    site = get_object_or_404(sites_of(request.membership.organisation), pk=pk)
    remove_site(site, by=request.membership)
    say(request, _("%(site)s is removed.") % {"site": site})
    return redirect("centre")
