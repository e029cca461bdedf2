"""What a change would do, as text with all numbers, as Markdown that may be published, and as JSON.

The JSON's shape is `effect.schema.json`, beside this file.
"""

from collections.abc import Iterator, Sequence

from checks.changes.effects import Effect, TriedQuarter
from checks.engine.organisation_totals import PromisedWorkload
from checks.output.formats import json_text, text_table
from checks.output.markdown import escape_markdown, markdown_head, markdown_row
from checks.publish.effect_cells import ComparedCells, PublishedEffect, published_effect
from checks.publish.suppression import Cell, Shown
from checks.publish.trial_cells import FEWEST_GIVERS
from checks.wording.language import Language, message, numbered
from checks.wording.measures import hours, iso, share_of

SAME = message("Nothing that was agreed changes.")


def effect_as_text(effect: Effect) -> str:
    """Return the effect with all numbers, for who may see the data."""
    say = effect.language.say
    before_after, blocks = [say("before"), say("after")], [_opening(effect) + "\n"]
    if effect.wordings:
        rows = [[change.of, say(change.key), change.before, change.after] for change in effect.wordings]
        blocks.append(text_table([[say("what"), "", *before_after], *rows]))
    else:
        blocks.append(say(SAME) + "\n")
    if effect.changed:
        rows = [[say("service"), say("team"), *before_after, ""]]
        for service in effect.changed:
            tried = [quarter for quarter in effect.tried if quarter.service == service]
            rows.append([service, say("all teams"), *_shares(effect, tried), ""])
            rows += [
                [service, quarter.team, *_shares(effect, [quarter]), _verdict(effect, quarter)]
                for quarter in tried
            ]
        blocks.append(text_table(rows))
    lines = [*_people(effect), _hours(effect), *_windows(effect), _logged(effect), *_unread(effect)]
    blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks)


def _opening(effect: Effect) -> str:
    say = effect.language.say
    values = {"base": effect.against, "day": iso(effect.day), "quarter": effect.quarter.name}
    if effect.day > effect.as_of:
        return say(
            "Against {base}. In force from {day} on; tried on {quarter}, as if it had been agreed all along.",
            **values,
        )
    return say("Against {base}. In force; tried on {quarter}, as if it had been agreed all along.", **values)


def _shares(effect: Effect, tried: Sequence[TriedQuarter]) -> list[str]:
    """Return the share of some teams together, before and after."""
    sides = zip(*(quarter.counts for quarter in tried), strict=True)
    return [
        share_of(sum(counts.met for counts in side), sum(counts.due for counts in side), effect.language)
        for side in sides
    ]


def _verdict(effect: Effect, tried: TriedQuarter) -> str:
    if tried.newly_flagged:
        return effect.language.say("newly flagged")
    return effect.language.say("newly clear") if tried.newly_clear else ""


_MORE = numbered("{number} person more often", "{number} people more often")
_LESS = numbered("{number} person less often", "{number} people less often")
_FEW_MORE, _FEW_LESS = message("a few people more often"), message("a few people less often")


def _people(effect: Effect) -> Iterator[str]:
    counted = effect.language.counted
    for service, owing in effect.owing.items():
        sides = ((_MORE, owing.more), (_LESS, owing.less))
        yield _owed(effect, service, [counted(*forms, people) for forms, people in sides if people])


def _published_people(effect: Effect, published: PublishedEffect) -> Iterator[str]:
    say, counted = effect.language.say, effect.language.counted
    for service in published.more:
        sides = ((published.more[service], _MORE, _FEW_MORE), (published.less[service], _LESS, _FEW_LESS))
        parts = [
            say(few) if people.count is None else counted(*forms, people.count)
            for people, forms, few in sides
            if people.count != 0
        ]
        yield _owed(effect, service, parts)


def _owed(effect: Effect, service: str, parts: Sequence[str]) -> str:
    language = effect.language
    return language.say("Owed {service}: {people}.", service=service, people=language.listed(parts))


def _windows(effect: Effect) -> Iterator[str]:
    before, after = (sum(tried.counts[side].due for tried in effect.tried) for side in (0, 1))
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
    published, language = published_effect(effect), effect.language
    say = language.say
    lines = ["## " + say("What this change does"), "", escape_markdown(_opening(effect)), ""]
    lines += _agreed(effect)
    for service, compared in published.compared.items():
        lines += ["", *_compared(effect, service, compared)]
    lines.append("")
    if published.flagged:
        lines.append("- " + say("Newly flagged: {teams}.", teams=_units(published.flagged, language)))
    if published.clear:
        lines.append("- " + say("Newly clear: {teams}.", teams=_units(published.clear, language)))
    hidden = min(promised.givers for promised in effect.hours) < FEWEST_GIVERS
    facts = [*_published_people(effect, published), *([] if hidden else [_hours(effect)]), *_windows(effect)]
    facts += [_logged_published(effect), *_unread(effect)]
    lines += [f"- {escape_markdown(fact)}" for fact in facts]
    if published.compared:
        smallest = effect.playbook.privacy.smallest_group
        few = say("Groups under {number} people are not shown alone.", number=smallest)
        lines += ["", f"_{few}_"]
    return "\n".join(lines) + "\n"


def _units(units: Sequence[tuple[str, str]], language: Language) -> str:
    return language.listed([escape_markdown(f"{unit} ({service})") for unit, service in units])


def _agreed(effect: Effect) -> list[str]:
    say = effect.language.say
    if not effect.wordings:
        return [say(SAME)]
    rows = markdown_head(say("What"), say("Term"), say("Before"), say("After"))
    for change in effect.wordings:
        texts = (change.of, say(change.key), change.before, change.after)
        *cells, after = map(escape_markdown, texts)
        rows.append(markdown_row(*cells, f"**{after}**"))
    return rows


def _compared(effect: Effect, service: str, compared: Sequence[ComparedCells]) -> Iterator[str]:
    """Yield the table of a service: its teams before and after."""
    language = effect.language
    known = effect.services.get(service)
    title = escape_markdown(known.read_in(language.code).title if known else service)
    quarter = effect.quarter.name
    yield language.say("**{service}** in {quarter}, before and after:", service=title, quarter=quarter)
    yield ""
    yield from markdown_head(language.say("Team"), language.say("Before"), language.say("After"))
    for cells in compared:
        unit = escape_markdown(cells.unit or language.say("All teams"))
        yield markdown_row(unit, _cell(cells.before, language), _cell(cells.after, language))


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


def effect_as_json(effect: Effect) -> str:
    """Return the effect as data, with all numbers; `None` where nothing was due."""
    logged = effect.logged
    return json_text(
        {
            "schema": 1,
            "as_of": iso(effect.as_of),
            "base": effect.against,
            "in_force": iso(effect.day),
            "tried_on": effect.quarter.name,
            "terms": [
                {"of": change.of, "term": change.key, "before": change.before, "after": change.after}
                for change in effect.wordings
            ],
            "coverage": [_coverage(tried) for tried in effect.tried if tried.service in effect.changed],
            "people": [
                {"service": service, "owed_more": owing.more, "owed_less": owing.less}
                for service, owing in effect.owing.items()
            ],
            "hours_a_week": {
                side: {"hours": round(float(promised.hours), 2), "givers": promised.givers}
                for side, promised in zip(("before", "after"), effect.hours, strict=True)
            },
            "closed_windows": {
                "both": logged.due,
                "met_before": logged.before,
                "met_after": logged.after,
                "added": effect.added,
                "removed": effect.removed,
            },
            "unread": list(effect.unread),
        }
    )


def _coverage(tried: TriedQuarter) -> dict[str, object]:
    before, after = tried.counts
    return {
        "team": tried.team,
        "service": tried.service,
        "before": {"due": before.due, "met": before.met},
        "after": {"due": after.due, "met": after.met},
        "newly_flagged": tried.newly_flagged,
        "newly_clear": tried.newly_clear,
    }
