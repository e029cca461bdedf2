"""What a change would do, as text with all numbers, as Markdown that may be published, and as JSON.

The JSON's shape is `effect.schema.json`, beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checks.output.coverage_report import coverage_as_table
from checks.output.markdown import escape_markdown, markdown_row
from checks.publish.effect_cells import published_effect
from checks.publish.suppression import Cell, Shown
from checks.publish.trial_cells import FEWEST_GIVERS
from checks.wording.language import message, numbered
from checks.wording.measures import hours, iso, share_of

if TYPE_CHECKING:
    from checks.changes.effects import Effect, TriedQuarter
    from checks.engine.organisation_totals import PromisedWorkload
    from checks.publish.effect_cells import ComparedCells, PeopleCount, PublishedEffect
    from checks.wording.language import Language

SAME = message("Nothing that was agreed changes.")


def effect_as_text(effect: Effect) -> str:
    """Return the effect with all numbers, for who may see the data."""
    say = effect.language.say
    before_after, blocks = [say("before"), say("after")], [_opening(effect) + "\n"]
    if effect.wordings:
        rows = [[one.of, say(one.key), one.before, one.after] for one in effect.wordings]
        blocks.append(coverage_as_table([say("what"), "", *before_after], rows))
    else:
        blocks.append(say(SAME) + "\n")
    differing = [one for one in effect.tried if one.service in effect.changed]
    if differing:
        body = []
        for service in effect.changed:
            body.append([service, say("all teams"), *_whole(effect, service), ""])
            of_service = (one for one in differing if one.service == service)
            body += [[service, one.team, *_shares(effect, one), _verdict(effect, one)] for one in of_service]
        blocks.append(coverage_as_table([say("service"), say("team"), *before_after, ""], body))
    told = [*_people(effect), _hours(effect), *_windows(effect), _logged(effect), *_unread(effect)]
    blocks.append("".join(f"{line}\n" for line in told))
    return "\n".join(blocks)


def _opening(effect: Effect) -> str:
    values = {"base": effect.against, "day": iso(effect.day), "quarter": effect.quarter.name}
    if effect.day > effect.as_of:
        return effect.language.say(
            "Against {base}. In force from {day} on; tried on {quarter}, as if it had been agreed all along.",
            **values,
        )
    return effect.language.say(
        "Against {base}. In force; tried on {quarter}, as if it had been agreed all along.", **values
    )


def _shares(effect: Effect, one: TriedQuarter) -> tuple[str, str]:
    before, after = (share_of(counts.met, counts.due, effect.language) for counts in one.counts)
    return before, after


def _whole(effect: Effect, service: str) -> tuple[str, str]:
    counts = [one.counts for one in effect.tried if one.service == service]
    before, after = (
        share_of(sum(one[at].met for one in counts), sum(one[at].due for one in counts), effect.language)
        for at in (0, 1)
    )
    return before, after


def _verdict(effect: Effect, one: TriedQuarter) -> str:
    if one.newly_flagged:
        return effect.language.say("newly flagged")
    return effect.language.say("newly clear") if one.newly_clear else ""


_MORE = numbered("{number} person more often", "{number} people more often")
_LESS = numbered("{number} person less often", "{number} people less often")
_FEW_MORE, _FEW_LESS = message("a few people more often"), message("a few people less often")


def _people(effect: Effect) -> Iterator[str]:
    counted = effect.language.counted
    for service, owing in effect.owing.items():
        more = [counted(*_MORE, owing.more)] if owing.more else []
        less = [counted(*_LESS, owing.less)] if owing.less else []
        yield _owed(effect, service, more + less)


def _owed(effect: Effect, service: str, parts: Sequence[str]) -> str:
    language = effect.language
    return language.say("Owed {service}: {people}.", service=service, people=language.listed(parts))


def _windows(effect: Effect) -> Iterator[str]:
    before, after = (sum(one.counts[at].due for one in effect.tried) for at in (0, 1))
    if before != after:
        yield effect.language.say(
            "Windows due in {quarter}: {before} before, {after} after.",
            quarter=effect.quarter.name,
            before=effect.language.number(before),
            after=effect.language.number(after),
        )


def _unread(effect: Effect) -> Iterator[str]:
    if effect.unread:
        teams = effect.language.listed(effect.unread)
        yield effect.language.say("Unread, and not in these numbers: {teams}.", teams=teams)


def _logged(effect: Effect) -> str:
    number, logged = effect.language.number, effect.logged
    return effect.language.counted(
        "As judged today: of {number} closed window of both, {before} met before and {after} after; {added} "
        "added, {removed} removed.",
        "As judged today: of {number} closed windows of both, {before} met before and {after} after; {added} "
        "added, {removed} removed.",
        logged.due,
        before=number(logged.before),
        after=number(logged.after),
        added=number(effect.added),
        removed=number(effect.removed),
    )


def _logged_published(effect: Effect) -> str:
    """Return how many windows there are; how many of all were met would give a total away that is withheld."""
    return effect.language.counted(
        "As judged today: {number} closed window of both, {added} added, {removed} removed.",
        "As judged today: {number} closed windows of both, {added} added, {removed} removed.",
        effect.logged.due,
        added=effect.language.number(effect.added),
        removed=effect.language.number(effect.removed),
    )


def _hours(effect: Effect) -> str:
    before, after = effect.hours
    say = effect.language.say
    if not before.givers and not after.givers:
        return say("Nobody in particular is to give what is promised.")
    now = _week(effect, after)
    if before == after:
        return say("Leader time promised: {hours}, as before.", hours=now)
    return say("Leader time promised: {hours}; before, {earlier}.", hours=now, earlier=_week(effect, before))


def _week(effect: Effect, promised: PromisedWorkload) -> str:
    return effect.language.counted(
        "{hours} a week of {number} person",
        "{hours} a week of {number} people",
        promised.givers,
        hours=hours(promised.hours, effect.language),
    )


def effect_as_markdown(effect: Effect) -> str:
    """Return the effect as it may be published: small groups hidden, nobody named."""
    said, language = published_effect(effect), effect.language
    say = language.say
    lines = [
        "## " + say("What this change does"),
        "",
        escape_markdown(_opening(effect)),
        "",
        *_agreed(effect),
    ]
    for service, compared in said.compared.items():
        lines += ["", *_compared(effect, service, compared)]
    lines.append("")
    for flagged, units in ((True, said.flagged), (False, said.clear)):
        if units:
            named = language.listed([escape_markdown(f"{unit} ({service})") for unit, service in units])
            lines.append("- " + (_flagged(effect, named) if flagged else _clear(effect, named)))
    hidden = min(one.givers for one in effect.hours) < FEWEST_GIVERS
    told = [*_published_people(effect, said), *([] if hidden else [_hours(effect)]), *_windows(effect)]
    told += [_logged_published(effect), *_unread(effect)]
    lines += [f"- {escape_markdown(line)}" for line in told]
    if said.compared:
        smallest = effect.playbook.privacy.smallest_group
        few = say("Groups under {number} people are not shown alone.", number=smallest)
        lines += ["", f"_{few}_"]
    return "\n".join(lines) + "\n"


def _agreed(effect: Effect) -> list[str]:
    say = effect.language.say
    if not effect.wordings:
        return [say(SAME)]
    heads = say("What"), say("Term"), say("Before"), say("After")
    return [markdown_row(*heads), markdown_row("---", "---", "---", "---")] + [
        markdown_row(
            escape_markdown(one.of),
            escape_markdown(say(one.key)),
            escape_markdown(one.before),
            f"**{escape_markdown(one.after)}**",
        )
        for one in effect.wordings
    ]


def _compared(effect: Effect, service: str, compared: Sequence[ComparedCells]) -> Iterator[str]:
    """Yield the table of a service: its teams before and after."""
    language = effect.language
    known = effect.services.get(service)
    title = escape_markdown(known.read_in(language.code).title if known else service)
    quarter = effect.quarter.name
    yield language.say("**{service}** in {quarter}, before and after:", service=title, quarter=quarter)
    yield ""
    yield markdown_row(language.say("Team"), language.say("Before"), language.say("After"))
    yield markdown_row("---", "---", "---")
    for one in compared:
        unit = escape_markdown(one.unit or language.say("All teams"))
        yield markdown_row(unit, _cell(one.before, language), _cell(one.after, language))


def _flagged(effect: Effect, units: str) -> str:
    return effect.language.say("Newly flagged: {teams}.", teams=units)


def _clear(effect: Effect, units: str) -> str:
    return effect.language.say("Newly clear: {teams}.", teams=units)


def _cell(cell: Cell, language: Language) -> str:
    match cell.shown:
        case Shown.EXACT:
            share = share_of(cell.met or 0, cell.due or 0, language)
        case Shown.BAND:
            share = escape_markdown(cell.band.sign(language)) if cell.band else ""
        case Shown.HIDDEN:
            return language.say("not shown")
        case _:
            return language.say("nothing due")
    standing = cell.standing.spoken(language)
    return f"{share}, {standing}" if standing else share


def _published_people(effect: Effect, said: PublishedEffect) -> Iterator[str]:
    for service in said.more:
        sides = ((said.more[service], _MORE, _FEW_MORE), (said.less[service], _LESS, _FEW_LESS))
        parts = [_counted(effect, *side) for side in sides if side[0].count != 0]
        yield _owed(effect, service, parts)


def _counted(effect: Effect, said: PeopleCount, forms: tuple[str, str], few: str) -> str:
    if said.count is None:
        return effect.language.say(few)
    return effect.language.counted(*forms, said.count)


def effect_as_json(effect: Effect) -> str:
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
