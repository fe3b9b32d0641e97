"""Kinds and states of programmes, runs, proposals and pairs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(TextChoices):
    FRIENDSHIP = "friendship", _("friendship")
    LANGUAGE_PRACTICE = "language_practice", _("language practice")
    GUIDANCE = "guidance", _("guidance")
    WORKPLACE = "workplace", _("workplace mentoring")


class ProgrammeState(TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class Rhythm(TextChoices):
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")


class LanguagePurpose(TextChoices):
    SPEAK = "speak", _("to understand each other")
    PRACTISE = "practise", _("to practise Polish")


class RunKind(TextChoices):
    MATCHING = "matching", _("matching")
    WHAT_IF = "what_if", _("what if")


class RunState(TextChoices):
    REQUESTED = "requested", _("waiting to start")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


#: A programme has at most one run of each kind in these states.
LIVE_RUN_STATES = (RunState.REQUESTED, RunState.RUNNING)


class RunStage(TextChoices):
    WAITING = "waiting", _("waiting to start")
    READING = "reading", _("reading profiles")
    CANDIDATES = "candidates", _("finding possible pairs")
    SCORING = "scoring", _("counting points")
    SOLVING = "solving", _("choosing the best pairs")
    CHECKING = "checking", _("checking the result")
    ADVISING = "advising", _("looking for what would help")
    STORING = "storing", _("storing proposals")
    FINISHED = "finished", _("finished")


class RunError(TextChoices):
    """Why a run came to nothing; in every case the proposals from before it stand."""

    LOST = "lost", _("The server stopped while this run was on. Nothing was changed; please run it again.")
    STOPPED = (
        "stopped",
        _("The server was asked to stop during this run. Nothing was changed; please run it again."),
    )
    CHILD_DIED = (
        "child_died",
        _("The calculation was cut off, maybe for lack of memory. Nothing was changed; please run it again."),
    )
    NOT_PROVEN = (
        "not_proven",
        _("The result did not pass our own check and was thrown away. Please tell the administrator."),
    )
    BAD_DATA = (
        "bad_data",
        _("Something in the profiles could not be read. Nothing was changed; please tell the administrator."),
    )
    NO_RULES = "no_rules", _("The programme has no rules for today. Set them, then run the matching again.")
    UNEXPECTED = "unexpected", _("Something unexpected happened. Nothing was changed; please run it again.")


class RunNote(TextChoices):
    """Codes in `Run.notes`."""

    NOBODY_SEEKS = "nobody_seeks"
    NOBODY_HELPS = "nobody_helps"
    NO_PLACE = "no_place"
    PIN_DROPPED = "pin_dropped"
    LEFT_MEANWHILE = "left_meanwhile"
    VIOLATION = "violation"


#: `Unmatched.blocked_by` besides the hard rules of the solver.
TAKEN_BY_OTHERS = "taken"
LEFT_MEANWHILE = "left_meanwhile"


class ProposalState(TextChoices):
    OPEN = "open", _("to decide")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    SUPERSEDED = "superseded", _("replaced by a newer run")
    WITHDRAWN = "withdrawn", _("no longer possible")


class ProposalOrigin(TextChoices):
    RUN = "run", _("proposed by a run")
    REPLACEMENT = "replacement", _("proposed at once in place of a pair that ended")


class NotReplaced(TextChoices):
    """Why nobody was looked for in place of a helper who was lost; besides the rules that left nobody."""

    NO_RUN = "no_run", _("Nobody has been matched here yet. Run the matching: the family is in it.")
    NO_RULES = "no_rules", _("The programme has no rules for today.")
    NOT_MATCHED_IN = "not_matched_in", _("The programme is paused: nobody is proposed in it.")
    NOT_WAITING = "not_waiting", _("The family does not wait in this programme any more.")
    NO_PLACE = "no_place", _("We do not know where the family lives.")
    TAKEN_MEANWHILE = "taken_meanwhile", _("Whoever was free was taken a moment ago. Run the matching again.")
    FAILED = "failed", _("The search did not work. Nothing else was changed; run the matching again.")


class ProposalChange(TextChoices):
    NEW = "new", _("new")
    KEPT = "kept", _("as before")
    CHANGED = "changed", _("changed")


class DecisionKind(TextChoices):
    APPROVE = "approve", _("approved")
    REFUSE = "refuse", _("refused")
    PIN = "pin", _("pinned")
    UNPIN = "unpin", _("unpinned")
    BY_HAND = "by_hand", _("paired by hand")
    UNDO = "undo", _("undone")
    ALLOW = "allow", _("allowed again")


class RefusalReason(TextChoices):
    KNOW_EACH_OTHER = "know_each_other", _("they know each other")
    HELPER_ASKED = "helper_asked", _("the helper asked")
    FAMILY_ASKED = "family_asked", _("the family asked")
    TOO_FAR = "too_far", _("too far in practice")
    HOURS = "hours", _("hours do not fit in practice")
    PERSONALITY = "personality", _("would not suit each other")
    BETTER_KNOWN = "better_known", _("we have a better idea")
    OTHER = "other", _("another reason")


class PairState(TextChoices):
    OFFERED = "offered", _("offered")
    HELPER_ACCEPTED = "helper_accepted", _("helper accepted")
    FAMILY_ACCEPTED = "family_accepted", _("family accepted")
    ACCEPTED = "accepted", _("both accepted")
    MET = "met", _("first meeting held")
    AGREED = "agreed", _("agreement signed")
    ACTIVE = "active", _("meeting")
    PAUSED = "paused", _("paused")
    SUSPENDED = "suspended", _("suspended")
    CLOSING = "closing", _("coming to its end")
    DECLINED = "declined", _("not this time")
    EXPIRED = "expired", _("not answered in time")
    CLOSED = "closed", _("closed")
    UNDONE = "undone", _("undone")


#: A pair in one of these states takes room and is its seeker's one helper.
OPEN_PAIR_STATES = (
    PairState.OFFERED,
    PairState.HELPER_ACCEPTED,
    PairState.FAMILY_ACCEPTED,
    PairState.ACCEPTED,
    PairState.MET,
    PairState.AGREED,
    PairState.ACTIVE,
    PairState.PAUSED,
    PairState.SUSPENDED,
    PairState.CLOSING,
)

#: Of these, those in which the two may meet or go on to it: also after a pause, but not once it is to end.
MEETING_PAIR_STATES = tuple(
    state for state in OPEN_PAIR_STATES if state not in (PairState.SUSPENDED, PairState.CLOSING)
)

#: Of these, those in which somebody has not answered the offer yet.
UNANSWERED_PAIR_STATES = (PairState.OFFERED, PairState.HELPER_ACCEPTED, PairState.FAMILY_ACCEPTED)


#: Ends of pairs that had not begun.
ENDED_BEFORE_BEGINNING = (PairState.DECLINED, PairState.EXPIRED)


class PairSide(TextChoices):
    """Whose word it is."""

    HELPER = "helper", _("the helper")
    FAMILY = "family", _("the family")
    COORDINATOR = "coordinator", _("the coordinator")


class LifeStep(TextChoices):
    """What leads from an offer to meeting; the last of a programme's steps makes the pair active."""

    HELPER = "helper", _("the helper says yes")
    FAMILY = "family", _("the family says yes")
    FIRST_MEETING = "first_meeting", _("the first meeting")
    AGREEMENT = "agreement", _("the agreement")


class PairOrigin(TextChoices):
    PROPOSAL = "proposal", _("proposed by matching")
    BY_HAND = "by_hand", _("paired by hand")


class CloseReason(TextChoices):
    COMPLETED = "completed", _("came to its planned end")
    MOVED = "moved", _("the family moved")
    HELPER_LEFT = "helper_left", _("the helper moved or stopped helping")
    NO_TIME = "no_time", _("no time")
    NOT_SUITED = "not_suited", _("did not suit each other")
    SAFETY = "safety", _("for safety")
    OTHER = "other", _("another reason")


#: Pairs closed for these reasons are never proposed again.
CLOSED_WITH_CAUSE = (CloseReason.NOT_SUITED, CloseReason.SAFETY)


class PoolSide(TextChoices):
    SEEKERS = "seekers", _("those who ask for help")
    HELPERS = "helpers", _("those who help")


class TimeBand(TextChoices):
    """A part of the week at which one can ask people to be free; the values are stored with a board."""

    WEEKDAY_MORNINGS = "weekday_mornings", _("weekday mornings")
    WEEKDAY_AFTERNOONS = "weekday_afternoons", _("weekday afternoons")
    WEEKDAY_EVENINGS = "weekday_evenings", _("weekday evenings")
    SATURDAY_MORNING = "saturday_morning", _("Saturday morning")
    SATURDAY_AFTERNOON = "saturday_afternoon", _("Saturday afternoon")
    SATURDAY_EVENING = "saturday_evening", _("Saturday evening")
    SUNDAY_MORNING = "sunday_morning", _("Sunday morning")
    SUNDAY_AFTERNOON = "sunday_afternoon", _("Sunday afternoon")
    SUNDAY_EVENING = "sunday_evening", _("Sunday evening")
    WEEKDAYS = "weekdays", _("weekdays, all day")
    SATURDAY = "saturday", _("Saturday, all day")
    SUNDAY = "sunday", _("Sunday, all day")
