"""The translation catalogues, without gettext's binaries: `catalogue.py --update | --compile | --check`.

Messages are taken from Python by Babel's extractor, and from templates by the same extractor over what
Django's own `templatize` makes of them, so that every msgid is the one Django looks up. Polish holds
everything; Ukrainian and Russian hold what is sent to people (SENT) and what families read (FAMILY).
"""

import argparse
import ast
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"docs", "locale", "migrations", "scripts", "static", "tests", "var"}
EVERYTHING = ("",)
#: What is sent to people, and the roles that an invitation names.
SENT = ("base/notices/templates/", "base/accounts/enums.py")
#: What families read: their own pages (templates/f), the one-touch pages of a reminder (templates/touch), the
#: parts these include, and the words and refusals of the rooms below that they show. Whole files: a new text
#: in one of them is wanted in every language at once. tests/frontend/test_family_languages.py reads them.
FAMILY = (
    "frontend/templates/f/",
    "frontend/templates/touch/",
    "frontend/templates/phone.html",
    "frontend/templates/base.html",
    "frontend/templates/public.html",
    "frontend/templates/errors/",
    "frontend/templates/parts/empty.html",
    "frontend/templates/parts/error_summary.html",
    "frontend/templates/parts/field",
    "frontend/templates/parts/foot.html",
    "frontend/templates/parts/languages.html",
    "frontend/templates/parts/live_data.html",
    "frontend/templates/parts/pager.html",
    "frontend/templates/parts/toast",
    "frontend/templates/parts/visit_language.html",
    "frontend/templates/talk/closed.html",
    "frontend/templates/talk/contacts.html",
    "frontend/templates/talk/line_acts.html",
    "frontend/templates/talk/lines.html",
    "frontend/templates/talk/phrases.html",
    "frontend/templates/talk/reporting.html",
    "frontend/templates/talk/write.html",
    "frontend/templatetags/splot.py",
    "frontend/family_",
    "frontend/forms/family.py",
    "frontend/forms/one_touch.py",
    "frontend/forms/talk.py",
    "frontend/free_time.py",
    "frontend/talk.py",
    "frontend/views/errors.py",
    "frontend/views/family_about.py",
    "frontend/views/family_door.py",
    "frontend/views/family_help.py",
    "frontend/views/family_home.py",
    "frontend/views/family_meetings.py",
    "frontend/views/family_pairs.py",
    "frontend/views/family_talk.py",
    "frontend/views/one_touch.py",
    "activities/domain/concerns.py",
    "activities/domain/contact_words.py",
    "activities/domain/drafts.py",
    "activities/domain/first_weeks.py",
    "activities/domain/one_touch.py",
    "activities/domain/planning.py",
    "activities/domain/talk.py",
    "activities/domain/words.py",
    "activities/enums.py",
    "base/common/enums.py",
    "base/common/profiles.py",
    "base/places/profiles.py",
    "families/domain/access.py",
    "families/domain/consents.py",
    "families/domain/household_data.py",
    "families/domain/households.py",
    "families/domain/questions.py",
    "matching/domain/endings.py",
    "matching/domain/steps.py",
    "matching/triggers.py",
)
SCOPES = {"pl": EVERYTHING, "uk": SENT + FAMILY, "ru": SENT + FAMILY}
RUN_UPDATE = "run scripts/catalogue.py --update"
NAMES = {"pl": "Polish", "uk": "Ukrainian", "ru": "Russian"}
#: Nobody who grew up with these languages has read their texts yet.
UNREVIEWED = ("uk", "ru")
STRING_OR_SPACE = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|[^\S\n]+""")
TEMPLATE_SUFFIXES = {".html", ".txt"}

PLURAL, CONTEXT, CONTEXT_PLURAL = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}

Key = tuple[str | None, str]


@dataclass
class Message:
    """One msgid as the sources use it: its plural, where it stands, what translators were told."""

    context: str | None
    singular: str
    plural: str | None = None
    files: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What gettext looks it up by."""
        return self.context, self.singular


class UnreadableTemplate(Exception):
    """A template whose translation tags Django itself would refuse."""


# --- from the sources ----------------------------------------------------------------------------------


def messages_of(root: Path) -> dict[Key, Message]:
    """Every message under `root` by its key, files in the order of their names."""
    found: dict[Key, Message] = {}
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        for message in messages_in(path.read_text(encoding="utf-8"), name):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.files += [file for file in message.files if file not in known.files]
            known.comments += [comment for comment in message.comments if comment not in known.comments]
    return found


def source_files(root: Path) -> list[Path]:
    """Our Python files and templates, sorted by name."""
    rooms = (path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    paths = (path for room in rooms if room.name not in NOT_OURS for path in room.rglob("*.*"))
    return sorted(path for path in paths if is_source(path.relative_to(root)))


def is_source(path: Path) -> bool:
    """Whether the file at this relative path can hold messages of the product."""
    folders = path.parts[:-1]
    if any(folder in NOT_OURS for folder in folders):
        return False
    return path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in folders)


def messages_in(source: str, name: str) -> Iterator[Message]:
    """The messages of one file; what it is shows in its name."""
    python = source if name.endswith(".py") else python_of_template(source, name)
    taken = extract("python", io.BytesIO(python.encode()), keywords=KEYWORDS, comment_tags=("Translators",))
    for _line, ids, comments, context in taken:
        singular, plural = ids if isinstance(ids, tuple) else (ids, None)
        if singular:
            yield Message(context, singular, plural, [name], list(comments))


def python_of_template(source: str, name: str) -> str:
    """The gettext calls of a template as lines that Python's tokenizer accepts.

    `templatize` keeps the template's indentation and odd white space, which gettext's reader does not mind.
    Here every run of it becomes one blank, so that no line is indented wrongly; strings stay untouched.
    """
    try:
        calls = templatize(source, origin=name)
    except SyntaxError as error:
        raise UnreadableTemplate(str(error)) from error
    return STRING_OR_SPACE.sub(lambda hit: hit[1] or " ", calls)


def in_scope(messages: Iterable[Message], scope: tuple[str, ...]) -> list[Message]:
    """Those that stand in a file under `scope`, sorted as the catalogue lists them."""
    chosen = [message for message in messages if any(file.startswith(scope) for file in message.files)]
    return sorted(chosen, key=lambda message: (message.singular, message.context or ""))


# --- the files -----------------------------------------------------------------------------------------


def po_path(root: Path, language: str) -> Path:
    """Where a language's catalogue is kept."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue as it is, an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(root: Path, language: str, messages: Iterable[Message]) -> str:
    """Bring one catalogue to the messages of its scope and keep every translation; returns what to tell.

    A translation whose message has gone is kept at the end of the file (`#~`) and found again if it returns.
    """
    path = po_path(root, language)
    old = read_catalogue(path, language)
    kept = {(entry.context, first(entry.id)): entry for entry in [*old.obsolete.values(), *old] if entry.id}
    new = Catalog(locale=language)
    wanted = in_scope(messages, SCOPES[language])
    for message in wanted:
        translation = fitting(kept.pop(message.key, None), message, new.num_plurals)
        new.add(
            (message.singular, message.plural) if message.plural else message.singular,
            translation,
            locations=[(file, 0) for file in message.files],
            auto_comments=message.comments,
            context=message.context,
        )
    for key, entry in kept.items():
        if any(forms(entry)):
            entry.locations, entry.auto_comments = [], []
            new.obsolete[key[1] if key[0] is None else (key[1], key[0])] = entry
    text = io.BytesIO()
    write_po(text, new, width=100, omit_header=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header(language) + text.getvalue().decode().rstrip("\n") + "\n", encoding="utf-8")
    left = sum(1 for entry in new if entry.id and not all(forms(entry)))
    return f"{NAMES[language]}: {len(wanted)} messages, {left} to translate"


def fitting(entry: Entry | None, message: Message, plurals: int) -> str | tuple[str, ...]:
    """The known translation in the shape the message now has."""
    known = forms(entry) if entry is not None else ()
    if message.plural is None:
        return known[0] if known else ""
    return tuple((*known, *[""] * plurals)[:plurals])


def forms(entry: Entry) -> tuple[str, ...]:
    """The translated forms of an entry, one or as many as the language has plurals."""
    return (
        (entry.string,) if isinstance(entry.string, str) else tuple(text or "" for text in entry.string or ())
    )


def first(ids: str | tuple[str, ...] | list[str]) -> str:
    """The singular of a message's id."""
    return ids if isinstance(ids, str) else ids[0]


def header(language: str) -> str:
    """The head of a catalogue; it holds no date, so that the same messages make the same bytes."""
    lines = [
        "Project-Id-Version: Splot",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {get_plural(language).plural_forms}",
    ]
    fields = "".join(f'"{line}\\n"\n' for line in lines)
    warning = "# No native speaker has reviewed these texts.\n" if language in UNREVIEWED else ""
    return f'# Splot in {NAMES[language]}\n{warning}msgid ""\nmsgstr ""\n{fields}\n'


def compile_catalogue(root: Path, language: str) -> None:
    """Write the binary catalogue beside its source, unless it is newer already."""
    source = po_path(root, language)
    target = source.with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
        return
    with target.open("wb") as file:
        write_mo(file, read_catalogue(source, language))


# --- what can be wrong ---------------------------------------------------------------------------------


def problems_of(root: Path, language: str, messages: Iterable[Message]) -> Iterator[str]:
    """One sentence for every message that is missing, left over, untranslated or with other fields."""
    catalogue = read_catalogue(po_path(root, language), language)
    entries = {(entry.context, first(entry.id)): entry for entry in catalogue if entry.id}
    for message in in_scope(messages, SCOPES[language]):
        entry = entries.pop(message.key, None)
        if entry is None or isinstance(entry.id, str) == bool(message.plural):
            yield f"{message.files[0]}: {message.singular!r} is not in the catalogue; {RUN_UPDATE}"
            continue
        yield from (f"{message.files[0]}: {message.singular!r} {fault}" for fault in faults(entry, catalogue))
    for _context, singular in entries:
        yield f"{singular!r} is in no source any more; {RUN_UPDATE}"


def faults(entry: Entry, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with one translation."""
    texts = forms(entry)
    if entry.fuzzy:
        yield "is marked fuzzy, which Django does not show"
    if not any(texts):
        yield "is not translated"
    elif not isinstance(entry.id, str) and not (len(texts) == catalogue.num_plurals and all(texts)):
        yield f"needs {catalogue.num_plurals} plural forms"
    else:
        for number, text in enumerate(texts):
            # Only the form for one may go without the number: "one hour", "%(count)s hours".
            allowed = {placeholders(first(entry.id) if isinstance(entry.id, str) else entry.id[-1])}
            if number == 0:
                allowed.add(placeholders(first(entry.id)))
            if placeholders(text) not in allowed:
                yield f"has other fields than its translation {text!r}"


def placeholders(text: str) -> frozenset[tuple[str, int]]:
    """The fields a text is filled with: named ones once, bare ones (%s, {}) with their number."""
    named = re.findall(r"%\(\w+\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|\{\w[^{}]*\}", text)
    bare = re.findall(r"%%|%(?:\.\d+)?[sdif]|\{\}", text)
    counted = {(name, count if name != "%%" else 1) for name, count in Counter(bare).items()}
    return frozenset({(name, 1) for name in named} | counted)


def texts_in_f_strings(root: Path) -> Iterator[str]:
    """One sentence for every text inside an f-string: no extractor sees it, so no catalogue would hold it."""
    for path in source_files(root):
        if path.suffix == ".py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            strings = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
            for call in filter(asks_gettext, (node for string in strings for node in ast.walk(string))):
                yield f"{path.relative_to(root)}: take {ast.unparse(call)} out of its f-string"


def asks_gettext(node: ast.AST) -> bool:
    """Whether this is a call such as _("text")."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS


# --- what to review ------------------------------------------------------------------------------------


def unreviewed(root: Path, language: str) -> Iterator[str]:
    """Each English text of the catalogue, its translation indented below it."""
    for entry in read_catalogue(po_path(root, language), language):
        if entry.id:
            yield "\n".join([first(entry.id), *(f"    {text}" for text in forms(entry))])


def main() -> None:
    """Do what the arguments ask for, for every language; ends with 1 when a check finds something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="bring locale/*/django.po to the sources")
    parser.add_argument("--compile", action="store_true", help="write the .mo files that Django reads")
    parser.add_argument(
        "--check", action="store_true", help="fail when a translation is missing or does not fit"
    )
    parser.add_argument(
        "--unreviewed", action="store_true", help="print the texts that no native speaker has reviewed"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not (asked.update or asked.compile or asked.check or asked.unreviewed):
        parser.error("say --update, --compile, --check or --unreviewed")
    try:
        messages = list(messages_of(asked.root).values()) if asked.update or asked.check else []
    except UnreadableTemplate as error:
        sys.exit(str(error))
    hidden = list(texts_in_f_strings(asked.root)) if asked.check else []
    found = len(hidden)
    for problem in hidden:
        print(problem)
    for language in SCOPES:
        if asked.update:
            print(update(asked.root, language, messages))
        if asked.compile:
            compile_catalogue(asked.root, language)
        if asked.check:
            problems = list(problems_of(asked.root, language, messages))
            found += len(problems)
            for problem in problems:
                print(f"{NAMES[language]}: {problem}")
        if asked.unreviewed and language in UNREVIEWED:
            print(f"{NAMES[language]}\n", *unreviewed(asked.root, language), sep="\n")
    if found:
        sys.exit(f"{found} things to mend in the catalogues.")


if __name__ == "__main__":
    main()
