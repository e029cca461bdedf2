"""POL000 not-judged-yet: the playbook holds terms that this version reads and does not judge.

They are read in full, so a fault in them is reported, and nothing is said about whether they are
kept: they count neither as met nor as due.

There is nothing to fix. A later version judges them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.findings import Place, Problem, Severity
from checks.model.cadences import EventCadence
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.rules.rule import PlaybookFacts


def check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Name the services whose terms are not judged."""
    after_events = [
        service.id
        for service in facts.services
        if any(isinstance(entry.cadence, EventCadence) for entry in service.agreements)
    ]
    if after_events:
        words = (
            f"not judged yet: cadences after an event ({', '.join(after_events)}), and answers to findings"
        )
        yield Problem(Place(facts.playbook.place().path), words, subject="events")


RULE = Rule("POL000", "not-judged-yet", Severity.NOTICE, __doc__, playbook=check)
