"""Filling in a person's form: what was typed before, saving it once, and mending what was refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.accounts.domain.drafts import discard_draft
from base.common.errors import Refusal
from base.common.profiles import FieldProblems
from frontend.doing import STALE, add_problems, add_what_else, without_errors
from frontend.forms.steps import stand_in
from frontend.overtaken import Overtaken, overtaken
from frontend.people import Typed, typed_before
from frontend.same_person import MayBeKnown, Twin

if TYPE_CHECKING:
    from frontend.access import SignedRequest

ADD_ROW = "add_member"


@dataclass
class Filling:
    """One form as this person fills it in; `rows` is the formset inside it, if there is one."""

    request: "SignedRequest"
    key: str
    form: Any
    typed: Typed
    rows: Any = None
    overtaken: Overtaken | None = None
    twins: list[Twin] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Of the answer that shows it: 409 when a colleague was quicker, 422 when something is to mend."""
        if not self.typed.is_sent:
            return HTTPStatus.OK
        return HTTPStatus.CONFLICT if self.overtaken else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def apart(self) -> str:
        """Those asked about, for the hidden field of the next sending."""
        return ",".join(str(one.pk) for one in self.twins)

    @property
    def seen(self) -> int:
        """The version the form was made of, or the person has been told of; 0 for none."""
        return _number(str(self.form["version"].value() or ""))

    def saved(
        self, verb: Callable[[], Any], person: Any = None, *, check: Callable[[], FieldProblems] | None = None
    ) -> Any:
        """What the verb gives; None when nothing was sent or something is to be mended, which the form tells.

        When somebody else changed `person` meanwhile, that is said once, field by field, and what was typed
        stays; the next sending saves over it. Whom somebody new may be is asked once, in `twins`.
        `check` asks what the verb would find wrong: with a form that is wrong already, all is told at once.
        """
        if not self.typed.is_sent:
            return None
        if not self._is_valid():
            if check is not None:
                self._tell_the_rest(check)
            return None
        try:
            found = verb()
        except MayBeKnown as known:
            self.twins = known.twins
        except ValidationError as error:
            add_problems(self.form, error, self._rows())
        except Refusal as refusal:
            if refusal.code == STALE:
                self.overtaken = overtaken(self.form, self.rows, person)
                self.form.see_version(person.version)
            self.form.add_error(None, ValidationError(str(refusal.message), code=refusal.code))
        else:
            discard_draft(self.request.membership, form_key=self.key)
            return found
        return None

    def _is_valid(self) -> bool:
        # Both are asked, so that everything wrong is told at once.
        valid = [self.form.is_valid(), self.rows is None or self.rows.is_valid()]
        return all(valid)

    def _tell_the_rest(self, check: Callable[[], FieldProblems]) -> None:
        for one in self.all_forms():
            if one.errors:
                stand_in(one)
        add_what_else(self.form, check(), self._rows())

    def _rows(self) -> Mapping[str, Any]:
        return {} if self.rows is None else {"members": self.rows.kept()}

    def all_forms(self) -> list[forms.BaseForm]:
        """The form and its rows, for the summary of errors."""
        return [self.form, *(self.rows.forms if self.rows is not None else ())]


def fill(
    request: "SignedRequest",
    key: str,
    make: Callable[..., forms.Form],
    initial: Mapping[str, Any],
    *,
    make_rows: Callable[..., Any] | None = None,
    rows: list[dict[str, Any]] | None = None,
) -> Filling:
    """The form with what was typed before, or with `initial`; `rows` are the beginnings of its formset."""
    typed = typed_before(request, key)
    data = typed.data
    if data is not None and ADD_ROW in data and make_rows:
        data = data.copy()
        data["members-TOTAL_FORMS"] = str(_number(data.get("members-TOTAL_FORMS")) + 1)
    form = make(data, initial=dict(initial))
    formset = make_rows(data, initial=rows or [], prefix="members") if make_rows else None
    filling = Filling(request, key, form, typed, formset)
    if data is not None and not typed.is_sent:
        without_errors(*filling.all_forms())
    return filling


def second_sending() -> str:
    """What is said when one filled-in form arrives twice."""
    return _("This form was sent before: nobody was added twice. To add somebody else, open it again.")


def _number(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() else 0
