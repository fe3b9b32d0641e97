"""What people decide about proposals: approve, refuse, pin, pair by hand. Each is one transaction."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from matching.domain.examination import Examination, examine, refuse_two_programmes
from matching.domain.locks import lock_person
from matching.domain.pairs import offer, refuse_unfree
from matching.enums import DecisionKind, ProposalState, RefusalReason
from matching.events import ProposalDecided
from matching.models import Decision, Helper, Pair, Proposal, Seeker, Veto


@dataclass(frozen=True)
class Outcome:
    """What became of one proposal of a selection: its pair, or the sentence why not."""

    proposal: Proposal
    pair: Pair | None
    refusal: Refusal | None


def approve_proposal(proposal: Proposal, *, by: Actor, seen_version: int | None = None) -> Pair:
    """Make the pair as offered, reserve room, write the notices that leave in ten minutes.

    Refusal when somebody decided meanwhile (code "already_decided"), the view is stale ("stale"), or the two
    can no longer be a pair.
    """
    # Looked at before the lock as well: whoever comes too late need not stand in line for it.
    seen = _open_proposal(proposal, seen_version, locked=False)
    refuse_unfree(seen.seeker, seen.helper)
    return _approve(proposal, by=by, seen_version=seen_version)


def _approve(proposal: Proposal, *, by: Actor, seen_version: int | None = None) -> Pair:
    with transaction.atomic():
        # The person first, everywhere: two approvals never wait for each other in a circle.
        lock_person(proposal.helper)
        proposal = _open_proposal(proposal, seen_version)
        refuse_unfree(proposal.seeker, proposal.helper)
        examine(proposal.seeker, proposal.helper).refuse_unless_allowed()
        pair = offer(proposal.seeker, proposal.helper, by=by, proposal=proposal, points=proposal.points)
        _decide(proposal, ProposalState.APPROVED, DecisionKind.APPROVE, by=by)
    return pair


def approve_selection(proposals: Iterable[Proposal], *, by: Actor) -> list[Outcome]:
    """Approve one by one, each on its own: what cannot be approved is told, the rest stands."""
    outcomes = []
    for proposal in proposals:
        try:
            outcomes.append(Outcome(proposal, _approve(proposal, by=by), None))
        except Refusal as refusal:
            outcomes.append(Outcome(proposal, None, refusal))
    return outcomes


def refuse_proposal(
    proposal: Proposal, *, reason: RefusalReason, by: Actor, note: str = "", seen_version: int | None = None
) -> Veto:
    """Say no to these two; the next run respects it until somebody allows them again."""
    note = note.strip()
    if reason == RefusalReason.OTHER and not note:
        raise Refusal(_("Say in a few words why."), code="note_needed")
    with transaction.atomic():
        lock_person(proposal.helper)
        proposal = _open_proposal(proposal, seen_version)
        veto, _made = Veto.objects.get_or_create(
            seeker_id=proposal.seeker_id,
            helper_id=proposal.helper_id,
            lifted_at=None,
            defaults={
                "reason": RefusalReason(reason),
                "note": note[:300],
                "created_by_id": by.actor_id,
                "created_by_label": by.actor_label,
            },
        )
        _decide(proposal, ProposalState.REFUSED, DecisionKind.REFUSE, by=by, reason=reason, note=note)
    return veto


def pin_proposal(proposal: Proposal, *, by: Actor, seen_version: int | None = None) -> Proposal:
    """Keep this proposal: the next run may not change it."""
    return _pin(proposal, True, by=by, seen_version=seen_version)


def unpin_proposal(proposal: Proposal, *, by: Actor, seen_version: int | None = None) -> Proposal:
    """Let the next run decide about it again."""
    return _pin(proposal, False, by=by, seen_version=seen_version)


def pair_by_hand(
    seeker: Seeker, helper: Helper, *, by: Actor, despite: Collection[str] = (), note: str = ""
) -> Pair:
    """Pair two people nobody proposed. `despite` names the circumstances knowingly overridden.

    Refusal when a rule that protects people forbids it, or a circumstance was not named.
    """
    refuse_two_programmes(seeker, helper)
    refuse_unfree(seeker, helper)
    with transaction.atomic():
        lock_person(helper)
        refuse_unfree(seeker, helper)
        examination = examine(seeker, helper)
        examination.refuse_unless_allowed(despite=despite)
        standing = (
            Proposal.objects.select_for_update().filter(seeker=seeker, state=ProposalState.OPEN).first()
        )
        proposal = standing if standing is not None and standing.helper_id == helper.pk else None
        pair = offer(seeker, helper, by=by, proposal=proposal, points=examination.points)
        # Asked again, now that the seeker is locked: a run may have published meanwhile.
        for one in Proposal.objects.filter(seeker=seeker, state=ProposalState.OPEN):
            _change(one, state=ProposalState.APPROVED if one == proposal else ProposalState.WITHDRAWN)
            _announce(one)
        _remember(
            DecisionKind.BY_HAND, pair.programme_id, seeker.pk, helper.pk, by=by, proposal=proposal, note=note
        )
        record(
            "matching.pair.by_hand",
            by=by,
            on=pair,
            details={"pair": pair.pk, "despite": sorted(examination.named(despite))},
        )
    return pair


def allow_again(veto: Veto, *, by: Actor) -> Veto:
    """Lift a veto: the next run may propose these two."""
    with transaction.atomic():
        veto = Veto.objects.select_for_update(of=("self",)).select_related("seeker").get(pk=veto.pk)
        if veto.lifted_at is None:
            veto.lifted_at = timezone.now()
            veto.save(update_fields=["lifted_at"])
            _remember(DecisionKind.ALLOW, veto.seeker.programme_id, veto.seeker_id, veto.helper_id, by=by)
    return veto


# --- inside -------------------------------------------------------------------------------------------


def _open_proposal(proposal: Proposal, seen_version: int | None, *, locked: bool = True) -> Proposal:
    """The proposal, still open as it was seen; else a Refusal that says what happened."""
    rows: QuerySet[Proposal] = Proposal.objects.all()
    row = (
        (rows.select_for_update(of=("self",)) if locked else rows)
        .select_related("seeker__household", "seeker__programme", "helper__volunteer", "helper__mentor")
        .get(pk=proposal.pk)
    )
    if row.state != ProposalState.OPEN:
        raise Refusal(_what_happened(row), code="already_decided")
    if seen_version is not None and row.version != seen_version:
        raise Refusal(
            _("This proposal changed while you were looking at it. Here it is as it stands now."),
            code="stale",
        )
    return row


def _what_happened(proposal: Proposal) -> str:
    decision = proposal.decisions.order_by("-decided_at", "-pk").first()
    if decision is None or proposal.state in (ProposalState.SUPERSEDED, ProposalState.WITHDRAWN):
        return _("This proposal is not open any more: “%(state)s”.") % {"state": proposal.get_state_display()}
    return _("%(name)s has already decided at %(time)s: “%(what)s”.") % {
        "name": decision.decided_by_label,
        "time": date_format(timezone.localtime(decision.decided_at), "H:i"),
        "what": decision.get_kind_display(),
    }


def _pin(proposal: Proposal, pinned: bool, *, by: Actor, seen_version: int | None) -> Proposal:
    with transaction.atomic():
        proposal = _open_proposal(proposal, seen_version)
        if proposal.pinned != pinned:
            _change(proposal, pinned=pinned)
            kind = DecisionKind.PIN if pinned else DecisionKind.UNPIN
            _remember(
                kind, proposal.programme_id, proposal.seeker_id, proposal.helper_id, by=by, proposal=proposal
            )
            _announce(proposal)
    return proposal


def _decide(
    proposal: Proposal,
    state: ProposalState,
    kind: DecisionKind,
    *,
    by: Actor,
    reason: RefusalReason | str = "",
    note: str = "",
) -> None:
    _change(proposal, state=state)
    _remember(
        kind,
        proposal.programme_id,
        proposal.seeker_id,
        proposal.helper_id,
        by=by,
        proposal=proposal,
        reason=reason,
        note=note,
    )
    record(f"matching.proposal.{kind}", by=by, on=proposal.seeker, details={"proposal": proposal.pk})
    _announce(proposal)


def _change(proposal: Proposal, *, state: ProposalState | None = None, pinned: bool | None = None) -> None:
    if state is not None:
        proposal.state = state
    if pinned is not None:
        proposal.pinned = pinned
    proposal.version += 1
    proposal.save(update_fields=["state", "pinned", "version"])


def _remember(
    kind: DecisionKind,
    programme_id: int,
    seeker_id: int,
    helper_id: int,
    *,
    by: Actor,
    proposal: Proposal | None = None,
    reason: RefusalReason | str = "",
    note: str = "",
) -> Decision:
    return Decision.objects.create(
        kind=kind,
        programme_id=programme_id,
        seeker_id=seeker_id,
        helper_id=helper_id,
        proposal=proposal,
        reason=reason,
        note=note[:300],
        decided_by_id=by.actor_id,
        decided_by_label=by.actor_label,
    )


def _announce(proposal: Proposal) -> None:
    emit(
        ProposalDecided(
            proposal_id=proposal.pk,
            programme_id=proposal.programme_id,
            state=proposal.state,
            pinned=proposal.pinned,
            version=proposal.version,
        )
    )


__all__ = [
    "Examination",
    "Outcome",
    "allow_again",
    "approve_proposal",
    "approve_selection",
    "pair_by_hand",
    "pin_proposal",
    "refuse_proposal",
    "unpin_proposal",
]
