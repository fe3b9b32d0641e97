"""What happens in the background."""

from django_tasks import task

from desk.domain.bulk import perform_bulk
from desk.models import BulkAct


@task()
def perform_bulk_task(bulk_id: int) -> None:
    """Do what is left of an act on many, on behalf of who asked for it."""
    asked = BulkAct.objects.select_related("asked_by__user", "asked_by__organisation")
    perform_bulk(asked.get(pk=bulk_id))
