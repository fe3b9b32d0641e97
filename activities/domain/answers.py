"""What a device is told about what it sent, in the language active now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.enums import EntryOutcome, ReviewReason
from activities.errors import Difference
from activities.models import Entry, Meeting


@dataclass(frozen=True)
class Logged:
    """What became of one log. A repeat of it is answered the same, word for word, for ever."""

    entry: Entry
    meeting: Meeting

    @property
    def outcome(self) -> EntryOutcome:
        """What became of it."""
        return EntryOutcome(self.entry.outcome)

    @property
    def is_new(self) -> bool:
        """Whether it made a meeting, rather than joining one."""
        joined = self.outcome in (EntryOutcome.KNOWN, EntryOutcome.CONFIRMED)
        return not joined and self.entry.because != ReviewReason.OTHERWISE

    @property
    def sentence(self) -> str:
        """For the person who logged."""
        if self.outcome == EntryOutcome.FOR_REVIEW:
            return FOR_REVIEW[ReviewReason(self.entry.because)]()
        return OUTCOMES[self.outcome]()

    @property
    def differences(self) -> Sequence[Difference]:
        """Where it differs from the meeting that stood before it; nothing of that was overwritten."""
        return [Difference(**one) for one in self.entry.differences]

    @property
    def clock_off_seconds(self) -> int | None:
        """How far the device's clock was off, when that is worth telling: ahead is more than 0."""
        return self.entry.clock_off_seconds


OUTCOMES: Mapping[EntryOutcome, Callable[[], str]] = {
    EntryOutcome.MADE: lambda: _("The meeting is written down."),
    EntryOutcome.KNOWN: lambda: _("This meeting was written down already. Nothing was changed."),
    EntryOutcome.CONFIRMED: lambda: _("The other side had written this meeting down; now it is confirmed."),
}
FOR_REVIEW: Mapping[ReviewReason, Callable[[], str]] = {
    ReviewReason.ENDED: lambda: _(
        "Thank you. You do not meet in this pair any more, so the coordinator will look at it."
    ),
    ReviewReason.SUSPENDED: lambda: _(
        "Thank you. This pair is suspended at the moment, so the coordinator will look at it."
    ),
    ReviewReason.PAUSED: lambda: _("Thank you. This pair has a pause, so the coordinator will look at it."),
    ReviewReason.CLOSING: lambda: _(
        "Thank you. This pair is coming to its end, so the coordinator will look at it."
    ),
    ReviewReason.CLOCK: lambda: _(
        "Thank you. The clock of your phone is far off, so the coordinator will look at the date."
    ),
    ReviewReason.OTHERWISE: lambda: _(
        "Thank you. The other side remembers this meeting differently, so the coordinator will look at it."
    ),
}
