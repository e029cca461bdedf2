"""What `outbound plan --push` was asked for; read before anything heavy is imported."""

from typing import NamedTuple


class PushOptions(NamedTuple):
    """Whose proposals, the table of people, the hours for meetings as typed, and how servers are spoken to."""

    leader: str | None
    people: str | None
    hours: str
    dry_run: bool
    allow_http: bool
