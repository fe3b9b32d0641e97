"""Place and languages of a person, as every room keeps them: what must hold, and writing them down."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.profiles import Problems
from base.places.gazetteer import Place
from base.places.languages import Level, Spoken, language_codes
from base.places.models import Located


class Nowhere(Enum):
    """Told on purpose that a place is not known (any more)."""

    NOWHERE = ""


NOWHERE: Final = Nowhere.NOWHERE
PLACE_FIELDS = tuple(field.attname for field in Located._meta.fields)


def check_language(problems: Problems, code: str, *, field: str = "language") -> None:
    """The code is one this product knows."""
    if code not in language_codes():
        problems.add(field, format_lazy(_("We do not know the language “{code}”."), code=code), "unknown")


def check_languages(problems: Problems, spoken: Iterable[Spoken], *, field: str = "languages") -> None:
    """Every language is known and named once, with a level of the scale."""
    seen = set()
    for code, level in spoken:
        check_language(problems, code, field=field)
        if code in seen:
            problems.add(field, format_lazy(_("“{code}” is named twice."), code=code), "twice")
        if level not in Level.values:
            problems.add(field, _("A level is A0-C2 or native."), "level")
        seen.add(code)


def write_languages(rows: Any, spoken: Iterable[Spoken]) -> bool:
    """Make the rows of one person (`volunteer.languages`) say exactly this; whether anything changed.

    The languages are checked before.
    """
    wanted = {code: int(level) for code, level in spoken}
    changed = False
    for row in rows.all():
        level = wanted.pop(row.language, None)
        if level is None:
            row.delete()
        elif level != row.level:
            row.level = level
            row.save(update_fields=["level"])
        else:
            continue
        changed = True
    for code, level in wanted.items():
        rows.create(language=code, level=level)
        changed = True
    return changed


def write_place(row: Located, place: Place | Nowhere | None) -> bool:
    """Move an unsaved or loaded row to a place, None leaves it where it is; whether anything changed."""
    before = [getattr(row, name) for name in PLACE_FIELDS]
    if isinstance(place, Nowhere):
        for field in Located._meta.fields:
            setattr(row, field.attname, field.get_default())
    elif place is not None:
        row.set_place(place)
    return before != [getattr(row, name) for name in PLACE_FIELDS]
