"""Digests on their way: by mail to one person, or into a team's channel, and the memory of what was sent when."""

import json
import logging
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import quote

from checks.model.errors import UsageError
from checks.output.digests import Digest, digest_as_markdown, digest_as_text

MAIL = "OUTBOUND_MAIL"
"""The mail server, as apprise writes it: `mailtos://user:password@smtp.example.org?from=playbook@example.org`."""

CHANNEL = "OUTBOUND_CHANNEL_"
"""Followed by a team's id in capitals, `_` for `-`: its channel, as apprise writes it."""


def channel_of(team: str) -> str:
    """Return the name of the variable that holds a team's channel.

    >>> channel_of("north-quay")
    'OUTBOUND_CHANNEL_NORTH_QUAY'
    """
    return CHANNEL + team.upper().replace("-", "_")


def address_of(digest: Digest, environment: Mapping[str, str], mail: Mapping[str, str]) -> str:
    """Return where a digest goes; empty where nobody has said. `mail` are the first addresses of people."""
    if digest.is_team:
        return environment.get(channel_of(digest.to), "")
    server, address = environment.get(MAIL, ""), mail.get(digest.to, "")
    if not server or not address:
        return ""
    return f"{server}{'&' if '?' in server else '?'}to={quote(address, safe='')}"


def deliver(digest: Digest, address: str) -> bool:
    """Send a digest, and return whether the server took it; what went wrong is not repeated, it may hold secrets."""
    from apprise import Apprise, NotifyFormat

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    receiver = Apprise()
    if not receiver.add(address):
        return False
    if digest.is_team:
        body, form = digest_as_markdown(digest), NotifyFormat.MARKDOWN
    else:  # a mail has its title as its subject
        body, form = digest_as_text(digest).partition("\n\n")[2], NotifyFormat.TEXT
    return bool(receiver.notify(title=digest.title, body=body, body_format=form))


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
