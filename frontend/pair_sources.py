"""What the timeline of a pair is made of, each thing in plain words, as far as a membership may know of it.

Never the words of a meeting's note, of a call for help or of a concern: those stand behind pages that put
each look on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.enums import ChangeKind, HelpState, MeetingState, PlannedState
from activities.models import (
    Contact,
    HelpCall,
    Incident,
    Meeting,
    MeetingChange,
    MeetingWord,
    PairNote,
    PlannedMeeting,
)
from activities.queries import incidents_in_scope
from activities.queries.desk import activity_words
from base.accounts.models import Membership
from base.notices.enums import FOR_HANDS
from base.notices.models import Notice
from frontend.meetings import (
    SIDE_WORDS,
    STATE_LOOKS,
    activities_text,
    length_words,
    mood_word,
    when_words,
)
from frontend.pair_life import told_step
from frontend.timeline import CHANGES, CONTACTS, MEETINGS, MESSAGES, Source, Words
from matching.domain.pair_notices import notices_of
from matching.enums import DecisionKind, PairSide, PairState
from matching.models import Decision, Pair, PairStep, PairSurvey
from mentors.enums import PartSide
from mentors.models import SignedPart
from volunteers.enums import SigningSide
from volunteers.models import SignedAgreement

SIDES = (PairSide.HELPER, PairSide.FAMILY)
STEP_ICONS = {
    PairState.SUSPENDED: "shield",
    PairState.PAUSED: "pause",
    PairState.CLOSED: "archive",
    PairState.DECLINED: "close",
    PairState.EXPIRED: "clock",
    PairState.UNDONE: "undo",
}
DECISIONS = (DecisionKind.APPROVE, DecisionKind.BY_HAND, DecisionKind.REFUSE, DecisionKind.ALLOW)


def sources_of(pair: Pair, membership: Membership) -> list[Source]:
    """Every source of the pair's timeline; of concerns, for administrators of the family's centre alone."""
    told = PairTold(pair, membership, activity_words([pair.programme_id])[pair.programme_id])
    meetings, calls = Meeting.objects.filter(pair=pair), HelpCall.objects.filter(pair=pair)
    words = MeetingWord.objects.filter(meeting__pair=pair).select_related("meeting")
    # A bare yes is told by the meeting's own line, which says that both confirmed it.
    words = words.exclude(confirmed=True, note="", mood=None)
    changes = MeetingChange.objects.filter(meeting__pair=pair).select_related("meeting")
    decisions = Decision.objects.filter(seeker=pair.seeker_id, helper=pair.helper_id, kind__in=DECISIONS)
    notices = notices_of(pair).filter(organisation=membership.organisation_id).prefetch_related(None)
    return [
        Source(CHANGES, decisions, "decided_at", told.decision),
        Source(CHANGES, PairStep.objects.filter(pair=pair), "at", told.step),
        Source(MEETINGS, PlannedMeeting.objects.filter(pair=pair), "planned_at", told.plan),
        Source(MEETINGS, meetings, "start", told.meeting),
        Source(MEETINGS, words, "at", told.word),
        Source(CHANGES, changes, "at", told.change),
        Source(CONTACTS, calls, "made_at", told.call),
        Source(CONTACTS, calls.filter(state=HelpState.ANSWERED), "answered_at", told.answer),
        Source(CONTACTS, Contact.objects.filter(pair=pair), "at", told.contact),
        Source(CONTACTS, PairNote.objects.filter(pair=pair), "at", told.note),
        Source(MESSAGES, notices.defer("address", "context"), "created_at", told.notice),
        Source(CHANGES, PairSurvey.objects.filter(pair=pair), "at", told.survey),
        told.documents(),
        Source(CHANGES, incidents_in_scope(membership).filter(pair=pair), "reported_at", told.incident),
    ]


@dataclass(frozen=True)
class PairTold:
    """The words of each kind of line; `activities`: how the programme calls what they do."""

    pair: Pair
    membership: Membership
    activities: Mapping[str, str]

    # --- the life of the pair -----------------------------------------------------------------------------

    def decision(self, row: Decision) -> Words:
        """Approved, paired by hand, refused before."""
        text = ": ".join(filter(None, [str(row.get_reason_display()), row.note]))
        title = _("Decided: %(what)s") % {"what": row.get_kind_display()}
        url = reverse("proposal", args=[row.proposal_id]) if row.proposal_id else ""
        return Words("check", title, who=row.decided_by_label, text=text, url=url)

    def step(self, row: PairStep) -> Words:
        """Its next state."""
        title = told_step(row)
        icon = STEP_ICONS.get(PairState(row.state), "swap")
        return Words(icon, title[:1].upper() + title[1:], who=row.by_label, text=row.note)

    def survey(self, row: PairSurvey) -> Words:
        """How it was for one side."""
        side = {"side": SIDE_WORDS[row.side], "rating": row.rating}
        again = "" if row.again is None else _("would do it again") if row.again else _("not again for now")
        title = _("%(side)s says how it was: %(rating)d of 5") % side
        return Words("speech", title, who=row.by_label, text=again, url="#survey")

    def documents(self) -> Source:
        """Agreements the own helper, or the mentor's employer, signed in the app while the pair lived."""
        person, pair = self.pair.helper.person, self.pair
        is_own = person.centre_id == self.membership.organisation_id
        rows: QuerySet[SignedAgreement] | QuerySet[SignedPart]
        if pair.helper.mentor is not None:
            part = pair.helper.mentor.participation_id
            rows, tell = SignedPart.objects.filter(prepared__participation=part), self.signed_part
        else:
            rows = SignedAgreement.objects.filter(prepared__volunteer=pair.helper.volunteer_id)
            tell = self.signed_agreement  # type: ignore[assignment]  # one of the two, as the rows are
        rows = (
            rows.filter(signed_at__gte=pair.offered_at).select_related("prepared").defer("document", "words")
        )
        if pair.closed_on is not None:
            rows = rows.filter(signed_at__date__lte=pair.closed_on)
        return Source(CHANGES, rows if is_own else rows.none(), "signed_at", tell)

    def signed_agreement(self, row: SignedAgreement) -> Words:
        """The volunteer's agreement, by one of its sides."""
        number = {"number": row.prepared.number}
        by_centre = row.side == SigningSide.CENTRE
        told = _("The centre signed agreement %(number)s") if by_centre else None
        told = told or _("The volunteer signed agreement %(number)s")
        url = reverse("agreement_file", args=[row.prepared.volunteer_id, row.prepared_id])
        return Words("file", told % number, who=row.signed_by_label, url=url)

    def signed_part(self, row: SignedPart) -> Words:
        """The participation agreement of the mentor's employer, by one of its sides."""
        number = {"number": row.prepared.number}
        by_centre = row.side == PartSide.CENTRE
        told = _("The centre signed participation agreement %(number)s") if by_centre else None
        told = told or _("The employer signed participation agreement %(number)s")
        url = reverse("part_agreement", args=[row.prepared.participation_id])
        return Words("file", told % number, who=row.signed_by_label, url=url)

    def incident(self, row: Incident) -> Words:
        """That there is a concern; what it says stands on its own page."""
        url = reverse("concern", args=[row.pk])
        return Words(
            "alert", _("A concern was reported"), url=url, badge=row.get_state_display(), look="stop"
        )

    # --- meetings -----------------------------------------------------------------------------------------

    def meeting(self, row: Meeting) -> Words:
        """A meeting that one side wrote down."""
        told = {"length": length_words(row.minutes), "what": activities_text(row.activities, self.activities)}
        title = _("They met for %(length)s: %(what)s") if told["what"] else _("They met for %(length)s")
        return Words(
            "hand",
            title % told,
            who=_by_side(row.side, row.logged_by_label),
            url=_meeting_page(row.pk),
            badge=row.get_state_display(),
            look=STATE_LOOKS.get(MeetingState(row.state), ""),
            is_void=row.state == MeetingState.WITHDRAWN,
        )

    def word(self, row: MeetingWord) -> Words:
        """What the other side says of a meeting."""
        told = {"side": SIDE_WORDS[row.side], "when": when_words(row.meeting.start)}
        if row.confirmed:
            return Words(
                "check",
                _("%(side)s confirms the meeting of %(when)s") % told,
                url=_meeting_page(row.meeting_id),
            )
        title = (
            _("%(side)s remembers the meeting of %(when)s differently")
            if row.happened
            else _("%(side)s says the meeting of %(when)s did not take place")
        )
        return Words("question", title % told, url=_meeting_page(row.meeting_id))

    def plan(self, row: PlannedMeeting) -> Words:
        """A meeting to come, as it was planned."""
        when, void = {"when": when_words(row.start)}, row.state == PlannedState.CALLED_OFF
        url = reverse("plan_move", args=[row.pk]) if row.state == PlannedState.PLANNED else ""
        return Words(
            "calendar",
            _("A meeting was planned for %(when)s") % when,
            who=_by_side(row.side, row.planned_by_label),
            text=row.place,
            url=url,
            badge=row.get_state_display(),
            is_void=void,
        )

    def change(self, row: MeetingChange) -> Words:
        """A meeting was changed, settled or taken back."""
        title = {
            ChangeKind.AMENDED: _("The meeting of %(when)s was changed"),
            ChangeKind.WITHDRAWN: _("The meeting of %(when)s was taken back"),
            ChangeKind.SETTLED: _("The meeting of %(when)s was settled"),
        }[ChangeKind(row.kind)]
        when = {"when": when_words(row.meeting.start)}
        return Words("pen", title % when, who=row.by_label, url=_meeting_page(row.meeting_id))

    # --- who spoke with whom ------------------------------------------------------------------------------

    def call(self, row: HelpCall) -> Words:
        """One side asked for help."""
        look = "stop" if row.state == HelpState.OPEN else ""
        url = reverse("help_calls") + ("" if look else "?state=answered")
        title = _("%(side)s asked for help") % {"side": SIDE_WORDS[row.side]}
        return Words("help", title, url=url, badge=row.get_state_display(), look=look)

    def answer(self, row: HelpCall) -> Words:
        """A coordinator answered."""
        return Words(
            "speech",
            _("The call for help was answered"),
            who=row.answered_by_label,
            url=f"{reverse('help_calls')}?state=answered",
        )

    def contact(self, row: Contact) -> Words:
        """A coordinator was in touch with them."""
        told = {"whom": row.get_whom_display(), "way": row.get_way_display()}
        title = _("In touch with %(whom)s, %(way)s") % told
        if row.on != timezone.localdate(row.at):
            title = f"{title} ({date_format(row.on, 'j E Y')})"
        void = row.withdrawn_at is not None
        mood = mood_word(row.mood)
        return Words(
            "phone",
            title,
            who=row.by_label,
            text="" if void else row.words,
            badge=_taken_back(row.withdrawn_by_label) if void else mood,
            take_back="" if void else reverse("pair_contact_withdraw", args=[row.pk]),
            is_void=void,
        )

    def note(self, row: PairNote) -> Words:
        """A note of the coordinators."""
        void = row.withdrawn_at is not None
        return Words(
            "pen",
            _("A note"),
            who=row.by_label,
            text="" if void else row.words,
            badge=_taken_back(row.withdrawn_by_label) if void else "",
            take_back="" if void else reverse("pair_note_withdraw", args=[row.pk]),
            is_void=void,
        )

    def notice(self, row: Notice) -> Words:
        """A message that went out, or waits to."""
        told = {"what": row.get_template_display(), "whom": row.recipient_label}
        return Words(
            "mail",
            _("%(what)s: to %(whom)s") % told,
            who=row.created_by_label,
            text=row.get_channel_display(),
            url=reverse("notice", args=[row.pk]),
            badge=row.get_state_display(),
            look="wait" if row.state in FOR_HANDS else "",
        )


def _by_side(side: str, label: str) -> str:
    return str(SIDE_WORDS[side]) if side in SIDES else label


def _meeting_page(pk: int) -> str:
    return reverse("meeting", args=[pk])


def _taken_back(by: str) -> str:
    return _("taken back by %(name)s") % {"name": by}
