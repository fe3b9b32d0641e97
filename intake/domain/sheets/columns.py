"""What a sheet is made of. One definition of a column drives our templates, the reading of a file, the
problems beside its cells and the file of rows to be mended."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from base.audit.actor import Actor
from base.common.profiles import FieldProblems
from base.organisations.models import Organisation
from base.places.errors import UnreadableText
from intake.domain.readers import TEXT, Reader
from intake.domain.readers.vocabulary import Vocabulary
from intake.enums import Kind

from .composites import COMPOSITES, PARTS, Composite, Part

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Values = dict[str, Any]
#: A target every kind has: the text goes into the note, after the heading of its column.
NOTE: Final = "note"


@dataclass(frozen=True)
class Column:
    """A column by its headings and examples in Polish and English, which belong to the file format.

    `also` are other headings it is known by; `words` offers a choice in the template; `fields` are the names
    under which the room's own checks speak of it, where they differ from `name`. `personal`: its texts name
    somebody, so that what a person answers about them is never remembered. `ours`: Splot writes it in the
    files it gives out; a template has no use for it. `each`: what is asked here is answered for one row
    alone, however many say the same, and never remembered.
    """

    name: str
    pl: str
    en: str
    example: tuple[str, str] = ("", "")
    hint: "StrOrPromise" = ""
    reader: Reader = TEXT
    required: bool = False
    also: tuple[str, ...] = ()
    words: Vocabulary | None = None
    fields: tuple[str, ...] = ()
    personal: bool = False
    ours: bool = False
    each: bool = False

    def heading(self, language: str) -> str:
        """As it stands in our templates; English for "en", else Polish."""
        return self.en if language.startswith("en") else self.pl

    def example_in(self, language: str) -> str:
        """A cell somebody might write."""
        return self.example[1 if language.startswith("en") else 0]


@dataclass(frozen=True)
class Known:
    """Somebody of the centre as the repeats are looked for; phone in E.164. `postcode` and `place` are where
    they live, or the employer's name under `postcode`; `version` is that of their row."""

    label: str
    import_key: str
    name: str
    phone: str
    email: str
    postcode: str
    place: str = ""
    archived: bool = False
    version: int = 0


class Registered(NamedTuple):
    """Somebody as an import left them: the neutral label and the version of their row."""

    label: str
    version: int


@dataclass(frozen=True, eq=False)
class SheetKind:
    """A kind of list. `build(values, surroundings)` makes the data its room registers people from, `check`
    says what keeps it out; `name_of` is whose row it is. `shown` are the columns a preview shows beside it.

    The verbs for many at once answer in the order they were given: `register_many(centre, data, by)`,
    `update_many(centre, [(label, values)], by)`, which changes the columns in `values` and no other, and
    `unregister_many(centre, [(label, version)], by)`, with Refusal "used" that names whom it cannot take
    back, as `check_unused(centre, [(label, version)])` does beforehand, in a transaction. `cells_of(centre,
    labels)` is what Splot has, as texts of the sheet in the active language, and `values_of` the same as
    values; None stands for everybody of the centre.
    """

    kind: Kind
    columns: Sequence[Column]
    shown: tuple[str, ...]
    build: Callable[[Values, Any], Any]
    check: Callable[[Any], FieldProblems]
    name_of: Callable[[Mapping[str, str]], str]
    known_people: Callable[[Organisation], Sequence[Known]]
    #: A row of `build` that `check` has just let pass, made ready before the transaction; `register_many`
    #: takes it as it takes the row.
    ready: Callable[[Any], Any]
    register_many: Callable[[Organisation, Sequence[Any], Actor], list[Registered]]
    update_many: Callable[[Organisation, Sequence[tuple[str, Values]], Actor], list[Registered]]
    unregister_many: Callable[[Organisation, Sequence[tuple[str, int]], Actor], None]
    check_unused: Callable[[Organisation, Sequence[tuple[str, int]]], None]
    cells_of: Callable[[Organisation, Collection[str] | None], dict[str, dict[str, str]]]
    values_of: Callable[[Organisation, Collection[str] | None], dict[str, Values]]
    #: What `build` needs to know of the centre, looked up once for all rows.
    surroundings: Callable[[Organisation], Any] = lambda centre: None
    #: What is wrong between columns, by column; a value that belongs to another one is moved there.
    cross_check: Callable[[Values, Any], Mapping[str, UnreadableText]] = lambda values, surroundings: {}

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Its columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def name_column(self) -> str:
        """Our column of the person's name."""
        return "contact_name" if "contact_name" in self.by_name else "first_name"

    @cached_property
    def template(self) -> tuple[Column, ...]:
        """What an empty list of ours asks for."""
        return tuple(column for column in self.columns if not column.ours)

    @cached_property
    def composites(self) -> tuple[Composite, ...]:
        """Targets that fill several of its columns from one cell."""
        return tuple(one for one in COMPOSITES if self.by_name.keys() >= set(one.parts))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Targets that are a piece of one of its columns."""
        return tuple(one for one in PARTS if one.into in self.by_name)

    @cached_property
    def targets(self) -> frozenset[str]:
        """Everything a column of a file can be told to be."""
        others = {one.name for one in self.composites} | {one.name for one in self.parts}
        return frozenset({NOTE, *self.by_name, *others})

    def column_of(self, field: str) -> str:
        """The column a room's problem belongs to: "members.0.languages" is told under "languages"."""
        last = field.rpartition(".")[2]
        for column in self.columns:
            if last == column.name or last in column.fields:
                return column.name
        return next(column.name for column in self.columns if column.required)
