"""Who must not be brought together again, whichever place in a programme they now stand in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from families.models import Employment, Household
from matching.enums import CLOSED_WITH_CAUSE, PairState
from matching.models import Pair, Programme, Veto
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

Ids = tuple[int, int]
HelpingPerson = tuple[int | None, int | None]  # volunteer, mentor: one of the two


@dataclass(frozen=True)
class Places:
    """Whose the places are: seeker id → (household, member or None), helper id → (volunteer, mentor)."""

    seekers: Mapping[int, tuple[int, int | None]]
    helpers: Mapping[int, HelpingPerson]


def forbidden_pairs(programme: Programme, places: Places, *, not_the_supervisor: bool) -> set[Ids]:
    """(seeker id, helper id) that no run may propose and nobody may pair.

    Standing vetoes and declined pairs of this programme, those not answered lately too; pairs closed with
    cause in any programme, for the whole household; a supervisor and their own people, where the programme
    says so. They hold for people, so that leaving a programme and coming back lifts nothing.
    """
    found = set(_supervised(programme, places)) if not_the_supervisor else set()
    said_no, ended = list(_said_no(programme)), list(_ended_with_cause(programme))
    if not said_no and not ended:
        return found
    seekers: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    families: dict[int, list[int]] = defaultdict(list)
    helpers: dict[HelpingPerson, list[int]] = defaultdict(list)
    for pk, (household, member) in places.seekers.items():
        seekers[household, member].append(pk)
        families[household].append(pk)
    for pk, (volunteer, mentor) in places.helpers.items():
        helpers[volunteer, mentor].append(pk)
    for household, member, volunteer, mentor in said_no:
        found |= _crossed(seekers.get((household, member), ()), helpers.get((volunteer, mentor), ()))
    for household, volunteer, mentor in ended:
        found |= _crossed(families.get(household, ()), helpers.get((volunteer, mentor), ()))
    return found


def _crossed(seekers: Iterable[int], helpers: Iterable[int]) -> set[Ids]:
    return {(seeker, helper) for seeker in seekers for helper in helpers}


#: Two of whom one did not answer in time are not proposed to each other again for so long.
NOT_ASKED_AGAIN_FOR = timedelta(days=90)
PEOPLE = ("seeker__household_id", "seeker__member_id", "helper__volunteer_id", "helper__mentor_id")


def _said_no(programme: Programme) -> Iterator[tuple[int, int | None, int | None, int | None]]:
    yield from Veto.objects.filter(seeker__programme=programme, lifted_at=None).values_list(*PEOPLE)
    lately = timezone.localdate() - NOT_ASKED_AGAIN_FOR
    no = Q(state=PairState.DECLINED) | Q(state=PairState.EXPIRED, closed_on__gt=lately)
    yield from Pair.objects.filter(no, programme=programme).values_list(*PEOPLE)


def _ended_with_cause(programme: Programme) -> Iterator[tuple[int, int | None, int | None]]:
    ended = Pair.objects.filter(
        state=PairState.CLOSED,
        close_reason__in=CLOSED_WITH_CAUSE,
        seeker__household__centre__in=programme.shares.values("centre"),
    )
    yield from ended.values_list("seeker__household_id", "helper__volunteer_id", "helper__mentor_id")


def _supervised(programme: Programme, places: Places) -> Iterator[Ids]:
    by_member = {member: pk for pk, (_, member) in places.seekers.items() if member is not None}
    by_mentor = {mentor: pk for pk, (_, mentor) in places.helpers.items() if mentor is not None}
    if not by_member or not by_mentor:
        return
    bosses: dict[tuple[int, str], list[int]] = defaultdict(list)
    for member, employer, label in (
        Employment.objects.exclude(supervisor_label="")
        .filter(member__seekers__programme=programme)
        .values_list("member_id", "employer_id", "supervisor_label")
    ):
        if member in by_member:
            bosses[employer, label].append(by_member[member])
    mentors = MentorEmployee.objects.filter(helpers__programme=programme)
    for pk, employer, label in mentors.values_list("pk", "participation__employer_id", "label"):
        if pk in by_mentor:
            yield from ((seeker, by_mentor[pk]) for seeker in bosses.get((employer, label), ()))


def same_people(
    households: QuerySet[Household], people: "QuerySet[Volunteer] | QuerySet[MentorEmployee]"
) -> dict[int, int]:
    """Helping person's id → id of the household they themselves belong to, known by a shared phone or e-mail.

    Many of those helped help others too; nobody is to be their own family's helper.
    """
    found: dict[int, int] = {}
    for contact in ("phone", "email"):
        theirs = households.annotate(contact=Lower(contact)).exclude(contact="")
        ours = people.annotate(contact=Lower(contact)).exclude(contact="").order_by()
        both = list(ours.filter(contact__in=theirs.values("contact")).values_list("pk", "contact"))
        if not both:
            continue
        wanted = {text for _, text in both}
        home = dict(theirs.filter(contact__in=wanted).values_list("contact", "pk"))
        found.update({pk: home[text] for pk, text in both if text in home})
    return found
