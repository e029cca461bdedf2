"""Translations of the policy's own texts, by language; what none has stays as it is written."""

from __future__ import annotations

from typing import Generic, TypeVar

from checks.model.base import Line, Placed, Prose

Words = TypeVar("Words", bound=Placed)
Text = TypeVar("Text", bound=Placed)


class Translations(Placed, Generic[Words]):
    """A text in other languages, one a key; a language the pages do not speak is an unknown key."""

    en: Words | None = None
    fi: Words | None = None
    sv: Words | None = None

    def into(self, code: str) -> Words | None:
        """Return the text in a language; None where it is not translated."""
        return {"en": self.en, "fi": self.fi, "sv": self.sv}.get(code)

    def written(self) -> dict[str, Words]:
        """Return what is written, by language."""
        found = {"en": self.en, "fi": self.fi, "sv": self.sv}
        return {code: words for code, words in found.items() if words is not None}


def overlaid(text: Text, words: Placed | None) -> Text:
    """Return a text with what a translation says in place of what it says itself."""
    if words is None:
        return text
    said = {key: getattr(words, key) for key in words.model_fields_set}
    return text.model_copy(update={key: value for key, value in said.items() if value is not None})


class PrincipleWords(Placed):
    """A principle in another language."""

    title: Line | None = None
    text: Prose | None = None


class TitleWords(Placed):
    """A title in another language."""

    title: Line | None = None


class QuestionWords(Placed):
    """A question in another language."""

    question: Line | None = None


class EvidenceWords(Placed):
    """What is claimed, in another language."""

    claim: Prose | None = None


class PlaceWords(Placed):
    """Where it happens, in another language."""

    where: Line | None = None


class PreparationWords(Placed):
    """What each side does before, in another language: as many lines as there are."""

    leader: tuple[Line, ...] = ()
    member: tuple[Line, ...] = ()


class OrderingWords(Placed):
    """How a team member orders the service, in another language."""

    how: Prose | None = None


class ServiceWords(Placed):
    """A service in another language, under the keys of the service itself."""

    title: Line | None = None
    also_called: tuple[Line, ...] = ()
    summary: Line | None = None
    purpose: Prose | None = None
    context: PlaceWords | None = None
    agenda: tuple[Line, ...] = ()
    prepare: PreparationWords | None = None
    order: OrderingWords | None = None
