"""Places where an organisation works. A centre says why it changes its own; a firm need not."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import differences, record
from base.common.errors import Refusal
from base.organisations.domain.reasons import reason_of
from base.organisations.models import Organisation, Site
from base.places.gazetteer import Place


def add_site(organisation: Organisation, *, name: str, place: Place, by: Actor, why: str = "") -> Site:
    """One more site. Refusal when it already has one of this name."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        site = Site(organisation=organisation)
        _write(site, name=name, place=place)
        _record("added", site, by=by, why=why)
    return site


def revise_site(site: Site, *, name: str, place: Place, by: Actor, why: str = "") -> Site:
    """The site under another name or at another place. Refusal when the name is taken."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=site.organisation_id)
        site = Site.objects.get(pk=site.pk)
        before = {"name": site.name, "place_name": site.place_name}
        _write(site, name=name, place=place)
        told = differences(before, {"name": site.name, "place_name": site.place_name})
        _record("revised", site, by=by, why=why, values=told)
    return site


def remove_site(site: Site, *, by: Actor, why: str = "") -> None:
    """Take the site away; people who worked there stay with the organisation, without a site."""
    with transaction.atomic():
        _record("removed", site, by=by, why=why)
        site.delete()


def _record(act: str, site: Site, *, by: Actor, why: str, **details: Any) -> None:
    """Also whose site it is: a centre writes down its employers' ones too."""
    told = {"organisation": site.organisation_id, **reason_of(site.organisation, why), **details}
    record(f"organisations.site.{act}", by=by, on=site, details=told)


def _write(site: Site, *, name: str, place: Place) -> None:
    name = name.strip()
    if not name:
        raise Refusal(_("A site needs a name."), code="name_missing")
    if Site.objects.filter(organisation=site.organisation_id, name=name).exclude(pk=site.pk).exists():
        raise Refusal(_("There is already a site of this name."), code="site_name_taken")
    site.name = name
    site.set_place(place)
    site.save()
