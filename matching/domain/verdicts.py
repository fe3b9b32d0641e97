"""What checking a run again found, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.domain.evidence import BrokenEvidence
from matching.domain.verification import Check, CheckCode, Verdict

Values = Mapping[str, Any]


def conclusion(verdict: Verdict) -> str:
    """The verdict in a sentence."""
    if verdict.is_right:
        return _("Everything was recomputed and is as it was stored.")
    if not verdict.has_evidence:
        return _("This run cannot be checked again.")
    wrong = sum(not one.is_right for one in verdict.checks)
    return ngettext(
        "%(count)d of the checks failed: what is stored is not what the evidence says.",
        "%(count)d of the checks failed: what is stored is not what the evidence says.",
        wrong,
    ) % {"count": wrong}


def told(check: Check) -> str:
    """One check in words."""
    return TOLD[check.code](check.is_right, check.values)


def _evidence(is_right: bool, values: Values) -> str:
    if is_right:
        return _("The evidence is whole: %(size)s, SHA-256 %(digest)s.") % {
            "size": filesizeformat(values["size"]),
            "digest": values["digest"],
        }
    if values["why"] == "none":
        return _("No evidence is kept of this run: it is older than the evidence kept, or did not finish.")
    return str(BrokenEvidence.SENTENCES[values["why"]])


def _record(is_right: bool, values: Values) -> str:
    if is_right:
        return _("The audit has named the same digest since the run.")
    if not values["records"]:
        return _("The audit has no record of this run being published.")
    return _("The audit names another digest for this run.")


def _judge(is_right: bool, values: Values) -> str:
    if not is_right:
        return ngettext(
            "The independent judge found %(count)d fault: %(codes)s.",
            "The independent judge found %(count)d faults: %(codes)s.",
            values["found"],
        ) % {"count": values["found"], "codes": ", ".join(values["codes"])}
    return _(
        "The independent judge tried all %(allowed)d possible pairs: every rule is kept, every point is "
        "right, and nothing better exists (value %(value)d, bound %(bound)d)."
    ) % {"allowed": values["allowed"], "value": values["value"], "bound": values["bound"]}


def _rules(is_right: bool, values: Values) -> str:
    if is_right:
        return _("The rules stored with the run are those of the evidence.")
    return _("The rules stored with the run are not those of the evidence.")


#: Figures of a run, as they are named where they differ.
FIGURES: Mapping[str, Any] = {
    "seekers": gettext_lazy("families that asked"),
    "helpers": gettext_lazy("helpers with room"),
    "arcs": gettext_lazy("possible pairs"),
    "matched": gettext_lazy("proposed"),
    "weight": gettext_lazy("urgency reached"),
    "points": gettext_lazy("points in all"),
    "kept": gettext_lazy("kept as before"),
    "gap": gettext_lazy("distance from the best possible"),
    "violation": gettext_lazy("rules broken"),
    "seed": gettext_lazy("seed"),
    "versions": gettext_lazy("versions"),
    "notes": gettext_lazy("pairs that became impossible meanwhile"),
}


def _totals(is_right: bool, values: Values) -> str:
    if is_right:
        return _("All figures of the run come out the same.")
    return _("Figures differ: %(list)s.") % {
        "list": "; ".join(
            _("%(figure)s stored %(stored)s, recomputed %(recomputed)s")
            % {"figure": FIGURES[name], "stored": one["stored"], "recomputed": one["recomputed"]}
            for name, one in values["differing"].items()
        )
    }


def _proposals(is_right: bool, values: Values) -> str:
    if not is_right:
        return _("Proposals differ from the pairs of the evidence: %(how)s.") % {"how": _how(values)}
    said = ngettext(
        "Every proposal is the pair of the evidence, with the same points (%(count)d pair).",
        "Every proposal is the pair of the evidence, with the same points (%(count)d pairs).",
        values["pairs"],
    ) % {"count": values["pairs"]}
    if values["dropped"]:
        said += " " + ngettext(
            "%(count)d was not proposed, because things had changed while the run was on.",
            "%(count)d were not proposed, because things had changed while the run was on.",
            values["dropped"],
        ) % {"count": values["dropped"]}
    return said + _of_erased(values)


def _left_over(is_right: bool, values: Values) -> str:
    if not is_right:
        return _("Those left without a pair differ from the evidence: %(how)s.") % {"how": _how(values)}
    said = ngettext(
        "Whoever is without a pair, and why, is as the evidence says (%(count)d).",
        "Whoever is without a pair, and why, is as the evidence says (%(count)d).",
        values["left"],
    ) % {"count": values["left"]}
    return said + _of_erased(values)


def _of_erased(values: Values) -> str:
    if not values["erased"]:
        return ""
    return " " + ngettext(
        "%(count)d is no longer stored, because somebody in it was erased since.",
        "%(count)d are no longer stored, because somebody in them was erased since.",
        values["erased"],
    ) % {"count": values["erased"]}


def _how(values: Values) -> str:
    counts = {
        "differing": ngettext("%d differs", "%d differ", values["differing"]),
        "missing": ngettext("%d is missing", "%d are missing", values["missing"]),
        "strangers": ngettext("%d is not in it", "%d are not in it", values["strangers"]),
    }
    said = ", ".join(words % values[name] for name, words in counts.items() if values[name])
    if not values["rows"]:
        return said
    return _("%(counts)s (rows %(rows)s of the evidence)") % {
        "counts": said,
        "rows": ", ".join(map(str, values["rows"])),
    }


TOLD: Mapping[str, Callable[[bool, Values], str]] = {
    CheckCode.EVIDENCE: _evidence,
    CheckCode.RECORD: _record,
    CheckCode.JUDGE: _judge,
    CheckCode.RULES: _rules,
    CheckCode.TOTALS: _totals,
    CheckCode.PROPOSALS: _proposals,
    CheckCode.LEFT_OVER: _left_over,
}
