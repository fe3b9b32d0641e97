"""Processes that claim, verify, approve and replay at once, and a hand that kills them at any moment.

Each is a fork with connections of its own. What it did is written to a file act by act, so that a killed one
loses nothing but its last line.
"""

import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import connections

from base.audit.actor import Robot
from base.common.errors import Refusal
from stipends.domain.claims import submit_claim
from stipends.domain.verifying import approve_claim, claw_back, reject_claim, send_back, verify_claim
from stipends.models import Claim

CLAIMANTS, VERIFIERS, APPROVERS = range(100, 120), range(1, 11), range(11, 21)
#: Approvals refused for want of money since a clerk last did something: then nothing else is left to do.
ENOUGH = 5
WORK = ("draft", "to_correct", "submitted", "verified")


def person(number: int) -> Robot:
    """A person by number."""
    return Robot(f"Person {number}", number)


VERBS: dict[str, Callable[..., object]] = {
    "submit": submit_claim,
    "verify": verify_claim,
    "approve": approve_claim,
    "send_back": lambda claim, **how: send_back(claim, words="Look again.", **how),
    "claw_back": lambda claim, **how: claw_back(claim, words="Made up.", **how),
    "reject": lambda claim, **how: reject_claim(claim, words="Elsewhere.", **how),
}
NEXT = {"draft": "submit", "to_correct": "submit", "submitted": "verify", "verified": "approve"}


@dataclass
class Clerk:
    """One process: it does what is next on some claim, and now and then what is not, or once more."""

    seed: int
    numbers: tuple[int, int]
    file: int
    until: float

    def work(self) -> None:
        """Until nothing is left to do, or it is late."""
        draw, poor = Random(self.seed), 0
        while time.monotonic() < self.until and poor < ENOUGH:
            claim = self.one_of(draw, WORK[:3] if poor else WORK) or self.one_of(draw, WORK)
            if claim is None:
                return
            verb = NEXT.get(claim.state, "approve")
            chance = draw.random()
            if chance < 0.10:
                verb = draw.choice(list(VERBS)[:3])  # out of turn
            elif chance < 0.12:
                verb = "send_back"
            elif chance < 0.125:
                verb = draw.choice(["claw_back", "reject"])
            by = draw.choice({"submit": CLAIMANTS, "verify": VERIFIERS}.get(verb, APPROVERS))
            if draw.random() < 0.05:
                by = draw.choice([*CLAIMANTS, *VERIFIERS, *APPROVERS])  # whose turn it may not be
            outcome = self.act(verb, claim, by)
            if outcome == "done" and draw.random() < 0.2:
                self.act(verb, claim, by, again="again ")  # the answer was lost, so it is sent once more
            if outcome in ("done", "over_budget"):
                poor = 0 if outcome == "done" else poor + 1

    def one_of(self, draw: Random, states: Sequence[str]) -> Claim | None:
        """A claim something can be done with, from a number drawn by lot."""
        waiting = Claim.objects.filter(state__in=states).order_by("pk")
        from_here = waiting.filter(pk__gte=draw.randint(*self.numbers)).first()
        return from_here or waiting.first()

    def act(self, verb: str, claim: Claim, by: int, again: str = "") -> str:
        """Do it as this person; what came of it, as a word."""
        try:
            VERBS[verb](claim, by=person(by), version=claim.version)
        except Refusal as refusal:
            outcome = refusal.code
        else:
            outcome = "done"
        os.write(self.file, f"{again}{verb}: {outcome}\n".encode())
        return outcome


def work_at_once(
    numbers: tuple[int, int], *, processes: int, kills: int, seed: int, folder: Path, most_seconds: float
) -> tuple[Counter, int]:
    """Clerks at work, killed and replaced; what came of their acts, and how many were killed."""
    told = folder / "acts.txt"
    file = os.open(told, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    draw, until = Random(seed), time.monotonic() + most_seconds
    connections.close_all()
    begun = [_fork(Clerk(seed * 1_000 + number, numbers, file, until)) for number in range(processes)]
    at_work, killed = set(begun), 0
    pause = 0.05 if kills < 20 else 0.4
    while at_work:
        time.sleep(draw.uniform(0.5, 1.5) * pause)
        for pid in list(at_work):
            if os.waitpid(pid, os.WNOHANG)[0]:
                at_work.discard(pid)
        if at_work and killed < kills:
            pid = draw.choice(sorted(at_work))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            at_work.discard(pid)
            killed += 1
            at_work.add(_fork(Clerk(seed * 1_000 + processes + killed, numbers, file, until)))
    os.close(file)
    return Counter(told.read_text().splitlines()), killed


def tidy_up() -> None:
    """What the clerks left when they went home: every claim goes as far as its people and the money allow."""
    people = {"submit": CLAIMANTS, "verify": VERIFIERS, "approve": APPROVERS}
    for claim in Claim.objects.filter(state__in=WORK).order_by("pk"):
        for verb in ("submit", "verify", "approve"):
            for by in people[verb][:3]:
                try:
                    VERBS[verb](claim, by=person(by))
                except Refusal as refusal:
                    if refusal.code == "four_eyes":
                        continue
                break


def _fork(clerk: Clerk) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        clerk.work()
    except BaseException:  # any error at all is what must not be, and has to be told
        os.write(
            clerk.file, ("error: " + traceback.format_exc(limit=-4).replace("\n", " | ") + "\n").encode()
        )
    finally:
        connections.close_all()
        sys.stdout.flush()
        os._exit(0)
