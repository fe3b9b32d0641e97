"""An import: everything is made ready first, then written in one transaction, or not at all."""

from base.audit.actor import Actor
from intake.enums import Scope
from intake.models import Upload


def request_import(upload: Upload, *, scope: Scope = Scope.GOOD, by: Actor) -> Upload:
    """These rows may go in; the background does it. Refusal when there is nothing to import (code "nothing"),
    or the list is not waiting for it (code "state")."""
    raise NotImplementedError


def import_upload(upload: Upload, *, by: Actor) -> Upload:
    """Register and update everybody of the rows asked for, in one transaction.

    Cancelled or refused before the end nothing has changed, and the list waits again. One not asked for, or
    finished, is left alone; one whose worker was killed goes on when asked for again.
    """
    raise NotImplementedError
