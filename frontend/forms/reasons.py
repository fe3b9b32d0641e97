"""Why a setting is changed: asked by every form that changes one."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from base.common.profiles import LONGEST_REASON

WHY = "why"


def why_field() -> forms.CharField:
    """A short reason, kept in the history."""
    return forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        help_text=_("In a few words, without names of people. It stays in the history."),
        error_messages={"required": _("Say why in a few words: it stays in the history.")},
    )


class WhyForm(forms.Form):
    """A form that changes a setting: it asks why after everything else."""

    why = why_field()

    def order_fields(self, field_order: Iterable[str] | None) -> None:
        """As Django does, with the reason last."""
        super().order_fields(field_order)
        self.fields[WHY] = self.fields.pop(WHY)
