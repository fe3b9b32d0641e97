"""How a person comes to a log-in: {% load inviting %}, on the page of a volunteer or a mentor."""

from typing import Any

import rules
from django import template

from frontend.inviting import log_in_of
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

register = template.Library()


@register.inclusion_tag("accounts/invite_person.html", takes_context=True)
def invite_person(context: template.Context, person: Volunteer | MentorEmployee) -> dict[str, Any]:
    """A sheet: whether the person logs in, was invited, or can be; nothing for those who may not invite."""
    membership = context["request"].membership
    may = rules.has_perm("accounts.invite_helper", membership)
    return {"log_in": log_in_of(person) if may else None, "csrf_token": context.get("csrf_token")}
