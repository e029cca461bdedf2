"""Digests on their way into a team's channel, and the memory of what was sent to whom when."""

import json
import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from checks.model.errors import UsageError
from checks.output.digests import Digest, digest_as_markdown

CHANNEL = "OUTBOUND_CHANNEL_"
"""Followed by a team's id in capitals, `_` for `-`: its channel, as apprise writes it."""


def channel_of(team: str) -> str:
    """Return the name of the variable that holds a team's channel.

    >>> channel_of("north-quay")
    'OUTBOUND_CHANNEL_NORTH_QUAY'
    """
    return CHANNEL + team.upper().replace("-", "_")


def deliver(digest: Digest, address: str) -> bool:
    """Send a team's digest to its channel, and return whether it was taken.

    What went wrong is not repeated: it may hold secrets.
    """
    from apprise import Apprise, NotifyFormat

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    receiver = Apprise()
    if not receiver.add(address):
        return False
    return bool(
        receiver.notify(
            title=digest.title, body=digest_as_markdown(digest), body_format=NotifyFormat.MARKDOWN
        )
    )


LARGEST = 64 * 1024 * 1024
"""Bytes of a digest's memory that are read: 700,000 matters, of which a member has some 40 a year."""


def read_state(path: Path) -> dict[str, date]:
    """Return which matters were sent on which day; none where there is no file yet."""
    try:
        if not path.exists():
            return {}
        if not path.is_file() or path.stat().st_size > LARGEST:  # a pipe would be waited for
            raise ValueError
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != 1:
            raise ValueError
        return {str(matter): date.fromisoformat(day) for matter, day in document["matters"].items()}
    except OSError as error:
        raise UsageError(
            f"{path} can't be read: {(error.strerror or 'the system refused').lower()}"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(
            f"{path} is not a file of sent reminders. Choose another file with --state. If you delete "
            "this one, all reminders go out again"
        ) from None


def write_state(path: Path, sent: Mapping[str, date]) -> None:
    """Write which matters were sent on which day, whole or not at all."""
    from checks.store.atomic_files import content_of, replace_file

    matters = {matter: day.isoformat() for matter, day in sorted(sent.items())}
    # In ASCII: a file changed by hand may hold half a surrogate pair, which UTF-8 refuses.
    content = json.dumps({"schema": 1, "matters": matters}, indent=1) + "\n"
    replace_file(path, content_of(path), content.encode())
