"""From domain events to open pages: each says which thing has changed, by its number, to whom it concerns."""

import time
from collections.abc import Iterable

from activities.events import (
    ContactChanged,
    FirstWeeksChanged,
    HelpChanged,
    MeetingChanged,
    PlanChanged,
    TalkChanged,
)
from base.accounts.events import MembershipBegan, MembershipEnded
from base.common.events import subscribe
from desk.enums import CareKind
from desk.events import BulkProgressed, CareChanged, PipelineChanged
from families.events import (
    ColleagueNamed,
    EmploymentChanged,
    HouseholdChanged,
    HouseholdStateChanged,
)
from families.models import Household
from frontend.listeners import digest_of
from frontend.live import push
from frontend.news import note
from frontend.topics import Topic, desk_group, firm_group, money_group, programme_group, user_group
from matching.events import PairChanged, ProposalDecided, ProposalsPublished, RunProgressed
from matching.models import Pair, Proposal
from mentors.events import MentorChanged, MentorStateChanged
from stipends.enums import ClaimState
from stipends.events import ClaimMoved
from volunteers.events import ClearanceChanged, VolunteerChanged, VolunteerStateChanged

SIDES = ("seeker__household__centre_id", "helper__volunteer__centre_id", "helper__mentor__centre_id")
USERS = ("helper__volunteer__user_id", "helper__mentor__user_id")


def relay(topic: Topic, groups: Iterable[str]) -> None:
    """Tell the open pages of these groups, and those that come back within some minutes."""
    groups, at = sorted(set(groups)), time.time()
    note(at, str(topic), groups)
    for group in groups:
        push(group, {"type": "topic.changed", "kind": topic.kind, "id": topic.id, "at": at})


# --- whom a thing concerns --------------------------------------------------------------------------------


def desks(organisations: Iterable[int | None]) -> list[str]:
    """Of these organisations, where they are known."""
    return [desk_group(one) for one in organisations if one is not None]


def sides_of(match: type[Pair] | type[Proposal], pk: int) -> list[int]:
    """The centres with a side of their own in it."""
    row = match._default_manager.filter(pk=pk).values_list(*SIDES).first() or ()
    return [one for one in row if one is not None]


def helpers_of(pair: int) -> list[str]:
    """The group of the helping person, if they log in."""
    row = Pair.objects.filter(pk=pair).values_list(*USERS).first() or ()
    return [user_group(one) for one in row if one is not None]


# --- programmes and pairs ---------------------------------------------------------------------------------


def run_progressed(event: RunProgressed) -> None:
    """A run went on."""
    relay(Topic("run", event.run_id), [programme_group(event.programme_id)])


def proposals_published(event: ProposalsPublished) -> None:
    """Other proposals stand now."""
    relay(Topic("proposals", event.programme_id), [programme_group(event.programme_id)])


def proposal_decided(event: ProposalDecided) -> None:
    """Somebody decided, or pinned."""
    relay(Topic("proposal", event.proposal_id), desks(sides_of(Proposal, event.proposal_id)))


def pair_changed(event: PairChanged) -> None:
    """A pair went on: its centres hear it, their lines of Today, and the helper."""
    sides = sides_of(Pair, event.pair_id)
    relay(Topic("pair", event.pair_id), desks(sides) + helpers_of(event.pair_id))
    _care(sides)


def meetings_changed(event: MeetingChanged | PlanChanged | FirstWeeksChanged) -> None:
    """Something of a pair's meetings, those behind it or those to come, or of its first weeks."""
    groups = desks(sides_of(Pair, event.pair_id)) + helpers_of(event.pair_id)
    relay(Topic("pair", event.pair_id), groups)


def contact_changed(event: ContactChanged) -> None:
    """A coordinator wrote something down: for coordinators only."""
    sides = sides_of(Pair, event.pair_id)
    relay(Topic("pair", event.pair_id), desks(sides))
    _care(sides)


def help_changed(event: HelpChanged) -> None:
    """Somebody called for help, or was answered: a list, Today and a page of a pair show it."""
    sides = sides_of(Pair, event.pair_id)
    relay(Topic("help", event.programme_id), desks(sides))
    relay(Topic("pair", event.pair_id), desks(sides) + helpers_of(event.pair_id))
    _care(sides)


def talk_changed(event: TalkChanged) -> None:
    """Something in a conversation: its coordinators and its helper."""
    groups = desks(sides_of(Pair, event.pair_id)) + helpers_of(event.pair_id)
    relay(Topic("talk", event.pair_id), groups)


# --- people -----------------------------------------------------------------------------------------------


def household_changed(event: HouseholdChanged | HouseholdStateChanged) -> None:
    """A family was edited or moved on."""
    relay(Topic("family", event.household_id), desks([event.centre_id]))


def job_changed(event: EmploymentChanged) -> None:
    """Somebody of a family began or ended a job."""
    centre = Household.objects.filter(pk=event.household_id).values_list("centre_id", flat=True).first()
    relay(Topic("family", event.household_id), desks([centre]))


def volunteer_changed(event: VolunteerChanged | VolunteerStateChanged | ClearanceChanged) -> None:
    """A volunteer was edited, cleared, or moved on."""
    relay(Topic("volunteer", event.volunteer_id), desks([event.centre_id]))


def mentor_changed(event: MentorChanged | MentorStateChanged) -> None:
    """A mentor-employee was edited or moved on."""
    relay(Topic("mentor", event.mentor_id), desks([event.centre_id]))


# --- money and the desk -----------------------------------------------------------------------------------


def claim_moved(event: ClaimMoved) -> None:
    """A claim was written on or moved: its firm hears it, and the centre once it has been sent in."""
    topic, groups = Topic("claim", event.claim_id), [firm_group(event.employer_id)]
    if event.state == ClaimState.DRAFT:
        relay(topic, groups)
        return
    relay(topic, [*groups, desk_group(event.centre_id), money_group(event.centre_id)])
    _care([event.centre_id])


def care_changed(event: CareChanged) -> None:
    """A line of Today was put off or given to somebody; what the line is about shows whose it is."""
    _care([event.organisation_id])
    if event.key.partition(":")[0] in CLAIM_LINES and (claim := Topic.read(_claim_of(event.key))):
        groups = [desk_group(event.organisation_id), money_group(event.organisation_id)]
        relay(claim, groups)


def pipeline_changed(event: PipelineChanged) -> None:
    """Somebody on their way in went on."""
    relay(Topic("pipeline", event.organisation_id), desks([event.organisation_id]))
    _care([event.organisation_id])


def colleague_named(event: ColleagueNamed) -> None:
    """An employer named somebody: it waits for the centre."""
    _care([event.centre_id])


def bulk_progressed(event: BulkProgressed) -> None:
    """An act on many went on."""
    relay(Topic("bulk", event.bulk_id), desks([event.organisation_id]))


#: Lines of Today that are about a claim, by its number.
CLAIM_LINES = frozenset({CareKind.VERIFY, CareKind.APPROVE})


def _claim_of(key: str) -> str:
    return f"claim:{key.partition(':')[2]}"


def _care(organisations: Iterable[int | None]) -> None:
    for one in sorted({one for one in organisations if one is not None}):
        relay(Topic("care", one), [desk_group(one)])


# --- log-ins ----------------------------------------------------------------------------------------------


def membership_changed(event: MembershipBegan | MembershipEnded) -> None:
    """Sockets of the person look again whether they still stand."""
    look_again(event.user_id)


def look_again(user: int) -> None:
    """Every socket of this person asks at once whether its log-in still holds."""
    push(user_group(user), {"type": "look.again"})


def session_ended(user: int, session_key: str, *, membership: int | None = None) -> None:
    """This session is over, or goes on under another membership: its sockets close at once."""
    message = {"type": "session.ended", "session": digest_of(session_key), "membership": membership}
    push(user_group(user), message)


def listen() -> None:
    """Begin to relay; twice is once."""
    subscribe(RunProgressed, run_progressed)
    subscribe(ProposalsPublished, proposals_published)
    subscribe(ProposalDecided, proposal_decided)
    subscribe(PairChanged, pair_changed)
    subscribe(MeetingChanged, meetings_changed)
    subscribe(PlanChanged, meetings_changed)
    subscribe(FirstWeeksChanged, meetings_changed)
    subscribe(ContactChanged, contact_changed)
    subscribe(HelpChanged, help_changed)
    subscribe(TalkChanged, talk_changed)
    subscribe(HouseholdChanged, household_changed)
    subscribe(HouseholdStateChanged, household_changed)
    subscribe(EmploymentChanged, job_changed)
    subscribe(ColleagueNamed, colleague_named)
    subscribe(VolunteerChanged, volunteer_changed)
    subscribe(VolunteerStateChanged, volunteer_changed)
    subscribe(ClearanceChanged, volunteer_changed)
    subscribe(MentorChanged, mentor_changed)
    subscribe(MentorStateChanged, mentor_changed)
    subscribe(ClaimMoved, claim_moved)
    subscribe(CareChanged, care_changed)
    subscribe(PipelineChanged, pipeline_changed)
    subscribe(BulkProgressed, bulk_progressed)
    subscribe(MembershipBegan, membership_changed)
    subscribe(MembershipEnded, membership_changed)
