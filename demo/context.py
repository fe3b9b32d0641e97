"""What the log-in page of a demo is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .log_ins import LOG_INS, PASSWORD


def log_ins(request: HttpRequest) -> dict[str, Any]:
    """`demo_log_ins` and `demo_password`, on a demo only; nothing anywhere else."""
    return {"demo_log_ins": LOG_INS, "demo_password": PASSWORD} if settings.SPLOT_DEMO else {}
