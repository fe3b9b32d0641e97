"""Who else for a family, why not somebody else, what refusing costs: the part below a proposal."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from base.accounts.models import Membership
from frontend.facing import name_of
from matching.domain.choices import OtherHelper, Others, others_for, price_of_pair, price_of_refusing
from matching.domain.evidence import BrokenEvidence
from matching.domain.examination import Examination, examine_all
from matching.domain.price_sentences import ToldPrice, facts, told_moves, told_price
from matching.models import Helper, Proposal, Seeker
from matching.queries import choosable_helpers, seekers_in_scope, whose_name_begins

MOST_FOUND = 4


@dataclass(frozen=True)
class Rival:
    """One line: who, what speaks for them, what it would cost, and where to pair them by hand ("" if not)."""

    name: str
    says: str
    against: str
    price: ToldPrice | None
    moves: str
    url: str


@dataclass(frozen=True)
class Refusing:
    """Whom the family would get instead ("" for nobody), and what it costs everybody."""

    name: str
    price: ToldPrice


@dataclass(frozen=True)
class Rivals:
    """All of it for one proposal; `text` is who was searched for."""

    membership: Membership
    proposal: Proposal
    text: str = ""

    @cached_property
    def others(self) -> Others | None:
        """None where the run's evidence is not kept, or cannot be trusted."""
        try:
            return others_for(self.proposal.seeker, self.proposal.run, besides=[self.proposal.helper])
        except BrokenEvidence:
            return None

    @cached_property
    def lines(self) -> list[Rival]:
        """The next best helpers, the cheapest first."""
        return [self._other(one) for one in self.others.helpers] if self.others else []

    @property
    def nobody(self) -> ToldPrice | None:
        """What it costs to leave the family without anybody."""
        return told_price(self.others.nobody) if self.others and self.others.nobody else None

    @cached_property
    def refusing(self) -> Refusing | None:
        """What refusing the proposal comes to."""
        found = price_of_refusing(self.proposal.seeker, self.proposal.run) if self.others else None
        if found is None:
            return None
        helper, priced = found
        return Refusing(name_of(helper, self.membership) if helper else "", told_price(priced))

    @cached_property
    def found(self) -> list[Rival]:
        """Those of one's own helpers whose name, surname or label begins as searched for."""
        text = self.text.strip()
        if not text:
            return []
        rows = choosable_helpers(self.proposal.programme, self.membership).filter(whose_name_begins(text))
        people = ("programme", "volunteer__centre", "mentor__centre")
        helpers = list(rows.select_related(*people).order_by("pk"))
        looked_at = examine_all(self.proposal.seeker, helpers[:MOST_FOUND]) if helpers else []
        return [self._found(one) for one in looked_at]

    @cached_property
    def is_own_family(self) -> bool:
        """Whether the family is the membership's own: only then it may pair by hand."""
        return seekers_in_scope(self.membership).filter(pk=self.proposal.seeker_id).exists()

    def _other(self, one: OtherHelper) -> Rival:
        return self._rival(
            one.examination, told_price(one.priced), told_moves(one.priced), is_own=self._is_own(one.helper)
        )

    def _found(self, examination: Examination) -> Rival:
        if examination.helper.pk == self.proposal.helper_id:
            one = self._rival(examination, None, "", is_own=True)
            return replace(one, against=_("This is the one proposed."), url="")
        priced = price_of_pair(self.proposal.seeker, examination.helper) if self.others else None
        told = (told_price(priced), told_moves(priced)) if priced else (None, "")
        return self._rival(examination, *told, is_own=True)

    def _rival(self, examination: Examination, price: ToldPrice | None, moves: str, *, is_own: bool) -> Rival:
        broken = [one.sentence for one in examination.broken]
        if broken and not is_own:
            broken = [_("not possible any more")]
        can_pair = is_own and self.is_own_family and not examination.forbidden
        return Rival(
            name=name_of(examination.helper, self.membership),
            says=facts(examination),
            against=" ".join(broken),
            price=price,
            moves=moves,
            url=by_hand(self.proposal.seeker, examination.helper) if can_pair else "",
        )

    def _is_own(self, helper: Helper) -> bool:
        return helper.person.centre_id == self.membership.organisation_id


def by_hand(seeker: Seeker, helper: Helper | None = None) -> str:
    """The address where these two, or the family with somebody yet to choose, are paired by hand."""
    chosen = f"programme={seeker.programme_id}&seeker={seeker.pk}"
    return f"{reverse('pair_by_hand')}?{chosen}" + (f"&helper={helper.pk}" if helper else "")
