"""What each message needs to know, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from base.notices.enums import Template


@dataclass(frozen=True)
class Contents:
    """The keys a template takes, all of them; those in `secret` are forgotten once the notice is done.

    A centre's own words must hold those in `needs`, and the secret ones; those in `may_be_empty` may say
    nothing. `fixed`: nobody rewords it, it warns people of a fraud.
    """

    takes: frozenset[str]
    secret: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    may_be_empty: frozenset[str] = frozenset()
    fixed: bool = False

    @property
    def needed(self) -> frozenset[str]:
        """What own words cannot do without."""
        return self.needs | self.secret


CONTENTS: dict[Template, Contents] = {
    # Languages, hours and place may be empty: the message then leaves them out.
    # label: K-417; place: district or commune; languages: ISO 639 codes; hours: str(Week); can_log_in: bool
    Template.PAIR_OFFERED_HELPER: Contents(
        frozenset({"label", "place", "languages", "hours", "can_log_in"}),
        needs=frozenset({"label"}),
        may_be_empty=frozenset({"place", "languages", "hours"}),
    ),
    # languages and hours as above: of the helper, in common with the family
    Template.PAIR_OFFERED_FAMILY: Contents(
        frozenset({"languages", "hours"}), may_be_empty=frozenset({"languages", "hours"})
    ),
    # label and helper_label: both neutral; reason: "clearance_ended", "child_recorded" or "other"
    Template.PAIR_SUSPENDED: Contents(
        frozenset({"label", "helper_label", "reason"}),
        needs=frozenset({"label", "helper_label"}),
        may_be_empty=frozenset({"reason"}),
    ),
    # day: the last one to answer, as in ISO 8601; may be empty
    Template.ANSWER_REMINDER_HELPER: Contents(
        frozenset({"label", "day", "can_log_in"}), needs=frozenset({"label"}), may_be_empty=frozenset({"day"})
    ),
    Template.ANSWER_REMINDER_FAMILY: Contents(frozenset({"day"}), may_be_empty=frozenset({"day"})),
    # day: by when, as above
    Template.FIRST_MEETING_DUE: Contents(
        frozenset({"label", "helper_label", "day"}),
        needs=frozenset({"label", "helper_label"}),
        may_be_empty=frozenset({"day"}),
    ),
    Template.PAIR_OVER_HELPER: Contents(frozenset({"label"}), needs=frozenset({"label"})),
    Template.PAIR_OVER_FAMILY: Contents(frozenset()),
    # link: whole address with its token; role: code of Role; valid_hours: how long the link works
    Template.INVITATION: Contents(frozenset({"link", "role", "valid_hours"}), secret=frozenset({"link"})),
    # link: as above; days: how long it works. Says nothing of what the link is for.
    Template.WAY_IN: Contents(frozenset({"link", "days"}), secret=frozenset({"link"})),
    # label: K-417
    Template.WAY_IN_CLOSED: Contents(frozenset({"label"}), needs=frozenset({"label"})),
    # starts: ISO 8601; link: whole address with its token, for one meeting and one side
    Template.DID_YOU_MEET: Contents(
        frozenset({"label", "starts", "minutes", "link"}), secret=frozenset({"link"})
    ),
    Template.CONFIRM_MEETING: Contents(frozenset({"starts", "minutes", "link"}), secret=frozenset({"link"})),
    # label and helper_label: both neutral; side: code of PairSide
    Template.HELP_WANTED: Contents(
        frozenset({"label", "helper_label", "side"}), needs=frozenset({"label", "helper_label"})
    ),
    # nothing at all: what it is about is read behind the log-in
    Template.CONCERN_REPORTED: Contents(frozenset()),
    # label: K-417; what it asks stands on its page only
    Template.FAMILY_ASKS: Contents(frozenset({"label"}), needs=frozenset({"label"})),
    # month: its first day, day: the last one to submit, both as in ISO 8601; mentor: label
    Template.CLAIM_DUE: Contents(frozenset({"month", "day", "mentor"}), needs=frozenset({"month", "day"})),
    # state: code of ClaimState; grosze: to be paid, paid or given back
    Template.CLAIM_MOVED: Contents(
        frozenset({"number", "month", "state", "grosze"}), needs=frozenset({"number", "state"})
    ),
    # ending: the last four digits of the new account; day: nothing is sent there before
    Template.ACCOUNT_CHANGED: Contents(frozenset({"ending", "day"}), fixed=True),
    # link: whole address with its token
    Template.APPLICATION_CONFIRM: Contents(
        frozenset({"link", "centre", "valid_hours"}), secret=frozenset({"link"})
    ),
    Template.APPLICATION_ANSWERED: Contents(frozenset({"centre", "accepted"}), needs=frozenset({"accepted"})),
    Template.PART_TO_SIGN: Contents(frozenset({"centre"})),
    # can_log_in: bool; what was written stays behind the log-in, or the family's own link
    Template.TALK_WAITING: Contents(frozenset({"can_log_in"})),
    # papers: names of what is missing, as the centre calls them
    Template.PAPERS_ASKED: Contents(frozenset({"papers"}), needs=frozenset({"papers"})),
    # name: of the training; starts: ISO 8601; place: as the centre wrote it, may be empty
    Template.TRAINING_INVITED: Contents(
        frozenset({"name", "starts", "minutes", "place"}),
        needs=frozenset({"name", "starts"}),
        may_be_empty=frozenset({"place"}),
    ),
    Template.TRAINING_MOVED: Contents(
        frozenset({"name", "starts", "minutes", "place"}),
        needs=frozenset({"name", "starts"}),
        may_be_empty=frozenset({"place"}),
    ),
    Template.INTERVIEW_INVITED: Contents(
        frozenset({"starts", "place"}), needs=frozenset({"starts"}), may_be_empty=frozenset({"place"})
    ),
}


def check_contents(template: Template, context: Mapping[str, Any]) -> None:
    """ValueError when a key is missing, or one is there that the message does not need."""
    expected = CONTENTS[template].takes
    if expected != context.keys():
        raise ValueError(f"{template} takes {sorted(expected)} and was given {sorted(context)}.")


def without_secrets(template: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """What may be kept of a message that is done."""
    secret = CONTENTS[Template(template)].secret
    return {key: value for key, value in context.items() if key not in secret}
