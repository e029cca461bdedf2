"""What may be proposed: the shapes of values from the schema of an agreement, and what is said where one is wrong.

The shapes are those that `setup schema` writes for editors, so that page, editor and check refuse the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from checks.model.agreements import Agreement
from checks.scaffold.schema_generator import generate_schema
from checks.wording.language import message, numbered

if TYPE_CHECKING:
    from checks.wording.language import Language

_SHAPES = {
    "day": ("properties", "from"),
    "share": ("properties", "coverage_at_least"),
    "url": ("properties", "record"),
    "length": ("$defs", "RollingCadence", "properties", "at_most_apart"),
    "step": ("$defs", "EventCadence", "properties", "within", "items"),
}


@cache
def agreement_shapes() -> dict[str, str]:
    """Return the pattern of a day, a share, an address, and the two kinds of lengths."""
    schema = generate_schema(Agreement)
    shapes = {}
    for name, steps in _SHAPES.items():
        at: Any = schema
        for step in steps:
            at = at[step]
        shapes[name] = str(at["pattern"])
    return shapes


LABELS = {
    "cadence": message("How often"),
    "obligation": message("Obligation"),
    "given_by": message("Given by"),
    "counts": message("What counts"),
    "coverage_at_least": message("Agreed coverage"),
    "may_miss": message("May be missed"),
    "teams": message("Teams"),
}
"""The terms by their keys in a file, as the form names them."""

_REFUSALS = {
    "day": message("Choose a date from 2000 to 2090."),
    "past": message("This date is in the past. Choose {day} or later."),
    "ahead": message("This date is in the future. Choose {day} or earlier."),
    "later": message("Another agreement starts on {day}. Choose a later date."),
    "review": message("The review can’t be before the first day. Choose {day} or later."),
    "members": message(
        "Team members must agree to it. Ask them or their representatives, then tick “Team members”."
    ),
    "looser_members": message(
        "This promises less than today, so team members must agree to it. Ask them first, then tick “Team members”."
    ),
    "record": message("Write a web address that starts with https://, without spaces."),
    "again": message("An earlier agreement has this date and record. Link to the record of the new one."),
    "givers": message("Choose at least one role."),
    "share": message("Write a percentage from 0 to 100, for example 90."),
    "count": message("Write a whole number, for example 1."),
    "teams": message("Choose at least one team, or all teams."),
    "rhythm": message("Choose how often. An agreement can’t take its frequency back."),
    "compulsory": message("A compulsory service needs a frequency. Choose one, or change the obligation."),
    "length": message("Write a whole number from 1 to 9999."),
    "number": message("Write a whole number, 1 or more."),
    "steps": message("Write at least one time."),
    "order": message("Each time must be longer than the one before."),
}
_SAYINGS = {
    "tighter": message("Promises more"),
    "looser": message("Promises less"),
    "other": message("Promises something else"),
    "line": message("{term}: {after} (until now: {before})"),
    "until_now": message("Until now: {promise}"),
    "same": message("The terms stay as they are."),
    "unread": message("The promise appears here once the fields are filled in correctly."),
    "asks_looser": message(
        "If you promise less, the check accepts it only from a future date. It shows a notice in the proposal."
    ),
    "asks_unclear": message(
        "The check can’t compare how often. It shows a warning, so explain it under “Why”."
    ),
    "asks_members": message("Team members must be among those who agreed, and the record must have a link."),
    "title": message("{service}: {often} from {day}"),
    "agreed": message("Agreed on {day} with {parties}. Review by {review}."),
    "recorded": message("Record: {record}"),
    "why": message("Why"),
    "copied": message("Copied."),
    "marked": message("Selected. Press Ctrl+C (or ⌘C) to copy."),
}
_COUNTED = {
    "hours": numbered(
        "It takes about {number} hour of leaders’ and coaches’ time a week in total.",
        "It takes about {number} hours of leaders’ and coaches’ time a week in total.",
    ),
    "hours_now": numbered("Today it takes about {number} hour.", "Today it takes about {number} hours."),
    "todo": numbered("Correct {number} field first.", "Correct {number} fields first."),
}


def proposal_sayings(language: Language) -> dict[str, object]:
    """Return what the page's script says of fields and of the whole, placeholders open."""
    return {
        **{key: language.text(words) for key, words in (_REFUSALS | _SAYINGS).items()},
        **language.templates(_COUNTED),
        "labels": {key: language.text(words) for key, words in LABELS.items()},
    }
