"""In words: what policy and data are compared with, and which of them is not compared, and why."""

from collections.abc import Iterator, Mapping

from checks.wording.language import Language, message

_NOT_COMPARED = {
    "policy": message("The policy was not compared, because {why}"),
    "data": message("The data was not compared, because {why}"),
}


def compared_words(language: Language, policy: str, data: str) -> str:
    """Return what is compared with; where policy and data have a commit each, which one is whose."""
    if policy and data:
        return language.say("{policy} for the policy and {data} for the data", policy=policy, data=data)
    return policy or data


def not_compared_lines(language: Language, parts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each part, `policy` or `data`, that was not compared, with the reason and what to do."""
    for part, why in parts.items():
        yield language.say(_NOT_COMPARED[part], why=why)
