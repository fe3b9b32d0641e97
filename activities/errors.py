"""How the verbs of this room say no, besides a plain Refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.common.errors import Refusal


@dataclass(frozen=True)
class Difference:
    """One field of which two versions differ, as JSON values."""

    field: str
    yours: Any
    ours: Any


class Differs(Refusal):
    """Two versions of one thing; `differences` tells them field by field, nothing was overwritten."""

    def __init__(self, message: str | Promise, code: str, differences: Sequence[Difference] = ()) -> None:
        super().__init__(message, code)
        self.differences = tuple(differences)


class EntryDiffers(Differs):
    """The number of this entry stands for other content already (409)."""

    def __init__(self, differences: Sequence[Difference] = ()) -> None:
        sentence = _("This entry was sent before with other content. The first one stands.")
        super().__init__(sentence, "entry_differs", differences)


class EntryErased(Refusal):
    """The entry was erased; its number is used up for ever (410)."""

    def __init__(self) -> None:
        super().__init__(_("This entry was erased. It cannot be sent again."), "entry_erased")


class Stale(Differs):
    """Somebody changed the thing since it was looked at (409)."""

    def __init__(self, differences: Sequence[Difference] = ()) -> None:
        sentence = _("Somebody changed this meeting meanwhile. Look at the new version, then save again.")
        super().__init__(sentence, "stale", differences)
