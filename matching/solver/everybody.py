"""The judge's way through all pairs where people are many: the question laid out for one compiled loop."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .codes import HardRule
from .problem import People
from .recount import EARTH_KM, Recount
from .result import Result

MANY_PAIRS = 1 << 23  # of anybody with anybody: from here on the compiled loop wins, its loading included
SEEKERS_AT_ONCE = 500  # between two reports of how far the judge is


class Everybody:
    """One problem, as `recount` has worked it out."""

    def __init__(self, law: Recount) -> None:
        self.law = law

    def tried(self, result: Result, report: Callable[[float], None]) -> tuple[NDArray[np.int64], int, int]:
        """Helpers left to each seeker after each rule, int64 (n, 11); the most by which an allowed pair earns
        more than the result's prices, at least 0; and how many allowed pairs were shown before.

        `report` hears the share that is done.
        """
        from .compiled.everybody import Helping, Listed, Programme, Seeking, Some, try_everybody

        # Copies, since those of a problem made here are read-only, and the kernel would be compiled for both.
        law, rules, weights, scale = self.law, self.law.rules, self.law.rules.weights, result.scale
        asks, speaks = law.tongues()

        def some(
            people: People,
            tongues: NDArray[np.bool_],
            reach: NDArray[np.int64],
            free: NDArray[np.uint64],
            starts: NDArray[np.uint64],
            gives: NDArray[np.uint64],
        ) -> Some:
            latitude = np.radians(people.latitude)
            return Some(
                latitude=latitude,
                longitude=np.radians(people.longitude),
                flat=np.cos(latitude),
                reach=reach.copy(),
                tongues=_bits(tongues),
                levels=people.levels.copy(),
                free=np.ascontiguousarray(free.T),
                starts=np.ascontiguousarray(starts.T),
                gives=gives.copy(),
                life=people.life.copy(),
                gender=people.gender.copy(),
                wish=people.wish_gender.copy(),
                strength=people.wish_strength.copy(),
                employer=people.employer.copy(),
                site=people.site.copy(),
                person=people.person.copy(),
                trade=people.trade.copy(),
            )

        def listed(pairs: NDArray[np.int64]) -> Listed:
            pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
            first = np.searchsorted(pairs[:, 0], np.arange(len(law.seekers) + 1))
            return Listed(first, pairs[:, 1].copy())

        left = np.zeros((len(law.seekers), len(HardRule)), dtype=np.int64)
        asked = (
            some(law.seekers, asks, law.seeker_reach, law.seeker_free, law.seeker_starts, law.seekers.needs),
            Seeking(
                law.seekers.has_minors.copy(),
                law.seekers.weight.copy(),
                law.locked_to.copy(),
                result.duals.seeker.copy(),
            ),
            some(
                law.helpers, speaks, law.helper_reach, law.helper_free, law.helper_starts, law.helpers.offers
            ),
            Helping(
                law.helpers.available.copy(),
                law.helpers.cleared.copy(),
                law.free_room.copy(),
                law.helpers.load.copy(),
                result.duals.helper.copy(),
            ),
            Programme(
                earth_km=EARTH_KM,
                angle_of_a_metre=0.001 / rules.detour / EARTH_KM,
                detour=rules.detour,
                same_gender=rules.same_gender,
                contact_with_minors=rules.contact_with_minors,
                same_employer=rules.same_employer,
                same_site=rules.same_site,
                enough=round(rules.full_at_hours * 2),
                language=weights.language,
                distance=weights.distance,
                time=weights.time,
                needs=weights.needs,
                life_stage=weights.life_stage,
                gender=weights.gender,
                trade=weights.trade,
                load=weights.load,
                per_weight=scale.per_weight,
                per_point=scale.per_point,
            ),
            listed(law.problem.vetoes),
            listed(law.problem.previous),
            left,
        )
        violation, could_be_kept = 0, 0
        for begin in range(0, len(left), SEEKERS_AT_ONCE):
            end = min(begin + SEEKERS_AT_ONCE, len(left))
            most, kept = try_everybody(begin, end, *asked)
            violation, could_be_kept = max(violation, most), could_be_kept + kept
            report(end / len(left))
        return left, violation, could_be_kept


def _bits(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """bool (n, L) as the bits of at least one number per row."""
    wide = np.zeros((len(flags), 64 * (flags.shape[1] // 64 + 1)), dtype=np.bool_)
    wide[:, : flags.shape[1]] = flags
    return np.packbits(wide, axis=1).view(np.uint64)
