"""The one way a verb says no."""

from django.utils.functional import Promise


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
