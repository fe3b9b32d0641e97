"""The columns of a list as they are shown and changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.domain.recognition.mapping import MappedColumn, missing_columns, reason_of, target_choices
from intake.domain.sheets.columns import NOTE, SheetKind
from intake.models import Upload

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

Groups = list[tuple[str, list[tuple[str, str]]]]
BADGES = {"sure": "ok", "check": "wait", "none": ""}


@dataclass(frozen=True)
class More:
    """One further target of a column, and the id of its select."""

    id: str
    target: str


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file: what it is called there, what it goes to, a few texts out of it, how sure we are
    and why. `more` are further targets, with an empty one at the end."""

    key: str
    heading: str
    samples: Sequence[str]
    target: str
    more: Sequence[More]
    lead: str
    confidence: str
    word: "StrOrPromise"
    badge: str
    why: str

    @property
    def is_told_more(self) -> bool:
        """Whether it goes to several fields, or its heading says something before each text."""
        return bool(self.more[0].target or self.lead)


@dataclass(frozen=True)
class ShownColumns:
    """All of them: those to choose a field for, those left out because we do not keep such things, what a
    column can become, and a sentence on how well they are known."""

    shown: list[ShownColumn]
    sensitive: list[tuple[str, str]]
    groups: Groups
    words: str
    to_check: int


def columns_shown(
    upload: Upload, kind: SheetKind, language: str, sent: Sequence[Mapping[str, Any]] = ()
) -> ShownColumns:
    """The columns of a list for its page; `sent` is what a person chose and could not be taken."""
    columns = columns_of(upload)
    if sent:
        columns = [_as_sent(column, told) for column, told in zip(columns, sent, strict=True)]
    sensitive = [
        (named(column, at), reason_of(column)) for at, column in enumerate(columns) if column.sensitive
    ]
    shown = [_shown(column, at) for at, column in enumerate(columns) if not column.sensitive]
    to_check = sum(column.confidence != "sure" for column in shown)
    # To leave a column out is said by each select's own first choice.
    groups = [
        (group, [one for one in choices if one[0]]) for group, choices in target_choices(kind, language)
    ]
    return ShownColumns(shown, sensitive, groups, _words(len(shown), to_check), to_check)


def columns_of(upload: Upload) -> list[MappedColumn]:
    """The columns as the room speaks of them."""
    return [MappedColumn.from_json(told) for told in upload.columns]


def columns_sent(upload: Upload, data: "QueryDict") -> list[dict[str, Any]]:
    """What a person chose for each column, as `map_columns` takes it: "target-3" as often as it goes
    somewhere, "lead-3" what its heading says before each text. What was not sent stays as it is."""
    return [
        {
            "targets": data.getlist(f"target-{at}") if f"target-{at}" in data else list(column.targets),
            "lead": data.get(f"lead-{at}", column.lead).strip(),
        }
        for at, column in enumerate(columns_of(upload))
    ]


def named(column: MappedColumn, position: int) -> str:
    """Its heading, or its place in the file where it has none."""
    return column.heading or _("column %(number)d, without a heading") % {"number": position + 1}


def mapping_of(upload: Upload, groups: Groups) -> list[tuple[str, str]]:
    """(heading, where it went) of every column that was read, in words."""
    return [
        (named(column, at), ", ".join(targets_said(groups, column.targets)) or _("left out"))
        for at, column in enumerate(columns_of(upload))
        if not column.sensitive
    ]


def targets_said(groups: Groups, targets: Iterable[str]) -> list[str]:
    """What a column goes to, in words."""
    words = {name: label for _group, choices in groups for name, label in choices}
    return [words.get(target, target) for target in targets]


def _as_sent(column: MappedColumn, told: Mapping[str, Any]) -> MappedColumn:
    targets = tuple(dict.fromkeys(filter(None, told["targets"])))
    return replace(column, targets=targets, lead=told["lead"])


def _shown(column: MappedColumn, position: int) -> ShownColumn:
    words = {"sure": _("sure"), "check": _("please check"), "none": _("left out")}
    if column.targets == (NOTE,) and column.confidence == "check":
        words["check"] = _("kept as a note")
    first, *more = column.targets or ("",)
    return ShownColumn(
        key=str(position),
        heading=named(column, position),
        samples=column.samples,
        target=first,
        more=[More(f"more-{position}-{at}", target) for at, target in enumerate([*more, ""])],
        lead=column.lead,
        confidence=column.confidence,
        word=words[column.confidence],
        badge=BADGES[column.confidence],
        why=reason_of(column),
    )


def _words(count: int, to_check: int) -> str:
    if not to_check:
        return ngettext("We know the one column.", "We know all %(n)d columns.", count) % {"n": count}
    return ngettext(
        "We are sure of %(sure)d out of %(n)d. Please check one.",
        "We are sure of %(sure)d out of %(n)d. Please check %(check)d.",
        to_check,
    ) % {"sure": count - to_check, "n": count, "check": to_check}


def missing_words(upload: Upload, kind: SheetKind, language: str) -> list[str]:
    """Our columns nobody can be taken in without, and no column of the file tells of."""
    return [column.heading(language) for column in missing_columns(kind, columns_of(upload))]
