"""Time the questions a coordinator asks after a run: who suits somebody new, who else, at what price.

    python scripts/bench_answers.py --families 10000 --volunteers 8000

Makes a SQLite database of its own in a temporary folder, seeds it, matches it once, and asks: suggestions for
a family that came after the run, from the stored costs of room; other helpers of twenty families with their
exact prices. "First" is in a process that has read nothing yet, "next" the median of the others. Warns when a
suggestion takes 100 ms or more.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import bench_matching  # noqa: E402 - found by the line above

TARGET_MS = 100
ASK = """
import json, random, time
import django; django.setup()
from base.places.languages import Spoken
from matching.domain.choices import others_for, suggestions_for
from matching.models import Programme
from matching.queries import last_done_run
from tests.factories.matching import seeker_of
from tests.factories.people import newcomers_languages, random_community, random_place, random_week

rng = random.Random(1)
programme = Programme.objects.get(key="bench")
run = last_done_run(programme)
known = list(programme.seekers.select_related("household", "programme").order_by("pk")[:20])
new = [
    seeker_of(
        programme, number=number, place=random_place(rng), week=random_week(rng),
        languages=tuple(Spoken(*one) for one in newcomers_languages(rng, random_community(rng)[0])),
    )
    for number in range(900_000, 900_020)
]
asked = {
    "suggestions": (new, suggestions_for),
    "other helpers": (known, lambda one: others_for(one, run).helpers),
}
told = {}
for name, (people, ask) in asked.items():
    told[name] = []
    for one in people:
        started = time.perf_counter()
        found = ask(one)
        told[name].append(((time.perf_counter() - started) * 1000, len(found)))
print(json.dumps(told))
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--volunteers", type=int, default=8_000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = os.environ | {"SPLOT_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        bench_matching.manage(environment, "migrate", "--verbosity", "0")
        bench_matching.seed(environment, asked)
        print(f"{asked.families:,} families × {asked.volunteers:,} volunteers, seed {asked.seed}")
        bench_matching.run_once(environment)
        done = subprocess.run(
            [sys.executable, "-c", ASK], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
    told: dict[str, list[tuple[float, int]]] = json.loads(done.stdout)
    for name, answers in told.items():
        first, *others = [ms for ms, _ in answers]
        helpers = statistics.mean(count for _, count in answers)
        next_one = statistics.median(others)
        print(
            f"  {name:<14} first {first:7.0f} ms, next {next_one:6.0f} ms (most {max(others):.0f}), "
            f"{helpers:.1f} helpers each"
        )
        if name == "suggestions" and next_one >= TARGET_MS:
            print(f"  WARNING: over the target of {TARGET_MS} ms")
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        print(f"noisy: the load is {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
