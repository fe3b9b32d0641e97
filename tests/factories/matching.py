"""Programmes, places in them, runs, proposals and pairs as rows, without the verbs."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from base.organisations.models import Organisation
from families.models import Household, Member
from matching.enums import PairOrigin, ProgrammeKind, RunState
from matching.models import (
    Helper,
    Pair,
    Programme,
    ProgrammeCentre,
    ProgrammeRules,
    Proposal,
    Run,
    Seeker,
    Veto,
)
from mentors.models import MentorEmployee
from tests.factories.families import household_with
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_with
from volunteers.models import Volunteer


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """A programme without centres and rules; `programme_of` has both."""

    class Meta:
        model = Programme

    key = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Friendship {n}")
    kind = ProgrammeKind.FRIENDSHIP
    lead = factory.SubFactory(CentreFactory)


class ProgrammeRulesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeRules

    programme = factory.SubFactory(ProgrammeFactory)
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    source = "Resolution 1/2026"


class RunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Run

    programme = factory.SubFactory(ProgrammeFactory)
    state = RunState.DONE
    requested_by_label = "Alice"


class ProposalFactory(factory.django.DjangoModelFactory):
    """A proposal of a run that is done; give it a seeker and a helper of one programme."""

    class Meta:
        model = Proposal

    programme = factory.SelfAttribute("seeker.programme")
    run = factory.SubFactory(RunFactory, programme=factory.SelfAttribute("..programme"))
    points = 80
    weight = 2


class PairFactory(factory.django.DjangoModelFactory):
    """A pair just offered; give it a seeker and a helper of one programme."""

    class Meta:
        model = Pair

    programme = factory.SelfAttribute("seeker.programme")
    origin = PairOrigin.BY_HAND
    undo_until = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=10))
    approved_by_label = "Alice"


class VetoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Veto

    reason = "personality"
    created_by_label = "Alice"


def programme_of(*centres: Organisation, kind: str = ProgrammeKind.FRIENDSHIP, **rules: Any) -> Programme:
    """An active programme led by the first centre and shared by all of them, with rules in force."""
    centres = centres or (CentreFactory(),)
    programme = ProgrammeFactory(
        lead=centres[0], kind=kind, contact_with_minors=kind != ProgrammeKind.WORKPLACE
    )
    for centre in centres:
        ProgrammeCentre.objects.create(programme=programme, centre=centre)
    ProgrammeRulesFactory(programme=programme, **rules)
    return programme


def seeker_of(
    programme: Programme, household: Household | None = None, member: Member | None = None, **fields: Any
) -> Seeker:
    """A place for a family, made ready to be matched unless given."""
    household = household or household_with(centre=programme.lead, **fields)
    return Seeker.objects.create(programme=programme, household=household, member=member)


def helper_of(
    programme: Programme, person: Volunteer | MentorEmployee | None = None, **fields: Any
) -> Helper:
    """A place for a volunteer, made ready to be matched unless given, or for a mentor-employee."""
    person = person or volunteer_with(centre=programme.lead, **fields)
    side = {"volunteer": person} if isinstance(person, Volunteer) else {"mentor": person}
    return Helper.objects.create(programme=programme, **side)
