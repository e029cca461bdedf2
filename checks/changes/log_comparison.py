"""What became of the rows of a log: corrected in the open, or deleted and changed where they stood."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from checks.model.touchpoint_log import Log
from checks.rules.change_facts import LogChange

_Fields = tuple[date, str, str, str, str, str, str]
"""Day, service, member, giver, initiative, state and acknowledgement of a row."""
_Key = tuple[object, ...]


def compare_logs(base: Log, head: Log, ids: Mapping[str, str], since: date) -> LogChange:
    """Compare two logs from the day `since` on; `ids` maps other ids of services to those of the base.

    A row the head does not have as it was has become a row with another acknowledgement than `no`, which
    is fine, or one with `no` or a withdrawn one, which corrects it; each row of the head is what became of
    one row at most. Any other row was rewritten, except a booked one, which may go.
    """
    unmatched = Counter(_rows(head, ids))
    missing = []
    for row, fields in enumerate(_rows(base, ids)):
        if unmatched[fields]:
            unmatched[fields] -= 1
        elif fields[0] >= since:
            missing.append((row, fields))
    standing, refused, withdrawn = Counter[_Key](), Counter[_Key](), Counter[_Key]()
    for fields, count in unmatched.items():
        (refused if fields[6] == "no" else standing)[fields[:6]] += count
        if fields[5] == "withdrawn":
            withdrawn[fields[:5]] += count
    corrected, rewritten = [], []
    for row, fields in missing:
        if _take(standing, fields[:6]):
            continue
        if _take(refused, fields[:6]) or _take(withdrawn, fields[:5]):
            corrected.append(row)
        elif fields[5] != "booked":
            rewritten.append(row)
    return LogChange(tuple(corrected), tuple(rewritten))


def _take(rows: Counter[_Key], key: _Key) -> bool:
    """Take one row out, if there is one."""
    if rows[key]:
        rows[key] -= 1
        return True
    return False


def _rows(log: Log, ids: Mapping[str, str]) -> Iterator[_Fields]:
    services = [ids.get(service, service) for service in log.services] if ids else log.services
    columns = (log.members, log.givers, log.initiatives, log.states, log.acknowledged)
    return zip(log.days, services, *columns, strict=True)
