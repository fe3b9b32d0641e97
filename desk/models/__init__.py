"""Tables of the room: what is put off and who looks after what, saved filters, acts on many, ways in."""

from .care import Assignment, Snooze
from .interviews import Interview, InterviewProtocol, Question, Reference
from .lists import BulkAct, SavedFilter
from .onboarding import ON_THE_WAY, Onboarding, OnboardingMove, Stage
from .papers import Paper, PaperKind
from .trainings import TrainingPlace, TrainingSession

__all__ = [
    "ON_THE_WAY",
    "Assignment",
    "BulkAct",
    "Interview",
    "InterviewProtocol",
    "Onboarding",
    "OnboardingMove",
    "Paper",
    "PaperKind",
    "Question",
    "Reference",
    "SavedFilter",
    "Snooze",
    "Stage",
    "TrainingPlace",
    "TrainingSession",
]
