"""A meeting as the family sees it: when, how long, what they did, and whose word is due. No notes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import MeetingState
from activities.models import Meeting, MeetingWord
from activities.queries import catalogue_of
from matching.enums import PairSide


@dataclass(frozen=True)
class FamilyMeeting:
    """One meeting, with the family's own word on it."""

    meeting: Meeting
    helper: str
    activities: list[str]
    word: MeetingWord | None

    @property
    def asks(self) -> bool:
        """Whether the family's word is due; not for ever."""
        meeting = self.meeting
        age = timezone.now() - meeting.logged_at
        return (
            self.word is None
            and meeting.side != PairSide.FAMILY
            and meeting.state in (MeetingState.LOGGED, MeetingState.FOR_REVIEW)
            and age.days < settings.SPLOT_CONFIRM_DAYS
        )

    @property
    def says(self) -> str:
        """Its state in the family's words."""
        if self.asks:
            return _("waits for your word")
        match self.meeting.state:
            case MeetingState.CONFIRMED:
                return _("you both agree")
            case MeetingState.WITHDRAWN:
                return _("taken back")
            case MeetingState.LOGGED:
                return _("written down")
        return _("the centre will look at it")

    @property
    def badge(self) -> str:
        """The look of that state."""
        if self.asks:
            return "wait"
        return "ok" if self.meeting.state == MeetingState.CONFIRMED else ""


def shown_meetings(meetings: Iterable[Meeting]) -> list[FamilyMeeting]:
    """The meetings with their activities in words; one query for the catalogue of each programme."""
    catalogues: dict[int, dict[str, str]] = {}
    shown = []
    for meeting in meetings:
        programme = meeting.pair.programme
        if programme.pk not in catalogues:
            lines = catalogue_of(programme, hidden=True)
            catalogues[programme.pk] = {line.code: line.word for line in lines}
        words = catalogues[programme.pk]
        person = meeting.pair.helper.person
        shown.append(
            FamilyMeeting(
                meeting,
                person.first_name or person.label,
                [words.get(code, code) for code in meeting.activities],
                next((one for one in meeting.words.all() if one.side == PairSide.FAMILY), None),
            )
        )
    return shown
