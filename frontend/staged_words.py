"""A list in words: what its page is called, how many rows come to what, what can be done with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend.paging import Option, query_string
from intake.enums import Fate, UploadState
from intake.models import Upload
from intake.queries import ALL, TO_LOOK_AT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OVER = (UploadState.DONE, UploadState.UNDONE)


@dataclass(frozen=True)
class Count:
    """One figure of the tally; look: "", "good", "ask" or "bad"."""

    word: "StrOrPromise"
    number: int
    look: str = ""


def tally(upload: Upload, counts: Mapping[str, int]) -> list[Count]:
    """What the rows of the list came to (`counts` by fate); a figure that says nothing is left out."""
    if upload.state == UploadState.UNDONE:
        figures = [Count(capfirst(Fate.UNDONE.label), counts[Fate.UNDONE], "good")]
    elif upload.state == UploadState.DONE:
        figures = [
            Count(_("Added"), upload.imported, "good"),
            Count(_("Changed"), upload.updated, "good"),
        ]
    else:
        figures = [Count(_("Good"), upload.good, "good"), Count(_("Changed"), upload.changed, "good")]
    every = [
        Count(_("In the file"), upload.total),
        *figures,
        Count(_("With a question"), upload.asked, "ask"),
        Count(_("To correct"), upload.bad, "bad"),
        Count(_("Here already"), upload.repeated),
        Count(_("Left out"), upload.left),
    ]
    always = {_("In the file"), figures[0].word, _("To correct")}
    return [one for one in every if one.number or one.word in always]


@dataclass(frozen=True)
class Importing:
    """What an import would do: the words of its button; the same for taking everything that can go in; and
    who stays behind then. Empty where there is nothing to do."""

    good: str
    every: str
    stays: str


def importing_words(upload: Upload) -> Importing:
    """The acts of a list that waits for a person."""
    every = upload.good + upload.changed + upload.asked
    all_words = _("Import %(n)d of all %(total)d, what is unclear becomes a note")
    stays = ngettext(
        "%(n)d row to correct stays behind.", "%(n)d rows to correct stay behind.", upload.bad
    ) % {"n": upload.bad}
    return Importing(
        good=_good_words(upload.good, upload.changed),
        every=all_words % {"n": every, "total": upload.total} if upload.asked else "",
        stays=stays if upload.bad and every else "",
    )


def _good_words(good: int, changed: int) -> str:
    """The button that takes those nobody has to look at."""
    rows = ngettext("Import the %(n)d good row", "Import the %(n)d good rows", good) % {"n": good}
    if not changed:
        return rows if good else ""
    if not good:
        return ngettext("Save %(n)d change", "Save %(n)d changes", changed) % {"n": changed}
    changes = ngettext("%(n)d change", "%(n)d changes", changed) % {"n": changed}
    # Translators: "Import the 2 good rows and 1 change"
    return _("%(rows)s and %(changes)s") % {"rows": rows, "changes": changes}


@dataclass(frozen=True)
class Heading:
    """What stands on top of a list's page."""

    title: "StrOrPromise"
    lead: "StrOrPromise"


GOES_ON = gettext_lazy("You can leave this page; the work goes on.")
HEADINGS = {
    UploadState.SHEETS: Heading(
        gettext_lazy("Which sheets hold the people?"),
        gettext_lazy("The file has several lists in it. Tick those that belong here; they are read as one."),
    ),
    UploadState.COLUMNS: Heading(
        gettext_lazy("Which columns are these?"),
        gettext_lazy(
            "Nothing has gone into Splot yet. First tell us what the file calls what we cannot do without."
        ),
    ),
    UploadState.READING: Heading(gettext_lazy("We are reading the list"), GOES_ON),
    UploadState.READY: Heading(
        gettext_lazy("Look before it goes in"),
        gettext_lazy(
            "Nothing has gone into Splot yet. Import the good rows now, and correct the others here"
            " or in your file: when you send it in again, we know who is here already."
        ),
    ),
    UploadState.IMPORTING: Heading(
        gettext_lazy("The people are going in"),
        gettext_lazy("They go in all at once, or not at all. You can leave this page; the work goes on."),
    ),
    UploadState.UNDOING: Heading(gettext_lazy("The import is being taken back"), GOES_ON),
    UploadState.UNDONE: Heading(
        gettext_lazy("The import was taken back"),
        gettext_lazy("What this list added or changed is as it was before."),
    ),
    UploadState.DISCARDED: Heading(
        gettext_lazy("Put away"),
        gettext_lazy("Nothing of this list went in, and what stood in its rows is deleted."),
    ),
    UploadState.FAILED: Heading(
        gettext_lazy("The reading came to nothing"),
        gettext_lazy("This was our fault, not the list's. Nothing was stored. Please send it in once more."),
    ),
}


STOPPED = Heading(
    gettext_lazy("The reading was stopped"),
    gettext_lazy("Nothing has gone into Splot yet, and what you answered is kept. Go on, or put it away."),
)


def heading_of(upload: Upload, *, knows_columns: bool = False) -> Heading:
    """By how far the list has come; one that waits with its columns though all of them are known was
    stopped."""
    state = UploadState(upload.state)
    if state == UploadState.COLUMNS and knows_columns:
        return STOPPED
    return Heading(_done(upload), _done_lead(upload)) if state == UploadState.DONE else HEADINGS[state]


def _done(upload: Upload) -> str:
    added = ngettext("%(n)d person or family added", "%(n)d people or families added", upload.imported)
    changed = ngettext("%(n)d changed", "%(n)d changed", upload.updated)
    told = ((added, upload.imported), (changed, upload.updated))
    words = ", ".join(words % {"n": number} for words, number in told if number)
    return capfirst(words) or _("Nobody new was added")


def _done_lead(upload: Upload) -> str:
    if (upload.bad or upload.asked) and not upload.blanked_at:
        return _(
            "Some rows are still to be corrected. Take them as a file, mend them there and send the file in."
        )
    return _("What stood in the rows of this list is deleted; the people are in Splot.")


def chosen_rows(request: HttpRequest, upload: Upload, counts: Mapping[str, int]) -> str:
    """Which rows the address asks for; those worth a look when it does not, all when none is."""
    asked = request.GET.get("show", "")
    if asked in {ALL, TO_LOOK_AT, *Fate.values}:
        return asked
    default = Fate.BAD if upload.state in OVER else TO_LOOK_AT
    return str(default) if counts[default] else ALL


def chips(
    request: HttpRequest, upload: Upload, counts: Mapping[str, int], chosen: str
) -> list[dict[str, object]]:
    """The filters of the rows; those that would show none are left out."""
    look = [] if upload.state in OVER else [Option(TO_LOOK_AT, _("to look at"), counts[TO_LOOK_AT])]
    fates = [fate for fate in Fate if fate != Fate.UNREAD]
    options = [
        *look,
        *(Option(fate.value, fate.label, counts[fate.value]) for fate in fates),
        Option(ALL, _("all"), counts[ALL]),
    ]
    return [
        {
            "id": f"show-{option.value}",
            "option": option,
            "url": query_string(request.GET, page=None, show=option.value) + "#rows",
            "chosen": option.value == chosen,
        }
        for option in options
        if option.count or option.value == chosen
    ]
