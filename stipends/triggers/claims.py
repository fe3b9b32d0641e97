"""What the database itself refuses of claims, whoever writes to it (docs/stipend.md).

A claim begins as a draft, moves by the table of domain/life.py alone, keeps its content from the moment it is
submitted, and is approved, paid or taken back only with the entry of the ledger that says so. The hours it is
paid for are held by it, and the meetings behind them stand still.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.translation import gettext_noop

from base.common.triggers import Trigger, append_only, refuse_when
from stipends.domain.hours import COUNTING
from stipends.domain.life import TRANSITIONS
from stipends.enums import LIVE_CLAIM_STATES, OPEN_CLAIM_STATES, ClaimState, EntryKind, SupportKind

CLAIM = "stipends_claim"
HOURS = "stipends_claimedhours"
ENTRY = "stipends_ledgerentry"
RULE = "stipends_supportrule"
PAPER = "stipends_paper"
CLAIM_PAPER = "stipends_claimpaper"

#: What a claim is about: never changed, not even in a draft.
IDENTITY = (
    "id", "key", "number", "centre_id", "participation_id", "kind", "pair_id", "month", "subject",
    "asked_grosze", "corrects_id", "created_at",
)  # fmt: skip
#: What it says: the claimant's while it is open, nobody's afterwards.
CONTENT = (
    "rule_id", "covered_from", "covered_to", "minutes", "gross_grosze", "contributions_grosze",
    "total_grosze", "computation", "digest", "declarations", "signed_name", "account_id", "claim_by",
    "claimant_id", "claimant_label", "submitted_at",
)  # fmt: skip
VERIFIED = ("verifier_id", "verifier_label", "verified_at")
APPROVED = ("approver_id", "approver_label", "approved_at")
#: Of a rule, everything but its last day.
RULE_TERMS = (
    "id", "call_id", "kind", "line_id", "is_example", "unit", "rate_grosze", "includes_contributions",
    "contributions_bp", "days_method", "hours_method", "full_minutes", "min_minutes", "most_minutes",
    "only_confirmed", "max_months", "mentees_per_mentor", "pairs_per_employer", "claim_days", "papers",
    "cap_grosze", "valid_from", "source", "checked_by",
)  # fmt: skip
PAPER_COLUMNS = (
    "id", "participation_id", "kind", "mentor_id", "pair_id", "month", "name", "content_type", "size",
    "sha256", "body", "dated_on", "put_in_at", "put_in_by_id", "put_in_by_label",
)  # fmt: skip
HOURS_COLUMNS = ("id", "claim_id", "meeting_id", "mentor_key", "start", "ends_at")

#: The hours of a claim in one of these are free again.
FREEING = (ClaimState.TO_CORRECT, ClaimState.REJECTED, ClaimState.CLAWED_BACK)

BEGINS = gettext_noop("A claim begins as a draft.")
TWICE = gettext_noop("There is a claim for this pair and month already.")
IDENTITY_STAYS = gettext_noop("What a claim is about cannot be changed. Discard the draft and begin another.")
KEPT = gettext_noop("A submitted claim is not changed: it can be sent back, and a mistake is another entry.")
WAY = gettext_noop("A claim cannot come from its state to this one.")
DECIDED = gettext_noop("Who verified, approved and paid a claim is written when it happens, and stays.")
UNSIGNED = gettext_noop("A claim is submitted signed, with the hours it is paid for.")
OUTSIDE = gettext_noop("The days of this claim are not covered by project, agreement and contract.")
UNBOOKED = gettext_noop("The ledger has no entry for this.")
STAYS = gettext_noop("A claim that was submitted is kept for good.")
HOURS_TAKEN = gettext_noop("Some of these hours are held by another claim already.")
HOURS_OWN = gettext_noop("These are not hours that this claim can be paid for.")
HOURS_KEPT = gettext_noop("The hours of a claim are kept as they were submitted.")
MEETING_CLAIMED = gettext_noop("This meeting is in a claim: its time stays until the claim is sent back.")
RULE_CLAIMED = gettext_noop(
    "There are claims under this rule: only its last day may change, for days to come."
)
PAPER_KEPT = gettext_noop("A paper is kept as it was put in.")
PAPERS_STAY = gettext_noop("A submitted claim keeps its papers.")


def listed(values: Iterable[object]) -> str:
    """SQL: 'a', 'b'."""
    return ", ".join(f"'{value}'" for value in sorted(str(v) for v in values))


def differ(columns: Iterable[str], distinct: str) -> str:
    """SQL: some of these columns is another one in NEW; NULL is a value like the others."""
    return "(" + " OR ".join(f"OLD.{one} {distinct} NEW.{one}" for one in columns) + ")"


OPEN = listed(OPEN_CLAIM_STATES)
IS_DISTINCT = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}
ZONE = settings.TIME_ZONE


def refuse_update(
    name: str, table: str, *, code: str, sentence: str, condition: str, events: tuple[str, ...] = ("UPDATE",)
) -> Trigger:
    """`condition` says {differ} by columns: `{columns:IDENTITY}` is filled for each database."""
    return refuse_when(
        name,
        table,
        code=code,
        sentence=sentence,
        condition=_filled(condition, "postgresql"),
        sqlite_condition=_filled(condition, "sqlite"),
        events=events,
    )


def _filled(condition: str, vendor: str) -> str:
    groups = {
        "identity": IDENTITY,
        "content": CONTENT,
        "verified": VERIFIED,
        "approved": APPROVED,
        "batch": ("batch_id",),
        "paid": ("paid_on",),
        "terms": RULE_TERMS,
        "paper": PAPER_COLUMNS,
        "hours": HOURS_COLUMNS,
        "time": ("start", "ends_at", "pair_id"),
    }
    return condition.format(
        **{name: differ(columns, IS_DISTINCT[vendor]) for name, columns in groups.items()}
    )


def refuse_delete(name: str, table: str, *, code: str, sentence: str, condition: str) -> Trigger:
    """Refuse DELETE of such rows, and TRUNCATE on PostgreSQL."""
    return refuse_when(
        name,
        table,
        code=code,
        sentence=sentence,
        condition=f"TG_OP = 'TRUNCATE' OR {condition}",
        sqlite_condition=condition,
        events=("DELETE",),
        append_only=True,
    )


def _moves(before: ClaimState, after: ClaimState) -> str:
    return f"(OLD.state = '{before}' AND NEW.state = '{after}')"


def _does_not_follow() -> str:
    ways = " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state IN ({listed(after)}))"
        for before, after in TRANSITIONS.items()
        if after
    )
    return f"OLD.state <> NEW.state AND NOT ({ways})"


def _out_of_turn() -> str:
    """SQL: a column of a decision changes without the move it belongs to."""
    state = ClaimState
    return f"""({{verified}} AND NOT ({_moves(state.SUBMITTED, state.VERIFIED)}
          OR ({_moves(state.VERIFIED, state.TO_CORRECT)} AND NEW.verifier_id IS NULL)))
      OR ({{approved}} AND NOT {_moves(state.VERIFIED, state.APPROVED)})
      OR ({{batch}} AND NOT ({_moves(state.APPROVED, state.IN_BATCH)}
          OR {_moves(state.IN_BATCH, state.APPROVED)}))
      OR ({{paid}} AND NOT {_moves(state.IN_BATCH, state.PAID)})"""


_MINUTES = {
    "postgresql": "FLOOR(EXTRACT(EPOCH FROM (held.ends_at - held.start)) / 60)",
    "sqlite": "(strftime('%s', held.ends_at) - strftime('%s', held.start)) / 60",
}


def _without_hours(vendor: str) -> str:
    """SQL: it is to stand, and is unsigned, or its held hours are not the minutes it says."""
    return f"""OLD.state <> NEW.state AND NEW.state IN ('{ClaimState.SUBMITTED}', '{ClaimState.APPROVED}')
      AND (NEW.digest = '' OR NEW.signed_name = '' OR NEW.claimant_id IS NULL
        OR COALESCE((SELECT SUM({_MINUTES[vendor]}) FROM {HOURS} held
          WHERE held.claim_id = NEW.id AND held.released_at IS NULL), 0) <> NEW.minutes)"""  # noqa: S608


def _not_inside() -> str:
    """SQL: it is approved, and some of its days lie outside project, call, agreement, contract or month."""
    return f"""NEW.state = '{ClaimState.APPROVED}' AND OLD.state <> NEW.state AND NOT EXISTS (
      SELECT 1 FROM {RULE} rule
        JOIN stipends_call call ON call.id = rule.call_id
        JOIN stipends_project project ON project.id = call.project_id
        JOIN mentors_participation part ON part.id = NEW.participation_id
      WHERE rule.id = NEW.rule_id AND rule.kind = NEW.kind
        AND part.centre_id = NEW.centre_id AND project.centre_id = NEW.centre_id
        AND NEW.covered_from >= NEW.month
        AND project.starts_on <= NEW.covered_from AND project.ends_on >= NEW.covered_to
        AND call.covers_from <= NEW.covered_from AND call.covers_until >= NEW.covered_to
        AND rule.valid_from <= NEW.covered_from AND COALESCE(rule.valid_to, NEW.covered_to) >= NEW.covered_to
        AND part.agreement_from <= NEW.covered_from
        AND COALESCE(part.agreement_until, NEW.covered_to) >= NEW.covered_to
        AND (NEW.kind <> '{SupportKind.MENTOR_ALLOWANCE}' OR EXISTS (
          SELECT 1 FROM matching_pair pair
            JOIN matching_helper helper ON helper.id = pair.helper_id
            JOIN mentors_mentoremployee mentor ON mentor.id = helper.mentor_id
            JOIN matching_seeker seeker ON seeker.id = pair.seeker_id
            JOIN families_employment job ON job.member_id = seeker.member_id
          WHERE pair.id = NEW.pair_id AND mentor.participation_id = NEW.participation_id
            AND mentor.appointed_from <= NEW.covered_from
            AND COALESCE(mentor.appointed_until, NEW.covered_to) >= NEW.covered_to
            AND job.employer_id = part.employer_id AND job.started_on <= NEW.covered_from
            AND COALESCE(job.contract_until, NEW.covered_to) >= NEW.covered_to)))"""  # noqa: S608


def _unbooked() -> str:
    """SQL: the state says that money moved, and the ledger has no entry of this amount that says so too."""

    def without(kind: EntryKind) -> str:
        return f"""NOT EXISTS (SELECT 1 FROM {ENTRY} entry WHERE entry.claim_id = NEW.id
          AND entry.kind = '{kind}' AND entry.amount_grosze = NEW.total_grosze)"""  # noqa: S608

    state = ClaimState
    return f"""({_moves(state.VERIFIED, state.APPROVED)} AND {without(EntryKind.COMMITMENT)})
      OR ({_moves(state.IN_BATCH, state.PAID)} AND {without(EntryKind.PAYMENT)})
      OR ({_moves(state.APPROVED, state.CLAWED_BACK)} AND {without(EntryKind.RELEASE)})
      OR ({_moves(state.PAID, state.CLAWED_BACK)} AND {without(EntryKind.CLAW_BACK)})"""


_PERSON = "CASE WHEN mentor.user_id IS NULL THEN 'mentor:' || mentor.id ELSE 'user:' || mentor.user_id END"
_IN_MONTH = {
    "postgresql": f"""(NEW.start AT TIME ZONE '{ZONE}')::date >= claim.month
        AND NEW.ends_at AT TIME ZONE '{ZONE}' <= claim.month + interval '1 month'""",
    # Django sets the process's time zone, so that these are times in Poland too.
    "sqlite": """date(NEW.start, 'localtime') >= claim.month
        AND datetime(NEW.ends_at, 'localtime') <= datetime(claim.month, '+1 month')""",
}


def _not_own_hours(vendor: str) -> str:
    """SQL: not a piece of a counting meeting of its own pair in its month, or the claim is not open."""
    return f"""NEW.released_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM {CLAIM} claim
          JOIN matching_pair pair ON pair.id = claim.pair_id
          JOIN matching_helper helper ON helper.id = pair.helper_id
          JOIN mentors_mentoremployee mentor ON mentor.id = helper.mentor_id
          JOIN activities_meeting meeting ON meeting.pair_id = pair.id
        WHERE claim.id = NEW.claim_id AND claim.state IN ({OPEN})
          AND meeting.id = NEW.meeting_id AND meeting.state IN ({listed(COUNTING)})
          AND meeting.start <= NEW.start AND meeting.ends_at >= NEW.ends_at
          AND {_IN_MONTH[vendor]} AND NEW.mentor_key = {_PERSON})"""  # noqa: S608


def _hours_overlap() -> str:
    """SQL, for SQLite: what the exclusion constraints of migrations are on PostgreSQL; also by their number,
    as INSERT OR REPLACE would put one row in place of another."""
    return f"""EXISTS (SELECT 1 FROM {HOURS} other WHERE other.id = NEW.id
      OR (other.released_at IS NULL AND NEW.released_at IS NULL
        AND (other.mentor_key = NEW.mentor_key OR other.meeting_id = NEW.meeting_id)
        AND other.start < NEW.ends_at AND other.ends_at > NEW.start))"""  # noqa: S608


def _known_claim() -> str:
    """SQL, for SQLite: INSERT OR REPLACE would take these away without asking anybody."""
    return f"""EXISTS (SELECT 1 FROM {CLAIM} known WHERE known.id = NEW.id OR known.key = NEW.key
      OR (known.centre_id = NEW.centre_id AND known.number = NEW.number)
      OR (known.pair_id = NEW.pair_id AND known.month = NEW.month AND known.kind = NEW.kind
        AND known.state IN ({listed(LIVE_CLAIM_STATES)})))"""  # noqa: S608


def _by_vendor(
    name: str,
    table: str,
    *,
    code: str,
    sentence: str,
    condition: Callable[[str], str],
    events: tuple[str, ...],
) -> Trigger:
    """`condition(vendor)` says it in each dialect."""
    return refuse_when(
        name,
        table,
        code=code,
        sentence=sentence,
        condition=condition("postgresql"),
        sqlite_condition=condition("sqlite"),
        events=events,
    )


def _open_claim(row: str) -> str:
    """SQL: the claim of this row is open."""
    return f"""EXISTS (SELECT 1 FROM {CLAIM} claim
      WHERE claim.id = {row}.claim_id AND claim.state IN ({OPEN}))"""  # noqa: S608


TRIGGERS = [
    refuse_when(
        "splot_claim_begins",
        CLAIM,
        code="claim_begins",
        sentence=BEGINS,
        condition=f"""NEW.state <> '{ClaimState.DRAFT}' OR NEW.submitted_at IS NOT NULL
          OR NEW.verifier_id IS NOT NULL OR NEW.approver_id IS NOT NULL OR NEW.batch_id IS NOT NULL
          OR NEW.paid_on IS NOT NULL""",
        events=("INSERT",),
    ),
    refuse_when(
        "splot_claim_once",
        CLAIM,
        code="twice",
        sentence=TWICE,
        condition=_known_claim(),
        events=("INSERT",),
        vendor="sqlite",
    ),
    refuse_update(
        "splot_claim_identity",
        CLAIM,
        code="claim_identity",
        sentence=IDENTITY_STAYS,
        condition="{identity}",
    ),
    refuse_update(
        "splot_claim_content",
        CLAIM,
        code="claim_kept",
        sentence=KEPT,
        condition=f"OLD.state NOT IN ({OPEN}) AND {{content}}",
    ),
    refuse_when(
        "splot_claim_way",
        CLAIM,
        code="wrong_step",
        sentence=WAY,
        condition=_does_not_follow(),
        events=("UPDATE OF state",),
    ),
    refuse_update(
        "splot_claim_decided", CLAIM, code="claim_decided", sentence=DECIDED, condition=_out_of_turn()
    ),
    _by_vendor(
        "splot_claim_signed",
        CLAIM,
        code="claim_unsigned",
        sentence=UNSIGNED,
        condition=_without_hours,
        events=("UPDATE OF state",),
    ),
    refuse_when(
        "splot_claim_inside",
        CLAIM,
        code="outside",
        sentence=OUTSIDE,
        condition=_not_inside(),
        events=("UPDATE OF state",),
    ),
    refuse_when(
        "splot_claim_booked",
        CLAIM,
        code="unbooked",
        sentence=UNBOOKED,
        condition=_unbooked(),
        events=("UPDATE OF state",),
    ),
    refuse_delete(
        "splot_claim_stays",
        CLAIM,
        code="claim_kept",
        sentence=STAYS,
        condition=f"OLD.state <> '{ClaimState.DRAFT}' OR OLD.submitted_at IS NOT NULL",
    ),
    append_only("stipends_claimstep"),
    append_only("stipends_claimcomment"),
    _by_vendor(
        "splot_hours_own",
        HOURS,
        code="not_own_hours",
        sentence=HOURS_OWN,
        condition=_not_own_hours,
        events=("INSERT",),
    ),
    refuse_when(
        "splot_hours_overlap",
        HOURS,
        code="hours_taken",
        sentence=HOURS_TAKEN,
        condition=_hours_overlap(),
        events=("INSERT",),
        vendor="sqlite",
    ),
    refuse_update(
        "splot_hours_kept",
        HOURS,
        code="hours_kept",
        sentence=HOURS_KEPT,
        condition=f"""{{hours}} OR OLD.released_at IS NOT NULL OR NEW.released_at IS NULL
          OR NOT EXISTS (SELECT 1 FROM {CLAIM} claim
            WHERE claim.id = NEW.claim_id AND claim.state IN ({listed(FREEING)}))""",  # noqa: S608
    ),
    refuse_delete("splot_hours_stay", HOURS, code="hours_kept", sentence=HOURS_KEPT, condition="TRUE"),
    refuse_update(
        "splot_meeting_claimed",
        "activities_meeting",
        code="meeting_claimed",
        sentence=MEETING_CLAIMED,
        condition=f"""({{time}} OR NEW.state = 'withdrawn') AND EXISTS (SELECT 1 FROM {HOURS} held
          WHERE held.meeting_id = OLD.id AND held.released_at IS NULL)""",  # noqa: S608
        events=("UPDATE OF start, ends_at, pair_id, state",),
    ),
    refuse_update(
        "splot_rule_claimed",
        RULE,
        code="rule_claimed",
        sentence=RULE_CLAIMED,
        condition=f"""({{terms}} AND EXISTS (SELECT 1 FROM {CLAIM} claim WHERE claim.rule_id = OLD.id))
          OR EXISTS (SELECT 1 FROM {CLAIM} claim WHERE claim.rule_id = OLD.id
            AND claim.state IN ({listed(set(LIVE_CLAIM_STATES) - set(OPEN_CLAIM_STATES))})
            AND claim.covered_to > NEW.valid_to)""",  # noqa: S608
    ),
    refuse_update(
        "splot_paper_kept",
        PAPER,
        code="paper_kept",
        sentence=PAPER_KEPT,
        condition="{paper} OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL",
    ),
    refuse_delete("splot_paper_stays", PAPER, code="paper_kept", sentence=PAPER_KEPT, condition="TRUE"),
    refuse_when(
        "splot_claim_papers_stay",
        CLAIM_PAPER,
        code="papers_kept",
        sentence=PAPERS_STAY,
        condition=f"NOT {_open_claim('NEW')}",
        events=("INSERT",),
    ),
    refuse_delete(
        "splot_claim_papers_kept",
        CLAIM_PAPER,
        code="papers_kept",
        sentence=PAPERS_STAY,
        condition=f"NOT {_open_claim('OLD')}",
    ),
    refuse_when(
        "splot_claim_papers_same",
        CLAIM_PAPER,
        code="papers_kept",
        sentence=PAPERS_STAY,
        condition="TRUE",
        events=("UPDATE",),
    ),
]
