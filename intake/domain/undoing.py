"""Taking a whole import back, until its people were used."""

from base.audit.actor import Actor
from intake.models import Upload


def request_undo(upload: Upload, *, by: Actor) -> Upload:
    """The import is to be taken back; the background does it. Refusal (code "used") that names people who
    were used or changed since, (code "forgotten") when what was before is no longer kept."""
    raise NotImplementedError


def undo_upload(upload: Upload, *, by: Actor) -> Upload:
    """Take back whom it added and put back what it changed, in one transaction, or nothing at all."""
    raise NotImplementedError
