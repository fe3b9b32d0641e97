"""From domain events to open pages: each says which thing has changed, by its number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from activities.events import HelpChanged, MeetingChanged, PlanChanged
from base.accounts.models import Membership
from base.common.events import subscribe
from frontend.live import push
from matching.events import PairChanged, ProposalDecided, ProposalsPublished, RunProgressed
from matching.queries import pairs_in_scope, programmes_in_scope, proposals_in_scope, runs_in_scope


@dataclass(frozen=True)
class Topic:
    """One thing a page can show: "run:3", "proposal:12", "pair:7", "proposals:5" and "help:5" (a
    programme's)."""

    kind: str
    id: int
    programme_id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


#: Where a membership's own things of each kind are found.
SCOPES: dict[str, Callable[[Membership], QuerySet[Any]]] = {
    "run": runs_in_scope,
    "proposal": proposals_in_scope,
    "proposals": programmes_in_scope,
    "pair": pairs_in_scope,
    "help": programmes_in_scope,
}


def is_in_scope(topic: Topic, membership: Membership) -> bool:
    """Whether this membership may know that the thing has changed."""
    return SCOPES[topic.kind](membership).filter(pk=topic.id).exists()


def group_of(programme_id: int) -> str:
    """The group of sockets that hear about a programme."""
    return f"programme-{programme_id}"


def relay(topic: Topic) -> None:
    """Tell the open pages of the programme."""
    message = {
        "type": "topic.changed", "kind": topic.kind, "id": topic.id, "programme": topic.programme_id
    }  # fmt: skip
    push(group_of(topic.programme_id), message)


def run_progressed(event: RunProgressed) -> None:
    """A run went on."""
    relay(Topic("run", event.run_id, event.programme_id))


def proposals_published(event: ProposalsPublished) -> None:
    """Other proposals stand now."""
    relay(Topic("proposals", event.programme_id, event.programme_id))


def proposal_decided(event: ProposalDecided) -> None:
    """Somebody decided, or pinned."""
    relay(Topic("proposal", event.proposal_id, event.programme_id))


def pair_changed(event: PairChanged) -> None:
    """A pair went on."""
    relay(Topic("pair", event.pair_id, event.programme_id))


def meetings_changed(event: MeetingChanged | PlanChanged) -> None:
    """Something of a pair's meetings, those behind it or those to come."""
    relay(Topic("pair", event.pair_id, event.programme_id))


def help_changed(event: HelpChanged) -> None:
    """Somebody called for help, or was answered: a list and a page of a pair show it."""
    relay(Topic("help", event.programme_id, event.programme_id))
    relay(Topic("pair", event.pair_id, event.programme_id))


def listen() -> None:
    """Begin to relay; twice is once."""
    subscribe(RunProgressed, run_progressed)
    subscribe(ProposalsPublished, proposals_published)
    subscribe(ProposalDecided, proposal_decided)
    subscribe(PairChanged, pair_changed)
    subscribe(MeetingChanged, meetings_changed)
    subscribe(PlanChanged, meetings_changed)
    subscribe(HelpChanged, help_changed)
