"""Pictures beside words. Load with {% load pictures %}."""

from django import template

from base.common.enums import HelpArea

register = template.Library()

#: A picture for each kind of help; a picture never stands without its word.
PICTURES = {
    HelpArea.EVERYDAY_POLISH: "speech",
    HelpArea.SCHOOL: "school",
    HelpArea.OFFICES_PAPERS: "file",
    HelpArea.HEALTH_APPOINTMENTS: "doctor",
    HelpArea.WORK: "firm",
    HelpArea.COMPANY: "users",
    HelpArea.FREE_TIME: "sun",
    HelpArea.HOUSING: "home",
    HelpArea.CHILDREN_HOMEWORK: "pen",
    HelpArea.DIGITAL: "screen",
    HelpArea.GETTING_AROUND: "tram",
    HelpArea.POLISH_EXAM: "exam",
}


@register.filter
def picture(area: str) -> str:
    """The name of the icon that stands beside this kind of help."""
    return PICTURES[HelpArea(area)]
