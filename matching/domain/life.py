"""The life of a pair as a small machine without rows: its steps, and which state may follow which.

A programme orders the steps; a pair keeps the order it was offered under. Whatever the orders, no state
follows another that `TRANSITIONS` does not name: verbs ask here, the database refuses the rest (triggers.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from matching.enums import MEETING_PAIR_STATES, UNANSWERED_PAIR_STATES, LifeStep, PairSide, PairState

#: Both have to say yes, in either order, before anything else.
ANSWERS = (LifeStep.HELPER, LifeStep.FAMILY)
AFTER_ANSWERS = (LifeStep.FIRST_MEETING, LifeStep.AGREEMENT)

#: The steps of a programme that has not chosen its own.
DEFAULT_STEPS = (LifeStep.HELPER, LifeStep.FAMILY, LifeStep.FIRST_MEETING)

#: Whose word takes a step.
SIDES: Mapping[LifeStep, PairSide] = {
    LifeStep.HELPER: PairSide.HELPER,
    LifeStep.FAMILY: PairSide.FAMILY,
    LifeStep.FIRST_MEETING: PairSide.COORDINATOR,
    LifeStep.AGREEMENT: PairSide.COORDINATOR,
}

_ONE_SAID_YES = {
    LifeStep.HELPER: PairState.HELPER_ACCEPTED,
    LifeStep.FAMILY: PairState.FAMILY_ACCEPTED,
}
_AFTERWARDS = {LifeStep.FIRST_MEETING: PairState.MET, LifeStep.AGREEMENT: PairState.AGREED}

Steps = Sequence[LifeStep]


def all_orders() -> Iterator[tuple[LifeStep, ...]]:
    """Every order of steps a programme may choose."""
    for answers in permutations(ANSWERS):
        for count in range(len(AFTER_ANSWERS) + 1):
            for rest in permutations(AFTER_ANSWERS, count):
                yield answers + rest


def is_an_order(steps: Sequence[str]) -> bool:
    """Whether a programme may choose these steps in this order."""
    return tuple(steps) in set(all_orders())


def states_of(steps: Steps) -> tuple[PairState, ...]:
    """From the offer on, the state after each step; the last is ACTIVE."""
    middle = [
        _ONE_SAID_YES[steps[0]],
        PairState.ACCEPTED,
        *(_AFTERWARDS[step] for step in steps[len(ANSWERS) :]),
    ]
    return (PairState.OFFERED, *middle[:-1], PairState.ACTIVE)


def next_step(steps: Steps, state: PairState) -> LifeStep | None:
    """The step that is due in a state; None where none is."""
    way = states_of(steps)
    place = way.index(state) if state in way else len(steps)
    return steps[place] if place < len(steps) else None


def state_after(steps: Steps, step: LifeStep) -> PairState:
    """Where a step of these leads."""
    return states_of(steps)[steps.index(step) + 1]


def steps_done(steps: Steps, state: PairState) -> tuple[LifeStep, ...]:
    """Those taken before a state was reached; all of them for a state that comes after."""
    way = states_of(steps)
    return tuple(steps[: way.index(state)] if state in way else steps)


def waits_for(steps: Steps, state: PairState) -> PairSide | None:
    """Whose word is due; None where the pair waits for nobody."""
    step = next_step(steps, state)
    return SIDES[step] if step else None


def following(steps: Steps, state: PairState) -> tuple[PairState, ...]:
    """What may be written down next on the way to meeting: the step that is due, or "not this time"."""
    step = next_step(steps, state)
    go_on = (state_after(steps, step),) if step else ()
    return go_on + ((PairState.DECLINED,) if PairState.DECLINED in TRANSITIONS[state] else ())


def _transitions() -> Mapping[PairState, frozenset[PairState]]:
    found: dict[PairState, set[PairState]] = {state: set() for state in PairState}
    for steps in all_orders():
        way = states_of(steps)
        for before, after in pairwise(way):
            found[before] |= {after, PairState.DECLINED}
    found[PairState.OFFERED].add(PairState.UNDONE)
    for state in UNANSWERED_PAIR_STATES:
        found[state].add(PairState.EXPIRED)
    found[PairState.ACTIVE] |= {PairState.PAUSED, PairState.CLOSING}
    # A pause may be made longer: the same state again.
    found[PairState.PAUSED] |= {PairState.ACTIVE, PairState.PAUSED, PairState.CLOSING}
    found[PairState.SUSPENDED] |= {*MEETING_PAIR_STATES, PairState.CLOSING, PairState.CLOSED}
    found[PairState.CLOSING].add(PairState.CLOSED)
    for state in MEETING_PAIR_STATES:
        found[state] |= {PairState.SUSPENDED, PairState.CLOSED}
    return {state: frozenset(after) for state, after in found.items()}


#: State → the states that may follow it, whatever the order of the steps. From SUSPENDED the way back leads
#: only to where the pair stood.
TRANSITIONS = _transitions()
