"""Translations of the policy's own texts, by language; what none has stays as it is written."""

from typing import Generic, TypeVar

from pydantic import Field

from checks.model.base import Line, Placed, Prose

Words = TypeVar("Words", bound=Placed)
Text = TypeVar("Text", bound=Placed)


class Translations(Placed, Generic[Words]):
    """The same text in other languages, one key per language."""

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
    text: Prose | None = Field(default=None, description="The meaning in daily life.")


class TitleWords(Placed):
    """A title in another language."""

    title: Line | None = Field(default=None, description="The title.")


class QuestionWords(Placed):
    """A question in another language."""

    question: Line | None = Field(default=None, description="The wording of the question.")


class EvidenceWords(Placed):
    """A piece of evidence in another language."""

    claim: Prose | None = Field(default=None, description="The finding of the study.")
    against: Prose | None = Field(default=None, description="The weakness of the study.")


class PlaceWords(Placed):
    """The place in another language."""

    where: Line | None = Field(default=None, description="The place.")


class PreparationWords(Placed):
    """The preparation in another language, with the same number of lines."""

    leader: tuple[Line, ...] = Field(default=(), description="Steps for the leader, line by line.")
    member: tuple[Line, ...] = Field(default=(), description="Steps for the member, line by line.")


class OrderingWords(Placed):
    """The way to request the service, in another language."""

    how: Prose | None = Field(default=None, description="How a team member requests it.")


class ServiceWords(Placed):
    """A service in another language. The keys are those of the service itself."""

    title: Line | None = Field(default=None, description="The title.")
    also_called: tuple[Line, ...] = Field(default=(), description="Other words that people may search for.")
    summary: Line | None = Field(default=None, description="The benefit for the member, in one sentence.")
    purpose: Prose | None = Field(
        default=None, description="The purpose, and what would be missing without the service."
    )
    context: PlaceWords | None = Field(default=None, description="The place.")
    agenda: tuple[Line, ...] = Field(default=(), description="Topics, with the same number of lines.")
    prepare: PreparationWords | None = Field(default=None, description="Preparation by each side.")
    order: OrderingWords | None = Field(default=None, description="How a team member requests it.")
