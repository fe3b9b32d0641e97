"""What waits for those who work with people: a few figures, then one list by urgency. The seed of "Today"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.enums import IncidentState, MeetingState
from activities.queries import help_calls_in_scope, incidents_in_scope, meetings_to_review
from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.queries import members_in_scope
from base.notices.queries import to_hand_over
from families.enums import HouseholdState
from families.models import Household
from families.queries import households_in_scope, named_in_scope, named_waiting
from frontend.aftermath import by_hand
from frontend.claim_tasks import claim_tasks
from frontend.money_tasks import money_tasks
from intake.enums import WAITING_STATES
from intake.queries import uploads_in_scope
from matching.domain.owed import lost_and_waiting
from matching.domain.sentences import owed_reason
from matching.enums import OPEN_PAIR_STATES, UNANSWERED_PAIR_STATES, PairState, ProposalState
from matching.models import Pair, Seeker
from matching.queries import (
    near_their_end,
    pairs_in_scope,
    proposals_in_scope,
    unmatched_in_scope,
    with_a_step_due,
    without_a_proposal,
)
from mentors.enums import ApplicationState
from mentors.queries.joining import applications_in_scope, parts_to_countersign, surveys_to_consult
from volunteers.models import ClearanceItem
from volunteers.queries import agreements_to_countersign, clearances_lapsing, readings_to_record

CLEARANCE_DAYS = 30
ANSWER_DAYS = 7
MOST_CLEARANCES = 5
MOST_LOST = 5


@dataclass(frozen=True)
class Figure:
    """A number with its words; `url` is empty where there is no page to go to."""

    name: str
    value: int
    unit: str = ""
    url: str = ""


@dataclass(frozen=True)
class Task:
    """One thing to do and its one act. look: "now", "due" or ""."""

    icon: str
    what: str
    why: str = ""
    look: str = ""
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class Today:
    """The figures and the tasks of one day, for one membership."""

    figures: list[Figure]
    tasks: list[Task]


def today_of(membership: Membership) -> Today:
    """Counted now, in a number of queries that does not grow with the people."""
    on = timezone.localdate()
    waiting = _without_a_helper(households_in_scope(membership))
    longest = waiting.order_by("waiting_since", "number").first()
    days = (on - longest.waiting_since).days if longest else 0
    to_decide = proposals_in_scope(membership).filter(state=ProposalState.OPEN).count()
    offered = pairs_in_scope(membership).filter(state__in=UNANSWERED_PAIR_STATES)
    unanswered = offered.count()
    figures = [
        Figure(_("Families not matched yet"), waiting.count(), url=_url("families")),
        Figure(
            _("Longest wait: %(label)s") % {"label": longest.label} if longest else _("Longest wait"),
            days, ngettext("day", "days", days), url=_url("family", longest.pk) if longest else "",
        ),
        Figure(_("Proposals to decide"), to_decide, url=_url("proposals")),
        Figure(_("Offers not answered yet"), unanswered, url=_url("pairs", query="?state=unanswered")),
    ]  # fmt: skip
    late = offered.filter(offered_on__lte=on - timedelta(days=ANSWER_DAYS)).count()
    tasks = [
        *_about_help(membership),
        *_about_concerns(membership),
        *_about_claims(membership),
        *_about_suspended(pairs_in_scope(membership).filter(state=PairState.SUSPENDED).count()),
        *_about_lost(membership, on),
        *_about_meetings(membership),
        *_about_proposals(to_decide),
        *_about_unmatched(unmatched_in_scope(membership).count()),
        *_about_answers(late),
        *_about_lives(pairs_in_scope(membership), on),
        *_about_firms(membership),
        *_about_money(membership),
        *_about_notices(to_hand_over(membership.organisation_id).count()),
        *_about_named(membership),
        *_about_lists(uploads_in_scope(membership).filter(state__in=WAITING_STATES).count()),
        *_about_papers(membership),
        *_about_clearances(membership, on),
        *_about_programmes(_in_no_programme(waiting).count()),
        *_about_the_house(membership),
    ]
    return Today(figures, tasks)


def _about_help(membership: Membership) -> Iterator[Task]:
    """Whoever asks for help stands first, the one who has waited longest by name of the family."""
    calls = help_calls_in_scope(membership)
    count = calls.count()
    first = calls.first() if count else None
    if first is None:
        return
    label = first.pair.seeker.household.label
    what = ngettext(
        "%(count)d call for help waits for an answer", "%(count)d calls for help wait for an answer", count
    ) % {"count": count}
    why = _("The first is about %(label)s, since %(time)s.") % {
        "label": label,
        "time": date_format(timezone.localtime(first.made_at), "j E, H:i"),
    }
    yield Task("help", what, why, look="now", url=_url("help_calls"), act=_("Answer"))


def _about_concerns(membership: Membership) -> Iterator[Task]:
    """That there are some; what they are about is read on their own pages, on record."""
    if count := incidents_in_scope(membership).filter(state=IncidentState.OPEN).count():
        what = ngettext("%(count)d concern is open", "%(count)d concerns are open", count) % {"count": count}
        why = _("Only administrators see this line.")
        yield Task("shield", what, why, look="now", url=_url("concerns"), act=_("Look"))


def _about_meetings(membership: Membership) -> Iterator[Task]:
    waiting = meetings_to_review(membership).order_by()
    found = dict(waiting.values_list("state").annotate(count=Count("pk")))
    if not found:
        return
    count, disputed = sum(found.values()), found.get(MeetingState.DISPUTED, 0)
    what = ngettext("%(count)d meeting to look at", "%(count)d meetings to look at", count) % {"count": count}
    parts = []
    if disputed:
        told = ngettext("%(count)d remembered differently", "%(count)d remembered differently", disputed)
        parts.append(told % {"count": disputed})
    if late := count - disputed:
        told = ngettext("%(count)d written down out of turn", "%(count)d written down out of turn", late)
        parts.append(told % {"count": late})
    url = _url("meetings", query="?show=review")
    yield Task("calendar", what, "; ".join(parts), look="due", url=url, act=_("Look"))


def _about_money(membership: Membership) -> Iterator[Task]:
    """What an administrator does with the centre's money beside finance."""
    for task in money_tasks(membership):
        yield Task(task.icon, task.what, task.why, look=task.look, url=task.url, act=task.act)


def _about_firms(membership: Membership) -> Iterator[Task]:
    """What waits for the centre on an employer's way in: an answer, a talk, a signature."""
    if count := applications_in_scope(membership).filter(state=ApplicationState.WAITING).count():
        what = ngettext("%(count)d firm asks to take part", "%(count)d firms ask to take part", count)
        url = _url("applications", query="?state=waiting")
        yield Task("firm", what % {"count": count}, look="due", url=url, act=_("Answer"))
    surveys = surveys_to_consult(membership.organisation)
    if (count := surveys.count()) and (first := surveys.first()):
        what = ngettext("%(count)d survey to talk over", "%(count)d surveys to talk over", count)
        why = _("The first is from %(firm)s.") % {"firm": first.participation}
        url = _url("employer", first.participation_id)
        yield Task("firm", what % {"count": count}, why, look="due", url=url, act=_("Look"))
    signed = parts_to_countersign(membership.organisation)
    if (count := signed.count()) and (waiting := signed.first()):
        what = ngettext(
            "%(count)d participation agreement waits for the centre's signature",
            "%(count)d participation agreements wait for the centre's signature",
            count,
        )
        why = _("The first is with %(firm)s.") % {"firm": waiting.participation}
        url = _url("employer", waiting.participation_id)
        yield Task("pen", what % {"count": count}, why, look="due", url=url, act=_("Sign"))


def _without_a_helper(households: QuerySet[Household]) -> QuerySet[Household]:
    paired = Pair.objects.filter(seeker__household=OuterRef("pk"), state__in=OPEN_PAIR_STATES)
    return households.filter(~Exists(paired), state=HouseholdState.SERVED)


def _in_no_programme(households: QuerySet[Household]) -> QuerySet[Household]:
    return households.filter(~Exists(Seeker.objects.filter(household=OuterRef("pk"), left_on=None)))


def _about_lost(membership: Membership, on: date) -> Iterator[Task]:
    """One line a family that lost its helper while nobody else could be proposed, the latest first."""
    lost = lost_and_waiting(without_a_proposal(membership), on=on)
    for seeker, owed in lost[:MOST_LOST]:
        what = _("%(family)s lost their helper, and nobody else is proposed yet") % {"family": seeker}
        yield Task("swap", what, owed_reason(owed), look="now", url=by_hand(seeker), act=_("Who could help?"))
    if more := len(lost[MOST_LOST:]):
        what = ngettext(
            "%(count)d more family lost their helper", "%(count)d more families lost their helper", more
        ) % {"count": more}
        why = _("The next run puts them before others who have waited as long.")
        yield Task("swap", what, why, look="due", url=_url("programmes"), act=_("Run the matching"))


def _about_proposals(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d proposal waits for your decision",
            "%(count)d proposals wait for your decision",
            count,
        ) % {"count": count}
        why = _("Nobody outside hears of a proposal before you approve it.")
        yield Task("swap", what, why, look="now", url=_url("proposals"), act=_("Decide"))


def _about_unmatched(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d family was left without a helper by the last matching",
            "%(count)d families were left without a helper by the last matching",
            count,
        ) % {"count": count}
        why = _("For each of them you see what stands in the way, and what would help.")
        yield Task("question", what, why, url=_url("not_matched"), act=_("See"))


def _about_answers(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d offer has waited a week for an answer",
            "%(count)d offers have waited a week for an answer",
            count,
        ) % {"count": count}
        why, url = _("A phone call often helps."), _url("pairs", query="?state=unanswered")
        yield Task("clock", what, why, look="due", url=url, act=_("See"))


def _about_lives(pairs: QuerySet[Pair], on: date) -> Iterator[Task]:
    """Pairs that wait for a coordinator: a step that is due, somebody who wants to end, the planned end."""
    if count := pairs.filter(state=PairState.CLOSING).count():
        what = ngettext(
            "%(count)d pair is coming to its end", "%(count)d pairs are coming to their end", count
        ) % {"count": count}
        why, url = _("Speak with both, then close it."), _url("pairs", query="?state=closing")
        yield Task("swap", what, why, look="now", url=url, act=_("See"))
    if count := with_a_step_due(pairs).filter(due_on__lt=on).count():
        what = ngettext(
            "%(count)d pair waits longer than planned for its first meeting or agreement",
            "%(count)d pairs wait longer than planned for their first meeting or agreement",
            count,
        ) % {"count": count}
        why, url = _("Both have said yes."), _url("pairs", query="?state=due")
        yield Task("calendar", what, why, look="due", url=url, act=_("See"))
    if count := near_their_end(pairs, on=on).count():
        what = ngettext(
            "%(count)d pair is near its planned end", "%(count)d pairs are near their planned end", count
        ) % {"count": count}
        why, url = _("Ask both how they would like to go on."), _url("pairs", query="?state=ending")
        yield Task("calendar", what, why, look="due", url=url, act=_("See"))


def _about_suspended(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d pair is suspended",
            "%(count)d pairs are suspended",
            count,
        ) % {"count": count}
        why = _("They must not meet until the clearance is complete.")
        url = _url("pairs", query="?state=suspended")
        yield Task("shield", what, why, look="now", url=url, act=_("See"))


def _about_notices(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d message to read out or hand over",
            "%(count)d messages to read out or hand over",
            count,
        ) % {"count": count}
        why = _("These people have no e-mail, or it did not arrive.")
        yield Task("phone", what, why, look="due", url=_url("notices", query="?state=to_do"), act=_("See"))


def _about_named(membership: Membership) -> Iterator[Task]:
    """New colleagues whom employers named: nobody is proposed before a coordinator has looked."""
    waiting = named_waiting(named_in_scope(membership))
    count = waiting.count()
    first = waiting.first() if count else None
    if first is None:
        return
    what = ngettext(
        "%(count)d new colleague named by an employer waits for you",
        "%(count)d new colleagues named by employers wait for you",
        count,
    ) % {"count": count}
    why = _("The first works at %(employer)s.") % {"employer": first.employer}
    yield Task("firm", what, why, look="due", url=_url("colleague_take_in", first.pk), act=_("Look"))


def _about_lists(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d list waits to be looked at", "%(count)d lists wait to be looked at", count
        ) % {"count": count}
        why = _("Nobody on it is in Splot yet; after two weeks it is put away.")
        yield Task("import", what, why, look="due", url=_url("imports"), act=_("Look"))


def _about_claims(membership: Membership) -> Iterator[Task]:
    for one in claim_tasks(membership):
        yield Task("file", one.what, one.why, look="due", url=one.url, act=one.act)


def _about_papers(membership: Membership) -> Iterator[Task]:
    """What volunteers did on their phones and a coordinator has yet to sign or record."""
    to_sign = list(agreements_to_countersign(membership.organisation))
    if to_sign:
        what = ngettext(
            "%(count)d agreement waits for the centre's signature",
            "%(count)d agreements wait for the centre's signature",
            len(to_sign),
        ) % {"count": len(to_sign)}
        why = _("%(volunteer)s has signed on the phone.") % {"volunteer": to_sign[0].volunteer.label}
        yield Task("pen", what, why, url=_url("volunteer", to_sign[0].volunteer_id), act=_("Sign"))
    to_record = list(readings_to_record(membership.organisation))
    if to_record:
        what = ngettext(
            "%(count)d volunteer says to have read the standards of child protection",
            "%(count)d volunteers say to have read the standards of child protection",
            len(to_record),
        ) % {"count": len(to_record)}
        why = _("It counts when you record it.")
        yield Task("book", what, why, url=_url("volunteer", to_record[0].pk), act=_("Record it"))


def _about_clearances(membership: Membership, on: date) -> Iterator[Task]:
    """One line a volunteer, by the first item to end."""
    ending: dict[int, list[ClearanceItem]] = {}
    for item in clearances_lapsing(membership.organisation, within_days=CLEARANCE_DAYS, on=on):
        ending.setdefault(item.volunteer_id, []).append(item)
    for volunteer_id, items in islice(ending.items(), MOST_CLEARANCES):
        first = items[0]
        what = _("%(item)s of %(volunteer)s ends on %(day)s") % {
            "item": first.get_kind_display(),
            "volunteer": first.volunteer.label,
            "day": date_format(first.valid_until, "DATE_FORMAT"),
        }
        why = _("Without it, pairs with children are suspended that day.")
        if others := len(items) - 1:
            more = ngettext("%(count)d more item ends soon.", "%(count)d more items end soon.", others)
            why = f"{why} {more % {'count': others}}"
        yield Task("shield", what, why, look="due", url=_url("volunteer", volunteer_id), act=_("See"))


def _about_programmes(count: int) -> Iterator[Task]:
    if count:
        what = ngettext(
            "%(count)d family is in no programme",
            "%(count)d families are in no programme",
            count,
        ) % {"count": count}
        why = _("Matching looks only at families in a programme.")
        yield Task("question", what, why, url=_url("programmes"), act=_("Choose one"))


def _about_the_house(membership: Membership) -> Iterator[Task]:
    if membership.role != Role.ADMINISTRATOR:
        return
    if not membership.organisation.place_name:
        what = _("We do not know yet where your centre is")
        yield Task(
            "place", what, _("Its address stands under letters."), url=_url("centre"), act=_("Write it")
        )
    if members_in_scope(membership).count() == 1:
        what = _("You work here alone so far")
        why = _("Invite those who coordinate with you.")
        yield Task("users", what, why, url=_url("invite"), act=_("Invite"))


def _url(name: str, *args: object, query: str = "") -> str:
    """The address of a page, empty while this installation has no such page."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""
