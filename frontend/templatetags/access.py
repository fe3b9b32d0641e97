"""What a template asks about the person: {% load access %}."""

import rules
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from frontend.held import FIELD, sign_owner

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str, thing: object = None) -> bool:
    """{% may "families.add_household" as may_add %}: whether this membership may do this (to this thing)."""
    return bool(rules.has_perm(permission, context["request"].membership, thing))


@register.simple_tag(takes_context=True)
def draft_owner(context: template.Context) -> SafeString:
    """The hidden field that says, signed, whose form this is; see frontend/held.py."""
    membership = context["request"].membership
    if membership is None:
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, sign_owner(membership))
