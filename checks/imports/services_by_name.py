"""Which service is meant by an id, a title or another name of it, as somebody typed it."""

from collections.abc import Iterator, Mapping

from checks.imports.ics_titles import plain_title
from checks.model.service import Service


def services_called(text: str, services: Mapping[str, Service], former: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the services a text may mean, in any language they are written in; an id comes first.

    `former` are present ids by those that services had.
    """
    current = former.get(text, text)
    if current in services:
        return (current,)
    plain = _spaced(text)
    return tuple(
        service_id
        for service_id, service in services.items()
        if plain in map(_spaced, names_of_service(service))
    )


def names_of_service(service: Service) -> Iterator[str]:
    """Yield everything a service is called: its id, then titles and other names in each language."""
    yield from (service.id, service.title, *service.also_called)
    for words in service.translations.by_language().values():
        yield from filter(None, (words.title, *words.also_called))


def _spaced(text: str) -> str:
    return plain_title(text).replace("-", " ")
