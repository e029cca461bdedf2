"""Which service is meant by an id, a title or another name of it, as somebody typed it or as a sheet has it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from checks.imports.meeting_words import ONE_ON_ONE, plain_word
from checks.model.service import Service


@dataclass(frozen=True, slots=True)
class ServiceNames:
    """The services there are: `ids` by present and former ids, and all that fit by other words, as `plain_word` writes them."""

    ids: Mapping[str, str] = field(default_factory=dict)
    by_word: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def called(self, text: str) -> tuple[str, ...]:
        """Return the ids of the services a text may mean, in any language they are written in; an id comes first."""
        current = self.ids.get(text)
        return (current,) if current else self.by_word.get(plain_word(text), ())


def names_of_services(
    services: Mapping[str, Service], former: Mapping[str, str], unreadable: Iterable[str] = ()
) -> ServiceNames:
    """Return what services are called: by id, former id, title, and what else they are called.

    `former` are present ids by those that services had. `unreadable` are the ids of services whose files could not
    be read: each is known by its id alone.
    """
    ids = {**former, **{name: name for name in (*services, *unreadable)}}
    words: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for service in services.values():
        for name in _names_of_service(service):
            words[plain_word(name)].setdefault(service.id)
    for name, current in ids.items():
        words[plain_word(name)].setdefault(current)
    if "one-on-one" in services:
        for word in ONE_ON_ONE - set(words):
            words[word].setdefault("one-on-one")
    return ServiceNames(ids, {word: tuple(fitting) for word, fitting in words.items()})


def _names_of_service(service: Service) -> Iterator[str]:
    """Yield everything a service is called: its id, then titles and other names in each language."""
    yield from (service.id, service.title, *service.also_called)
    for words in service.translations.by_language().values():
        yield from filter(None, (words.title, *words.also_called))
