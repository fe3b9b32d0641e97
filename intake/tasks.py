"""What happens in the background."""

from django_tasks import task

from base.accounts.models import Membership
from base.audit.actor import SYSTEM
from intake.domain.uploads import fail_upload, import_upload, judge_upload
from intake.models import Upload


@task()
def judge_upload_task(upload_id: int) -> None:
    """Judge the rows of a list just sent in."""
    upload = Upload.objects.select_related("centre").get(pk=upload_id)
    try:
        judge_upload(upload)
    except Exception:
        fail_upload(upload)
        raise


@task()
def import_upload_task(upload_id: int, membership_id: int) -> None:
    """Import the good rows of a list on behalf of who asked for it."""
    upload = Upload.objects.select_related("centre").get(pk=upload_id)
    by = Membership.objects.select_related("user", "organisation").filter(pk=membership_id).first()
    import_upload(upload, by=by or SYSTEM)
