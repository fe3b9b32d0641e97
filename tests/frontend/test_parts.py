"""The tags pages are built from: what they print, and that they escape what people typed."""

import re

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from base.places.week import Week
from frontend.acts import Act
from frontend.paging import Option

EVIL = '<img src=x onerror="alert(1)">'


class PlaceForm(forms.Form):
    postcode = forms.CharField(label="Post code", help_text="Like 31-103.", max_length=6)
    level = forms.ChoiceField(label="Level", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError("These two do not go together.")


def render(source: str, path: str = "/", **context: object) -> str:
    """The template's text with runs of white space made one space."""
    everything = {"request": RequestFactory().get(path), **context}
    text = Template("{% load splot drawings %}" + source).render(Context(everything))
    return re.sub(r"\s+", " ", text).strip()


def test_name_in_a_sentence_is_linked_once():
    text = render("{% linked sentence 'K-1' '/k/1/' %}", sentence=f"Now K-1 has {EVIL}. K-1 is new.")
    assert text == (
        'Now <a href="/k/1/">K-1</a> has &lt;img src=x onerror=&quot;alert(1)&quot;&gt;. K-1 is new.'
    )


def test_icon_beside_a_word_is_silent():
    assert render('{% icon "check" %}') == (
        '<svg class="icon i-check" aria-hidden="true"><use href="/static/icons/sprite.svg#i-check"/></svg>'
    )


def test_icon_alone_speaks():
    assert render('{% icon "search" "Search" size="s" %}') == (
        '<svg class="icon s i-search" role="img" aria-label="Search">'
        '<use href="/static/icons/sprite.svg#i-search"/></svg>'
    )


def test_lang_chip_names_language_and_level():
    chip = render('{% lang_chip "uk" 7 shared=True %}{% lang_chip "pl" 2 %}')
    assert chip == (
        '<li class="chip lang shared">Ukrainian <span class="cefr">native</span>'
        '<span class="hidden-word">shared</span></li> '
        '<li class="chip lang">Polish <span class="cefr">A2</span></li>'
    )


def test_pager_keeps_filters_and_marks_the_page():
    page = Paginator(range(60), 25).page(2)
    assert render("{% pager page %}", "/families/?state=waiting&page=2", page=page) == (
        '<nav class="pages" aria-label="Pages"> <a href="?page=1&amp;state=waiting">1</a> '
        '<span aria-current="page">2</span> <a href="?page=3&amp;state=waiting">3</a> '
        '<span class="count">26–50 of 60</span> </nav>'
    )


def test_filter_chips_set_one_key_and_go_back_to_the_first_page():
    chips = render(
        '{% filter_chips "state" options "State" %}',
        "/?state=waiting&page=3&q=K",
        options=[Option("waiting", "waiting", 5), ("paired", "paired")],
    )
    assert re.findall(r'href="([^"]*)"( aria-current="true")?>([^<]*)<', chips) == [
        ("?q=K", "", "all"),
        ("?q=K&amp;state=waiting", ' aria-current="true"', "waiting 5"),
        ("?q=K&amp;state=paired", "", "paired"),
    ]


@pytest.mark.parametrize(
    ("path", "direction", "url"),
    [
        ("/", None, "?sort=waiting"),
        ("/?sort=waiting", "ascending", "?sort=-waiting"),
        ("/?sort=-waiting", "descending", "?sort=waiting"),
    ],
)
def test_sort_header_says_and_turns_the_direction(path, direction, url):
    header = render('{% sort_header "waiting" "Waits" %}', path)
    found = re.search(r'aria-sort="(\w+)"', header)
    assert (found and found[1], re.search(r'href="([^"]+)"', header)[1]) == (direction, url)


def test_field_ties_hint_and_error_to_the_control():
    form = PlaceForm({"postcode": "31-1031", "level": "a"})
    html = render('{% field form.postcode size="short" %}', form=form)
    assert 'class="field wrong"' in html
    assert '<div class="hint" id="id_postcode_hint">Like 31-103.</div>' in html
    assert 'id="id_postcode_error"' in html
    assert re.search(r"<input[^>]*>", html)[0] == (
        '<input type="text" name="postcode" value="31-1031" maxlength="6" class="input short" '
        'aria-describedby="id_postcode_hint id_postcode_error" required aria-invalid="true" id="id_postcode">'
    )


def test_field_of_radios_is_a_fieldset():
    html = render("{% field form.level %}", form=PlaceForm())
    assert html.startswith('<fieldset class="field"> <legend>Level</legend>')
    assert re.findall(r'<label class="tick" for="(\w+)">', html) == ["id_level_0", "id_level_1"]


def test_error_summary_links_each_error_to_its_field():
    summary = render("{% error_summary form %}", form=PlaceForm({}))
    assert "<h2>3 things to mend</h2>" in summary
    assert "<li>These two do not go together.</li>" in summary
    assert re.findall(r'href="(#\w+)"', summary) == ["#id_postcode", "#id_level_0"]


def test_error_summary_of_a_clean_form_is_nothing():
    assert render("{% error_summary form %}", form=forms.Form({})) == ""


def test_decision_bar_posts_with_a_token_and_shows_keys():
    act = Act("Approve", "/proposals/1/approve/", look="main", key="a", fields={"version": "3"})
    bar = render("{% decision_bar acts %}", acts=[act], csrf_token="t0ken")
    assert bar == (
        '<footer class="decide"> <form method="post" action="/proposals/1/approve/"> '
        '<input type="hidden" name="csrfmiddlewaretoken" value="t0ken"> '
        '<input type="hidden" name="version" value="3"> '
        '<button class="btn main" data-key="a">Approve <kbd>A</kbd></button> </form> </footer>'
    )


def test_toast_with_undo_posts_to_its_address():
    told = [Message(20, "Refused.", extra_tags="undo:/pairs/7/undo/"), Message(20, "Saved.")]
    html = render("{% toasts %}", messages=told, csrf_token="t0ken")
    assert re.findall(r'<form method="post" action="([^"]+)">', html) == ["/pairs/7/undo/"]
    assert re.findall(r"<span>([^<]+)</span>", html) == ["Refused.", "Saved."]


def test_timeline_marks_what_is_under_way():
    html = render("{% timeline steps %}", steps=[{"title": "Offered", "who": "both", "state": "now"}])
    assert html == (
        '<ol class="timeline"> <li class="now"><b>Offered</b><span class="who">both</span></li> </ol>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% badge evil %}",
        "{% empty evil evil %}",
        "{% icon 'check' evil %}",
        "{% timeline steps %}",
        "{% toasts %}",
        "{% progress 3 evil %}",
        "{% minimap place place evil evil 2 %}",
        "{% week_strip week week seeker_name=evil helper_name=evil %}",
        "{% funnel steps_of evil %}",
    ],
)
def test_parts_escape_what_people_typed(source):
    context = {
        "evil": EVIL,
        "steps": [{"title": EVIL, "who": EVIL}],
        "messages": [Message(20, EVIL)],
        "place": type("Place", (), {"latitude": 50.0, "longitude": 20.0}),
        "week": Week.full(),
        "steps_of": [(EVIL, 3)],
    }
    html = render(source, **context)
    assert "<img" not in html
    assert "&lt;img" in html


def test_bar_is_never_wider_than_its_track():
    assert re.findall(r'<rect width="([^"]+)"', render("{% bar 30 20 %}{% bar 5 20 %}{% bar 5 0 %}")) == [
        "100",
        "25",
        "0",
    ]


def test_numbers_inside_drawings_keep_their_point_in_polish():
    with translation.override("pl"):
        html = render(
            "{% bar 1 3 %}{% sparkline values %}{% week_strip week %}",
            values=[1, 2.5, 2],
            week=Week.from_spans([(0, 18, 25)]),
        )
    assert re.findall(r'(?:x|width|d)="[^"]*,[^"]*"', html) == []
