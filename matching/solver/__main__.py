"""The command line: `python -m matching.solver assign ...` and `python -m matching.solver match ...`."""

import argparse
import signal
from pathlib import Path

from .alone.commands import assign, match, told_plainly

ABOUT = """\
Match people who seek help with people who offer it, as well as can be, with a proof that it cannot be done
better. Formats, errors and the proof are told in docs/solver.md.
"""

ASSIGN = """\
Choose pairs from a list of allowed ones: first the greatest weight of seekers matched, then the most points.

Three files of comma-separated values, UTF-8, whole numbers, columns in any order:
  seekers  id,weight             weight 0 or more: how much it matters that this one is matched
  helpers  id,room               room 0 or more: how many seekers this one can take
  pairs    seeker,helper,points  the pairs allowed; points may be below 0, so costs are points of -cost

Prints one JSON object: what was reached, and the proof that nothing better exists ("gap": 0).
"""

MATCH = """\
Match people told by their profiles (languages, free time, place, needs, wishes), by the rules of a programme.

One file of JSON: {"rules": {...}, "seekers": [{...}], "helpers": [{...}]}; docs/solver.md has an example to
begin with. Prints one JSON object: the pairs with their points, why others found nobody, and the proof.
"""

ENDING = """\
Ends with 0 when there is a proven answer, 2 when a file cannot be used (one sentence says which, where and
why), 1 when the proof does not close. Nothing is ever half written.
"""


PLAIN = argparse.RawDescriptionHelpFormatter


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching.solver", description=ABOUT, epilog=ENDING, formatter_class=PLAIN
    )
    commands = parser.add_subparsers(required=True, metavar="assign | match")
    _add_assign(commands)
    _add_match(commands)
    return parser


def _add_assign(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sheets = commands.add_parser(
        "assign", help="pairs with points, from three sheets", description=ASSIGN, epilog=ENDING,
        formatter_class=PLAIN,
    )  # fmt: skip
    sheets.add_argument("--seekers", type=Path, required=True, metavar="FILE", help="id,weight")
    sheets.add_argument("--helpers", type=Path, required=True, metavar="FILE", help="id,room")
    sheets.add_argument("--pairs", type=Path, required=True, metavar="FILE", help="seeker,helper,points")
    sheets.add_argument(
        "--out", type=Path, metavar="FILE", help="write the chosen pairs: seeker,helper,points"
    )
    sheets.add_argument(
        "--prices", type=Path, metavar="FILE", help="write the prices that prove it: side,id,weight,points"
    )
    sheets.set_defaults(
        run=lambda given: assign(
            given.seekers, given.helpers, given.pairs, out=given.out, prices=given.prices
        )
    )


def _add_match(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    people = commands.add_parser(
        "match", help="people with profiles, from one file", description=MATCH, epilog=ENDING,
        formatter_class=PLAIN,
    )  # fmt: skip
    people.add_argument("problem", type=Path, metavar="problem.json", help="people and rules")
    people.add_argument(
        "--out", type=Path, metavar="FILE", help="write the object there instead of printing it"
    )
    people.add_argument(
        "--seed",
        type=_seed,
        default=0,
        help="draws lots among equally good answers; the same seed, the same answer",
    )
    people.set_defaults(run=lambda given: match(given.problem, out=given.out, seed=given.seed))


def _seed(text: str) -> int:
    """A whole number of 0 or more."""
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def main(arguments: list[str] | None = None) -> None:
    """Run one command; leaves by SystemExit when there is no answer."""
    given = _parser().parse_args(arguments)
    with told_plainly():
        given.run(given)


if __name__ == "__main__":
    # Ctrl-C and a reader who leaves (`| head`) end the process at once, in the middle of a flow too.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
