"""What others may want to hear about those who log in; delivered after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MembershipBegan:
    """A person has a new role at an organisation."""

    membership_id: int
    user_id: int


@dataclass(frozen=True)
class MembershipEnded:
    """A person's role at an organisation is over: open pages and sockets must let go."""

    membership_id: int
    user_id: int
