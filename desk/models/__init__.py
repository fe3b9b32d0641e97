"""Tables of the room: what is put off and who looks after what, saved filters, acts on many."""

from .care import Assignment, Snooze
from .lists import BulkAct, SavedFilter

__all__ = ["Assignment", "BulkAct", "SavedFilter", "Snooze"]
