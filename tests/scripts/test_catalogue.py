"""The catalogue holds exactly what Django looks up, and the check sees each way to translate wrongly."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.template import Context, Engine
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real

from scripts import catalogue

PAGE = "families/templates/families/page.html"
NOTICE = "base/notices/templates/notices/offer.txt"
FAMILYS_PAGE = "frontend/templates/f/about.html"

TEMPLATES = {
    "translate": ('{% load i18n %}\n  {% translate "Waiting families" %}', {}),
    "translate_single_quotes": ("{% load i18n %}{% translate 'It is \"now\"' %}", {}),
    "translate_apostrophe": ('{% load i18n %}{% translate "Children\'s homework" %}', {}),
    "translate_as": ('{% load i18n %}{% translate "Title" as title %}\n<h1>{{ title }}</h1>', {}),
    "translate_context": ('{% load i18n %}{% translate "May" context "month" %}', {}),
    "translate_percent": ('{% load i18n %}{% translate "100% sure" %}', {}),
    "block": ("{% load i18n %}{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", {"name": "Ola"}),
    "block_percent": (
        "{% load i18n %}{% blocktranslate %}{{ share }} is 50% of all{% endblocktranslate %}",
        {"share": "Half"},
    ),
    "block_untrimmed": (
        "{% load i18n %}<p>{% blocktranslate %}\n   Two\n\tlines {{ name }}\n {% endblocktranslate %}",
        {"name": "Ola"},
    ),
    "block_trimmed": (
        "{% load i18n %}\n      <p>\n   {% blocktranslate trimmed %}\n  Two\n     lines"
        "\n{% endblocktranslate %}",
        {},
    ),
    "block_context": (
        '{% load i18n %}{% blocktranslate trimmed context "a person" %}\n Right {% endblocktranslate %}',
        {},
    ),
    "block_plural": (
        "{% load i18n %}{% blocktranslate count n=number %}{{ n }} pair{% plural %}{{ n }} pairs"
        "{% endblocktranslate %}",
        {"number": 5},
    ),
    "block_plural_trimmed_context": (
        '{% load i18n %}{% blocktranslate trimmed with who=name count n=number context "log" %}\n'
        "  One hour {{ who }}\n{% plural %}\n {{ n }} hours {{ who }}\n{% endblocktranslate %}",
        {"number": 22, "name": "Ola"},
    ),
    "constant_in_tag": ('{% load i18n %}{% firstof nothing _("Not said") %}', {}),
    "constant_in_filter": ('{% load i18n %}{{ nothing|default:_("No answer") }}', {}),
    "constant_variable": ('{% load i18n %}{{ _("Plain word") }}', {}),
    "comment_and_indent": (
        '{% load i18n %}\n\t\t{# Translators: a verb #}\n\t\t{% translate "Log" %}\n'
        '  {% if yes %}\n {% translate "Go" %}{% endif %}',
        {"yes": True},
    ),
    "nonbreaking_space": ('{% load i18n %}\u00a0\u00a0{% translate "After\u00a0space" %} %d "quoted', {}),
    "quotes_around": ("{% load i18n %}<a title=\"{% translate 'Open' %}\">don't ( [ {</a>", {}),
}


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def translate_all(root: Path, language: str) -> None:
    """Translate every message to its own text between ‹ and ›, by hand of a program."""
    path = catalogue.po_path(root, language)
    filled = catalogue.read_catalogue(path, language)
    for entry in filled:
        if entry.id:
            last = entry.id if isinstance(entry.id, str) else entry.id[-1]
            entry.string = (
                f"‹{last}›"
                if isinstance(entry.id, str)
                else tuple(f"‹{last}›" for _ in range(filled.num_plurals))
            )
    save(path, filled)


def save(path: Path, filled: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, filled)


def update(root: Path, language: str = "pl") -> str:
    return catalogue.update(root, language, catalogue.messages_of(root).values())


def problems(root: Path, language: str = "pl") -> list[str]:
    return list(catalogue.problems_of(root, language, catalogue.messages_of(root).values()))


@pytest.fixture
def polish(tmp_path: Path) -> Iterator[Path]:
    """A tree whose compiled Polish catalogue Django reads while the test runs."""
    with override_settings(LOCALE_PATHS=[tmp_path / "locale"]):
        trans_real._translations = {}
        yield tmp_path
    trans_real._translations = {}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_message_is_found_by_django(polish: Path, name: str) -> None:
    source, context = TEMPLATES[name]
    write(polish, PAGE, source)
    update(polish)
    translate_all(polish, "pl")
    catalogue.compile_catalogue(polish, "pl")

    engine = Engine(libraries={"i18n": "django.templatetags.i18n"})
    with translation.override("pl"):
        trans_real._translations = {}
        translation.activate("pl")
        page = engine.from_string(source).render(Context(context, autoescape=False))

    messages = catalogue.messages_of(polish)
    assert messages
    assert page.count("‹") == len(messages) == page.count("›")


def test_python_messages_are_taken_with_plural_and_context(tmp_path: Path) -> None:
    write(
        tmp_path,
        "families/domain.py",
        "from django.utils.translation import gettext as _, ngettext, npgettext, pgettext_lazy\n"
        'a = _("Two " "halves")\n'
        'b = ngettext("%(n)s pair", "%(n)s pairs", count(1)) % {"n": _("inner")}\n'
        'c = pgettext_lazy("month", "May")\n'
        'd = npgettext("log", "hour", "hours", 3)\n'
        "e = _(variable)\n"
        'for _, x in [("not this", 1)]: print("nor this")\n',
    )
    assert sorted(
        (m.context or "", m.singular, m.plural) for m in catalogue.messages_of(tmp_path).values()
    ) == [
        ("", "%(n)s pair", "%(n)s pairs"),
        ("", "Two halves", None),
        ("", "inner", None),
        ("log", "hour", "hours"),
        ("month", "May", None),
    ]


def test_message_used_alone_and_as_plural_is_one_plural_message(tmp_path: Path) -> None:
    write(tmp_path, "families/a.py", '_("pair")\n')
    write(tmp_path, "families/b.py", 'ngettext("pair", "pairs", n)\n')
    (message,) = catalogue.messages_of(tmp_path).values()
    assert (message.singular, message.plural, message.files) == (
        "pair",
        "pairs",
        ["families/a.py", "families/b.py"],
    )


def test_files_that_are_not_the_product_hold_no_messages(tmp_path: Path) -> None:
    for name in (
        "tests/test_a.py",
        "families/migrations/0001_initial.py",
        ".venv/lib/a.py",
        "families/notes.txt",
    ):
        write(tmp_path, name, '_("No") {% translate "No" %}')
    assert catalogue.messages_of(tmp_path) == {}


def test_template_that_django_refuses_is_named(tmp_path: Path) -> None:
    write(tmp_path, PAGE, "{% blocktranslate %}a {% if b %}{% endif %}{% endblocktranslate %}")
    with pytest.raises(catalogue.UnreadableTemplate, match=PAGE):
        catalogue.messages_of(tmp_path)


def test_ukrainian_and_russian_hold_what_is_sent_and_what_families_read(tmp_path: Path) -> None:
    write(tmp_path, PAGE, '{% load i18n %}{% translate "For coordinators" %}')
    write(tmp_path, NOTICE, '{% load i18n %}{% translate "You have an offer" %}')
    write(tmp_path, FAMILYS_PAGE, '{% load i18n %}{% translate "What would help you?" %}')
    assert [update(tmp_path, language) for language in ("pl", "uk", "ru")] == [
        "Polish: 3 messages, 3 to translate",
        "Ukrainian: 2 messages, 2 to translate",
        "Russian: 2 messages, 2 to translate",
    ]
    assert len(problems(tmp_path, "pl")) == 3
    assert problems(tmp_path, "uk") == [
        f"{FAMILYS_PAGE}: 'What would help you?' is not translated",
        f"{NOTICE}: 'You have an offer' is not translated",
    ]


def test_update_keeps_translations_also_while_a_message_is_away(tmp_path: Path) -> None:
    write(tmp_path, "families/a.py", '_("Family"); pgettext("month", "May"); ngettext("pair", "pairs", n)\n')
    update(tmp_path)
    translate_all(tmp_path, "pl")
    update(tmp_path)
    complete = catalogue.po_path(tmp_path, "pl").read_text()
    assert problems(tmp_path) == []

    write(tmp_path, "families/a.py", '_("Family")\n')
    update(tmp_path)
    assert problems(tmp_path) == []
    assert '#~ msgid "May"' in catalogue.po_path(tmp_path, "pl").read_text()

    write(tmp_path, "families/a.py", '_("Family"); pgettext("month", "May"); ngettext("pair", "pairs", n)\n')
    update(tmp_path)
    assert catalogue.po_path(tmp_path, "pl").read_text() == complete


def test_check_names_messages_missing_and_left_over(tmp_path: Path) -> None:
    write(tmp_path, "families/a.py", '_("Old")\n')
    update(tmp_path)
    translate_all(tmp_path, "pl")
    write(tmp_path, "families/a.py", '_("New")\n')
    assert problems(tmp_path) == [
        "families/a.py: 'New' is not in the catalogue; run scripts/catalogue.py --update",
        "'Old' is in no source any more; run scripts/catalogue.py --update",
    ]


@pytest.mark.parametrize(
    ("source", "translated", "fault"),
    [
        ('_("Hello %(name)s")', "Cześć %(name)s", None),
        ('_("Hello %(name)s")', "Cześć", "has other fields than its translation 'Cześć'"),
        ('_("Hello {name}")', "Cześć {imię}", "has other fields than its translation 'Cześć {imię}'"),
        ('_("{} of {}")', "{} z {}", None),
        ('_("{} of {}")', "{}", "has other fields than its translation '{}'"),
        ('_("%s sent")', "wysłane", "has other fields than its translation 'wysłane'"),
        ('_("100%% sure")', "na pewno 100%%", None),
        ('_("Family")', "", "is not translated"),
        ('ngettext("one hour", "%(n)s hours", n)', ("godzina", "%(n)s godziny", "%(n)s godzin"), None),
        ('ngettext("one hour", "%(n)s hours", n)', ("%(n)s godzina", "%(n)s godziny", "%(n)s godzin"), None),
        (
            'ngettext("one hour", "%(n)s hours", n)',
            ("godzina", "godziny", "%(n)s godzin"),
            "has other fields than its translation 'godziny'",
        ),
        ('ngettext("one hour", "%(n)s hours", n)', ("godzina", "%(n)s godziny", ""), "needs 3 plural forms"),
    ],
)
def test_check_compares_the_fields_of_a_translation(
    tmp_path: Path, source: str, translated: str | tuple[str, ...], fault: str | None
) -> None:
    write(tmp_path, "families/a.py", source + "\n")
    update(tmp_path)
    path = catalogue.po_path(tmp_path, "pl")
    filled = catalogue.read_catalogue(path, "pl")
    (entry,) = [entry for entry in filled if entry.id]
    entry.string = translated
    save(path, filled)
    assert [problem.partition("' ")[2] for problem in problems(tmp_path)] == ([fault] if fault else [])


def test_command_line_fails_with_the_number_of_faults(tmp_path: Path) -> None:
    write(tmp_path, "families/a.py", '_("One"); _("Two")\n')
    command = [sys.executable, catalogue.__file__, "--root", str(tmp_path)]
    updated = subprocess.run([*command, "--update"], capture_output=True, text=True, check=True)
    checked = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert updated.stdout.splitlines()[0] == "Polish: 2 messages, 2 to translate"
    assert (checked.returncode, checked.stderr) == (1, "2 things to mend in the catalogues.\n")


def test_check_names_a_text_that_an_f_string_hides(tmp_path: Path) -> None:
    write(tmp_path, "families/a.py", "f\"{kind}, {_('has room') if free else ''} {date(day)}\"\n")
    command = [sys.executable, catalogue.__file__, "--root", str(tmp_path)]
    subprocess.run([*command, "--update"], capture_output=True, text=True, check=True)
    checked = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert checked.stdout == "families/a.py: take _('has room') out of its f-string\n"


def test_unreviewed_prints_the_texts_nobody_has_read(tmp_path: Path) -> None:
    write(tmp_path, NOTICE, '{% load i18n %}{% translate "Good day," %}')
    update(tmp_path, "uk")
    translate_all(tmp_path, "uk")
    command = [sys.executable, catalogue.__file__, "--root", str(tmp_path), "--unreviewed"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (entry,) = [
        entry for entry in catalogue.read_catalogue(catalogue.po_path(tmp_path, "uk"), "uk") if entry.id
    ]
    assert printed == f"Ukrainian\n\nGood day,\n    {entry.string}\nRussian\n\n"
