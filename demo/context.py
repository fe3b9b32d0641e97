"""What the log-in page of a demo is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .log_ins import FAMILY_PIN, FAMILY_TOKEN, LOG_INS, PASSWORD


def log_ins(request: HttpRequest) -> dict[str, Any]:
    """Who logs in how, and how the family comes in, on a demo only; nothing anywhere else."""
    if not settings.SPLOT_DEMO:
        return {}
    return {
        "demo_log_ins": LOG_INS,
        "demo_password": PASSWORD,
        "demo_family_token": FAMILY_TOKEN,
        "demo_family_pin": FAMILY_PIN,
    }
