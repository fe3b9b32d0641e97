"""Acts on many: foreseen without doing, asked for once, done row by row, taken up again after a halt.

Each row is one transaction with the count of how far the act is, so that a killed worker leaves it done or
not done; two workers on one act find out by that count, and one of them stops.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import rules
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from base.accounts.models import Membership
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import said
from base.common.triggers import refusal_from
from desk.domain.bulk_acts import ACTS, After, BulkKind, Given
from desk.enums import BulkState, ListPage
from desk.events import BulkProgressed
from desk.models import BulkAct
from desk.rules import uses_desk
from matching.models import Programme
from matching.queries import programmes_in_scope

MOST: Final = 2000
#: Refusals kept in mind before they are written: they change nothing, so a killed worker finds them again.
KEPT_IN_MIND: Final = 25


@dataclass(frozen=True)
class Foreseen:
    """Whom an act would touch, and whom not and why, as things stand."""

    touched: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, Refusal]] = field(default_factory=list)


class Overtaken(Exception):
    """Another worker has this act, or it is over."""


def kind_of(page: str, act: str) -> BulkKind | None:
    """The act of this list; None when it has no such."""
    known: Mapping[str, BulkKind] = ACTS.get(ListPage(page), {}) if page in ListPage.values else {}
    return known.get(act)


def foresee(
    kind: BulkKind, rows: QuerySet[Any] | Sequence[int], given: Given, *, membership: Membership
) -> Foreseen:
    """The rows of the membership's own that the act would touch, and what its verb says against the others.
    As many queries for many as for one; Refusal ("too_many") beyond MOST."""
    chosen = kind.rows(membership).filter(pk__in=rows).order_by("number")
    found = list(chosen[: MOST + 1])
    if len(found) > MOST:
        raise too_many()
    against = kind.against(found, given, membership)
    return Foreseen(
        [row for row in found if row.pk not in against],
        [(row, against[row.pk]) for row in found if row.pk in against],
    )


def too_many() -> Refusal:
    """More than anybody can look over."""
    sentence = _("At most %(most)s at once. Narrow the list, and do the rest after.")
    return Refusal(sentence % {"most": MOST}, code="too_many")


def request_bulk(
    page: str,
    act: str,
    *,
    keys: Sequence[int],
    press: str,
    by: Membership,
    reason: str = "",
    programme: Programme | None = None,
    owner: Membership | None = None,
) -> BulkAct:
    """Ask the worker for it; the same `press` twice is one act. ValidationError names what it asks for and
    was not told; Refusal when nobody is chosen, too many are, or this person may not."""
    kind = kind_of(page, act)
    if kind is None or not rules.has_perm(kind.permission, by):
        raise Refusal(_("This cannot be done to many at once."), code="unknown_act")
    keys = list(dict.fromkeys(keys))
    if len(keys) > MOST:
        raise too_many()
    own = set(kind.rows(by).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    keys = [key for key in keys if key in own]
    if not keys:
        raise Refusal(_("Nobody is chosen, or nobody this could be done to."), code="nobody")
    arguments = _arguments(kind, reason, programme, owner)
    with transaction.atomic():
        bulk, is_new = BulkAct.objects.get_or_create(
            press=press,
            defaults={
                "organisation_id": by.organisation_id,
                "asked_by": by,
                "page": page,
                "act": act,
                "arguments": arguments | {"language": translation.get_language() or "pl"},
                "keys": keys,
            },
        )
        if is_new:
            _tell(bulk, "asked", by=by)
    if bulk.organisation_id != by.organisation_id:
        raise Refusal(_("Look at the list again, then press once more."), code="stale")
    return bulk


def _arguments(
    kind: BulkKind, reason: str, programme: Programme | None, owner: Membership | None
) -> dict[str, object]:
    problems: dict[str, Any] = {}
    told: dict[str, object] = {}
    if "reason" in kind.asks:
        try:
            told["reason"] = said(reason)
        except ValidationError as error:
            problems |= error.error_dict
    if "programme" in kind.asks:
        told["programme"] = programme.pk if programme else None
        if programme is None:
            problems["programme"] = _("Choose a programme.")
    if "owner" in kind.asks:
        told["owner"] = owner.pk if owner else None
        if owner is None:
            problems["owner"] = _("Choose who looks after them.")
    if problems:
        raise ValidationError(problems)
    return told


@transaction.atomic
def take_up_again(bulk: BulkAct, *, by: Membership) -> BulkAct:
    """An act whose worker was killed, or that failed, waits for one again; Refusal while one is at it."""
    _lock(bulk)
    if not bulk.is_stopped:
        raise Refusal(_("There is nothing to take up: it is done, or still going on."), code="going_on")
    bulk.state, bulk.worked_at = BulkState.REQUESTED, timezone.now()
    bulk.save(update_fields=["state", "worked_at"])
    _tell(bulk, "taken_up", by=by)
    return bulk


# --- the worker -------------------------------------------------------------------------------------------


def perform_bulk(bulk: BulkAct) -> BulkAct:
    """Do what is left of it, as who asked. One that is done, or that another worker has, is left alone."""
    with translation.override(bulk.arguments.get("language", "pl")):
        try:
            _Performance(bulk).run()
        except Overtaken:
            pass
        except Exception:
            _stop(bulk)
            raise
    bulk.refresh_from_db()
    return bulk


class _Performance:
    """One worker on one act. `pending` are refusals that are not written yet."""

    def __init__(self, bulk: BulkAct) -> None:
        self.bulk = bulk
        self.pending: list[dict[str, str]] = []

    def run(self) -> None:
        bulk = self.bulk
        with transaction.atomic():
            self._hold(expected=None)
            bulk.state = BulkState.RUNNING
            self._keep()
        kind, by = kind_of(bulk.page, bulk.act), bulk.asked_by
        if kind is None or not uses_desk(by) or not rules.has_perm(kind.permission, by):
            _stop(bulk)
            return
        given = given_of(bulk)
        for key in bulk.keys[bulk.position :]:
            self._one(kind, key, given, by)
        with transaction.atomic():
            self._hold(expected=bulk.position)
            self._write_pending()
            bulk.state, bulk.ended_at = BulkState.DONE, timezone.now()
            self._keep()
            _tell(bulk, "done", by=by)

    def _one(self, kind: BulkKind, key: int, given: Given, by: Membership) -> None:
        label, after = str(key), None
        before = self.bulk.done, self.bulk.refused, self.pending
        try:
            with transaction.atomic():
                self._hold(expected=self.bulk.position)
                row = kind.rows(by).filter(pk=key).first()
                if row is None:
                    raise Refusal(_("Not here any more."), code="gone")
                label = row.label
                after = kind.do(row, given, by)
                self._write_pending()
                self.bulk.done += 1
                self._keep()
        except (Refusal, ValidationError) as error:
            self.bulk.done, self.bulk.refused, self.pending = before
            self._refuse(
                label, " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            )
        except DatabaseError as error:
            refusal = refusal_from(error)
            if refusal is None:
                raise
            self.bulk.done, self.bulk.refused, self.pending = before
            self._refuse(label, str(refusal))
        else:
            _look_after(after)

    def _refuse(self, label: str, why: str) -> None:
        self.pending.append({"label": label, "why": why})
        if len(self.pending) >= KEPT_IN_MIND:
            with transaction.atomic():
                self._hold(expected=self.bulk.position)
                self._write_pending()
                self._keep()

    def _write_pending(self) -> None:
        self.bulk.refused = [*self.bulk.refused, *self.pending]
        self.pending = []

    def _hold(self, *, expected: int | None) -> None:
        """The act for this worker until its transaction ends."""
        _lock(self.bulk)
        begun = BulkState.RUNNING if expected is not None else BulkState.REQUESTED
        if self.bulk.state != begun or expected not in (None, self.bulk.position):
            raise Overtaken

    def _keep(self) -> None:
        self.bulk.worked_at = timezone.now()
        self.bulk.save(update_fields=["state", "done", "refused", "worked_at", "ended_at"])
        emit(BulkProgressed(self.bulk.pk, self.bulk.organisation_id))


def given_of(bulk: BulkAct) -> Given:
    """What the act was told, read anew."""
    told = bulk.arguments
    programme = Programme.objects.prefetch_related("shares").filter(pk=told.get("programme") or 0).first()
    owner = (
        Membership.objects.select_related("user", "organisation").filter(pk=told.get("owner") or 0).first()
    )
    return Given(reason=str(told.get("reason", "")), programme=programme, owner=owner)


def programmes_for(membership: Membership) -> QuerySet[Programme]:
    """Programmes an act can put people into, with what its refusals read."""
    return programmes_in_scope(membership).prefetch_related("shares").order_by("name", "pk")


def _look_after(after: After | None) -> None:
    if after is not None:
        after()


def _lock(bulk: BulkAct) -> None:
    fresh = BulkAct.objects.select_for_update(of=("self",)).select_related("asked_by__user")
    bulk.refresh_from_db(from_queryset=fresh)


def _stop(bulk: BulkAct) -> None:
    """It halts here; what is done stays done."""
    with transaction.atomic():
        _lock(bulk)
        if bulk.state == BulkState.DONE:
            return
        bulk.state = BulkState.FAILED
        bulk.save(update_fields=["state"])
        emit(BulkProgressed(bulk.pk, bulk.organisation_id))


def _tell(bulk: BulkAct, act: str, *, by: Actor) -> None:
    details = {"list": bulk.page, "act": bulk.act, "people": len(bulk.keys)}
    if act == "done":
        details |= {"done": bulk.done, "refused": len(bulk.refused)}
    record(f"desk.bulk.{act}", by=by, on=bulk, organisation_id=bulk.organisation_id, details=details)
