"""Parts of the pages of lists. Load with {% load imports %}."""

from typing import Any

from django import template

from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT
from intake.models import Upload
from intake.queries import recalled_answers

register = template.Library()

#: What the answers need of the page around them.
AROUND = ("upload", "request", "csrf_token", "as_note", "left_out", "from_row")


@register.inclusion_tag("imports/answers.html", takes_context=True)
def answers(context: template.Context, question: Any, row: Any = None) -> dict[str, Any]:
    """The likely answers to a question as buttons, and a field for one's own words; with `row` beside its
    cell there, where they may hold for this row alone. What was typed and not taken stands there again."""
    failed, row_pk = context.get("failed"), row.pk if row else None
    asked = (question.topic, question.said, row_pk)
    mine = failed is not None and (failed.topic, failed.said, failed.row) == asked
    return {
        **{name: context.get(name) for name in AROUND},
        "question": question,
        "row_pk": row_pk,
        "key": f"{row_pk}-{question.pk}" if row else question.key,
        "problem": failed.problem if failed and mine else "",
        "typed": failed.typed if failed and mine else "",
    }


@register.inclusion_tag("imports/recalled.html")
def recalled(upload: Upload) -> dict[str, Any]:
    """What was answered about earlier lists and holds in this one too, with the way to forget it."""
    answered = list(recalled_answers(upload)) if upload.recalled else []
    return {"recalled": answered, "as_note": AS_NOTE, "left_out": LEFT_OUT}
