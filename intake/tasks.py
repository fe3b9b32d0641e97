"""What happens in the background."""

from django_tasks import task

from base.accounts.models import Membership
from base.audit.actor import SYSTEM
from intake.domain.importing import import_upload
from intake.domain.undoing import undo_upload
from intake.domain.uploads import fail_upload, judge_upload
from intake.models import Upload


@task()
def judge_upload_task(upload_id: int) -> None:
    """Read the rows of a list that are not read yet."""
    upload = Upload.objects.select_related("centre").get(pk=upload_id)
    try:
        judge_upload(upload)
    except Exception:
        fail_upload(upload)
        raise


@task()
def import_upload_task(upload_id: int, membership_id: int) -> None:
    """Import the rows of a list on behalf of who asked for it."""
    upload = Upload.objects.select_related("centre").get(pk=upload_id)
    import_upload(upload, by=_membership(membership_id) or SYSTEM)


@task()
def undo_upload_task(upload_id: int, membership_id: int) -> None:
    """Take a whole import back on behalf of who asked for it."""
    upload = Upload.objects.select_related("centre").get(pk=upload_id)
    undo_upload(upload, by=_membership(membership_id) or SYSTEM)


def _membership(membership_id: int) -> Membership | None:
    return Membership.objects.select_related("user", "organisation").filter(pk=membership_id).first()
