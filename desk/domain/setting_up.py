"""What a centre sets about ways in: its stages, the papers it expects, the questions of a talk.

The first change gives the centre its own copies of the common ones; from then on only its own count. Every
change says why; ValidationError by field without it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import Problems, needed_reason, one_line, refuse_problems
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from desk.enums import AnswerKind, Side
from desk.models import ON_THE_WAY, InterviewProtocol, Onboarding, Paper, PaperKind, Stage
from desk.queries.stages import paper_kinds_of, stages_of

MOST_STAGES, MOST_PAPERS, MOST_QUESTIONS = 12, 20, 40

# --- stages -----------------------------------------------------------------------------------------------


@transaction.atomic
def change_stage(
    centre: Organisation, stage: Stage, *, name: str, days: int | None, shown: bool, why: str, by: Actor
) -> Stage:
    """Another name (empty: the standard one), days one may stay, whether it is shown. Refusal when nobody
    could stand anywhere any more, and for the last stage's being hidden."""
    row = _own_stage(centre, stage)
    row.name, row.days, row.shown = one_line(name), None if row.ends else days, shown
    _check(row, ("name", "days"))
    if not row.name and not row.key:
        raise ValidationError({"name": _("Write the name.")})
    _refuse_no_way(centre, row)
    row.save()
    _tell(centre, "stage_changed", why=why, by=by, details={"stage": row.label})
    return row


@transaction.atomic
def add_stage(
    centre: Organisation,
    side: Side,
    *,
    name: str,
    days: int | None,
    why: str,
    by: Actor,
    stands_for: str = "",
) -> Stage:
    """A stage of the centre's own, before the last one; on the volunteers' side it stands for a state."""
    every = _own_stages(centre, side)
    if len(every) >= MOST_STAGES:
        raise Refusal(_("Twelve stages are enough. Hide one you do not need."), code="enough")
    row = Stage(organisation=centre, side=side, name=one_line(name), days=days, stands_for=stands_for)
    _check(row, ("name", "days"))
    if not row.name:
        raise ValidationError({"name": _("Write the name.")})
    if side == Side.VOLUNTEERS and stands_for not in ON_THE_WAY:
        raise ValidationError({"stands_for": _("Say where a volunteer of this stage is on the way.")})
    row.stands_for = stands_for if side == Side.VOLUNTEERS else ""
    last = next((one for one in every if one.ends), None)
    row.order = last.order if last else len(every) + 1
    if last is not None:
        Stage.objects.filter(pk=last.pk).update(order=last.order + 1)
    row.save()
    _tell(centre, "stage_added", why=why, by=by, details={"stage": row.label})
    return row


@transaction.atomic
def move_stage_up(centre: Organisation, stage: Stage, *, why: str, by: Actor) -> Stage:
    """One place to the front. On the volunteers' side the states keep their order."""
    row = _own_stage(centre, stage)
    every = stages_of(centre.pk, Side(row.side)).every
    at = [one.pk for one in every].index(row.pk)
    if row.pk not in stages_of(centre.pk, Side(row.side)).can_go_up():
        raise Refusal(_("This stage cannot stand further to the front."), code="first")
    order = [one.pk for one in every]
    order[at - 1], order[at] = order[at], order[at - 1]
    for number, pk in enumerate(order, 1):
        Stage.objects.filter(pk=pk).update(order=number)
    _tell(centre, "stage_moved", why=why, by=by, details={"stage": row.label})
    return row


def _own_stage(centre: Organisation, stage: Stage) -> Stage:
    """The centre's own copy of the stage. Refusal when it is not one of its board."""
    for row in _own_stages(centre, Side(stage.side)):
        if row.pk == stage.pk or (stage.organisation_id is None and stage.key and row.key == stage.key):
            return row
    raise Refusal(_("This stage is not one of the board any more."), code="unknown_stage")


def _own_stages(centre: Organisation, side: Side) -> list[Stage]:
    """All of the centre's own, made of the common ones where it has none; newcomers stand in the copies."""
    lock_centre(centre)
    every = list(stages_of(centre.pk, side).every)
    if any(one.organisation_id for one in every):
        return every
    for row in every:
        common, row.pk, row.organisation = row.pk, None, centre
        row._state.adding = True
        row.save()
        Onboarding.objects.filter(organisation=centre, stage=common).update(stage=row)
    return every


def _refuse_no_way(centre: Organisation, row: Stage) -> None:
    if row.shown:
        return
    others = [one for one in stages_of(centre.pk, Side(row.side)).columns if one.pk != row.pk]
    if row.ends or not any(one.stands_for == row.stands_for for one in others):
        raise Refusal(
            _("Somebody would stand nowhere: show another stage in its place first."), code="needed"
        )


# --- papers -----------------------------------------------------------------------------------------------


@transaction.atomic
def change_paper_kind(
    centre: Organisation,
    kind: PaperKind,
    *,
    name: str,
    required: bool,
    months: int | None,
    shown: bool,
    why: str,
    by: Actor,
) -> PaperKind:
    """What the paper is called (empty: the standard name), whether nobody goes without it, for how long it
    counts, whether it is asked for at all. Papers received before stay as they are."""
    rows = _own_kinds(centre, Side(kind.side))
    row = next((one for one in rows if one.pk == kind.pk or (kind.key and one.key == kind.key)), None)
    if row is None:
        raise Refusal(_("This paper is not one the centre asks for."), code="not_here")
    row.name, row.required, row.months, row.shown = one_line(name), required, months, shown
    _check(row, ("name", "months"))
    if not row.name and not row.key:
        raise ValidationError({"name": _("Write the name.")})
    row.save()
    _tell(centre, "paper_kind_changed", why=why, by=by, details={"paper": row.label})
    return row


@transaction.atomic
def add_paper_kind(
    centre: Organisation, side: Side, *, name: str, required: bool, months: int | None, why: str, by: Actor
) -> PaperKind:
    """A paper of the centre's own, after the others."""
    every = _own_kinds(centre, side)
    if len(every) >= MOST_PAPERS:
        raise Refusal(_("Twenty papers are enough. Hide one you do not need."), code="enough")
    row = PaperKind(
        organisation=centre,
        side=side,
        name=one_line(name),
        required=required,
        months=months,
        order=max((one.order for one in every), default=0) + 1,
    )
    _check(row, ("name", "months"))
    if not row.name:
        raise ValidationError({"name": _("Write the name.")})
    row.save()
    _tell(centre, "paper_kind_added", why=why, by=by, details={"paper": row.label})
    return row


def _own_kinds(centre: Organisation, side: Side) -> list[PaperKind]:
    lock_centre(centre)
    every = paper_kinds_of(centre.pk, side)
    if any(one.organisation_id for one in every):
        return every
    here = Q(volunteer__centre=centre) | Q(household__centre=centre)
    for row in every:
        common, row.pk, row.organisation = row.pk, None, centre
        row._state.adding = True
        row.save()
        papers = Paper.objects.filter(here, kind=common).values_list("pk", flat=True)
        Paper.objects.filter(pk__in=list(papers)).update(kind=row)
    return every


# --- the questions of a talk ------------------------------------------------------------------------------


@transaction.atomic
def set_protocol(
    centre: Organisation,
    side: Side,
    *,
    version: str,
    valid_from: date,
    source: str,
    questions: Sequence[tuple[AnswerKind, str, str]],
    why: str,
    by: Actor,
) -> InterviewProtocol:
    """New questions from a day on: (kind, in Polish, in English), in their order; the version before ends the
    day before. ValidationError by field."""
    lock_centre(centre)
    row = InterviewProtocol(
        organisation=centre,
        side=side,
        version=one_line(version),
        valid_from=valid_from,
        source=one_line(source),
        checked_by=by.actor_label[:200],
        questions=[
            {"code": f"q{number}", "kind": kind.value, "pl": one_line(pl), "en": one_line(en)}
            for number, (kind, pl, en) in enumerate(questions, 1)
        ],
    )
    problems = Problems()
    problems.check_fields(row, ("version", "valid_from", "source"))
    if not 1 <= len(row.questions) <= MOST_QUESTIONS:
        problems.add("questions", _("Write between one and forty questions."))
    if any(not one["pl"] for one in row.questions):
        problems.add("questions", _("Every question needs its Polish words."))
    own = InterviewProtocol.objects.filter(organisation=centre, side=side)
    if own.filter(version=row.version).exists():
        problems.add("version", _("There is a version of this name already."))
    if own.filter(valid_from__gte=valid_from).exists():
        problems.add("valid_from", _("A newer version begins on that day or later."))
    refuse_problems(problems.by_field)
    before = Q(valid_to=None) | Q(valid_to__gte=valid_from)
    own.filter(before).update(valid_to=valid_from - timedelta(days=1))
    row.save()
    _tell(centre, "protocol_set", why=why, by=by, details={"side": side.value, "version": row.version})
    return row


def _check(row: Stage | PaperKind, names: tuple[str, ...]) -> None:
    problems = Problems()
    problems.check_fields(row, names)
    refuse_problems(problems.by_field)


def _tell(centre: Organisation, act: str, *, why: str, by: Actor, details: dict[str, object]) -> None:
    told = {**details, "why": needed_reason(why)}
    record(f"desk.ways_in.{act}", by=by, on=centre, organisation_id=centre.pk, details=told)
