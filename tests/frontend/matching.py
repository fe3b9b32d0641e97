"""What tests of the matching pages share: proposals as a run would make them, and messages."""

from django.utils import timezone

from base.notices.models import Notice
from matching.domain.examination import examine
from matching.domain.problems import as_data
from matching.models import Programme, Proposal
from matching.queries import rules_on
from tests.factories.matching import ProposalFactory, RunFactory, helper_of, seeker_of

#: What a partner centre's person must not be known by before they are a pair.
CANARY_NAME, CANARY_PLACE = "Kanarkowa", "Kanarkowo"


def proposal_in(programme: Programme, *, seeker=None, helper=None, **fields) -> Proposal:
    """An open proposal with the criteria a run would have stored."""
    seeker = seeker or seeker_of(programme)
    helper = helper or helper_of(programme)
    examination = examine(seeker, helper)
    told = {"criteria": examination.criteria, "points": examination.points}
    run = fields.pop("run", None) or programme.runs.filter(state="done").first() or done_run(programme)
    return ProposalFactory(seeker=seeker, helper=helper, run=run, **{**told, **fields})


def done_run(programme: Programme, **fields):
    """A run that has ended well."""
    now = timezone.now()
    figures = {"seekers": 4, "helpers": 3, "matched": 3, "gap": 0, "violation": 0, "finished_at": now}
    return RunFactory(programme=programme, requested_by_label="Alice", **{**figures, **fields})


def trial_in(programme: Programme, **fields):
    """A trial that has found nothing to change."""
    rules = as_data(rules_on(programme, timezone.localdate()), programme)
    side = {
        "rules": rules, "matched": 3, "weight": 5, "points": 150, "most_points": 300, "km": 2.5, "hours": 4.0,
        "days": 30.0, "longest": 12,
        "limits": {"seekers": 4, "nobody": 1, "full": 0, "rules": {}, "limits": {}, "curves": {}},
    }  # fmt: skip
    findings = {"sides": {"before": side, "after": side}, "differences": [], "fairness": []}
    return done_run(programme, **{"kind": "what_if", "findings": findings, **fields})


def notice_of(centre, **fields) -> Notice:
    """A message somebody of the centre has to hand over."""
    told = {
        "template": "pair_suspended", "subject": "suspension:1", "organisation": centre,
        "recipient_kind": "organisations.organisation", "recipient_id": centre.pk,
        "recipient_label": centre.key, "channel": "in_person", "language": "en",
        "context": {"label": "K-1", "helper_label": "W-1", "reason": "other"}, "state": "to_hand_over",
        "not_before": timezone.now(), "created_by_label": "Alice",
    }  # fmt: skip
    return Notice.objects.create(**{**told, **fields})
