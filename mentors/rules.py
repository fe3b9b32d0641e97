"""Who may do what with employers' parts and mentor-employees. The first argument is the membership; without
an object the question is about the role alone."""

from typing import TYPE_CHECKING

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.rules import has_role, is_administrator, is_employer, is_finance, works_with_people

if TYPE_CHECKING:
    from base.accounts.models import Membership

    from .models import Application, MentorEmployee, Participation

#: What a person reads who may not.
REFUSALS: dict[str, str | Promise] = {
    "mentors.view_participation": _("Employers are seen by the staff of their centre."),
    "mentors.add_participation": _("Employers are registered by the coordinators of a centre."),
    "mentors.change_participation": _("An employer's part is changed by the coordinators of the centre."),
    "mentors.answer_application": _("Applications of firms are answered by the centre's coordinators."),
    "mentors.keep_sites": _("Sites are kept by the employer and by the centre's coordinators."),
    "mentors.speak_for_firm": _("Only who speaks for the firm does this."),
    "mentors.consult": _("A consultation is written down by the centre's coordinators."),
    "mentors.view_way_in": _("Survey and agreement are read by the employer and the centre's coordinators."),
    "mentors.set_texts": _("The words of the agreement are set by the centre's administrators."),
    "mentors.view_mentor": _("Mentors are seen by the staff of their centre and by their employer."),
    "mentors.add_mentor": _("Mentors are registered by the coordinators of a centre."),
    "mentors.name_people": _("An employer names its own people."),
    "mentors.change_own_profile": _("Here mentors look after their own profile."),
    "mentors.change_mentor": _("A mentor is changed by the coordinators of the centre."),
}


@rules.predicate
def is_of_own_centre(
    membership: "Membership | None", thing: "Participation | MentorEmployee | Application | None"
) -> bool:
    """The participation, mentor or application, if one is named, belongs to the membership's centre."""
    if thing is None:
        return True
    return membership is not None and thing.centre_id == membership.organisation_id


@rules.predicate
def is_own_participation(membership: "Membership | None", participation: "Participation | None") -> bool:
    """The part is this employer's own."""
    if participation is None:
        return True
    return membership is not None and participation.employer_id == membership.organisation_id


@rules.predicate
def works_at_own_firm(membership: "Membership | None", mentor: "MentorEmployee | None") -> bool:
    """The mentor, if one is named, is employed at the membership's organisation."""
    return mentor is None or is_own_participation(membership, mentor.participation)


@rules.predicate
def is_the_mentor(membership: "Membership | None", mentor: "MentorEmployee | None") -> bool:
    """The mentor is this person."""
    return membership is not None and mentor is not None and mentor.user_id == membership.user_id


works_with_mentors = works_with_people & is_of_own_centre
speaks_for_firm = is_employer & is_own_participation
sees_mentors = (works_with_people | is_finance) & is_of_own_centre

rules.add_perm("mentors.view_participation", sees_mentors | (is_employer & is_own_participation))
rules.add_perm("mentors.add_participation", works_with_people)
rules.add_perm("mentors.change_participation", works_with_mentors)
rules.add_perm("mentors.answer_application", works_with_people & is_of_own_centre)
rules.add_perm("mentors.speak_for_firm", speaks_for_firm)
rules.add_perm("mentors.consult", works_with_mentors)
rules.add_perm("mentors.view_way_in", works_with_mentors | speaks_for_firm)
rules.add_perm("mentors.keep_sites", works_with_mentors | speaks_for_firm)
rules.add_perm("mentors.set_texts", is_administrator)
rules.add_perm(
    "mentors.view_mentor",
    sees_mentors | (is_employer & works_at_own_firm) | (has_role(Role.MENTOR) & is_the_mentor),
)
rules.add_perm("mentors.add_mentor", works_with_people)
#: Who mentors, and who is newly hired: said by the employer about its own part.
rules.add_perm("mentors.name_people", speaks_for_firm)
rules.add_perm("mentors.change_mentor", works_with_mentors)
#: One's own yes, languages and hours; whose they are is told by `queries.mentors_in_scope`.
rules.add_perm("mentors.change_own_profile", has_role(Role.MENTOR))
