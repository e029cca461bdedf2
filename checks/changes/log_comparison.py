"""What became of the rows of a log: corrected in the open, or deleted and changed where they stood."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum

from checks.model.touchpoint_log import Log
from checks.rules.change_facts import LogChange

_Fields = tuple[int, str, str, str, str, str, str]


def compare_logs(base: Log, head: Log, ids: Mapping[str, str], since: int) -> LogChange:
    """Compare two logs from the day `since` on; `ids` maps other ids of services to those of the base."""
    left = Counter(_rows(head, ids))
    gone = []
    for row, fields in enumerate(_rows(base, ids)):
        if left[fields]:
            left[fields] -= 1
        elif fields[0] >= since:
            gone.append((row, fields))
    fates = _Fates(left)
    found = [(fates.of(fields), row) for row, fields in gone]
    return LogChange(
        corrected=tuple(row for fate, row in found if fate is _Fate.CORRECTED),
        rewritten=tuple(row for fate, row in found if fate is _Fate.REWRITTEN),
    )


class _Fate(Enum):
    FINE = "changed as rows may be"
    CORRECTED = "corrected in the open"
    REWRITTEN = "deleted or changed where it stood"


class _Fates:
    """The head's rows that the base has not, from which each row of the base takes the one it became."""

    def __init__(self, left: Counter[_Fields]) -> None:
        self._said: Counter[tuple[object, ...]] = Counter()
        self._refused: Counter[tuple[object, ...]] = Counter()
        self._withdrawn: Counter[tuple[object, ...]] = Counter()
        for fields, count in left.items():
            (self._refused if fields[6] == "no" else self._said)[fields[:6]] += count
            if fields[5] == "withdrawn":
                self._withdrawn[fields[:5]] += count

    def of(self, fields: _Fields) -> _Fate:
        """Return what became of a row."""
        for fate, pool, key in (
            (_Fate.FINE, self._said, fields[:6]),
            (_Fate.CORRECTED, self._refused, fields[:6]),
            (_Fate.CORRECTED, self._withdrawn, fields[:5]),
        ):
            if pool[key]:
                pool[key] -= 1
                return fate
        return _Fate.FINE if fields[5] == "booked" else _Fate.REWRITTEN


def _rows(log: Log, ids: Mapping[str, str]) -> Iterator[_Fields]:
    services = [ids.get(service, service) for service in log.services] if ids else log.services
    return zip(
        log.days,
        services,
        log.members,
        log.givers,
        log.initiatives,
        log.states,
        log.acknowledged,
        strict=True,
    )
