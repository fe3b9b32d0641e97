"""What the database refuses of claims."""

from base.common.triggers import Trigger

TRIGGERS: list[Trigger] = []
