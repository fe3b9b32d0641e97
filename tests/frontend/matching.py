"""What tests of the matching pages share: proposals as a run would make them, and messages."""

from django.utils import timezone

from base.notices.models import Notice
from matching.domain.examination import examine
from matching.models import Programme, Proposal
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
