"""What every room of people asks of the centre it registers somebody at."""

from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal
from base.organisations.enums import OrganisationKind, OrganisationState
from base.organisations.models import Organisation


def lock_centre(centre: Organisation) -> Organisation:
    """The centre's row, held until the transaction ends, so that two registrations never take one number.

    Refusal when the organisation is no centre or NGO, or is archived.
    """
    locked = Organisation.objects.select_for_update().get(pk=centre.pk)
    if locked.kind not in (OrganisationKind.CENTRE, OrganisationKind.NGO):
        raise Refusal(_("Only a centre or an NGO registers people."), code="not_a_centre")
    if locked.state != OrganisationState.ACTIVE:
        raise Refusal(_("This centre is archived."), code="archived")
    return locked
