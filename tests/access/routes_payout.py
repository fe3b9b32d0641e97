"""Bank accounts of employers, the de minimis aid they received, euro rates."""

from tests.access.matrix import Row, actors
from tests.factories.mentors import ParticipationFactory
from tests.factories.payout import AidReceivedFactory, nrb_number
from tests.factories.stipends import PayoutAccountFactory


def part(cast):
    """The part of Dana's firm at centre A."""
    return ParticipationFactory(employer=cast.firm, centre=cast.centre)


def own_part(cast):
    return [part(cast).pk]


def strangers_part(cast):
    return [ParticipationFactory().pk]


def asked(cast):
    account = PayoutAccountFactory(
        participation=part(cast),
        state="asked",
        decided_at=None,
        decided_by_id=None,
        asked_by_id=cast.dana.user_id,
    )
    return [account.participation_id, account.pk]


def confirmed(cast):
    account = PayoutAccountFactory(participation=part(cast))
    return [account.participation_id, account.pk]


def of_another_part(cast):
    return [part(cast).pk, PayoutAccountFactory().pk]


def own_aid(cast):
    return [part(cast).pk, AidReceivedFactory(employer=cast.firm).pk]


def strangers_aid(cast):
    return [part(cast).pk, AidReceivedFactory().pk]


ACCOUNT = {"number": nrb_number(7), "holder": "Dana and Co"}
AID = {
    "granted_on": "2026-03-02",
    "amount_grosze": "1 000,00",
    "amount_eurocents": "235,29",
    "grantor": "An office",
}
RATE = {"day": "2026-03-02", "rate_e4": "4,2650", "source": "NBP"}
WHY = {"reason": "Not the firm's"}

# --- who sees and who changes: written out once, by hand ---

READ_MONEY = actors(otherwise=403, administrator=200, finance=200, auditor=200, other_administrator=200)
SEEN_LIST = READ_MONEY | {"employer": 200}
SEEN = SEEN_LIST | {"other_administrator": 404}
NOT_POSTED_TO = {actor: 405 if answer == 200 else answer for actor, answer in SEEN_LIST.items()}
STRANGERS = {actor: 404 if answer == 200 else answer for actor, answer in SEEN_LIST.items()}
# The employer is sent to log in afresh first (allauth's reauthentication).
CHANGED = actors(otherwise=403, employer=302)
DECIDE = actors(otherwise=403, administrator=302, finance=302, other_administrator=404)
DECIDE_NOT_POSTED = DECIDE | {"administrator": 405, "finance": 405, "other_administrator": 405}
DECIDE_SENTENCE = DECIDE | {"administrator": 422, "finance": 422}
DECIDE_REFUSED = DECIDE | {"administrator": 409, "finance": 409}
DECIDE_NOT_FOUND = DECIDE | {"administrator": 404, "finance": 404}
AID_SEEN = actors(
    otherwise=403, administrator=200, coordinator=200, finance=200, auditor=200, employer=200,
    other_coordinator=404, other_administrator=404,
)  # fmt: skip
AID_NOT_POSTED = {actor: 405 if answer in (200, 404) else answer for actor, answer in AID_SEEN.items()}
AID_STRANGERS = {actor: 404 if answer == 200 else answer for actor, answer in AID_SEEN.items()}
AID_ACT = {actor: 302 if answer == 200 else answer for actor, answer in AID_SEEN.items()} | {"auditor": 403}
AID_SENTENCE = {actor: 422 if answer == 302 else answer for actor, answer in AID_ACT.items()}
AID_NOT_FOUND = {actor: 404 if answer == 302 else answer for actor, answer in AID_ACT.items()}
AID_ONLY_POSTED = {actor: 405 if answer in (302, 404) else answer for actor, answer in AID_ACT.items()}
RATES_ACT = READ_MONEY | {"administrator": 302, "finance": 302, "auditor": 403, "other_administrator": 302}
RATES_SENTENCE = RATES_ACT | {"administrator": 422, "finance": 422, "other_administrator": 422}

ROWS = [
    Row("payout_accounts", "GET", SEEN_LIST),
    Row("payout_accounts", "POST", NOT_POSTED_TO),
    Row("employer_account", "GET", SEEN, args=own_part),
    Row("employer_account", "GET", SEEN, "with one in force", args=lambda cast: confirmed(cast)[:1]),
    Row("employer_account", "GET", STRANGERS, "of a stranger", args=strangers_part),
    Row("employer_account", "POST", NOT_POSTED_TO, args=own_part),
    Row("account_change", "GET", CHANGED, args=own_part),
    Row("account_change", "POST", CHANGED, args=own_part, data=lambda cast: ACCOUNT),
    Row("account_confirm", "GET", DECIDE_NOT_POSTED, args=asked),
    Row("account_confirm", "POST", DECIDE, args=asked),
    Row("account_confirm", "POST", DECIDE_REFUSED, "of one confirmed already", args=confirmed),
    Row("account_confirm", "POST", DECIDE_NOT_FOUND, "of another part", args=of_another_part),
    Row("account_refuse", "GET", DECIDE_NOT_POSTED, args=asked),
    Row("account_refuse", "POST", DECIDE, args=asked, data=lambda cast: WHY),
    Row("account_refuse", "POST", DECIDE_SENTENCE, "without a reason", args=asked),
    Row("account_refuse", "POST", DECIDE, "of one in force", args=confirmed, data=lambda cast: WHY),
    Row(
        "account_refuse", "POST", DECIDE_NOT_FOUND, "of another part", args=of_another_part,
        data=lambda cast: WHY,
    ),
    Row("employer_aid", "GET", AID_SEEN, args=own_part),
    Row("employer_aid", "GET", AID_STRANGERS, "of a stranger", args=strangers_part),
    Row("employer_aid", "POST", AID_ACT, args=own_part, data=lambda cast: AID),
    Row("employer_aid", "POST", AID_SENTENCE, "sent empty", args=own_part),
    Row("aid_cancel", "GET", AID_ONLY_POSTED, args=own_aid),
    Row("aid_cancel", "POST", AID_ACT, args=own_aid, data=lambda cast: WHY),
    Row("aid_cancel", "POST", AID_SENTENCE, "without a reason", args=own_aid),
    Row("aid_cancel", "POST", AID_NOT_FOUND, "of another firm", args=strangers_aid, data=lambda cast: WHY),
    Row("aid_export", "GET", AID_SEEN, args=own_part),
    Row("aid_export", "POST", AID_NOT_POSTED, args=own_part),
    Row("euro_rates", "GET", READ_MONEY),
    Row("euro_rates", "POST", RATES_ACT, data=lambda cast: RATE),
    Row("euro_rates", "POST", RATES_SENTENCE, "sent empty"),
]  # fmt: skip
