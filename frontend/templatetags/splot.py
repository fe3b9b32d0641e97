"""The parts a page is built from: marks, lists, forms, messages. Load with {% load splot %}."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from base.places.languages import Level, language_name
from frontend.acts import Act
from frontend.paging import Option, query_string
from frontend.toasts import Toast, is_seen, waiting_toasts

register = template.Library()

# --- marks ----------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", *, size: str = "") -> SafeString:
    """An icon of the sprite; with `label` it speaks for itself, else a word is beside it. size: "", "s"."""
    href = f"{static('icons/sprite.svg')}#i-{name}"
    classes = " ".join(filter(None, ["icon", size, f"i-{name}"]))
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.inclusion_tag("parts/splot_sign.html")
def splot_sign(size: str = "", label: str = "") -> dict[str, Any]:
    """Two threads crossing twice: the logo, and the sign between two people of a pair. size: "", "s", "l"."""
    return {"size": size, "label": label}


@register.inclusion_tag("parts/lang_chip.html")
def lang_chip(code: str, level: int, shared: bool = False) -> dict[str, Any]:
    """A language with its level, an item of <ul class="chips">; `shared` when both sides speak it."""
    known = Level(level)
    return {
        "name": language_name(code),
        "level": known.label if known is Level.NATIVE else known.name,
        "shared": shared,
    }


@register.inclusion_tag("parts/badge.html")
def badge(text: str, kind: str = "", icon: str = "") -> dict[str, Any]:
    """A state in one or two words. kind: "", "wait", "ok", "stop", "seeker"."""
    return {"text": text, "kind": kind, "icon": icon}


@register.simple_tag
def linked(sentence: str, name: str, href: str) -> SafeString:
    """A sentence in which the first mention of `name` is the link to its page."""
    before, name, after = sentence.partition(name)
    return format_html('{}<a href="{}">{}</a>{}', before, href, name, after)


# --- lists ----------------------------------------------------------------------------------------


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(
    context: template.Context, page: "Page[Any]", name: str = "page", label: str = "", anchor: str = ""
) -> dict[str, Any]:
    """The pages of a list and where one stands, under the list; `name` as it was paginated by, `label` where
    a page has several, `anchor` where on the page the list stands."""
    query = context["request"].GET
    numbers: Iterable[Any] = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    gap = page.paginator.ELLIPSIS
    place = f"#{anchor}" if anchor else ""
    return {
        "page": page,
        "label": label or _("Pages"),
        "steps": [
            {"number": number, "url": "" if number == gap else query_string(query, **{name: number}) + place}
            for number in numbers
        ],
    }


@register.inclusion_tag("parts/filter_chips.html", takes_context=True)
def filter_chips(
    context: template.Context, name: str, options: Iterable[Option | tuple[str, str]], label: str
) -> dict[str, Any]:
    """Filters that set `name` in the query string; the first is "all". `label` names the group."""
    query = context["request"].GET
    chosen = query.get(name, "")
    every = [Option("", _("all")), *(o if isinstance(o, Option) else Option(*o) for o in options)]
    return {
        "label": label,
        "chips": [
            {
                # The id gives the focus back after a swap.
                "id": f"{name}-{option.value or 'all'}",
                "option": option,
                "url": query_string(query, page=None, **{name: option.value or None}),
                "chosen": str(option.value) == chosen,
            }
            for option in every
        ],
    }


@register.inclusion_tag("parts/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, key: str, label: str, current: str = "", numeric: bool = False
) -> dict[str, Any]:
    """A <th> to sort by. `current` is the view's sort ("waiting" up, "-waiting" down), else the query's."""
    query = context["request"].GET
    now = current or query.get("sort", "")
    ascending, descending = now == key, now == f"-{key}"
    return {
        "id": f"sort-{key}",
        "label": label,
        "numeric": numeric,
        "url": query_string(query, page=None, sort=f"-{key}" if ascending else key),
        "direction": "ascending" if ascending else "descending" if descending else "",
    }


@register.inclusion_tag("parts/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """Nothing here, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("parts/timeline.html")
def timeline(steps: Iterable[Any]) -> dict[str, Any]:
    """What happened and what is next: steps with `title`, `when`, `who`, `state` ("", "now", "later")."""
    return {"steps": steps}


# --- forms ----------------------------------------------------------------------------------------


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, size: str = "", look: str = "") -> dict[str, Any]:
    """Label, hint, error, control. size: "", "short", "small"; look: "choices" makes radios big buttons."""
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    ticked = isinstance(widget, CheckboxInput)
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, Any] = {}
    if not grouped and not ticked:
        attrs["class"] = " ".join(filter(None, ["input", size, widget.attrs.get("class", "")]))
    if described and not grouped:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "control": "" if grouped else bound.as_widget(attrs=attrs),
        "options": list(bound) if grouped else [],
        "grouped": grouped,
        "ticked": ticked,
        "look": look,
        "described": " ".join(described),
    }


@register.inclusion_tag("parts/error_summary.html")
def error_summary(*forms: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """Every error of the forms on top of the page, each linking to its field."""
    flat = [form for item in forms for form in (item if not isinstance(item, BaseForm) else [item])]
    general = [str(error) for form in flat for error in form.non_field_errors()]
    fields = [
        {"id": bound.id_for_label or next(iter(bound)).id_for_label, "text": str(error)}
        for form in flat
        for bound in form
        for error in bound.errors
    ]
    return {"general": general, "fields": fields, "count": len(general) + len(fields)}


# --- acts and messages ----------------------------------------------------------------------------


@register.inclusion_tag("parts/decision_bar.html", takes_context=True)
def decision_bar(context: template.Context, acts: Iterable[Act], note: str = "") -> dict[str, Any]:
    """The sticky bar of decisions: one form per act, its key beside the word, the consequence in `note`."""
    return {"acts": acts, "note": note, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/confirm.html", takes_context=True)
def confirm(
    context: template.Context, name: str, title: str, text: str, act: Act, keep: str = ""
) -> dict[str, Any]:
    """A dialog that says what will happen; <button type="button" popovertarget=name data-opens> opens it."""
    return {
        "name": name,
        "title": title,
        "text": text,
        "act": act,
        "keep": keep or _("No, leave it"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("parts/toasts.html", takes_context=True)
def toasts(context: template.Context, oob: bool = False) -> dict[str, Any]:
    """The messages that wait for this person; `oob` when they travel with an htmx fragment. An answer that
    nobody will see shows none: they would be read and gone."""
    request = context.get("request")
    shows = request is None or is_seen(request)
    found: list[Toast] = waiting_toasts(context.get("messages") or ()) if shows else []
    return {"toasts": found, "oob": oob, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/progress.html")
def progress(percent: int, label: str, steps: Sequence[str] = (), current: int = 0) -> dict[str, Any]:
    """Long work: a bar, and its steps of which number `current` (from 0) is under way."""
    return {
        "percent": percent,
        "label": label,
        "steps": [
            {"name": name, "done": index < current, "current": index == current}
            for index, name in enumerate(steps)
        ],
    }
