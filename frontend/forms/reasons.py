"""Why a setting is changed: asked by every form that changes one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from base.common.profiles import LONGEST_REASON


def why_field() -> forms.CharField:
    """A short reason, kept in the history."""
    return forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        help_text=_("In a few words, without names of people. It stays in the history."),
        error_messages={"required": _("Say why in a few words: it stays in the history.")},
    )
