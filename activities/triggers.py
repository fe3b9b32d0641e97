"""What the database itself refuses."""

from django.utils.translation import gettext_noop

from activities.enums import MeetingState
from activities.models.meetings import OVERLAP
from base.common.triggers import Trigger, append_only, refuse_when

KEPT = gettext_noop("An entry is kept for good: it can be erased, but neither changed nor deleted.")

SAID = gettext_noop("A message is kept as it was sent: it can be hidden, but neither changed nor deleted.")

#: What was said, by whom and when: all of a message but whether it is hidden.
AS_IT_WAS_SENT = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in ("id", "key", "pair_id", "side", "words", "phrase", "language", "at", "by_id", "by_label")
)

#: What is left of an erased entry: id, digest, and that it was erased.
BLANK = (
    "NEW.id = OLD.id AND NEW.digest = OLD.digest AND NEW.outcome = 'erased' AND NEW.content IS NULL "
    "AND NEW.pair_id IS NULL AND NEW.meeting_id IS NULL AND NEW.by_id IS NULL AND NEW.device_at IS NULL "
    "AND NEW.sent_at IS NULL AND NEW.received_at IS NULL AND NEW.clock_off_seconds IS NULL "
    "AND NEW.side = '' AND NEW.device = '' AND NEW.because = ''"
)
BLANK_POSTGRESQL = f"{BLANK} AND NEW.differences = '[]'::jsonb"
BLANK_SQLITE = f"{BLANK} AND NEW.differences = '[]'"


def _overlaps() -> Trigger:
    """On SQLite what the exclusion constraint of migrations/0002 is on PostgreSQL."""
    live = f"state <> '{MeetingState.WITHDRAWN}'"
    return refuse_when(
        "splot_meeting_overlap",
        "activities_meeting",
        code="overlap",
        sentence=OVERLAP,
        condition=f"""NEW.{live} AND EXISTS (SELECT 1 FROM activities_meeting other
            WHERE other.pair_id = NEW.pair_id AND other.id <> COALESCE(NEW.id, -1) AND other.{live}
              AND other.start < NEW.ends_at AND other.ends_at > NEW.start)""",  # noqa: S608 - constants
        events=("INSERT", "UPDATE OF start, ends_at, state, pair_id"),
        vendor="sqlite",
    )


TRIGGERS = [
    _overlaps(),
    refuse_when(
        "splot_entry_kept",
        "activities_entry",
        code="entry_kept",
        sentence=KEPT,
        condition="TRUE",
        events=("DELETE",),
        append_only=True,
    ),
    refuse_when(
        "splot_entry_erased_only",
        "activities_entry",
        code="entry_kept",
        sentence=KEPT,
        condition=f"NOT ({BLANK_POSTGRESQL})",
        sqlite_condition=f"NOT ({BLANK_SQLITE})",
        events=("UPDATE",),
    ),
    append_only("activities_meetingchange"),
    refuse_when(
        "splot_message_kept",
        "activities_talkmessage",
        code="message_kept",
        sentence=SAID,
        condition="TRUE",
        events=("DELETE",),
        append_only=True,
    ),
    refuse_when(
        "splot_message_hidden_only",
        "activities_talkmessage",
        code="message_kept",
        sentence=SAID,
        condition=f"NOT ({AS_IT_WAS_SENT})",
        sqlite_condition=f"NOT ({AS_IT_WAS_SENT.replace('IS NOT DISTINCT FROM', 'IS')})",
        events=("UPDATE",),
    ),
    append_only("activities_talkreport"),
    append_only("activities_incidentnote"),
]
