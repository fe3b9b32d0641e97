"""What must hold for everybody's profile, whichever room keeps it: checked once, shown by every door."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.common.enums import ContactChannel, GenderWish, WishStrength

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_REASON = 200

FieldProblems = dict[str, list[ValidationError]]


@dataclass(frozen=True)
class Missing:
    """One thing that keeps somebody from being matched: a word for programs, a sentence for people."""

    code: str
    sentence: "StrOrPromise"


class Problems:
    """Collects what is wrong with a profile, field by field, so that a person hears all of it at once.

    Fields of a row in a list are named by list, position and field: "members.0.languages".
    """

    def __init__(self) -> None:
        self.by_field: FieldProblems = {}

    def add(self, field: str, sentence: "StrOrPromise", code: str = "invalid") -> None:
        """One more sentence for a field."""
        self.by_field.setdefault(field, []).append(ValidationError(sentence, code=code))

    def check_fields(self, row: models.Model, names: Collection[str], *, prefix: str = "") -> None:
        """Add what the model's own fields of these names find wrong with an unsaved row."""
        try:
            row.clean_fields(exclude={field.name for field in row._meta.fields} - set(names))
        except ValidationError as error:
            for field, errors in error.error_dict.items():
                self.by_field.setdefault(prefix + field, []).extend(errors)

    def check_values(
        self, model: type[models.Model], values: Mapping[str, object], *, prefix: str = ""
    ) -> None:
        """The same for values by field, without a row: lists have thousands of them."""
        for name, value in values.items():
            field = model._meta.get_field(name)
            assert isinstance(field, models.Field)  # noqa: S101 - a column of its own, no relation back
            if field.blank and value in field.empty_values:
                continue
            try:
                field.clean(value, None)
            except ValidationError as error:
                self.by_field.setdefault(prefix + name, []).extend(error.error_list)


def write_fields(row: models.Model, data: object, names: Iterable[str]) -> list[str]:
    """Set the row's fields of these names to the data's; returns the names of those that differed."""
    changed = []
    for name in names:
        before = getattr(row, name)
        setattr(row, name, getattr(data, name))
        # Read back: a phone number typed with spaces is the same number.
        if getattr(row, name) != before:
            changed.append(name)
    return changed


def refuse_problems(problems: FieldProblems) -> None:
    """Raise one ValidationError that holds them all; nothing when there are none."""
    if problems:
        raise ValidationError({field: list(errors) for field, errors in problems.items()})


def checked_reason(problems: Problems, why: str, *, field: str = "why") -> str:
    """The reason of a change of settings, in one line; a problem when it is empty or too long."""
    why = " ".join(why.split())
    if not why:
        problems.add(field, _("Say why in a few words: it stays in the history."), "required")
    elif len(why) > LONGEST_REASON:
        problems.add(field, _("A reason has at most 200 characters."), "max_length")
    return why


def needed_reason(why: str) -> str:
    """`checked_reason` where nothing else can be wrong. ValidationError without one, or too long a one."""
    problems = Problems()
    why = checked_reason(problems, why)
    refuse_problems(problems.by_field)
    return why


def check_wish(problems: Problems, gender: str, strength: str) -> None:
    """A wish for a gender has both halves: whom, and how strongly."""
    if gender == GenderWish.ANY and strength != WishStrength.NONE:
        problems.add("wish_gender", _("Say whom this wish is about: a woman or a man."), "required")
    if gender != GenderWish.ANY and strength == WishStrength.NONE:
        problems.add("wish_strength", _("Say how strong this wish is: if possible, or only so."), "required")


#: What each channel cannot do without, and the sentence that asks for it.
NEEDED_BY_CHANNEL: Mapping[str, tuple[str, "StrOrPromise"]] = {
    ContactChannel.EMAIL: ("email", _("Write the e-mail address, or choose another way to reach them.")),
    ContactChannel.SMS: ("phone", _("Write the phone number, or choose another way to reach them.")),
    ContactChannel.PHONE_CALL: ("phone", _("Write the phone number, or choose another way to reach them.")),
    ContactChannel.LETTER: (
        "address",
        _("Write the street and number, or choose another way to reach them."),
    ),
}


def check_channel(problems: Problems, channel: str, contacts: Mapping[str, object]) -> None:
    """The chosen channel can be used: `contacts` holds what the profile has of email, phone and address."""
    if channel not in NEEDED_BY_CHANNEL:
        return
    field, sentence = NEEDED_BY_CHANNEL[ContactChannel(channel)]
    if not contacts.get(field):
        # A profile that keeps no street address names the channel instead.
        problems.add(field if field in contacts else "channel", sentence, "required")


def one_line(text: str) -> str:
    """Without stray spaces around and within."""
    return " ".join(text.split())


def said(reason: str) -> str:
    """A reason in words, tidied; ValidationError on the field "reason" when empty or too long."""
    reason = one_line(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Say it in at most 200 characters.")})
    return reason
