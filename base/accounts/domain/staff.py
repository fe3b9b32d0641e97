"""Where colleagues work and which languages they speak with those who come."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from base.accounts.enums import STAFF_ROLES
from base.accounts.models import Membership, StaffLanguage
from base.audit.actor import Actor
from base.audit.domain.records import differences, record
from base.common.errors import Refusal
from base.common.profiles import needed_reason
from base.organisations.models import Site
from base.places.languages import Spoken

MOST_LANGUAGES = 12


@transaction.atomic
def set_staff(
    colleague: Membership, *, site: Site | None, languages: Iterable[Spoken], why: str, by: Actor
) -> Membership:
    """The colleague's site and languages, all of them, from now on.

    Refusal for a role that has no such page; ValidationError by field for a site of somebody else's, for
    more languages than anybody speaks and without a reason.
    """
    colleague = Membership.objects.select_for_update(of=("self",)).select_related("site").get(pk=colleague.pk)
    if colleague.role not in STAFF_ROLES or colleague.ended_at is not None:
        raise Refusal(_("Only those who work at the centre have a site and languages."), code="not_staff")
    if site is not None and site.organisation_id != colleague.organisation_id:
        raise ValidationError({"site": _("This is not one of your sites.")})
    spoken = {one.language: one for one in languages}
    if len(spoken) > MOST_LANGUAGES:
        told = _("At most %(most)d languages: name those that are used here.") % {"most": MOST_LANGUAGES}
        raise ValidationError({"languages": told})
    before = _told(colleague.site, colleague.languages.order_by("-level", "language"))
    colleague.site = site
    colleague.save(update_fields=["site"])
    colleague.languages.all().delete()
    StaffLanguage.objects.bulk_create(
        StaffLanguage(membership=colleague, language=one.language, level=one.level) for one in spoken.values()
    )
    after = _told(site, colleague.languages.order_by("-level", "language"))
    record(
        "accounts.staff.revised",
        by=by,
        organisation_id=colleague.organisation_id,
        details={
            "membership": colleague.pk,
            "values": differences(before, after),
            "why": needed_reason(why),
        },
    )
    return colleague


def _told(site: Site | None, languages: Iterable[StaffLanguage]) -> dict[str, Any]:
    return {"site": str(site) if site else "", "languages": [list(one.spoken) for one in languages]}
