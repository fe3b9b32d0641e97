"""The hard rules, one function each: may this seeker and this helper be a pair at all?

Each takes index arrays of seekers and helpers of one shape (or shapes that broadcast) and returns a boolean
array: True where the pair is allowed. `HARD_RULES` lists them in the order in which the funnel tells them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .codes import HardRule
from .tables import Index, Tables

Allowed = NDArray[np.bool_]
Rule = Callable[[Tables, Index, Index], Allowed]


# The helper is active and trained on the date of the run.
def available(t: Tables, s: Index, h: Index) -> Allowed:
    return t.problem.helpers.available[h] & np.ones_like(s, dtype=np.bool_)


# They share a language at the level the programme asks, or one practises what the other is at home in.
def language(t: Tables, s: Index, h: Index) -> Allowed:
    shared = (t.seeker.tongues[s, 0] & t.helper.tongues[h, 0]) != 0
    for word in range(1, t.seeker.tongues.shape[1]):
        shared |= (t.seeker.tongues[s, word] & t.helper.tongues[h, word]) != 0
    return shared


# The way between them is within the limit of the side that travels, and within the programme's.
def distance(t: Tables, s: Index, h: Index) -> Allowed:
    return t.metres(s, h) <= t.limit_metres(s, h)


# Where a woman or a man is a must, for either of them or for the programme, it is met.
def gender(t: Tables, s: Index, h: Index) -> Allowed:
    seeker, helper = t.problem.seekers.gender[s], t.problem.helpers.gender[h]
    seeker_must, helper_must = t.seeker.must[s], t.helper.must[h]
    met = ((seeker_must == 0) | (seeker_must == helper)) & ((helper_must == 0) | (helper_must == seeker))
    if t.problem.rules.same_gender:
        met &= (seeker == helper) & (seeker != 0)
    return met


# Whoever meets children is cleared for contact with minors.
def minors(t: Tables, s: Index, h: Index) -> Allowed:
    children = t.problem.seekers.has_minors[s] & t.problem.rules.contact_with_minors
    return ~children | t.problem.helpers.cleared[h]


# At the workplace both have the same employer.
def employer(t: Tables, s: Index, h: Index) -> Allowed:
    theirs = t.problem.seekers.employer[s]
    same = (theirs == t.problem.helpers.employer[h]) & (theirs >= 0)
    return same | (not t.problem.rules.same_employer)


# Where the programme asks for it, both work at the same site.
def site(t: Tables, s: Index, h: Index) -> Allowed:
    theirs = t.problem.seekers.site[s]
    same = (theirs == t.problem.helpers.site[h]) & (theirs >= 0)
    return same | (not t.problem.rules.same_site)


# Nobody is their own helper.
def other_person(t: Tables, s: Index, h: Index) -> Allowed:
    who = t.problem.seekers.person[s]
    return (who != t.problem.helpers.person[h]) | (who < 0)


# At least once a week both are free for a whole session within one day.
def time(t: Tables, s: Index, h: Index) -> Allowed:
    free = (t.seeker.starts[s, 0] & t.helper.starts[h, 0]) != 0
    for day in range(1, t.seeker.starts.shape[1]):
        free |= (t.seeker.starts[s, day] & t.helper.starts[h, day]) != 0
    return free


# No coordinator has ruled this pair out.
def veto(t: Tables, s: Index, h: Index) -> Allowed:
    return ~t.is_among(t.vetoed, s, h)


# The helper has room besides the pairs that are kept.
def room(t: Tables, s: Index, h: Index) -> Allowed:
    return (t.free_room[h] > 0) | (t.locked_to[s] == h)


HARD_RULES: dict[HardRule, Rule] = {
    HardRule.AVAILABLE: available,
    HardRule.LANGUAGE: language,
    HardRule.DISTANCE: distance,
    HardRule.GENDER: gender,
    HardRule.MINORS: minors,
    HardRule.EMPLOYER: employer,
    HardRule.SITE: site,
    HardRule.OTHER_PERSON: other_person,
    HardRule.TIME: time,
    HardRule.VETO: veto,
    HardRule.ROOM: room,
}


def broken_rules(t: Tables, s: Index, h: Index) -> NDArray[np.bool_]:
    """bool (k, 11): which rule forbids which of the k pairs; columns in the order of `HARD_RULES`."""
    return np.column_stack([~rule(t, s, h) for rule in HARD_RULES.values()])
