"""Reads of uploads, their rows and their questions, and of what a centre's lists taught us."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from base.accounts.models import Membership
from base.organisations.models import Organisation

from .enums import Fate
from .models import KnownHeading, RememberedAnswer, RowQuestion, StagedRow, Upload
from .rules import imports_people

TO_LOOK_AT, ALL = "look", "all"
TO_CORRECT = (Fate.BAD, Fate.ASKED)


@dataclass(frozen=True)
class AlikeQuestion:
    """A question as many rows ask it: `example` is the first, `may_be_note` whether any allows that."""

    topic: str
    said: str
    rows: int
    may_be_note: bool
    example: RowQuestion


@dataclass(frozen=True)
class Memory:
    """What a centre's lists taught us."""

    headings: QuerySet[KnownHeading]
    answers: QuerySet[RememberedAnswer]


def uploads_in_scope(membership: Membership | None) -> QuerySet[Upload]:
    """The lists sent in at the membership's centre, for those who import; nobody's for others."""
    if membership is None or not imports_people(membership):
        return Upload.objects.none()
    return Upload.objects.filter(centre=membership.organisation_id)


def rows_shown(upload: Upload, show: str) -> QuerySet[StagedRow]:
    """The rows of one fate, those worth a look, or all of them (for any other word), in the file's order and
    with their questions."""
    rows = upload.rows.order_by("sheet", "number").prefetch_related("questions")
    if show == TO_LOOK_AT:
        return rows.filter(needs_look=True)
    return rows.filter(fate=show) if show in Fate.values else rows


def counts_of_rows(upload: Upload) -> Mapping[str, int]:
    """How many rows there are of each fate, worth a look ("look"), and altogether ("all")."""
    counted = {fate.value: Count("pk", filter=Q(fate=fate)) for fate in Fate}
    look, every = Count("pk", filter=Q(needs_look=True)), Count("pk")
    return upload.rows.aggregate(**counted, look=look, all=every)


def bad_rows(upload: Upload) -> QuerySet[StagedRow]:
    """Rows to be corrected or answered, whose words are still here, with their questions."""
    rows = upload.rows.filter(fate__in=TO_CORRECT).exclude(texts=[])
    return rows.order_by("sheet", "number").prefetch_related("questions")


def questions_of(upload: Upload, *, most: int | None = None) -> list[AlikeQuestion]:
    """What is asked about this list, each once, what most rows ask first; at most `most` of them. Two
    queries."""
    alike = (
        upload.questions.order_by()
        .values("topic", "said")
        .annotate(
            n=Count("row", distinct=True), first=Min("pk"), free=Count("pk", filter=Q(may_be_note=True))
        )
        .order_by("-n", "first")
    )
    found = list(alike[:most] if most else alike)
    examples = RowQuestion.objects.select_related("row").in_bulk([one["first"] for one in found])
    return [
        AlikeQuestion(one["topic"], one["said"], one["n"], bool(one["free"]), examples[one["first"]])
        for one in found
    ]


def count_of_questions(upload: Upload) -> int:
    """How many different things are asked."""
    return upload.questions.order_by().values("topic", "said").distinct().count()


def remembered_answers(centre: Organisation) -> list[tuple[str, str, str]]:
    """(topic, words, what was meant) of every answer the centre gave."""
    return list(RememberedAnswer.objects.filter(centre=centre).values_list("topic", "said", "meant"))


def answers_before(upload: Upload) -> dict[tuple[str, str], int]:
    """The centre's answers given before this list was sent in: {(topic, words): key}."""
    before = RememberedAnswer.objects.filter(centre=upload.centre_id, answered_at__lt=upload.created_at)
    return {(topic, said): pk for topic, said, pk in before.values_list("topic", "said", "pk")}


def recalled_answers(upload: Upload) -> QuerySet[RememberedAnswer]:
    """The answers of earlier lists that were taken again in this one, and still hold."""
    taken = RememberedAnswer.objects.filter(centre=upload.centre_id, pk__in=upload.recalled)
    return taken.filter(answered_at__lt=upload.created_at).order_by("topic", "said")


def memory_of(centre: Organisation) -> Memory:
    """Headings and answers remembered at the centre."""
    return Memory(
        headings=KnownHeading.objects.filter(centre=centre).order_by("kind", "heading"),
        answers=RememberedAnswer.objects.filter(centre=centre).order_by("topic", "said"),
    )
