"""What a person can do to the thing in front of them, as data for the decision bar and for dialogs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Act:
    """Something a person can do: a POST to `url` with `fields`, or, with `opens`, a dialog of that id.

    look: "", "main", "danger", "danger full". key: the letter that does the same while the list has focus.
    """

    label: str | Promise
    url: str = ""
    icon: str = ""
    look: str = ""
    key: str = ""
    opens: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
