"""What happened next to a family that lost a helper, in words: after the act, and before it."""

from dataclasses import dataclass
from typing import Self

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from base.accounts.models import Membership
from frontend.access import SignedRequest
from frontend.facing import name_of, page_of
from frontend.toasts import say
from matching.domain.farewells import Foreseen
from matching.domain.owed import priority_now
from matching.domain.replacements import Replacement
from matching.domain.sentences import why_nobody
from matching.enums import NotReplaced
from matching.models import Pair, Proposal, Seeker
from matching.queries import open_proposal_of, rules_on, waiting_seekers


@dataclass(frozen=True)
class Next:
    """How it stands with a family that lost a helper: sentences, and the one place to go and see."""

    text: str
    url: str
    is_proposed: bool


@dataclass(frozen=True)
class Meaning:
    """What a farewell means to one family: what it has now, and what comes; `url` only to one's own."""

    label: str
    url: str
    now: str
    then: str
    is_free: bool
    is_owed: bool

    @classmethod
    def of(cls, foreseen: Foreseen, membership: Membership) -> Self:
        concerned, found = foreseen.concerned, foreseen.found
        household = concerned.seeker.household
        own = household.centre_id == membership.organisation_id
        now = _("a pair: %(state)s") % {"state": concerned.pair.get_state_display()} if concerned.pair else ""
        return cls(
            label=household.label,
            url=page_of("family", household.pk) if own else "",
            now=now or _("only a proposal; nobody outside knows of it"),
            then=_("Somebody else is proposed at once.") if found.pair else why_nobody(found.why),
            is_free=found.pair is not None,
            is_owed=concerned.pair is not None,
        )


def say_what_next(
    request: SignedRequest, seeker: Seeker, replacement: Replacement, *, before: str = ""
) -> None:
    """Tells after an act, behind the sentence `before`, where the family stands now."""
    told = what_is_next(seeker, request.membership, replacement)
    if told is None:
        if before:
            say(request, before)
        return
    say(request, " ".join(filter(None, [before, told.text])), look_url=told.url)


def next_of_pair(pair: Pair, membership: Membership) -> Next | None:
    """Where the family of a pair that ended stands, None when it has a later pair or waits no more."""
    if pair.closed_on is None or not waiting_seekers(pair.programme).filter(pk=pair.seeker_id).exists():
        return None
    if pair.seeker.pairs.filter(pk__gt=pair.pk).exists():
        return None
    return what_is_next(pair.seeker, membership, Replacement(open_proposal_of(pair.seeker)))


def what_is_next(seeker: Seeker, membership: Membership, replacement: Replacement) -> Next | None:
    """The sentences for one membership; of a partner's family no priority is told."""
    if replacement.why == NotReplaced.NOT_WAITING:
        return None
    back = _back(seeker, membership)
    if replacement.proposal is None:
        why = why_nobody(replacement.why) if replacement.why else ""
        text = " ".join(filter(None, [back, _("Nobody is proposed instead yet."), why]))
        return Next(text, by_hand(seeker), is_proposed=False)
    return Next(
        f"{back} {_instead(replacement.proposal, membership)}",
        reverse("proposal", args=[replacement.proposal.pk]),
        is_proposed=True,
    )


def by_hand(seeker: Seeker) -> str:
    """Where to look who could help this family."""
    return f"{reverse('pair_by_hand')}?programme={seeker.programme_id}&seeker={seeker.pk}"


def _back(seeker: Seeker, membership: Membership) -> str:
    label = seeker.household.label
    rules = rules_on(seeker.programme, timezone.localdate())
    if rules is None or seeker.household.centre_id != membership.organisation_id:
        return _("%(family)s is back on the list.") % {"family": label}
    weight = priority_now(seeker, promise_days=rules.promise_days).weight
    return _("%(family)s is back on the list with priority %(weight)d.") % {
        "family": label,
        "weight": weight,
    }


def _instead(proposal: Proposal, membership: Membership) -> str:
    return _("%(helper)s is proposed instead.") % {"helper": name_of(proposal.helper, membership)}
