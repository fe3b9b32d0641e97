"""What a sheet is made of. One definition of a column drives our templates, the reading of a file, the
problems beside its cells and the file of rows to be mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from base.audit.actor import Actor
from base.common.profiles import FieldProblems
from base.organisations.models import Organisation
from base.places.errors import UnreadableText
from intake.enums import Kind

from .readers import TEXT, Reader
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Values = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column by its headings and examples in Polish and English, which belong to the file format.

    `also` are other headings it is known by; `words` offers a choice in the template; `fields` are the names
    under which the room's own checks speak of it, where they differ from `name`.
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

    def heading(self, language: str) -> str:
        """As it stands in our templates; English for "en", else Polish."""
        return self.en if language.startswith("en") else self.pl

    def example_in(self, language: str) -> str:
        """A cell somebody might write."""
        return self.example[1 if language.startswith("en") else 0]


@dataclass(frozen=True)
class Known:
    """Somebody of the centre as the repeats are looked for; phone in E.164."""

    label: str
    import_key: str
    name: str
    phone: str
    email: str
    postcode: str


@dataclass(frozen=True)
class SheetKind:
    """A kind of list. `build(values, surroundings)` makes the data its room registers people from, `check`
    says what keeps it out, `register` returns the label of whom it became; `name_of` is whose row it is.

    `shown` are the columns a preview shows beside the name.
    """

    kind: Kind
    columns: Sequence[Column]
    shown: tuple[str, ...]
    build: Callable[[Values, Any], Any]
    check: Callable[[Any], FieldProblems]
    register: Callable[[Organisation, Any, Actor], str]
    name_of: Callable[[Mapping[str, str]], str]
    known_people: Callable[[Organisation], Sequence[Known]]
    #: What `build` needs to know of the centre, looked up once for all rows.
    surroundings: Callable[[Organisation], Any] = lambda centre: None
    #: What is wrong between columns, by column.
    cross_check: Callable[[Values, Any], Mapping[str, UnreadableText]] = lambda values, surroundings: {}

    @property
    def by_name(self) -> dict[str, Column]:
        """Its columns by name."""
        return {column.name: column for column in self.columns}

    def column_of(self, field: str) -> str:
        """The column a room's problem belongs to: "members.0.languages" is told under "languages"."""
        last = field.rpartition(".")[2]
        for column in self.columns:
            if last == column.name or last in column.fields:
                return column.name
        return self.columns[1].name
