"""Where an employer works: its sites, from its page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.organisations.domain.sites import add_site, remove_site, revise_site
from base.organisations.models import Site
from base.organisations.queries import sites_of
from frontend.access import SignedRequest, door
from frontend.doing import done, without_errors
from frontend.forms.employers import WorkplaceForm
from frontend.held import held_data
from frontend.toasts import say
from frontend.views.employers import find_to_keep_sites
from mentors.models import Participation


@door("mentors.keep_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_site_add(request: SignedRequest, pk: int) -> HttpResponse:
    """One more place where the firm works."""
    participation = find_to_keep_sites(request, pk)
    form = _form(request)

    def add() -> None:
        add_site(participation.employer, by=request.membership, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and done(form, add):
        say(request, _("%(site)s is added.") % {"site": form.cleaned_data["name"]})
        return redirect("employer", pk)
    return _show(request, form, participation)


@door("mentors.keep_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_site_edit(request: SignedRequest, pk: int, site_pk: int) -> HttpResponse:
    """A site's name and place."""
    participation = find_to_keep_sites(request, pk)
    site = get_object_or_404(sites_of(participation.employer), pk=site_pk)
    form = _form(request, site)

    def revise() -> None:
        revise_site(site, by=request.membership, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and done(form, revise):
        say(request, _("Saved."))
        return redirect("employer", pk)
    return _show(request, form, participation, site)


@door("mentors.keep_sites")
@require_POST
def employer_site_remove(request: SignedRequest, pk: int, site_pk: int) -> HttpResponse:
    """Takes a site away; those who worked there stay with the firm."""
    participation = find_to_keep_sites(request, pk)
    site = get_object_or_404(sites_of(participation.employer), pk=site_pk)
    remove_site(site, by=request.membership)
    say(request, _("%(site)s is removed.") % {"site": site})
    return redirect("employer", pk)


def _form(request: SignedRequest, site: Site | None = None) -> WorkplaceForm:
    initial = {"name": site.name, "place": site} if site else {}
    form = WorkplaceForm(request.POST or held_data(request), initial=initial)
    if request.method != "POST":
        without_errors(form)
    return form


def _show(
    request: SignedRequest, form: WorkplaceForm, participation: Participation, site: Site | None = None
) -> HttpResponse:
    context = {"form": form, "participation": participation, "site": site}
    status = 422 if request.method == "POST" else 200
    return render(request, "employers/site.html", context, status=status)
