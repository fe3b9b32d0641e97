"""The centre itself and where it works."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.common.errors import Refusal
from base.organisations.domain.organisations import revise_organisation
from base.organisations.domain.sites import add_site, remove_site, revise_site
from base.organisations.models import Site
from base.organisations.queries import sites_of
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.centre import OrganisationForm, OwnSiteForm
from frontend.forms.reasons import WhyForm
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
            revise_organisation(
                organisation, data=form.data_for_verb(), why=form.cleaned_data["why"], by=request.membership
            )
        except Refusal as refusal:
            form.add_error("nip" if refusal.code == "nip_taken" else None, refusal.message)
        else:
            say(request, _("Saved."))
            return redirect("centre")
    shown = {"form": form, "sites": sites_of(organisation)}
    return render(request, "settings/centre.html", shown, status=422 if request.method == "POST" else 200)


@door("organisations.change_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def site_add(request: SignedRequest) -> HttpResponse:
    """One more place where the centre works."""
    form = OwnSiteForm(request.POST or held_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            site = add_site(request.membership.organisation, by=request.membership, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            say(request, _("%(site)s is added.") % {"site": site})
            return redirect("centre")
    shown = {"form": form, "site": None}
    return render(request, "settings/site.html", shown, status=422 if request.method == "POST" else 200)


@door("organisations.change_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """A site's name and place."""
    site = get_object_or_404(sites_of(request.membership.organisation), pk=pk)
    form = OwnSiteForm(request.POST or held_data(request), initial={"name": site.name, "place": site})
    if request.method == "POST" and form.is_valid():
        try:
            revise_site(site, by=request.membership, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            say(request, _("Saved."))
            return redirect("centre")
    return _show_site(request, site, form=form)


@door("organisations.change_organisation")
@require_POST
def site_remove(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes a site away; those who worked there stay."""
    site = get_object_or_404(sites_of(request.membership.organisation), pk=pk)
    form = WhyForm(request.POST, auto_id="remove_%s")
    if form.is_valid() and done(form, lambda: remove_site(site, by=request.membership, **form.cleaned_data)):
        say(request, _("%(site)s is removed.") % {"site": site})
        return redirect("centre")
    return _show_site(request, site, removing=form)


def _show_site(
    request: SignedRequest, site: Site, *, form: OwnSiteForm | None = None, removing: WhyForm | None = None
) -> HttpResponse:
    shown = {
        "site": site,
        "form": form or OwnSiteForm(initial={"name": site.name, "place": site}),
        "removing": removing,
        "remove_form": removing or WhyForm(auto_id="remove_%s"),
    }
    return render(request, "settings/site.html", shown, status=422 if request.method == "POST" else 200)
