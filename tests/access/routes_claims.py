"""Claims and papers: made by the firm, verified by the centre's staff, approved by who keeps its money."""

from stipends.domain.papers import put_in_paper
from tests.access.matrix import Row, actors
from tests.factories.stipends import PaperFactory
from tests.frontend.claims import (
    PDF,
    approved_of,
    draft_of,
    file_of,
    part_at,
    place_of,
    submitted_of,
    verified_of,
)


def draft(cast):
    return [draft_of(cast).key]


def draft_with_payroll(cast):
    claim = draft_of(cast)
    return [claim.key, payroll(cast)[0]]


def draft_and_shared(cast):
    claim = draft_of(cast)
    paper = put_in_paper(
        claim.participation, kind="payroll", name="x.pdf", content=PDF, month=claim.month, by=cast.dana
    )
    return [claim.key, paper.pk]


def draft_and_strange(cast):
    claim = draft_of(cast)
    return [claim.key, PaperFactory(month=claim.month).pk]


def submitted(cast):
    return [submitted_of(cast).key]


def verified(cast):
    return [verified_of(cast).key]


def approved(cast):
    return [approved_of(cast).key]


def month_of_a_pair(cast):
    place = place_of(cast)
    return [place.participation.pk, place.pair.pk, f"{place.month:%Y-%m}"]


def own_part(cast):
    return [part_at(cast).pk]


def payroll(cast):
    part = part_at(cast)
    place = place_of(cast)
    paper = put_in_paper(
        part, kind="payroll", name="x.pdf", content=PDF, month=place.month, pair=place.pair, by=cast.dana
    )
    return [paper.pk]


SEES = actors(
    otherwise=403, administrator=200, coordinator=200, finance=200, auditor=200, employer=200,
    other_coordinator=200, other_administrator=200,
)  # fmt: skip
NOT_POSTED_TO = {actor: 405 if answer == 200 else answer for actor, answer in SEES.items()}
SEES_ONE = SEES | {"other_coordinator": 404, "other_administrator": 404}
#: A draft is the firm's alone.
SEES_DRAFT = SEES_ONE | dict.fromkeys(("administrator", "coordinator", "finance", "auditor"), 404)
FIRM_ACTS = actors(otherwise=403, employer=302)
FIRM_SENTENCE = actors(otherwise=403, employer=422)
FIRM_ASKS = actors(otherwise=403, employer=200)
FIRM_NOT_GOT = actors(otherwise=403, employer=405)
VERIFIER = actors(
    otherwise=403, administrator=302, coordinator=302, finance=302, other_coordinator=404,
    other_administrator=404,
)  # fmt: skip
VERIFIER_SENTENCE = VERIFIER | {"administrator": 422, "coordinator": 422, "finance": 422}
#: Alice has verified it: she may not approve by her role either.
APPROVER = VERIFIER | {"coordinator": 403}
SAYS = VERIFIER | {"employer": 302}

BILL = {"kind": "training", "subject": "Intercultural training", "asked": "1 200,50"}


def bill(cast):
    return BILL | {"month": f"{place_of(cast).month}"}


ROWS = [
    Row("claims", "GET", SEES),
    Row("claims", "POST", NOT_POSTED_TO),
    Row("claims_export", "GET", SEES),
    Row("claims_export", "POST", NOT_POSTED_TO),
    Row("claim", "GET", SEES_ONE, "sent in", args=submitted),
    Row("claim", "GET", SEES_DRAFT, "still written", args=draft),
    Row("claim", "POST", NOT_POSTED_TO, args=submitted),
    Row("claim_begin", "GET", FIRM_NOT_GOT, args=month_of_a_pair),
    Row("claim_begin", "POST", FIRM_ACTS, args=month_of_a_pair),
    Row(
        "claim_begin", "POST", FIRM_ACTS | {"employer": 404}, "of no month",
        args=lambda cast: [*month_of_a_pair(cast)[:2], "2026-13"],
    ),
    Row("claim_other", "GET", FIRM_ASKS, args=own_part),
    Row("claim_other", "POST", FIRM_SENTENCE, "sent empty", args=own_part),
    Row("claim_submit", "GET", FIRM_ACTS, args=draft),
    Row("claim_submit", "POST", FIRM_SENTENCE, "without a signature", args=draft),
    Row(
        "claim_submit", "POST", FIRM_ACTS, "signed", args=draft,
        data=lambda cast: {
            "declarations": ["true", "no_double_funding", "paid_out"], "signed_name": "Dana", "version": "1"
        },
    ),
    Row("claim_discard", "GET", FIRM_NOT_GOT, args=draft),
    Row("claim_discard", "POST", FIRM_ACTS, args=draft),
    Row("claim_discard", "POST", FIRM_ACTS | {"employer": 409}, "sent in", args=submitted),
    Row("claim_paper_add", "GET", FIRM_NOT_GOT, args=draft),
    Row(
        "claim_paper_add", "POST", FIRM_ACTS, args=draft,
        data=lambda cast: {"kind": "payroll", "file": file_of()},
    ),
    Row("claim_paper_add", "POST", FIRM_SENTENCE, "without a file", args=draft),
    Row("claim_paper_remove", "GET", FIRM_NOT_GOT, args=draft_with_payroll),
    Row("claim_paper_remove", "POST", FIRM_ACTS, args=draft_with_payroll),
    Row("claim_paper_use", "GET", FIRM_NOT_GOT, args=draft_and_shared),
    Row("claim_paper_use", "POST", FIRM_ACTS, args=draft_and_shared),
    Row("claim_paper_use", "POST", FIRM_ACTS | {"employer": 404}, "of another firm", args=draft_and_strange),
    Row("claim_paper", "GET", SEES_ONE, args=payroll),
    Row("claim_paper", "POST", NOT_POSTED_TO, args=payroll),
    Row("claim_decide", "GET", VERIFIER, args=submitted),
    Row(
        "claim_decide", "POST", VERIFIER, "verified", args=submitted, data=lambda cast: {"decision": "verify"}
    ),
    Row(
        "claim_decide", "POST", VERIFIER, "sent back", args=submitted,
        data=lambda cast: {"decision": "send_back", "words": "The list is of another month."},
    ),
    Row(
        "claim_decide", "POST", VERIFIER_SENTENCE, "rejected without a word", args=submitted,
        data=lambda cast: {"decision": "reject"},
    ),
    Row(
        "claim_decide", "POST", APPROVER, "approved", args=verified, data=lambda cast: {"decision": "approve"}
    ),
    Row(
        "claim_decide", "POST", APPROVER | {"administrator": 422, "finance": 422}, "approved too early",
        args=submitted, data=lambda cast: {"decision": "approve"},
    ),
    Row(
        "claim_decide", "POST", APPROVER, "taken back", args=approved,
        data=lambda cast: {"decision": "claw_back", "words": "The hours were made up."},
    ),
    Row(
        "claim_decide", "POST", VERIFIER | dict.fromkeys(("administrator", "coordinator", "finance"), 404),
        "to nowhere", args=submitted, data=lambda cast: {"decision": "fly"},
    ),
    Row("claim_comment", "GET", SAYS, args=submitted),
    Row("claim_comment", "POST", SAYS, args=submitted, data=lambda cast: {"words": "Looks right."}),
    Row(
        "claim_comment", "POST",
        SAYS | dict.fromkeys(("administrator", "coordinator", "finance", "employer"), 422), "without a word",
        args=submitted,
    ),
    Row("claim_pack_pdf", "GET", SEES_ONE, args=submitted),
    Row("claim_pack_pdf", "POST", NOT_POSTED_TO, args=submitted),
    Row("claim_pack_zip", "GET", SEES_ONE, args=submitted),
    Row("claim_pack_zip", "GET", SEES_DRAFT | {"employer": 409}, "of a draft", args=draft),
    Row("claim_pack_zip", "POST", NOT_POSTED_TO, args=submitted),
]  # fmt: skip
