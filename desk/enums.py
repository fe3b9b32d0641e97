"""Kinds and states of the desk."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(IntegerChoices):
    """How urgent a line of Today is; the smaller the number, the sooner it is somebody's turn."""

    CALL = 0, pgettext_lazy("how urgent", "Somebody asks for help")
    URGENT = 1, pgettext_lazy("how urgent", "Now")
    TODAY = 2, pgettext_lazy("how urgent", "Today")
    SOON = 3, pgettext_lazy("how urgent", "In the next days")


class CareKind(TextChoices):
    """What a line of Today is about. The number in its key "<kind>:<number>" is of the row named beside."""

    HELP = "help", _("calls for help")  # the call
    CONCERN = "concern", _("concerns")  # the concern
    SUSPENDED = "suspended", _("suspended pairs")  # the pair
    HARD = "hard", _("meetings that were hard")  # the meeting
    LOST = "lost", _("families that lost their helper")  # the family
    ANSWER = "answer", _("offers without an answer")  # the pair, here and up to "pair_end"
    STEP = "step", _("first meetings and agreements of pairs")
    QUIET = "quiet", _("pairs that do not meet")
    CONTACT = "contact", _("our own contacts with pairs")
    CLOSING = "closing", _("pairs coming to their end")
    PAIR_END = "pair_end", _("planned ends of pairs")
    WAITING = "waiting", _("families that wait")  # the family
    CLEARANCE = "clearance", _("clearances that end")  # the volunteer
    WRITTEN = "written", _("written agreements due")  # the volunteer
    AGREEMENT_END = "agreement_end", _("agreements that end")  # the volunteer's agreement
    FIRM_END = "firm_end", _("employers' agreements that end")  # the participation
    MEETING = "meeting", _("meetings to look at")  # the meeting
    NEW_VOLUNTEER = "new_volunteer", _("volunteers on their way in")  # the volunteer
    NEW_FAMILY = "new_family", _("families on their way in")  # the family
    COLLEAGUE = "colleague", _("new colleagues named by employers")  # the named colleague
    OUTSIDE = "outside", _("families in no programme")  # the family
    SIGN = "sign", _("agreements to sign")  # the prepared agreement
    READING = "reading", _("standards read")  # the volunteer
    APPLICATION = "application", _("firms that ask to take part")  # the application
    SURVEY = "survey", _("surveys to talk over")  # the survey
    PART = "part", _("employers' agreements to sign")  # the prepared agreement
    VERIFY = "verify", _("claims to verify")  # the claim
    APPROVE = "approve", _("claims to approve")  # the claim
    ACCOUNT = "account", _("bank accounts to confirm")  # the account
    BATCH = "batch", _("payments to settle")  # the batch
    PAY = "pay", _("claims to pay")  # the project
    EXAMPLE = "example", _("rules that are only examples")  # the rule
    PROPOSALS = "proposals", _("proposals to decide")  # the centre, here and in all that follow
    UNMATCHED = "unmatched", _("families not matched yet")
    NOTICES = "notices", _("messages to hand over")
    LISTS = "lists", _("lists to look at")
    PLACE = "place", _("where we are")
    ALONE = "alone", _("who works here")


class ListPage(TextChoices):
    """Lists whose filters can be kept; the values are the names of their routes."""

    FAMILIES = "families", _("Families")
    VOLUNTEERS = "volunteers", _("Volunteers")
    MENTORS = "mentors", _("Mentor-employees")
    PAIRS = "pairs", _("Pairs")
    MEETINGS = "meetings", _("Meetings")
    NOTICES = "notices", _("Messages")


class BulkState(TextChoices):
    """How far an act on many has come."""

    REQUESTED = "requested", pgettext_lazy("an act on many", "waiting to start")
    RUNNING = "running", pgettext_lazy("an act on many", "running")
    DONE = "done", pgettext_lazy("an act on many", "done")
    FAILED = "failed", pgettext_lazy("an act on many", "stopped before its end")


class Side(TextChoices):
    """Whose way in it is; the values stand in addresses."""

    VOLUNTEERS = "volunteers", _("Volunteers")
    FAMILIES = "families", _("Families")


class StageKey(TextChoices):
    """Stages Splot ships; a centre may name one otherwise, or add its own."""

    V_APPLIED = "v_applied", _("Applied")
    V_TALK = "v_talk", _("Talk arranged")
    V_REFERENCES = "v_references", _("References and papers")
    V_TRAINING = "v_training", _("In training")
    V_SERVES = "v_serves", _("Starts to help")
    F_NEW = "f_new", _("New")
    F_TALK = "f_talk", _("First talk")
    F_PAPERS = "f_papers", _("Papers and consents")
    F_READY = "f_ready", _("Ready for a programme")
    F_DONE = "f_done", _("Taken in")


class AnswerKind(TextChoices):
    """How a question of a talk is answered."""

    YES_NO = "yes_no", _("yes or no")
    SCALE = "scale", _("1 to 5")
    WORDS = "words", _("in words")


class Outcome(TextChoices):
    """What a talk came to."""

    GOES_ON = "goes_on", pgettext_lazy("a talk", "goes on")
    LATER = "later", pgettext_lazy("a talk", "later, or another talk first")
    NOT_NOW = "not_now", pgettext_lazy("a talk", "does not go on")


class Relation(TextChoices):
    """Where somebody who speaks for a newcomer knows them from."""

    WORK = "work", _("from work")
    SCHOOL = "school", _("from a school or university")
    ORGANISATION = "organisation", _("from an organisation or a parish")
    NEIGHBOUR = "neighbour", _("as a neighbour or a friend")
    OTHER = "other", _("from elsewhere")


class Verdict(TextChoices):
    """What a reference came to; the words themselves are not kept."""

    RECOMMENDS = "recommends", _("recommends")
    RESERVED = "reserved", _("recommends with reservations")
    ADVISES_AGAINST = "advises_against", _("advises against")
    SILENT = "silent", _("did not answer")


class PaperKey(TextChoices):
    """Papers Splot ships; a centre may name one otherwise, or add its own."""

    V_APPLICATION = "v_application", _("application form")
    V_PRIVACY = "v_privacy", _("information about personal data, read")
    V_CONDUCT = "v_conduct", _("code of conduct, signed")
    V_PHOTO = "v_photo", _("consent to pictures")
    F_DECLARATION = "f_declaration", _("declaration of taking part")
    F_PRIVACY = "f_privacy", _("information about personal data, received")
    F_PHOTO = "f_photo", _("consent to pictures")


class PlaceState(TextChoices):
    """Where an invitation to a training stands."""

    INVITED = "invited", pgettext_lazy("a training", "invited")
    COMES = "comes", pgettext_lazy("a training", "comes")
    DECLINED = "declined", pgettext_lazy("a training", "cannot come")
    ATTENDED = "attended", pgettext_lazy("a training", "was there")
    MISSED = "missed", pgettext_lazy("a training", "did not come")


#: Who takes up room at a training.
SEATED = (PlaceState.COMES, PlaceState.ATTENDED)


class SearchKind(TextChoices):
    """What a search finds, in the order its hits are shown."""

    FAMILIES = "families", _("Families")
    VOLUNTEERS = "volunteers", _("Volunteers")
    MENTORS = "mentors", _("Mentor-employees")
    PAIRS = "pairs", _("Pairs")
    EMPLOYERS = "employers", _("Employers")
