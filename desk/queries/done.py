"""What the people of a centre did on one day, from the audit."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.rules import works_with_people
from base.audit.models import Record

from .watch import midnight

#: As many records of a centre are looked through: reads and robots are among them.
LOOKED_THROUGH = 3000
MOST_THINGS = 3


@dataclass
class DoneAct:
    """What one person did, once or again and again: how often, and the last few things, (type, number,
    label). Of what was done to a pair's meeting, call or contact the thing is the pair, without a label; of a
    line of Today it is its key and whom it was given to, of a wording its template and language, of a
    decision on a proposal the proposal."""

    act: str
    who: str
    count: int = 0
    things: list[tuple[str, str, str]] = field(default_factory=list)


def done_on(membership: Membership, day: date, *, acts: Collection[str]) -> list[DoneAct]:
    """These acts of colleagues who work with people there, the newest first; one query."""
    if not works_with_people(membership):
        return []
    centre = membership.organisation_id
    newest = Record.objects.filter(organisation_id=centre).order_by("-id").values("id")[:LOOKED_THROUGH]
    colleagues = Membership.objects.current().filter(
        organisation=centre, role__in=(Role.ADMINISTRATOR, Role.COORDINATOR)
    )
    records = Record.objects.filter(
        pk__in=newest,
        act__in=acts,
        actor_id__in=colleagues.order_by().values("user"),
        at__gte=midnight(day),
        at__lt=midnight(day + timedelta(days=1)),
    ).order_by("-id")
    found: dict[tuple[str, int | None], DoneAct] = {}
    columns = ("act", "actor_id", "actor_label", "object_type", "object_id", "object_label", "details")
    for act, actor, who, kind, number, label, details in records.values_list(*columns):
        one = found.setdefault((act, actor), DoneAct(act, who))
        one.count += 1
        thing = _thing(details) or (kind, number, label)
        if thing not in one.things and len(one.things) < MOST_THINGS:
            one.things.append(thing)
    return list(found.values())


def _thing(details: dict[str, Any]) -> tuple[str, str, str] | None:
    """What the details name more closely than the record's object does."""
    if isinstance(pair := details.get("pair"), int):
        return ("matching.pair", str(pair), "")
    if "line" in details:
        return ("line", str(details["line"]), str(details.get("to", "")))
    if "template" in details:
        return ("wording", str(details["template"]), str(details.get("language", "")))
    if isinstance(proposal := details.get("proposal"), int):
        return ("matching.proposal", str(proposal), "")
    return None
