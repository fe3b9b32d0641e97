"""Why a centre changes what it says of itself."""

from base.common.profiles import needed_reason
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation


def reason_of(organisation: Organisation, why: str) -> dict[str, str]:
    """For the details of the record: a centre's own settings ask why, a firm's data do not.

    ValidationError for a centre that says nothing.
    """
    return {} if organisation.kind == OrganisationKind.EMPLOYER else {"why": needed_reason(why)}
