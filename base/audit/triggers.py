"""What the database itself refuses."""

from base.common.triggers import append_only

TRIGGERS = [append_only("audit_record"), append_only("audit_seal")]
