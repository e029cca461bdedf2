"""Rules that would take more entries of a calendar, in lines for the terminal of whoever asked for them."""

from collections.abc import Iterator

from checks.imports.calendar_rewriting import PATH
from checks.imports.rule_suggestions import AssistantSuggestion, RoomSuggestion, RuleSuggestion, Suggestions
from checks.output.invitation_words import Name
from checks.store.yaml_emitting import Value, flow_text
from checks.wording.measures import plural

Suggestion = RuleSuggestion | RoomSuggestion | AssistantSuggestion

MOST_TITLES = 3
"""Titles that are shown of one group."""


def all_suggestions(suggestions: Suggestions) -> list[Suggestion]:
    """Return all suggestions in the order of their numbers, which count from 1."""
    return [*suggestions.rules, *suggestions.rooms, *suggestions.assistants]


def key_and_item(suggestion: Suggestion, service: str = "") -> tuple[str, Value]:
    """Return the key of calendar.yaml that a suggestion belongs under, and its item there."""
    if isinstance(suggestion, RuleSuggestion):
        return "rules", suggestion.rule(service or suggestion.services[0]).as_data()
    if isinstance(suggestion, RoomSuggestion):
        return "not_people", suggestion.address
    return "on_behalf_of", {"assistant": suggestion.assistant, "acts_for": suggestion.acts_for}


def suggestion_lines(suggestions: Suggestions, name: Name = str) -> Iterator[str]:
    """Yield each suggestion with its number, what it is about, and the line of calendar.yaml that it is.

    `name` is how people are called.
    """
    for number, suggestion in enumerate(all_suggestions(suggestions), start=1):
        key, item = key_and_item(suggestion)
        yield f"{number}. {_about(suggestion, name)}"
        if isinstance(suggestion, RuleSuggestion):
            yield f"   {_titles(suggestion)}"
        yield f"   {key}: {flow_text(item)}"
        if isinstance(suggestion, RuleSuggestion) and len(suggestion.services) > 1:
            yield f"   Other services it may be: {', '.join(suggestion.services[1:])}"
    if suggestions.wordless:
        entries = plural(suggestions.wordless, "entry has", "entries have")
        yield f"{entries} the right people, but no title that a rule could use. Give them a category in the calendar."


def _about(suggestion: Suggestion, name: Name) -> str:
    entries = plural(suggestion.entries, "entry", "entries")
    if isinstance(suggestion, RuleSuggestion):
        who = "one member" if suggestion.pair else "most of the team"
        return f"{entries} with a leader or coach and {who}: {plural(suggestion.meetings, 'meeting', 'meetings')}"
    if isinstance(suggestion, RoomSuggestion):
        return (
            f"{entries} would match a rule, or could have one, without this address. Add it only if it is a room, "
            "a list or a bot"
        )
    assistant, leader = name(suggestion.assistant), name(suggestion.acts_for)
    return f"{entries} would match a rule if {assistant} is an assistant of {leader}"


def _titles(suggestion: RuleSuggestion) -> str:
    shown = ", ".join(f"“{title}”" for title in suggestion.titles[:MOST_TITLES])
    more = len(suggestion.titles) - MOST_TITLES
    return f"{shown} and {plural(more, 'other title', 'other titles')}" if more > 0 else shown


def by_hand_lines(suggestions: Suggestions) -> Iterator[str]:
    """Yield how the suggestions are added without a terminal to tick them on: the lines of YAML by key."""
    yield f"To use a suggestion, add its line at the end of its list in {PATH}:"
    yield ""
    items: dict[str, list[str]] = {}
    for suggestion in all_suggestions(suggestions):
        key, item = key_and_item(suggestion)
        items.setdefault(key, []).append(flow_text(item))
    for key, lines in items.items():
        yield f"{key}:"
        yield from (f"  - {line}" for line in lines)
