"""A file gives back exactly what was packed, names nobody, and refuses everything else with a sentence."""

import io
import json
import random
import zipfile
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver import HardRule, ProblemError, Result, check, solve
from matching.solver.packing import DTYPES, MOST_BYTES, draw_order, pack, unpack, without_numbers
from tests.matching.solver.instances import take, tangled_crowd
from tests.matching.solver.people import helpers, seekers

PROBLEM = tangled_crowd(4, 14, 9)
RESULT = solve(PROBLEM)
PACKED = pack(PROBLEM, RESULT, {"languages": ["pl", "uk"]})


def same(one, other):
    """Whether two of our dataclasses hold the same, arrays and all."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one == other


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forged(**changes):
    """The file with some members changed; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (members(PACKED) | changes).items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def array(values, dtype):
    out = io.BytesIO()
    np.lib.format.write_array(out, np.array(values, dtype=dtype))
    return out.getvalue()


def described(**changes):
    """The file with another description of itself."""
    meta = json.loads(np.load(io.BytesIO(members(PACKED)["meta.npy"])).tobytes())
    told = {name: value for name, value in (meta | changes).items() if value is not ...}
    return forged(**{"meta.npy": array(np.frombuffer(json.dumps(told).encode(), np.uint8), np.uint8)})


# --- there and back -------------------------------------------------------------------------------------


def test_file_gives_back_what_was_packed():
    problem, result, about = unpack(PACKED)
    assert same(problem, PROBLEM)
    assert same(result, RESULT)
    assert about == {"languages": ["pl", "uk"]}


def test_file_holds_every_column_of_problem_and_result():
    columns = {f"seekers.{one.name}" for one in fields(PROBLEM.seekers)}
    columns |= {f"helpers.{one.name}" for one in fields(PROBLEM.helpers)}
    columns |= {one.name for one in fields(PROBLEM)} - {"seekers", "helpers", "rules"}
    columns |= {f"pairs.{one.name}" for one in fields(RESULT.pairs)}
    columns |= {f"duals.{one.name}" for one in fields(RESULT.duals)}
    assert set(DTYPES) == columns | {"unmatched.seeker", "unmatched.left", "room_cost", "meta"}
    assert {one.name for one in fields(Result)} == {
        "status", "pairs", "unmatched", "objective", "scale", "duals", "room_cost", "certificate",
        "candidates", "seed", "seconds", "versions",
    }  # fmt: skip


def test_same_contents_give_the_same_bytes():
    assert pack(*unpack(PACKED)) == PACKED


def test_empty_sides_travel_too():
    for problem in (
        replace(PROBLEM, seekers=take(seekers(1), np.arange(0)), helpers=helpers(2), **NO_LISTS),
        replace(PROBLEM, seekers=seekers(2), helpers=take(helpers(1), np.arange(0)), **NO_LISTS),
    ):
        result = solve(problem)
        again = unpack(pack(problem, result))
        assert same(again.problem, problem)
        assert same(again.result, result)


NO_LISTS = {name: np.empty((0, 2), dtype=np.int64) for name in ("locks", "vetoes", "previous")}


def test_file_opens_with_numpy_alone():
    with np.load(io.BytesIO(PACKED), allow_pickle=False) as arrays:
        assert np.array_equal(arrays["seekers.weight"], PROBLEM.seekers.weight)


def test_file_from_before_sites_is_read_as_having_none_and_judged_right():
    bare = {side: replace(getattr(PROBLEM, side), site=np.full_like(getattr(PROBLEM, side).site, -1))
            for side in ("seekers", "helpers")}  # fmt: skip
    problem = replace(PROBLEM, **bare)
    result = solve(problem)
    packed = pack(problem, result)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members(packed).items():
            if name == "unmatched.left.npy":
                left = np.load(io.BytesIO(content))
                content = array(np.delete(left, list(HardRule).index(HardRule.SITE), axis=1), left.dtype)
            elif name == "meta.npy":
                meta = json.loads(np.load(io.BytesIO(content)).tobytes()) | {"format": 1}
                del meta["rules"]["same_site"]
                content = array(np.frombuffer(json.dumps(meta).encode(), np.uint8), np.uint8)
            if name not in ("seekers.site.npy", "helpers.site.npy"):
                archive.writestr(name, content)
    again = unpack(out.getvalue())
    assert same(again.problem, problem)
    assert same(again.result, result)
    assert check(again.problem, again.result) == []


def test_numbers_that_json_cannot_hold_are_not_packed():
    with pytest.raises(ValueError, match="not JSON compliant"):
        pack(PROBLEM, replace(RESULT, seconds={"flow": float("nan")}))


# --- without numbers ------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 12), st.integers(0, 8))
def test_answer_in_another_order_is_as_right(seed, asking, helping):
    problem = tangled_crowd(seed, asking, helping)
    result = solve(problem)
    order = draw_order(problem)
    moved, answer = without_numbers(problem, result, order)
    assert check(moved, answer) == []
    assert answer.room_cost.tolist() == result.room_cost[order.helpers].tolist()
    pairs = {(order.seekers[s], order.helpers[h]) for s, h in zip(*ends(answer), strict=True)}
    assert pairs == set(zip(*ends(result), strict=True))
    assert answer.pairs.seeker.tolist() == sorted(answer.pairs.seeker.tolist())


def ends(result):
    return result.pairs.seeker.tolist(), result.pairs.helper.tolist()


def test_numbers_of_the_caller_are_gone_and_who_is_the_same_stays_the_same():
    problem = replace(
        PROBLEM,
        seekers=replace(PROBLEM.seekers, person=np.arange(14) // 2 + 9_000_001),
        helpers=replace(PROBLEM.helpers, person=[-1] * 4 + [9_000_003, 8_000_008, 9_000_001, -1, 8_000_008]),
    )
    result = solve(replace(problem, locks=NO_LISTS["locks"]))
    order = draw_order(problem)
    moved, _ = without_numbers(problem, result, order)
    assert moved.seekers.id.tolist() == list(range(14))
    assert moved.helpers.id.tolist() == list(range(9))
    for name in ("person", "employer", "site"):
        before = np.concatenate(
            [getattr(problem.seekers, name)[order.seekers], getattr(problem.helpers, name)[order.helpers]]
        )
        after = np.concatenate([getattr(moved.seekers, name), getattr(moved.helpers, name)])
        assert ((after == -1) == (before == -1)).all()
        assert ((after[:, None] == after) == (before[:, None] == before)).all()
        assert after.max() == len(set(before[before >= 0].tolist())) - 1


def test_order_is_drawn_anew_each_time():
    drawn = {tuple(draw_order(PROBLEM).seekers.tolist()) for _ in range(20)}
    assert len(drawn) > 15  # of 14! possible ones


# --- damaged and forged ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is damaged, or it is no file of ours."),
        (b"PK\x05\x06" + b"\0" * 18, "The file does not hold the arrays it should"),
        (PACKED[:-40], "The file is damaged, or it is no file of ours."),
        (forged(**{"locks.npy": None}), r"The file does not hold the arrays it should \(locks.npy\)."),
        (forged(**{"extra.npy": b""}), r"The file does not hold the arrays it should \(extra.npy\)."),
        (forged(**{"locks.npy": b"\x93NUMPY"}), "The file is damaged, or it is no file of ours."),
        (forged(**{"locks.npy": array([1, 2], np.int64)}), r"locks: the array has the shape \(2,\)."),
        (forged(**{"locks.npy": array([[1, 2, 3]], np.int64)}), r"locks: the array has the shape \(1, 3\)."),
        (forged(**{"locks.npy": array([[1, 2]], np.int32)}), "locks: int64 was expected, this is int32."),
        (forged(**{"locks.npy": array([[1, 2]], ">i8")}), "locks: int64 was expected, this is >i8."),
        (forged(**{"locks.npy": array([[99, 2]], np.int64)}), "there is no such seeker or helper"),
        (forged(**{"locks.npy": array([[1, 2]], np.int64)[:-1]}), "locks: the array is not as long"),
        (forged(**{"pairs.points.npy": array([1], np.int64)}), "columns of the pairs differ in length"),
        (forged(**{"room_cost.npy": array([1], np.int64)}), "The costs of room are not"),
        (forged(**{"unmatched.seeker.npy": array([], np.int64)}), "The funnels are not those"),
        (forged(**{"seekers.weight.npy": array([0] * 14, np.int64)}), "Seekers.weight: the least value"),
        (forged(**{"meta.npy": array([123] * 100_000, np.uint8)}), "own description cannot be read"),
        (described(format=3), "The file is of format 3; this program reads 1 and 2."),
        (described(format=...), "The file does not say in which format it is."),
        (described(rules=...), "own description cannot be read"),
        (described(rules={"weights": {"speed": 1}}), "own description cannot be read"),
        (described(status="fine"), "own description cannot be read"),
        (described(seed=1.5), "seed: a whole number is needed, not 1.5."),
        (described(objective={"matched": "1"}), "matched: a whole number is needed, not '1'."),
    ],
    ids=[f"forgery-{number}" for number in range(24)],  # not the bytes: each process forges its own
)  # fmt: skip
def test_file_of_another_kind_is_refused(data, sentence):
    with pytest.raises(ProblemError, match=sentence):
        unpack(data)


def test_array_of_objects_is_never_unpickled():
    out = io.BytesIO()
    np.lib.format.write_array(out, np.array([[1, 2]], dtype=object), allow_pickle=True)
    with pytest.raises(ProblemError, match="locks: int64 was expected, this is object"):
        unpack(forged(**{"locks.npy": out.getvalue()}))


def test_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("meta.npy", b"\0" * (MOST_BYTES + 1))
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(ProblemError, match="would unpack to more than 256 MB"):
        unpack(out.getvalue())


def test_bomb_that_lies_about_its_size_is_cut_off():
    bomb = forged_size(b"\0" * 50_000_000, says=len(members(PACKED)["locks.npy"]))
    with pytest.raises(ProblemError, match="damaged"):
        unpack(bomb)


def forged_size(content, says):
    """The file with one member that unpacks to far more than the directory says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, kept in members(PACKED).items():
            archive.writestr(name, content if name == "locks.npy" else kept)
        archive.getinfo("locks.npy").file_size = says
    return out.getvalue()


def test_header_that_promises_a_huge_array_takes_no_memory():
    out = io.BytesIO()
    header = {"descr": "<i8", "fortran_order": False, "shape": (10**13, 2)}
    np.lib.format.write_array_header_1_0(out, header)
    with pytest.raises(ProblemError, match="locks: the array is not as long as it says"):
        unpack(forged(**{"locks.npy": out.getvalue()}))


def test_any_changed_byte_is_found_or_changes_nothing():
    lots = random.Random(7)
    for _ in range(300):
        at, bit = lots.randrange(len(PACKED)), 1 << lots.randrange(8)
        changed = bytearray(PACKED)
        changed[at] ^= bit
        try:
            again = unpack(bytes(changed))
        except ProblemError:
            continue
        assert same(again.problem, PROBLEM)  # a date, a permission: nothing of ours
        assert same(again.result, RESULT)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_refused(noise):
    with pytest.raises(ProblemError):
        unpack(noise)


def test_rules_travel_whole():
    assert asdict(unpack(PACKED).problem.rules) == asdict(PROBLEM.rules)
