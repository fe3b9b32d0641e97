"""What the schema cannot know by itself; imported where the API is mounted."""

from drf_spectacular.authentication import SessionScheme


class SessionLogInScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """The cookie of the pages' log-in."""

    target_class = "activities.api.guards.SessionLogIn"
    name = "session"
    priority = 1
