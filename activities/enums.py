"""Kinds and states of meetings, of what a device sent, of plans, calls for help and concerns."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(TextChoices):
    LOGGED = "logged", _("written down")
    CONFIRMED = "confirmed", _("confirmed by both")
    DISPUTED = "disputed", _("remembered differently")
    FOR_REVIEW = "for_review", _("for the coordinator to look at")
    WITHDRAWN = "withdrawn", _("taken back")


#: A meeting in one of these states holds its time: no other one of the pair may overlap it.
LIVE_MEETING_STATES = tuple(state for state in MeetingState if state != MeetingState.WITHDRAWN)

#: What counts as a meeting wherever meetings or hours are summed up: nobody says otherwise.
COUNTED_MEETING_STATES = (MeetingState.LOGGED, MeetingState.CONFIRMED)

#: What a coordinator has to settle first; told beside the sum, and not part of it.
UNSETTLED_MEETING_STATES = (MeetingState.DISPUTED, MeetingState.FOR_REVIEW)

#: Its writer may still change or take back such a meeting.
OPEN_MEETING_STATES = (MeetingState.LOGGED, MeetingState.DISPUTED, MeetingState.FOR_REVIEW)


class ReviewReason(TextChoices):
    """Why a coordinator looks at a meeting."""

    ENDED = "ended", _("the pair has ended")
    SUSPENDED = "suspended", _("the pair is suspended")
    PAUSED = "paused", _("the pair has a pause")
    CLOSING = "closing", _("the pair is coming to its end")
    CLOCK = "clock", _("the phone's clock was far off")
    OTHERWISE = "otherwise", _("the two sides remember it differently")


class Mood(IntegerChoices):
    HARD = 1, pgettext_lazy("how it was", "hard")
    MIXED = 2, pgettext_lazy("how it was", "mixed")
    GOOD = 3, pgettext_lazy("how it was", "good")
    GREAT = 4, pgettext_lazy("how it was", "great")


class TookPart(TextChoices):
    """Who was there, never by name."""

    ADULT = "adult", pgettext_lazy("took part", "an adult")
    ADULTS = "adults", pgettext_lazy("took part", "several adults")
    CHILDREN = "children", pgettext_lazy("took part", "children")
    OTHERS = "others", pgettext_lazy("took part", "other people")


class StandardActivity(TextChoices):
    """What the catalogue of a programme begins with."""

    TALK = "talk", pgettext_lazy("activity", "talk")
    WALK = "walk", pgettext_lazy("activity", "walk")
    PLAYGROUND = "playground", pgettext_lazy("activity", "playground")
    OFFICE = "office", pgettext_lazy("activity", "office")
    SHOPPING = "shopping", pgettext_lazy("activity", "shopping")
    LESSONS = "lessons", pgettext_lazy("activity", "lessons")
    COOKING = "cooking", pgettext_lazy("activity", "cooking")
    LIBRARY = "library", pgettext_lazy("activity", "library")
    HOME = "home", pgettext_lazy("activity", "at home")
    WORK_TOUR = "work_tour", pgettext_lazy("activity", "a tour of the workplace")
    WORK_PAPERS = "work_papers", pgettext_lazy("activity", "papers at work")
    WORK_TASKS = "work_tasks", pgettext_lazy("activity", "how the work is done")
    OTHER = "other", pgettext_lazy("activity", "something else")


class Picture(TextChoices):
    """Drawings an activity may carry; the names of icons."""

    TALK = "speech", pgettext_lazy("picture", "talk")
    WALK = "walk", pgettext_lazy("picture", "walk")
    PLAYGROUND = "playground", pgettext_lazy("picture", "playground")
    OFFICE = "office", pgettext_lazy("picture", "office")
    SHOPPING = "shopping", pgettext_lazy("picture", "shopping")
    LESSONS = "book", pgettext_lazy("picture", "book")
    COOKING = "cooking", pgettext_lazy("picture", "cooking")
    LIBRARY = "library", pgettext_lazy("picture", "library")
    HOME = "home", pgettext_lazy("picture", "home")
    FIRM = "firm", pgettext_lazy("picture", "workplace")
    PAPERS = "file", pgettext_lazy("picture", "papers")
    TOOLS = "tools", pgettext_lazy("picture", "tools")
    MUSIC = "music", pgettext_lazy("picture", "music")
    SPORT = "sport", pgettext_lazy("picture", "sport")
    CULTURE = "culture", pgettext_lazy("picture", "culture")
    OTHER = "other", pgettext_lazy("picture", "something else")


class EntryOutcome(TextChoices):
    """What became of what a device sent."""

    MADE = "made", _("a meeting was written down")
    KNOWN = "known", _("this meeting had been written down already")
    CONFIRMED = "confirmed", _("it confirmed what the other side wrote down")
    FOR_REVIEW = "for_review", _("taken, for the coordinator to look at")
    ERASED = "erased", _("erased")


class ChangeKind(TextChoices):
    AMENDED = "amended", _("changed")
    WITHDRAWN = "withdrawn", _("taken back")
    SETTLED = "settled", _("settled by the coordinator")


class PlannedState(TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("took place")
    NOT_HELD = "not_held", _("did not take place")
    CALLED_OFF = "called_off", _("called off")


class HelpState(TextChoices):
    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("answered")


class IncidentState(TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Settlement(TextChoices):
    """How a coordinator settles a meeting after asking both sides."""

    WRITTEN = "written", _("as it was written down")
    SAID = "said", _("as the other side remembers it")
    NOT_HELD = "not_held", _("it did not take place")


class ContactWith(TextChoices):
    """With whom a coordinator was in touch."""

    HELPER = "helper", pgettext_lazy("contact with", "the helper")
    FAMILY = "family", pgettext_lazy("contact with", "the family")
    BOTH = "both", pgettext_lazy("contact with", "both")


class ContactWay(TextChoices):
    """How."""

    PHONE = "phone", pgettext_lazy("contact", "by phone")
    VISIT = "visit", pgettext_lazy("contact", "face to face")
    ONLINE = "online", pgettext_lazy("contact", "by video")
    MESSAGE = "message", pgettext_lazy("contact", "in writing")


class PairHealth(TextChoices):
    """How an open pair fares; what quiet and silent mean is said once, in `queries.care`."""

    WELL = "well", pgettext_lazy("how a pair fares", "meets")
    QUIET = "quiet", pgettext_lazy("how a pair fares", "quiet")
    SILENT = "silent", pgettext_lazy("how a pair fares", "silent")
    OFFERED = "offered", pgettext_lazy("how a pair fares", "not answered yet")
    BEGINNING = "beginning", pgettext_lazy("how a pair fares", "before its first meetings")
    PAUSED = "paused", pgettext_lazy("how a pair fares", "paused")
    SUSPENDED = "suspended", pgettext_lazy("how a pair fares", "suspended")
    ENDING = "ending", pgettext_lazy("how a pair fares", "coming to its end")


class TalkStanding(TextChoices):
    """Who may write in a conversation: the pair too, coordinators alone, nobody any more."""

    OPEN = "open", pgettext_lazy("conversation", "open")
    COORDINATOR = "coordinator", pgettext_lazy("conversation", "only the coordinator writes")
    OVER = "over", pgettext_lazy("conversation", "can only be read")
