"""What the database itself refuses."""

from base.common.triggers import append_only

TRIGGERS = [append_only("notices_wording")]
