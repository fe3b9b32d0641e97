"""An employer names one of its people a mentor; whether they want to is theirs to say."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.profiles import FieldProblems, Problems, refuse_problems
from mentors.enums import MentorState, ParticipationState
from mentors.models import MentorEmployee, Participation

from .mentor_data import MentorData, problems_of_mentor, tidy
from .mentors import ended, register_mentor


@transaction.atomic
def name_mentor(participation: Participation, *, data: MentorData, by: Actor) -> MentorEmployee:
    """The employer's mentor from `data.appointed_from` on, under the centre's next label; nobody is matched
    with them before they agreed themselves. What only they or the centre know (hours, wishes, a note) is
    left out, whatever `data` says.

    ValidationError names fields: an e-mail address and the first day as a mentor are asked for, and the
    address is nobody else's at this firm. Refusal when the employer's part has ended. The same import key
    twice is one mentor.
    """
    refuse_outside(participation)
    theirs = MentorData(first_name=data.first_name, job_title=data.job_title)
    kept = ("week", "wish_gender", "wish_strength", "note", "gender", "place")
    data = replace(tidy(data), **{name: getattr(theirs, name) for name in kept})
    known = participation.centre.mentor_employees.filter(import_key=data.import_key)
    if data.import_key and (mentor := known.first()):
        return mentor
    refuse_problems(problems_of_naming(participation, data))
    mentor = register_mentor(participation, data=data, by=by)
    mentor.named_by_employer = True
    mentor.save(update_fields=["named_by_employer"])
    record(
        "mentors.mentor.named",
        by=by,
        on=mentor,
        organisation_id=mentor.centre_id,
        details={"employer": participation.employer_id},
    )
    return mentor


def problems_of_naming(participation: Participation, data: MentorData) -> FieldProblems:
    """What keeps this naming from being done, by field."""
    problems = Problems()
    problems.by_field.update(problems_of_mentor(data))
    if data.appointed_from is None:
        problems.add("appointed_from", _("From which day are they a mentor?"), "required")
    if not data.email:
        problems.by_field.pop("email", None)
        problems.add("email", _("Write their e-mail address: the invitation goes there."), "required")
    else:
        there = participation.mentors.exclude(state=MentorState.LEFT).filter(email__iexact=data.email)
        if there.exists():
            problems.add("email", _("Somebody with this address is a mentor here already."), "known")
    return problems.by_field


def refuse_outside(participation: Participation) -> None:
    """Refusal when the employer's part has ended: nobody is named any more."""
    participation.refresh_from_db(from_queryset=Participation.objects.select_for_update())
    if participation.state == ParticipationState.ENDED:
        raise ended()
