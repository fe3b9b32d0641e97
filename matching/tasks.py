"""What happens in the background."""

from django.utils import timezone
from django_tasks import task

from matching.domain.rechecking import recheck
from matching.domain.runs import LostLease, reap_lost_runs
from matching.domain.work import perform_run


@task()
def run_matching_task(run_id: int) -> None:
    """Work on a requested run; one cancelled or taken meanwhile is left alone."""
    reap_lost_runs(timezone.now())
    try:
        perform_run(run_id)
    except LostLease:
        return


@task()
def recheck_run_task(run_id: int) -> None:
    """Check a large run again, as somebody asked on its page."""
    recheck(run_id)
