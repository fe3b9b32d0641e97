"""One page in short numbered steps, its draft, and the mark that makes a second sending harmless."""

import re
import uuid
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MARK = re.compile(r"[0-9a-f]{32}")


def stand_in(form: forms.BaseForm) -> None:
    """Let a wrong form tell the rest of what it holds: each wrong field counts as left empty, or as its
    STAND_INS say, where an empty one would make others wrong."""
    instead = getattr(form, "STAND_INS", {})
    for name, field in form.fields.items():
        if name not in form.cleaned_data:
            form.cleaned_data[name] = instead[name] if name in instead else _left_empty(field)


def _left_empty(field: forms.Field) -> Any:
    optional = copy(field)
    optional.required = False
    return optional.clean(None)


@dataclass(frozen=True)
class Step:
    """A numbered part of a page: its fields; `part` is a template drawn after them."""

    key: str
    title: "StrOrPromise"
    fields: Sequence[str] = ()
    lead: "StrOrPromise" = ""
    part: str = ""


@dataclass(frozen=True)
class ShownStep:
    """A step with its fields bound; `wrong` when one of them has an error."""

    step: Step
    fields: Sequence[forms.BoundField]
    wrong: bool


class SteppedForm(forms.Form):
    """A form in steps. `form_mark` names one filling-in: sent twice, it is the same person.

    `version` is the one the person saw when they began, 0 for somebody new.
    """

    form_mark = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    STEPS: Sequence[Step] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_mark": uuid.uuid4().hex, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        # The summary of errors follows the page.
        self.order_fields([name for step in self.STEPS for name in step.fields])

    def steps(self) -> list[ShownStep]:
        """The steps with what is drawn in them."""
        shown = []
        for step in self.STEPS:
            fields = [self[name] for name in step.fields]
            shown.append(ShownStep(step, fields, any(bound.errors for bound in fields)))
        return shown

    def import_key(self) -> str:
        """The same for every sending of one filled-in form; a mark not of our making counts as none."""
        mark = self.cleaned_data.get("form_mark") or ""
        return f"form:{mark}" if MARK.fullmatch(mark) else ""

    def see_version(self, version: int) -> None:
        """From now on the person has been told of this version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict once it is bound
        self.data[self.add_prefix("version")] = str(version)  # type: ignore[index]
