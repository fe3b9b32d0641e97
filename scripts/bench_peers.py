"""The same questions put to others in the same run: a Python double loop, networkx, scipy, mentor-match.

Each is asked about the very pairs and profits that ours is asked about; where a method is exact, its optimum
must be ours to the unit. Ratios are of times in this run, so a busy machine troubles them little.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.solver import Params, solve
from matching.solver.assign import assign_by_flow
from matching.solver.candidates import find_candidates
from matching.solver.duals import certify, recover_duals
from matching.solver.network import Network
from matching.solver.paths import assign_by_paths
from matching.solver.tables import Tables
from matching.solver.weighing import Weighed, weigh
from scripts.bench_plain import plain_greedy, plain_pairs, plain_people
from tests.matching.solver.instances import random_problem

LOOP_PEOPLE, GRAPH_PEOPLE, SPARSE_PEOPLE, MENTOR_PEOPLE = 500, 1_000, 1_000, 100
LOOP_TIMES, GRAPH_TIMES = 100, 1_000  # faster than these by so much, says the aim
MENTOR_MATCH = "mentor-match==7.0.1"

MENTOR = """
import json, sys, time
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

asked = json.load(open("asked.json"))
worth = {(s, h): profit for s, h, profit in asked["pairs"]}

class Worth(Rule):
    def apply(self, match):
        return worth[match.mentee.grade, match.mentor.grade]
    def evaluate(self, match):
        return True

seats = [h for h, room in enumerate(asked["room"]) for _ in range(room)]
mentors = [Mentor(grade=h, email=f"w{seat}") for seat, h in enumerate(seats)]
mentees = [Mentee(grade=s, email=f"k{s}") for s in range(asked["seekers"])]
rules = [Worth(), Disqualify(lambda match: (match.mentee.grade, match.mentor.grade) not in worth)]
started = time.perf_counter()
process_data(mentors, mentees, [rules])
took = time.perf_counter() - started
print(json.dumps([sum(worth[s.grade, h.grade] for s in mentees for h in s.mentors), took]))
"""


def compare(seed: int) -> bool:
    """Print every comparison; whether all exact methods agree."""
    print("\nThe same questions to others, in this run")
    good = [
        double_loop(seed),
        general_graph(seed),
        sparse_matrix(seed),
        two_methods(seed),
        mentor_match(seed),
    ]
    return all(good)


def weighed_people(people: int, seed: int, towns: int = 8) -> Weighed:
    """A random problem of so many seekers and four helpers for five of them, with its pairs and profits."""
    problem = random_problem(people, people * 4 // 5, seed=seed, towns=towns, free_spans=8, session_slots=2)
    tables = Tables.of(problem)
    return weigh(tables, find_candidates(tables))


def double_loop(seed: int) -> bool:
    """Rules, points and greedy in plain Python against a whole solve, with its proof."""
    ours = weighed_people(LOOP_PEOPLE, seed, towns=1)
    problem = ours.tables.problem
    seekers, helpers = plain_people(problem)
    pairs, loop = timed(lambda: plain_pairs(problem, seekers, helpers))
    greedy, sorting = timed(lambda: plain_greedy(pairs, seekers, helpers))
    result, solving = timed(lambda: solve(problem, Params(seed=seed)), best_of=5)
    rows = zip(ours.candidates.seeker, ours.candidates.helper, ours.points, strict=True)
    same = [tuple(map(int, row)) for row in rows] == pairs
    lost = 100 * (result.objective.weight - greedy[1]) / result.objective.weight
    told(f"Python double loop and greedy, {LOOP_PEOPLE} people", loop + sorting, solving, LOOP_TIMES)
    verdict = "equal" if same else "DIFFER"
    print(
        f"    {len(pairs):,} pairs and points {verdict}; greedy by urgency loses {lost:.1f} % of the weight"
    )
    return bool(same and greedy[1] <= result.objective.weight)


def general_graph(seed: int) -> bool:
    """`networkx.max_weight_matching`, each helper as often as there is room."""
    import networkx

    network = weighed_people(GRAPH_PEOPLE, seed).network
    seeker, seat, profit = seats(network)
    graph = networkx.Graph()
    edges = zip(seeker.tolist(), (network.seekers + seat).tolist(), profit.tolist(), strict=True)
    graph.add_weighted_edges_from(edges)
    chosen, theirs = timed(lambda: networkx.max_weight_matching(graph))
    value = sum(graph.edges[pair]["weight"] for pair in chosen)
    return agreed(
        f"networkx.max_weight_matching, {GRAPH_PEOPLE:,} people", network, value, theirs, GRAPH_TIMES
    )


def sparse_matrix(seed: int) -> bool:
    """`scipy.sparse.csgraph.min_weight_full_bipartite_matching`, with a seat of nobody's for everybody."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    network = weighed_people(SPARSE_PEOPLE, seed).network
    seeker, seat, profit = seats(network)
    nobody = np.arange(network.seekers)
    last = int(network.room.sum())
    row, column = np.append(seeker, nobody), np.append(seat, last + nobody)
    # One more on every arc, as an arc of 0 is none; everybody gets exactly one, so it is known how often.
    worth = np.append(profit + 1, np.ones(len(nobody), dtype=np.int64)).astype(np.float64)
    matrix = csr_array((worth, (row, column)), shape=(network.seekers, last + network.seekers))
    (rows, columns), theirs = timed(lambda: min_weight_full_bipartite_matching(matrix, maximize=True))
    value = int(matrix[rows, columns].sum()) - network.seekers
    name = f"scipy min_weight_full_bipartite_matching, {SPARSE_PEOPLE:,} people"
    return agreed(name, network, value, theirs)


def two_methods(seed: int) -> bool:
    """The flow of OR-Tools against augmenting paths: two exact methods of ours."""
    network = weighed_people(4_000, seed).network
    assign_by_paths(network, seed)  # compiled, or read from the cache
    by_flow, flow = timed(lambda: assign_by_flow(network, seed))
    by_paths, paths = timed(lambda: assign_by_paths(network, seed))
    proofs = [certify(network, mate, recover_duals(network, mate)) for mate in (by_flow, by_paths)]
    told(f"flow of OR-Tools, 4,000 people, {len(network.profit):,} arcs, to augmenting paths", flow, paths)
    print(f"    optimum {proofs[0].value:,} {'equal' if proofs[0] == proofs[1] else 'DIFFERS'}")
    return proofs[0] == proofs[1] and not proofs[0].gap


def mentor_match(seed: int) -> bool:
    """mentor-match in an environment of its own, where it can be had."""
    network = weighed_people(MENTOR_PEOPLE, seed).network
    pairs = zip(network.seeker.tolist(), network.helper.tolist(), network.profit.tolist(), strict=True)
    asked = {"seekers": network.seekers, "room": network.room.tolist(), "pairs": list(pairs)}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder, "asked.json").write_text(json.dumps(asked))
        try:
            subprocess.run([sys.executable, "-m", "venv", "own"], cwd=folder, check=True, capture_output=True)
            pip = ["own/bin/python", "-m", "pip", "install", "--quiet", MENTOR_MATCH]
            subprocess.run(pip, cwd=folder, check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as error:
            print(f"  mentor-match cannot be had here: {type(error).__name__}")
            return True
        done = subprocess.run(
            ["own/bin/python", "-c", MENTOR], cwd=folder, check=True, capture_output=True, text=True
        )
    value, theirs = json.loads(done.stdout)
    return agreed(f"{MENTOR_MATCH}, {MENTOR_PEOPLE} people", network, value, theirs)


def agreed(name: str, network: Network, value: int, theirs: float, aim: int = 0) -> bool:
    """Print the other's time against that of our assignment and prices; whether both optima are equal."""
    mate, ours = timed(lambda: assign_by_flow(network), best_of=5)
    duals, pricing = timed(lambda: recover_duals(network, mate), best_of=5)
    proof = certify(network, mate, duals)
    told(name, theirs, ours + pricing, aim)
    good = bool(value == proof.value and not proof.gap and not proof.violation)
    verdict = "equal" if good else f"IS NOT OURS, {proof.value:,}"
    print(f"    {len(network.profit):,} arcs, optimum {value:,} {verdict}")
    return good


def seats(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Seeker, seat and profit of every arc to every unit of room."""
    first = np.cumsum(network.room) - network.room
    times = network.room[network.helper]
    arc = np.repeat(np.arange(len(times)), times)
    within = np.arange(len(arc)) - np.repeat(np.cumsum(times) - times, times)
    return network.seeker[arc].astype(np.int64), first[network.helper[arc]] + within, network.profit[arc]


def timed(work: Callable[[], Any], best_of: int = 1) -> tuple[Any, float]:
    """What the work returns, and the least seconds it took."""
    took = []
    for _ in range(best_of):
        started = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - started)
    return found, min(took)


def told(name: str, theirs: float, ours: float, aim: int = 0) -> None:
    ratio = theirs / ours
    short = f"   WARNING: the aim is {aim:,} ×" if ratio < aim else ""
    times = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
    print(f"  {name}: {theirs:.3f} s, ours {ours:.4f} s: {times} ×{short}")
