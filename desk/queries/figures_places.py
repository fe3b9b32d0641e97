"""Supply and demand: families without a helper against helpers with room, by language and by county."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Least, Substr

from base.common.enums import MINORS
from base.places.languages import Level
from families.models import MemberLanguage
from matching.enums import OPEN_PAIR_STATES
from matching.models import Helper, Pair
from matching.queries.pool import is_active_mentor_of, is_active_volunteer_of
from mentors.models import MentorEmployee
from mentors.queries import mentors_in_scope
from volunteers.models import Volunteer
from volunteers.queries import volunteers_in_scope

from .figures import Cut, families_waiting, seekers_asking

COUNTY_DIGITS = 4  # of a commune's code
MOST_ROOM = 20  # above what any helper has


class Balance(NamedTuple):
    """Who asks and who could help at one place or in one language."""

    families: int
    helpers: int


def level_needed(cut: Cut) -> Level:
    """How well both must speak a language to understand each other: the programme's rule, B1 for all."""
    rules = cut.rules.get(cut.programme.pk) if cut.programme is not None else None
    return Level(rules.min_level) if rules else Level.B1


def helpers_with_room(cut: Cut) -> QuerySet[Volunteer] | QuerySet[MentorEmployee]:
    """Own active people of the pools who could take one more: volunteers, at work mentors."""
    places = Helper.objects.all()
    most = MOST_ROOM
    if cut.programme is not None:
        places = places.filter(programme=cut.programme)
        rules = cut.rules.get(cut.programme.pk)
        most = rules.max_room if rules else MOST_ROOM
    if cut.at_work:
        mentors = mentors_in_scope(cut.membership).exclude(pk__in=_full("mentor", cut, most))
        return mentors.filter(is_active_mentor_of(places))
    volunteers = volunteers_in_scope(cut.membership).exclude(pk__in=_full("volunteer", cut, most))
    return volunteers.filter(is_active_volunteer_of(places))


def _full(side: str, cut: Cut, most: int) -> QuerySet[Any, Any]:
    """Own people whose open pairs, in any programme, take all their room."""
    person = f"helper__{side}"
    open_pairs = Pair.objects.filter(
        state__in=OPEN_PAIR_STATES, **{f"{person}__centre": cut.membership.organisation_id}
    )
    taken: QuerySet[Any, Any] = open_pairs.order_by().values(person).annotate(taken=Count("pk"))
    return taken.filter(taken__gte=Least(F(f"{person}__room"), Value(most))).values(person)


def balance_by_language(cut: Cut) -> Mapping[str, Balance]:
    """By code of a language spoken well enough. Who speaks two well enough is counted in both: any common
    language will do."""
    level = level_needed(cut)
    spoken = MemberLanguage.objects.filter(level__gte=level, member__left_on=None)
    if cut.at_work:
        spoken = spoken.filter(member__in=seekers_asking(cut).order_by().values("member"))
    else:
        adults = spoken.exclude(member__age_band__in=MINORS)
        spoken = adults.filter(member__household__in=families_waiting(cut).order_by().values("pk"))
    asking = (
        spoken.order_by().values_list("language").annotate(families=Count("member__household", distinct=True))
    )
    helping = (
        helpers_with_room(cut)
        .filter(languages__level__gte=level)
        .order_by()
        .values_list("languages__language")
        .annotate(people=Count("pk"))
    )
    return _balanced(dict(asking), dict(helping))


def balance_by_county(cut: Cut) -> Mapping[str, Balance]:
    """By TERYT code of the county they live in; "" for those whose place we do not know."""
    return _balanced(_by_county(families_waiting(cut)), _by_county(helpers_with_room(cut)))


def _by_county(people: QuerySet[Any]) -> dict[str, int]:
    county = Substr("commune_code", 1, COUNTY_DIGITS)
    return dict(people.order_by().annotate(county=county).values_list("county").annotate(n=Count("pk")))


def _balanced(asking: Mapping[str, int], helping: Mapping[str, int]) -> dict[str, Balance]:
    return {
        one: Balance(asking.get(one, 0), helping.get(one, 0))
        for one in sorted(asking.keys() | helping.keys())
    }
