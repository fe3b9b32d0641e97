"""From a form to a verb and back: what the verb refuses stands beside the field it is about."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import ErrorDict

from base.common.errors import Refusal
from base.common.profiles import FieldProblems

#: What a refusal is called when a colleague has changed the thing meanwhile.
STALE = "stale"


def status_of(form: forms.BaseForm) -> int:
    """Of the answer to a form that was not done: 409 when a colleague was quicker, else 422."""
    is_stale = form.has_error(NON_FIELD_ERRORS, code=STALE)
    return HTTPStatus.CONFLICT if is_stale else HTTPStatus.UNPROCESSABLE_ENTITY


def done(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Calls the verb; whether it did it. Refusals and problems are told by the form."""
    try:
        verb()
    except ValidationError as error:
        add_problems(form, error)
    except Refusal as refusal:
        form.add_error(None, ValidationError(str(refusal.message), code=refusal.code))
    else:
        return True
    return False


def done_in_time(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """As `done`, for a form with a day and a time: what the verb says of "start" stands beside the time."""

    def told() -> None:
        try:
            verb()
        except ValidationError as error:
            if hasattr(error, "error_dict") and "start" in error.error_dict:
                error.error_dict["at"] = error.error_dict.pop("start")
            raise

    return done(form, told)


def add_problems(
    form: forms.BaseForm, error: ValidationError, rows: Mapping[str, Sequence[forms.BaseForm]] | None = None
) -> None:
    """Each problem to its field; "members.0.languages" to the first of `rows["members"]`, the rest on top."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, problems in by_field.items():
        target, field = _target(form, name, rows or {})
        target.add_error(field if field in target.fields else None, problems)


def add_what_else(
    form: forms.BaseForm,
    problems: FieldProblems,
    rows: Mapping[str, Sequence[forms.BaseForm]] | None = None,
) -> None:
    """Of what the verb would say of a form that is wrong already: the fields nothing is said of yet."""
    rows = rows or {}
    for name, errors in problems.items():
        target, field = _target(form, name, rows)
        if field in target.fields and field not in target.errors:
            target.add_error(field, errors)
        elif name in rows:
            form.add_error(None, errors)


def _target(
    form: forms.BaseForm, name: str, rows: Mapping[str, Sequence[forms.BaseForm]]
) -> tuple[forms.BaseForm, str]:
    group, _dot, rest = name.partition(".")
    position, _dot, field = rest.partition(".")
    if group in rows and position.isdecimal() and int(position) < len(rows[group]):
        return rows[group][int(position)], field
    return form, name


def without_errors(*forms_: forms.BaseForm) -> None:
    """Show what was typed as it is: a form taken out of a draft is not wrong, it is unfinished."""
    for form in forms_:
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # what full_clean() would fill
        form.cleaned_data = {}
