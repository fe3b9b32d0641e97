"""What a helper's phone asks for and sends."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from activities.enums import Mood, TookPart
from activities.queries import entry_by_id, own_entry, roster_of

from .answering import answer_to, shown
from .doors import PhoneThrottle, PhoneView
from .guards import Gone
from .serializers import (
    AnswerSerializer,
    AnswersSerializer,
    BatchSerializer,
    EntrySerializer,
    ProblemSerializer,
    RosterSerializer,
    SentBatchSerializer,
    SentEntrySerializer,
)

NOT_IN = {
    401: OpenApiResponse(ProblemSerializer, "logged out: keep the queue, log in, send again"),
    403: OpenApiResponse(ProblemSerializer, "not a helper"),
}
PROBLEMS = {
    **NOT_IN,
    400: OpenApiResponse(ProblemSerializer, "the request cannot be read"),
    413: OpenApiResponse(ProblemSerializer, "more than 256 kB"),
    429: OpenApiResponse(ProblemSerializer, "too often: try again after Retry-After"),
    503: OpenApiResponse(ProblemSerializer, "busy: try again after Retry-After"),
}


class Roster(PhoneView):
    """The helper's pairs by label, and the words and pictures of the log."""

    permission = "activities.log_meeting"
    throttle_classes = (PhoneThrottle,)

    @extend_schema(operation_id="roster", responses={200: RosterSerializer, **NOT_IN})
    def get(self, request: Request) -> Response:
        """All a phone keeps to log offline; asked anew at every opening."""
        lines = roster_of(self.membership)
        catalogue = {
            activity.code: {"word": activity.word, "picture": activity.picture}
            for line in lines
            for activity in line.activities
        }
        pairs = [
            {
                "key": line.pair.key,
                "label": line.label,
                "programme": line.pair.programme.name,
                "state": line.pair.state,
                "activities": [activity.code for activity in line.activities],
                "minutes": line.minutes,
                "next": {"start": line.next.start, "minutes": line.next.minutes} if line.next else None,
                "until": line.pair.ends_on,
            }
            for line in lines
        ]
        told = {
            "now": timezone.now(),
            "pairs": pairs,
            "catalogue": catalogue,
            "took_part": dict(TookPart.choices),
            "moods": {str(value): word for value, word in Mood.choices},
        }
        return Response(RosterSerializer(told).data)


class Entries(PhoneView):
    """The queue of a phone, up to 50 entries at once."""

    permission = "activities.log_meeting"
    throttle_classes = (PhoneThrottle,)

    @extend_schema(
        operation_id="send_entries",
        request=SentBatchSerializer,
        responses={200: AnswersSerializer, **PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        """Take each entry by itself, in a transaction of its own, and answer each."""
        batch = BatchSerializer(data=request.data)
        batch.is_valid(raise_exception=True)
        sent_at = batch.validated_data.get("sent_at")
        answers = [
            answer_to(told, membership=self.membership, sent_at=sent_at)
            for told in batch.validated_data["entries"]
        ]
        return Response(AnswersSerializer({"now": timezone.now(), "answers": answers}).data)


class EntryById(PhoneView):
    """One entry under the number the phone gave it."""

    permission = "activities.log_meeting"
    throttle_classes = (PhoneThrottle,)

    @extend_schema(
        operation_id="send_entry",
        request=SentEntrySerializer,
        responses={
            **PROBLEMS,
            200: AnswerSerializer,
            201: AnswerSerializer,
            404: AnswerSerializer,
            409: AnswerSerializer,
            410: AnswerSerializer,
            422: AnswerSerializer,
        },
    )
    def put(self, request: Request, entry_id: UUID) -> Response:
        """Send it, any number of times; the answer's status is the request's."""
        told = request.data
        if isinstance(told, Mapping):
            told = {**told, "id": str(entry_id)}
        answer = answer_to(told, membership=self.membership, sent_at=None)
        return Response(AnswerSerializer(answer).data, status=answer["status"])

    @extend_schema(
        operation_id="entry",
        responses={200: EntrySerializer, **NOT_IN, 404: ProblemSerializer, 410: ProblemSerializer},
    )
    def get(self, request: Request, entry_id: UUID) -> Response:
        """An own entry, and where its meeting stands."""
        entry = own_entry(self.membership, entry_id)
        if entry is None:
            known = entry_by_id(entry_id)
            if known is not None and known.is_erased:
                raise Gone
            raise NotFound
        return Response(EntrySerializer(shown(entry)).data)
