"""What the readers of this room raise when a text makes no sense to them."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class UnreadableText(ValueError):
    """A text that could not be read. `message` is a sentence for a person, translated when shown;
    `fragment` is the part that was not understood; `suggestions` are texts that would be."""

    def __init__(
        self, message: str | Promise, *, fragment: str = "", suggestions: Iterable[str] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fragment = fragment
        self.suggestions = tuple(suggestions)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def sentence(self) -> str:
        """The message, followed by the suggestions it does not name itself."""
        message = str(self.message)
        unnamed = [suggestion for suggestion in self.suggestions if suggestion not in message]
        if not unnamed:
            return message
        asked = format_lazy(_("Did you mean: {suggestions}?"), suggestions=", ".join(unnamed))
        return f"{message} {asked}"
