"""One touch without logging in: a signed link for one meeting and one side, which says what it was made for.

A link acts by POST only, for two weeks, and for the plan as it stood when it was made: after a move it says
so. Pressing it twice, or logging the same meeting by phone as well, is one meeting: the entry's number comes
from the plan, and what overlaps joins (meetings.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.core import signing
from django.utils.translation import gettext as _

from activities.enums import PlannedState
from activities.models import Meeting, PlannedMeeting
from activities.queries import meeting_by_id, plan_by_key
from base.audit.actor import Actor, Robot
from base.common.errors import Refusal
from matching.enums import PairSide
from matching.models import Pair

from .drafts import MeetingDraft, iso
from .meetings import Logged, log_meeting
from .planning import move_meeting, say_not_held
from .words import confirm_meeting, say_otherwise

LIFETIME = timedelta(days=14)
DID_YOU_MEET = "activities.one_touch.did_you_meet"
CONFIRM = "activities.one_touch.confirm"


@dataclass(frozen=True)
class Touch:
    """What a link is for: a plan that is over, or a meeting somebody else wrote down."""

    side: PairSide
    pair: Pair
    planned: PlannedMeeting | None = None
    meeting: Meeting | None = None
    asked_about: str = ""

    @property
    def by(self) -> Actor:
        """The person the link was sent to, as the records name them."""
        household, person = self.pair.seeker.household, self.pair.helper.person
        if self.side == PairSide.FAMILY:
            return Robot(household.label, actor_organisation_id=household.centre_id)
        return Robot(person.label, actor_id=person.user_id, actor_organisation_id=person.centre_id)

    @property
    def language(self) -> str:
        """The language that person reads."""
        reader = self.pair.seeker.household if self.side == PairSide.FAMILY else self.pair.helper.person
        return reader.language

    @property
    def is_moved(self) -> bool:
        """Whether the plan is for another time than the link asks about."""
        return self.planned is not None and iso(self.planned.start) != self.asked_about

    @property
    def entry_id(self) -> UUID:
        """The one number of this side's log of the plan."""
        assert self.planned is not None  # noqa: S101 - asked of plans only
        return uuid5(self.planned.key, self.side)


def token_for_plan(planned: PlannedMeeting, *, side: PairSide) -> str:
    """For “did you meet?”."""
    told = {"plan": str(planned.key), "side": str(side), "start": iso(planned.start)}
    return signing.dumps(told, salt=DID_YOU_MEET)


def token_for_meeting(meeting: Meeting, *, side: PairSide) -> str:
    """For “was it so?”."""
    return signing.dumps({"meeting": meeting.pk, "side": str(side)}, salt=CONFIRM)


def open_token(token: str) -> Touch | None:
    """What the link is for; None for one that we did not make. Refusal "expired" for one that is over."""
    if (told := _read(token, DID_YOU_MEET)) is not None:
        planned = plan_by_key(UUID(told["plan"]))
        if planned is None:
            return None
        return Touch(
            side=PairSide(told["side"]),
            pair=planned.pair,
            planned=planned,
            meeting=planned.meeting,
            asked_about=told["start"],
        )
    if (told := _read(token, CONFIRM)) is not None:
        meeting = meeting_by_id(int(told["meeting"]))
        return Touch(PairSide(told["side"]), meeting.pair, meeting=meeting) if meeting is not None else None
    return None


def answer_yes(touch: Touch, *, start: datetime | None = None, minutes: int | None = None) -> Logged:
    """They met as planned, or with another start or length."""
    planned = _asked(touch)
    draft = MeetingDraft(start=start or planned.start, minutes=minutes or planned.minutes)
    return log_meeting(touch.pair, entry_id=touch.entry_id, draft=draft, side=touch.side, by=touch.by)


def answer_no(touch: Touch) -> PlannedMeeting:
    """They did not meet; no reason is asked."""
    return say_not_held(_asked(touch), by=touch.by)


def answer_moved(touch: Touch, *, start: datetime) -> PlannedMeeting:
    """They will meet at another time, for as long."""
    planned = _asked(touch)
    return move_meeting(planned, start=start, minutes=planned.minutes, place=planned.place, by=touch.by)


def answer_so(touch: Touch, *, mood: int | None = None) -> Meeting:
    """It was as the other side wrote."""
    return confirm_meeting(_told(touch), side=touch.side, by=touch.by, mood=mood)


def answer_otherwise(
    touch: Touch, *, happened: bool, start: datetime | None = None, minutes: int | None = None
) -> Meeting:
    """It was otherwise, or not at all."""
    return say_otherwise(
        _told(touch), side=touch.side, by=touch.by, happened=happened, start=start, minutes=minutes
    )


def _read(token: str, salt: str) -> dict[str, str] | None:
    try:
        told: dict[str, str] = signing.loads(token, salt=salt, max_age=LIFETIME)
    except signing.SignatureExpired:
        raise Refusal(
            _("This link is over. Log in to write the meeting down, or tell your coordinator."),
            code="expired",
        ) from None
    except signing.BadSignature:
        return None
    return told


def _asked(touch: Touch) -> PlannedMeeting:
    planned = touch.planned
    if planned is None:
        raise Refusal(_("This link is for something else."), code="wrong_link")
    if touch.is_moved:
        raise Refusal(
            _("This meeting was moved to another time meanwhile. A new link comes after it."), code="moved"
        )
    if planned.state == PlannedState.CALLED_OFF:
        raise Refusal(_("This meeting was called off."), code="called_off")
    return planned


def _told(touch: Touch) -> Meeting:
    if touch.planned is not None or touch.meeting is None:
        raise Refusal(_("This link is for something else."), code="wrong_link")
    return touch.meeting
