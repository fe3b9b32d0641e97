"""The words of a line of the first weeks in another language than the page's."""

from django import template

from activities.queries.first_weeks import StandardLine

register = template.Library()


@register.filter
def word_in(line: StandardLine, language: str) -> str:
    """The line in this language; English where there are no words in it."""
    return line.word(language)
