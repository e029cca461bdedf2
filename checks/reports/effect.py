"""What a change would do, as text with all numbers, as Markdown that may be published, and as JSON.

The JSON's shape is `effect.schema.json`, beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.coverage.wording import hours, iso, listed, plural, share_of
from checks.privacy.effect import published_effect
from checks.privacy.suppression import Cell, Shown
from checks.privacy.tried import FEWEST_GIVERS
from checks.reports.markdown import row, safe
from checks.reports.numbers import as_table

if TYPE_CHECKING:
    from checks.coverage.organisation import Promised
    from checks.effect import Effect, Tried
    from checks.privacy.effect import PublishedEffect, Said

SAME = "Nothing that was agreed changes."


def text(effect: Effect) -> str:
    """Return the effect with all numbers, for who may see the data."""
    blocks = [_opening(effect) + "\n"]
    if effect.wordings:
        rows = [[one.of, one.key, one.before, one.after] for one in effect.wordings]
        blocks.append(as_table(["what", "", "before", "after"], rows))
    else:
        blocks.append(SAME + "\n")
    differing = [one for one in effect.tried if one.service in effect.changed]
    if differing:
        body = [[one.service, one.team, *_shares(one), _verdict(one)] for one in differing]
        body += [[service, "all teams", *_whole(effect, service), ""] for service in effect.changed]
        body.sort(key=lambda row: (row[0], row[1] != "all teams"))
        blocks.append(as_table(["service", "team", "before", "after", ""], body))
    blocks.append("".join(f"{line}\n" for line in _lines(effect, _people(effect), _logged(effect))))
    return "\n".join(blocks)


def _opening(effect: Effect) -> str:
    when = f"In force from {iso(effect.day)} on" if effect.day > effect.as_of else "In force"
    return (
        f"Against {effect.against}. {when}; tried on {effect.quarter.name}, as if it had been agreed "
        "all along."
    )


def _shares(one: Tried) -> tuple[str, str]:
    before, after = one.counts
    return share_of(before.met, before.due), share_of(after.met, after.due)


def _whole(effect: Effect, service: str) -> tuple[str, str]:
    counts = [one.counts for one in effect.tried if one.service == service]
    sums = [(sum(one[at].met for one in counts), sum(one[at].due for one in counts)) for at in (0, 1)]
    return share_of(*sums[0]), share_of(*sums[1])


def _verdict(one: Tried) -> str:
    return "newly flagged" if one.newly_flagged else "newly clear" if one.newly_clear else ""


def _people(effect: Effect) -> Iterator[str]:
    for service, owing in effect.owing.items():
        more = [f"{plural(owing.more, 'person', 'people')} more often"] if owing.more else []
        less = [f"{plural(owing.less, 'person', 'people')} less often"] if owing.less else []
        yield f"Owed {service}: {' and '.join(more + less)}."


def _lines(effect: Effect, people: Iterator[str], logged: str) -> Iterator[str]:
    yield from people
    yield _hours(*effect.hours)
    windows = [sum(one.counts[at].due for one in effect.tried) for at in (0, 1)]
    if windows[0] != windows[1]:
        yield f"Windows due in {effect.quarter.name}: {windows[0]:,} before, {windows[1]:,} after."
    yield logged
    if effect.unread:
        yield f"Unread, and not in these numbers: {listed(effect.unread)}."


def _logged(effect: Effect) -> str:
    logged = effect.logged
    return (
        f"As judged today: of {plural(logged.due, 'closed window')} of both, {logged.before:,} met before and "
        f"{logged.after:,} after; {effect.added:,} added, {effect.removed:,} removed."
    )


def _logged_published(effect: Effect) -> str:
    """Return how many windows there are; how many of all were met would give a total away that is withheld."""
    both = plural(effect.logged.due, "closed window")
    return f"As judged today: {both} of both, {effect.added:,} added, {effect.removed:,} removed."


def _hours(before: Promised, after: Promised) -> str:
    if not before.givers and not after.givers:
        return "Nobody in particular is to give what is promised."
    if before == after:
        return f"Leader time promised: {_week(after)}, as before."
    return f"Leader time promised: {_week(after)}; before, {_week(before)}."


def _week(promised: Promised) -> str:
    people = plural(promised.givers, "person", "people")
    return f"{hours(promised.hours)} a week of {people}"


def markdown(effect: Effect) -> str:
    """Return the effect as it may be published: small groups hidden, nobody named."""
    said = published_effect(effect)
    lines = ["## What this change does", "", safe(_opening(effect)), "", *_agreed(effect)]
    for service, compared in said.compared.items():
        title = effect.services[service].title if service in effect.services else service
        lines += ["", f"**{safe(title)}** in {effect.quarter.name}, before and after:", ""]
        lines += [row("Team", "Before", "After"), row("---", "---", "---")]
        lines += [row(safe(one.unit or "All teams"), _cell(one.before), _cell(one.after)) for one in compared]
    lines.append("")
    for word, units in (("Newly flagged", said.flagged), ("Newly clear", said.clear)):
        if units:
            lines.append(f"- {word}: {listed([safe(f'{unit} ({service})') for unit, service in units])}.")
    told = _lines(effect, _published_people(said), _logged_published(effect))
    few = min(one.givers for one in effect.hours) < FEWEST_GIVERS
    lines += [f"- {safe(line)}" for line in told if not (few and line.startswith("Leader time"))]
    if said.compared:
        smallest = effect.playbook.privacy.smallest_group
        lines += ["", f"_Groups under {smallest} people are not shown alone._"]
    return "\n".join(lines) + "\n"


def _agreed(effect: Effect) -> list[str]:
    if not effect.wordings:
        return [SAME]
    head = [row("What", "Term", "Before", "After"), row("---", "---", "---", "---")]
    return head + [
        row(safe(one.of), safe(one.key), safe(one.before), f"**{safe(one.after)}**")
        for one in effect.wordings
    ]


def _cell(cell: Cell) -> str:
    match cell.shown:
        case Shown.EXACT:
            return share_of(cell.met or 0, cell.due or 0) + _standing(cell)
        case Shown.BAND:
            return safe(str(cell.band)) + _standing(cell)
        case Shown.HIDDEN:
            return "not shown"
        case _:
            return "nothing due"


def _standing(cell: Cell) -> str:
    return f", {cell.standing.value}" if cell.standing.value else ""


def _published_people(said: PublishedEffect) -> Iterator[str]:
    for service in said.more:
        parts = [
            f"{_counted(one)} {how}"
            for one, how in ((said.more[service], "more often"), (said.less[service], "less often"))
            if one.count != 0
        ]
        yield f"Owed {service}: {' and '.join(parts)}."


def _counted(said: Said) -> str:
    return "a few people" if said.count is None else plural(said.count, "person", "people")


def as_json(effect: Effect) -> str:
    """Return the effect as data, with all numbers; `None` where nothing was due."""
    document = {
        "schema": 1,
        "as_of": iso(effect.as_of),
        "base": effect.against,
        "in_force": iso(effect.day),
        "tried_on": effect.quarter.name,
        "terms": [
            {"of": one.of, "term": one.key, "before": one.before, "after": one.after}
            for one in effect.wordings
        ],
        "coverage": [
            {
                "team": one.team,
                "service": one.service,
                **{
                    side: {"due": counts.due, "met": counts.met}
                    for side, counts in zip(("before", "after"), one.counts, strict=True)
                },
                "newly_flagged": one.newly_flagged,
                "newly_clear": one.newly_clear,
            }
            for one in effect.tried
            if one.service in effect.changed
        ],
        "people": [
            {"service": service, "owed_more": owing.more, "owed_less": owing.less}
            for service, owing in effect.owing.items()
        ],
        "hours_a_week": {
            side: {"hours": round(float(one.hours), 2), "givers": one.givers}
            for side, one in zip(("before", "after"), effect.hours, strict=True)
        },
        "closed_windows": {
            "both": effect.logged.due,
            "met_before": effect.logged.before,
            "met_after": effect.logged.after,
            "added": effect.added,
            "removed": effect.removed,
        },
        "unread": list(effect.unread),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
