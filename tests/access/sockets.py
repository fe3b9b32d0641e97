"""The access matrix of sockets, written by hand from the policy: at least one line for each kind of topic.

A line makes a thing of centre A, says what happens to it, and who of the told cast hears of it. The household
that came in by link and PIN has no socket; the anonymous and an ended role are turned away.
"""

from collections.abc import Callable
from dataclasses import dataclass

from activities.events import ContactChanged, HelpChanged, MeetingChanged, TalkChanged
from desk.enums import ListPage
from desk.events import BulkProgressed, CareChanged, PipelineChanged
from desk.models import BulkAct
from families.events import EmploymentChanged, HouseholdChanged
from families.models import Household
from frontend.topics import Topic
from matching.events import PairChanged, ProposalDecided, ProposalsPublished, RunProgressed
from matching.models import Pair
from mentors.events import MentorChanged
from stipends.events import ClaimMoved
from tests.factories.activities import meeting_pair
from tests.factories.cast import Cast
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, RunFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import mentor_with
from tests.factories.volunteers import volunteer_with
from tests.frontend.claims import draft_of, part_at, submitted_of
from tests.frontend.matching import proposal_in
from volunteers.events import VolunteerChanged

#: Those who work with people at centre A; those who read its money.
DESK = frozenset({"administrator", "coordinator"})
MONEY = frozenset({"finance", "auditor"})


@dataclass(frozen=True)
class Heard:
    """What is made and what happens to it; who hears of it, and nobody else."""

    kind: str
    make: Callable[[Cast], tuple[Topic, object]]
    by: frozenset[str]
    about: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.about}".strip()


def run(cast: Cast) -> tuple[Topic, object]:
    """A run of the centre's own programme."""
    found = RunFactory(programme=programme_of(cast.centre))
    return Topic("run", found.pk), RunProgressed(found.pk, found.programme_id, "running", "scoring", 40)


def proposals(cast: Cast) -> tuple[Topic, object]:
    """Proposals of the centre's own programme."""
    found = RunFactory(programme=programme_of(cast.centre))
    return Topic("proposals", found.programme_id), ProposalsPublished(found.pk, found.programme_id, 12)


def proposal(cast: Cast) -> tuple[Topic, object]:
    """A proposal between two of the centre's own."""
    found = proposal_in(programme_of(cast.centre))
    event = ProposalDecided(found.pk, found.programme_id, "refused", pinned=False, version=2)
    return Topic("proposal", found.pk), event


def shared_proposal(cast: Cast) -> tuple[Topic, object]:
    """A proposal of a family of centre A and a volunteer of centre B."""
    shared = programme_of(cast.centre, cast.other_centre)
    found = proposal_in(shared, helper=helper_of(shared, volunteer_with(centre=cast.other_centre)))
    event = ProposalDecided(found.pk, found.programme_id, "refused", pinned=False, version=2)
    return Topic("proposal", found.pk), event


def pair_of_bob(cast: Cast) -> tuple[Topic, object]:
    """A pair whose helper logs in: the volunteer of the cast."""
    found = meeting_pair(cast.bob)
    return Topic("pair", found.pk), PairChanged(found.pk, found.programme_id, "active")


def meeting_of_mirek(cast: Cast) -> tuple[Topic, object]:
    """A meeting of the mentor-employee of the cast."""
    found = pair_of_mirek(cast)
    return Topic("pair", found.pk), MeetingChanged(1, found.pk, found.programme_id, "logged")


def pair_of_mirek(cast: Cast) -> Pair:
    programme = programme_of(cast.centre, kind="workplace")
    mentor = mentor_with(participation=part_at(cast), user=cast.mirek.user)
    return PairFactory(seeker=seeker_of(programme), helper=helper_of(programme, mentor), state="active")


def contact_of_bob(cast: Cast) -> tuple[Topic, object]:
    """A coordinator wrote something down about the volunteer's pair."""
    found = meeting_pair(cast.bob)
    return Topic("pair", found.pk), ContactChanged(found.pk, found.programme_id)


def call_for_help(cast: Cast) -> tuple[Topic, object]:
    """A call for help in a pair of the centre's own."""
    found = meeting_pair(cast.bob)
    return Topic("help", found.programme_id), HelpChanged(1, found.pk, found.programme_id, "open")


def help_of_the_other_centre(cast: Cast) -> tuple[Topic, object]:
    """A call in a pair of centre B alone, in a programme that both share."""
    shared = programme_of(cast.other_centre, cast.centre)
    found = PairFactory(seeker=seeker_of(shared), helper=helper_of(shared))
    return Topic("help", shared.pk), HelpChanged(1, found.pk, shared.pk, "open")


def talk_of_bob(cast: Cast) -> tuple[Topic, object]:
    """A conversation of the volunteer."""
    found = meeting_pair(cast.bob)
    return Topic("talk", found.pk), TalkChanged(found.pk, found.programme_id)


def talk_of_mirek(cast: Cast) -> tuple[Topic, object]:
    """A conversation of the mentor-employee."""
    found = pair_of_mirek(cast)
    return Topic("talk", found.pk), TalkChanged(found.pk, found.programme_id)


def talk_of_others(cast: Cast) -> tuple[Topic, object]:
    """A conversation of another volunteer of the centre."""
    programme = programme_of(cast.centre)
    found = PairFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    return Topic("talk", found.pk), TalkChanged(found.pk, programme.pk)


def family(cast: Cast) -> tuple[Topic, object]:
    """A family of the centre."""
    found = household_with(centre=cast.centre)
    return Topic("family", found.pk), HouseholdChanged(found.pk, found.centre_id)


def job(cast: Cast) -> tuple[Topic, object]:
    """A job of somebody of a family, at the firm of the cast."""
    found: Household = household_with(centre=cast.centre)
    member = found.members.get()
    return Topic("family", found.pk), EmploymentChanged(found.pk, member.pk, cast.firm.pk, None)


def volunteer(cast: Cast) -> tuple[Topic, object]:
    """The volunteer of the cast, changed at the desk."""
    found = volunteer_with(centre=cast.centre, user=cast.bob.user)
    return Topic("volunteer", found.pk), VolunteerChanged(found.pk, found.centre_id)


def mentor(cast: Cast) -> tuple[Topic, object]:
    """The mentor-employee of the cast, changed at the desk."""
    found = mentor_with(participation=part_at(cast), user=cast.mirek.user)
    return Topic("mentor", found.pk), MentorChanged(found.pk, found.centre_id)


def claim(cast: Cast) -> tuple[Topic, object]:
    """A claim the firm has sent in."""
    found = submitted_of(cast)
    return Topic("claim", found.pk), ClaimMoved(found.pk, cast.centre.pk, cast.firm.pk, "submitted")


def draft(cast: Cast) -> tuple[Topic, object]:
    """A claim the firm still writes."""
    found = draft_of(cast)
    return Topic("claim", found.pk), ClaimMoved(found.pk, cast.centre.pk, cast.firm.pk, "draft")


def taken_claim(cast: Cast) -> tuple[Topic, object]:
    """A colleague at the centre took a claim on."""
    found = submitted_of(cast)
    return Topic("claim", found.pk), CareChanged(cast.centre.pk, f"verify:{found.pk}")


def care(cast: Cast) -> tuple[Topic, object]:
    """A line of Today at the centre."""
    return Topic("care", cast.centre.pk), CareChanged(cast.centre.pk, "help:1")


def pipeline(cast: Cast) -> tuple[Topic, object]:
    """Somebody on the way in at the centre."""
    return Topic("pipeline", cast.centre.pk), PipelineChanged(cast.centre.pk, 1)


def bulk(cast: Cast) -> tuple[Topic, object]:
    """An act on many of a coordinator of the centre."""
    found = BulkAct.objects.create(
        organisation=cast.centre, asked_by=cast.alice, page=ListPage.FAMILIES, act="pause"
    )
    return Topic("bulk", found.pk), BulkProgressed(found.pk, cast.centre.pk)


LINES = [
    Heard("run", run, DESK),
    Heard("proposals", proposals, DESK),
    Heard("proposal", proposal, DESK),
    Heard("proposal", shared_proposal, DESK | {"other_coordinator", "other_administrator"}, "of two centres"),
    Heard("pair", pair_of_bob, DESK | {"volunteer"}, "of a volunteer"),
    Heard("pair", meeting_of_mirek, DESK | {"mentor"}, "of a mentor"),
    Heard("pair", contact_of_bob, DESK, "a coordinator wrote of"),
    Heard("help", call_for_help, DESK),
    Heard("help", help_of_the_other_centre, frozenset({"other_coordinator", "other_administrator"}), "of B"),
    Heard("talk", talk_of_bob, DESK | {"volunteer"}, "of a volunteer"),
    Heard("talk", talk_of_mirek, DESK | {"mentor"}, "of a mentor"),
    Heard("talk", talk_of_others, DESK, "of somebody else"),
    Heard("family", family, DESK),
    Heard("family", job, DESK, "at a firm"),
    Heard("volunteer", volunteer, DESK),
    Heard("mentor", mentor, DESK),
    Heard("claim", claim, DESK | MONEY | {"employer"}),
    Heard("claim", draft, frozenset({"employer"}), "not sent in"),
    Heard("claim", taken_claim, DESK | MONEY, "taken by a colleague"),
    Heard("care", care, DESK),
    Heard("pipeline", pipeline, DESK),
    Heard("bulk", bulk, DESK),
]
