"""Words in a row's note that seem to be about what Splot does not keep: left out until a person says, for
this row alone, that they are about something else. Nothing of such an answer is remembered."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from intake.domain.readers.understanding import Answers, Option, Question
from intake.domain.recognition.private_words import Private, private_words, without_parts
from intake.domain.recognition.sensitive import PAPER_OUT, REASONS, TAKEN_OUT
from intake.domain.sheets.columns import NOTE
from intake.models import StagedRow

from .verdicts import Asked, Verdict, topic_alone

#: What a person says of such words.
LEAVE: Final = "=private"
KEEP: Final = "=keep"
LONGEST_QUOTE: Final = 150
NAMES: Final = frozenset({"contact_name", "first_name", "last_name"})
#: A number taken out, and what it was called.
SIGN: Final = re.compile(rf"(?:\bpesel\W*)?(?:{re.escape(TAKEN_OUT)}|{re.escape(PAPER_OUT)})", re.IGNORECASE)


def without_signs(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts by their column or heading, without those that are nothing but a number taken out; a name
    goes on without it."""
    kept = {
        name: " ".join(text.replace(TAKEN_OUT, " ").split()) if name in NAMES and TAKEN_OUT in text else text
        for name, text in texts.items()
    }
    return {name: text for name, text in kept.items() if not _is_sign(text)}


def _is_sign(text: str) -> bool:
    if TAKEN_OUT not in text and PAPER_OUT not in text:
        return not text
    return not any(map(str.isalnum, SIGN.sub(" ", text)))


def ask_about_private(verdict: Verdict, row: StagedRow, *, ask: bool = True) -> None:
    """Take such words out of everything that is to go into the note, and ask about them unless `ask` is
    False or a person answered. Their own words take the place of those left out."""
    answers = Answers.of(row.answers)
    if note := verdict.values.get(NOTE):
        verdict.values[NOTE] = _cleared(note, "", verdict, row, answers, ask=ask)
    for name, text in verdict.noted.items():
        verdict.noted[name] = _cleared(text, "", verdict, row, answers, ask=ask)
    for heading, text in list(verdict.kept.items()):
        verdict.kept[heading] = _cleared(text, heading, verdict, row, answers, ask=ask)
        if not verdict.kept[heading]:
            del verdict.kept[heading]


def _cleared(
    text: str, heading: str, verdict: Verdict, row: StagedRow, answers: Answers, *, ask: bool
) -> str:
    for found in private_words(text, heading):
        topic, said = topic_alone(f"private:{found.code}", NOTE, row.pk), "; ".join(found.parts)
        meant = answers.get(topic, said)
        if meant == KEEP:
            continue
        text = without_parts(text, found.parts)
        if meant is not None and meant != LEAVE and not private_words(meant):
            text = ", ".join(filter(None, [text, meant]))
        elif meant != LEAVE and ask:
            verdict.asked.append(Asked(NOTE, _question(topic, said, found), may_be_note=False))
    return text


def _question(topic: str, said: str, found: Private) -> Question:
    quote = said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE] + "…"
    sentence = _("“%(words)s” stays out of the note: %(reason)s Or is it about something else?")
    options = (
        Option(_("leave these words out"), LEAVE),
        Option(_("keep them: they are about something else"), KEEP),
    )
    return Question(topic, said, sentence % {"words": quote, "reason": REASONS[found.code]}, options)
