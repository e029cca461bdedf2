"""Do services reach everyone? The groups that describe members beside everyone else, in words and as bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.chance import Movement
from checks.model.metrics import metrics_of
from checks.model.playbook import describing_groups
from checks.publish.cells import Shown
from checks.publish.group_ranges import GROUP_FROM
from checks.site.charts import bar, range_bar
from checks.site.heat_table import cell_words, words_if_shown
from checks.site.pulse_questions import mean_words
from checks.wording.language import message
from checks.wording.measures import score, share_of

if TYPE_CHECKING:
    from fractions import Fraction

    from markupsafe import Markup

    from checks.model.service import Metric, Service
    from checks.publish.group_figures import FeltReach, FeltSide, GroupReach, ServiceReach
    from checks.site.site_data import Site

_LOWER = message("lower than everyone else, by more than chance explains")
_HIGHER = message("higher than everyone else, by more than chance explains")
_FELT_BEYOND = message("the difference is more than chance explains")


class _Needed(NamedTuple):
    """What figures of a group need, as messages: inside, and in a release."""

    inside: str
    released: str


_PEOPLE = _Needed(
    message("No figures. They need at least {number} people in the group and {number} outside it."),
    message(
        "No figures. They need at least {number} people in the group and {number} outside it. They need "
        "more if someone could work out a single result from fewer."
    ),
)
_ANSWERS = _Needed(
    message("No figures. They need at least {number} answers in the group and {number} outside it."),
    message(
        "No figures. They need at least {number} answers in the group and {number} outside it. They need more "
        "if someone could work out a single answer from fewer."
    ),
)
_MOVED = {
    Movement.NONE: message("the same as everyone else"),
    Movement.USUAL: message("the difference is within the usual variation"),
}


@dataclass(frozen=True, slots=True)
class ReachRow:
    """A service for a group: its share, and that of everyone else, or of everyone in a release."""

    service: Service
    words: str
    others: str
    judged: str
    symbol: str
    picture: Markup | None


@dataclass(frozen=True, slots=True)
class FeltRow:
    """A question with the mean of a group and of everyone else; `withheld` says how many answers it needs instead."""

    question: str
    words: str
    others: str
    judged: str
    picture: Markup | None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class ReachedGroup:
    """A group with its services; `withheld` says how many people its figures need, where it has none."""

    title: str
    rows: tuple[ReachRow, ...]
    withheld: str
    started: str
    felt: tuple[FeltRow, ...] = ()


def reached_groups(site: Site) -> tuple[ReachedGroup, ...]:
    """Return each group that describes members, in the order of the playbook."""
    titles = {group.id: group.title for group in describing_groups(site.playbook)}
    return tuple(_group(site, titles[reach.group], reach) for reach in site.figures.reach)


def _group(site: Site, title: str, reach: GroupReach) -> ReachedGroup:
    services = {service.id: service for service in site.services}
    rows = tuple(
        _row(site, services[each.service], each)
        for each in reach.services
        if each.service in services and each.cell.shown is not Shown.HIDDEN
    )
    started = _started(site, reach)
    felt = _felt(site, reach)
    is_shown = rows or started or any(not row.withheld for row in felt)
    return ReachedGroup(title, rows, "" if is_shown else _withheld(site, _PEOPLE), started, felt)


def _felt(site: Site, reach: GroupReach) -> tuple[FeltRow, ...]:
    metrics = metrics_of(site.playbook, {service.id: service for service in site.services})
    return tuple(_felt_row(site, metrics[each.service, each.metric], each) for each in reach.felt)


def _felt_row(site: Site, metric: Metric, felt: FeltReach) -> FeltRow:
    """Return a group's mean beside that of everyone else; the picture shows both on the scale."""
    language = site.language
    if felt.lies_in:
        return _felt_range(site, metric, felt, felt.lies_in)
    if felt.sides is None:
        return FeltRow(metric.question, "", "", "", None, _withheld(site, _ANSWERS))
    group, rest = felt.sides
    words = _mean_words(site, group, metric)
    others = language.say("everyone else: {share}", share=_mean_words(site, rest, metric))
    judged = _FELT_BEYOND if felt.is_beyond else _MOVED[Movement.USUAL]
    picture = bar(
        _on_scale(group.mean, metric), _on_scale(rest.mean, metric), f"{metric.question} {words}. {others}"
    )
    return FeltRow(metric.question, words, others, language.say(judged), picture)


def _felt_range(site: Site, metric: Metric, felt: FeltReach, lies_in: tuple[Fraction, Fraction]) -> FeltRow:
    """Return the range of a group's mean beside the mean of everyone, as a release has them."""
    language, (least, below), (low, high) = site.language, lies_in, metric.scale
    known = {
        "least": score(least, language),
        "below": score(below, language),
        "highest": language.number(high),
    }
    if least == low:
        words = language.say("under {below} of {highest}", **known)
    elif below == high:
        words = language.say("{least} or more of {highest}", **known)
    else:
        words = language.say("{least} to under {below} of {highest}", **known)
    cells = site.figures.pulse.get((felt.service, felt.metric), ())
    mean = mean_words(language, cells[-1], metric) if cells else ""
    others = language.say("everyone: {share}", share=mean) if mean else ""
    picture = range_bar(_on_scale(least, metric), _on_scale(below, metric), f"{metric.question} {words}")
    return FeltRow(metric.question, words, others, "", picture)


def _mean_words(site: Site, side: FeltSide, metric: Metric) -> str:
    language = site.language
    mean = score(side.mean, language)
    return language.say(
        "{mean} of {highest}, answered by {share}",
        mean=mean,
        highest=language.number(metric.scale[1]),
        share=share_of(side.given, side.asked, language),
    )


def _on_scale(mean: Fraction, metric: Metric) -> Fraction:
    """Return where a mean lies on the scale of its question, 0 to 1."""
    low, high = metric.scale
    return (mean - low) / (high - low)


def _withheld(site: Site, needed: _Needed) -> str:
    """Return how much figures of a group need on either side of it: inside, or in a release."""
    words, number = (
        (needed.inside, site.figures.smallest_group) if site.live else (needed.released, GROUP_FROM)
    )
    return site.language.say(words, number=site.language.number(number))


def _row(site: Site, service: Service, reach: ServiceReach) -> ReachRow:
    language, cell = site.language, reach.cell
    words = cell_words(language, cell)
    title = f"{service.title}: {words}"
    if cell.share is None:
        total = words_if_shown(language, site.figures.cell(None, service.id, site.figures.last.name))
        others = language.say("everyone: {share}", share=total) if total else ""
        picture = range_bar(cell.band.least, cell.band.most, title) if cell.band else None
        return ReachRow(service, words, others, "", "", picture)
    others = language.say("everyone else: {share}", share=cell_words(language, reach.others))
    judged, symbol = _judged(reach)
    picture = bar(cell.share, reach.others.share, f"{title}. {others}")
    return ReachRow(service, words, others, language.say(judged), symbol, picture)


def _judged(reach: ServiceReach) -> tuple[str, str]:
    """Return how a group lies beside everyone else, as a message, and its symbol."""
    if reach.movement is not Movement.BEYOND:
        return _MOVED[reach.movement or Movement.NONE], ""
    is_lower = (reach.cell.share or 0) < (reach.others.share or 0)
    return (_LOWER, "below") if is_lower else (_HIGHER, "")


def _started(site: Site, reach: GroupReach) -> str:
    everyone = site.figures.mix.of(None)
    started, others, total = (
        words_if_shown(site.language, cell) for cell in (reach.started, reach.others_started, everyone)
    )
    if started and total and not site.live:
        return site.language.say(
            "Leaders and coaches started {share} of the conversations with this group, and {everyone} of all "
            "conversations.",
            share=started,
            everyone=total,
        )
    if not started or not others:
        return ""
    return site.language.say(
        "Leaders and coaches started {share} of the conversations with this group, and {others} of those "
        "with everyone else.",
        share=started,
        others=others,
    )
