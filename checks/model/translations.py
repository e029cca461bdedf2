"""Translations of the policy's own texts, by language; what none has stays as it is written."""

from typing import Generic, TypeVar

from pydantic import Field

from checks.model.base import Line, Placed, Prose

Words = TypeVar("Words", bound=Placed)
Text = TypeVar("Text", bound=Placed)


class Translations(Placed, Generic[Words]):
    """A text in other languages, one a key; a language the pages do not speak is an unknown key."""

    en: Words | None = Field(default=None, description="In English.")
    fi: Words | None = Field(default=None, description="In Finnish.")
    sv: Words | None = Field(default=None, description="In Swedish.")

    def into(self, code: str) -> Words | None:
        """Return the text in a language; None where it is not translated."""
        return {"en": self.en, "fi": self.fi, "sv": self.sv}.get(code)

    def by_language(self) -> dict[str, Words]:
        """Return what is written, by language."""
        written = {"en": self.en, "fi": self.fi, "sv": self.sv}
        return {code: words for code, words in written.items() if words is not None}


def overlaid(text: Text, words: Placed | None) -> Text:
    """Return a text with what a translation says in place of what it says itself."""
    if words is None:
        return text
    translated = {key: getattr(words, key) for key in words.model_fields_set}
    return text.model_copy(update={key: value for key, value in translated.items() if value is not None})


class PrincipleWords(Placed):
    """A principle in another language."""

    title: Line | None = Field(default=None, description="The title.")
    text: Prose | None = Field(default=None, description="What it means in daily life.")


class TitleWords(Placed):
    """A title in another language."""

    title: Line | None = Field(default=None, description="The title.")


class QuestionWords(Placed):
    """A question in another language."""

    question: Line | None = Field(default=None, description="What people are asked.")


class EvidenceWords(Placed):
    """What is claimed, in another language."""

    claim: Prose | None = Field(default=None, description="What was found.")


class PlaceWords(Placed):
    """Where it happens, in another language."""

    where: Line | None = Field(default=None, description="Where it happens.")


class PreparationWords(Placed):
    """What each side does before, in another language: as many lines as there are."""

    leader: tuple[Line, ...] = Field(default=(), description="What the leader does before, line by line.")
    member: tuple[Line, ...] = Field(default=(), description="What the member does before, line by line.")


class OrderingWords(Placed):
    """How a team member orders the service, in another language."""

    how: Prose | None = Field(default=None, description="How a team member orders it.")


class ServiceWords(Placed):
    """A service in another language, under the keys of the service itself."""

    title: Line | None = Field(default=None, description="The title.")
    also_called: tuple[Line, ...] = Field(default=(), description="Other words people look for it by.")
    summary: Line | None = Field(default=None, description="What somebody gets, in one sentence.")
    purpose: Prose | None = Field(
        default=None, description="What it is for, and what would be missing without it."
    )
    context: PlaceWords | None = Field(default=None, description="Where it happens.")
    agenda: tuple[Line, ...] = Field(
        default=(), description="What is talked about: as many lines as there are."
    )
    prepare: PreparationWords | None = Field(default=None, description="What each side does before.")
    order: OrderingWords | None = Field(default=None, description="How a team member orders it.")
