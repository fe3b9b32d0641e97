"""The one way a verb says no."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import ngettext


class Refusal(Exception):
    """A domain rule said no. `message` is a sentence a person can read, `code` a stable word for programs.

    Doors turn it into a form error or an HTTP 409; it never becomes a 500.
    """

    def __init__(self, message: str | Promise, code: str = "refused") -> None:
        super().__init__(message)
        self._message = message
        self.code = code

    @property
    def message(self) -> str:
        """The sentence in the language active now."""
        return str(self._message)

    def __str__(self) -> str:
        return self.message


class InUse(Refusal):
    """People cannot be taken back, because something was done with them since; `labels` names them."""

    FEW = 5

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__("", code="used")
        self.labels = tuple(labels)

    @property
    def message(self) -> str:
        """Names the first of them, in the language active now."""
        more = ", …" if len(self.labels) > self.FEW else ""
        sentence = ngettext(
            "%(labels)s cannot be taken back: somebody has worked with them since. Nothing was changed.",
            "%(count)d people cannot be taken back, because somebody has worked with them since: %(labels)s. "
            "Nothing was changed.",
            len(self.labels),
        )
        return sentence % {"count": len(self.labels), "labels": ", ".join(self.labels[: self.FEW]) + more}
