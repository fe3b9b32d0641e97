"""Whatever goes wrong is a 4xx with a sentence, or a 503 that asks to try again; never a page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from base.common.errors import Refusal
from base.common.triggers import refusal_from

from .doors import sentence_of

RETRY_SECONDS = "5"


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """REST_FRAMEWORK["EXCEPTION_HANDLER"]: the answer to an error; None for what nobody foresaw."""
    if isinstance(error, Refusal):
        return Response({"sentence": error.message, "errors": {}}, status=HTTPStatus.CONFLICT)
    if isinstance(error, ValidationError):
        return Response(
            {"sentence": unreadable(), "errors": error.message_dict}, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    if isinstance(error, DatabaseError):
        return _from_database(error)
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    errors = response.data if isinstance(error, exceptions.ValidationError) else {}
    if not isinstance(errors, dict):
        errors = {"request": errors}
    response.data = {"sentence": sentence_of(response.status_code), "errors": errors}
    return response


def unreadable() -> str:
    """Above errors by field."""
    return _("Something in this entry needs mending. The rest stays as you wrote it.")


def _from_database(error: DatabaseError) -> Response | None:
    if (refusal := refusal_from(error)) is not None:
        return Response({"sentence": refusal.message, "errors": {}}, status=HTTPStatus.CONFLICT)
    if isinstance(error, OperationalError):  # no turn within its time, or the database is being restarted
        told = {"sentence": sentence_of(HTTPStatus.SERVICE_UNAVAILABLE), "errors": {}}
        return Response(told, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": RETRY_SECONDS})
    return None
