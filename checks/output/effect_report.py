"""What a change would do, with all numbers, for those who hold the data: as text, as Markdown and as JSON.

The JSON's shape is `effect.schema.json`, beside this file.
"""

from collections.abc import Iterator, Sequence

from checks.changes.effects import Effect, TriedQuarter
from checks.model.frequency import PromisedWorkload
from checks.output.formats import json_text, text_table
from checks.output.markdown import escape_markdown, markdown_head, markdown_row
from checks.wording.language import message, numbered
from checks.wording.measures import hours, iso, share_of

SAME = message("No agreed terms change.")


def effect_as_text(effect: Effect, promises: str = "") -> str:
    """Return the effect with all numbers, for who may see the data; `promises` are the changes in sentences."""
    say = effect.language.say
    before_after, blocks = [say("before"), say("after")], [_opening(effect) + "\n"]
    blocks += [promises] if promises else []
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
            "Compared with {base}. Takes effect on {day}. Tried out on {quarter} as if it had always applied.",
            **values,
        )
    return say(
        "Compared with {base}. Already in effect. Tried out on {quarter} as if it had always applied.",
        **values,
    )


def _shares(effect: Effect, tried: Sequence[TriedQuarter]) -> list[str]:
    """Return the share of some teams together, before and after."""
    sides = zip(*(quarter.counts for quarter in tried), strict=True)
    return [
        share_of(sum(counts.met for counts in side), sum(counts.due for counts in side), effect.language)
        for side in sides
    ]


def _verdict(effect: Effect, tried: TriedQuarter) -> str:
    if tried.is_new:
        return effect.language.say("new, so nothing is logged yet")
    if tried.newly_flagged:
        return effect.language.say("newly below")
    return effect.language.say("no longer below") if tried.newly_clear else ""


_MORE = numbered("more often for {number} person", "more often for {number} people")
_LESS = numbered("less often for {number} person", "less often for {number} people")


def _people(effect: Effect) -> Iterator[str]:
    counted = effect.language.counted
    for service, owing in effect.owing.items():
        sides = ((_MORE, owing.more), (_LESS, owing.less))
        yield _owed(effect, service, [counted(*forms, people) for forms, people in sides if people])


def _owed(effect: Effect, service: str, parts: Sequence[str]) -> str:
    language = effect.language
    return language.say("Agreed {service}: {people}.", service=service, people=language.listed(parts))


def _windows(effect: Effect) -> Iterator[str]:
    before, after = (sum(tried.counts[side].due for tried in effect.tried) for side in (0, 1))
    if before != after:
        yield effect.language.say(
            "Due in {quarter}: {before} before, {after} after.",
            quarter=effect.quarter.name,
            before=effect.language.number(before),
            after=effect.language.number(after),
        )


def _unread(effect: Effect) -> Iterator[str]:
    if effect.unread:
        teams = effect.language.listed(effect.unread)
        yield effect.language.say("Left out because their files can’t be read: {teams}.", teams=teams)


def _logged(effect: Effect) -> str:
    number, logged = effect.language.number, effect.logged
    return effect.language.say(
        "Kept in past periods: {before} of {number} before, {after} of {number} after ({added} added, "
        "{removed} removed).",
        number=number(logged.due),
        before=number(logged.before),
        after=number(logged.after),
        added=number(effect.added),
        removed=number(effect.removed),
    )


def _hours(effect: Effect) -> str:
    before, after = effect.hours
    say = effect.language.say
    if not before.givers and not after.givers:
        return say("No one is assigned to give these services.")
    now = _week(effect, after)
    if before == after:
        return say("Leaders’ time needed: {hours}, as before.", hours=now)
    return say("Leaders’ time needed: {hours} (before: {earlier}).", hours=now, earlier=_week(effect, before))


def _week(effect: Effect, promised: PromisedWorkload) -> str:
    return effect.language.counted(
        "{hours} a week from {number} person",
        "{hours} a week from {number} people",
        promised.givers,
        hours=hours(promised.hours, effect.language),
    )


def effect_as_markdown(effect: Effect) -> str:
    """Return the effect with all numbers as Markdown, for who may see the data; its first line says so."""
    say = effect.language.say
    inside = say("**Inside**: made from rosters and logs, for people with access to the data.")
    lines = [inside, "", "## " + say("Effect of this change"), "", escape_markdown(_opening(effect)), ""]
    lines += _agreed(effect)
    for service in effect.changed:
        lines += ["", *_compared(effect, service)]
    facts = [*_people(effect), _hours(effect), *_windows(effect), _logged(effect), *_unread(effect)]
    return "\n".join([*lines, "", *(f"- {escape_markdown(fact)}" for fact in facts)]) + "\n"


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


def _compared(effect: Effect, service: str) -> Iterator[str]:
    """Yield the table of a service: all teams together, then each, before and after."""
    language, say = effect.language, effect.language.say
    known = effect.services.get(service)
    title = escape_markdown(known.read_in(language.code).title if known else service)
    yield say("**{service}** in {quarter}, before and after:", service=title, quarter=effect.quarter.name)
    yield ""
    yield from markdown_head(say("Team"), say("Before"), say("After"), "")
    tried = [quarter for quarter in effect.tried if quarter.service == service]
    yield markdown_row(say("All teams"), *_shares(effect, tried), "")
    for quarter in tried:
        team = escape_markdown(quarter.team)
        yield markdown_row(team, *_shares(effect, [quarter]), _verdict(effect, quarter))


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
