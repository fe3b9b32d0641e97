"""Numbers as SVG wants them: with a point, whatever the language of the page."""


def px(value: float) -> str:
    """At most one decimal, no trailing zero: 12, 3.5."""
    return f"{value:.1f}".removesuffix(".0")


def share(part: float, whole: float) -> str:
    """A percentage with two decimals for an x or a width: "33.33%"."""
    return f"{100 * part / whole:.2f}%"
