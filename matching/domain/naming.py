"""An employer names a new colleague: where the employer's part and the people of the centre meet."""

from django.db import transaction

from base.audit.actor import Actor
from families.domain.naming import NamedData, keep_named
from families.models import NamedColleague
from mentors.domain.naming import refuse_outside
from mentors.models import Participation


@transaction.atomic
def name_colleague(participation: Participation, *, data: NamedData, by: Actor) -> NamedColleague:
    """Somebody the employer hired, told to its centre, which looks before anything is done.

    ValidationError as `families.domain.naming.problems_of_named`; Refusal when the employer's part has ended.
    """
    refuse_outside(participation)
    return keep_named(participation.centre, employer=participation.employer, data=data, by=by)
