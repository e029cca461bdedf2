"""The published site: made from the policy and from releases, whether or not the data lie beside them."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from checks.loading.history import recorded_on
from checks.loading.policy import Policy
from checks.model.errors import NothingToJudgeError
from checks.model.findings import Finding
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.publish.released_figures import released_figures
from checks.rules import ALL
from checks.site.site_data import Site
from checks.wording.language import Language


def released_site(
    root: Path, policy: Policy, as_of: date, language: Language, *, directory_urls: bool
) -> Site | None:
    """Return the site of a policy and its releases; None where playbook.yaml cannot be read."""
    if policy.playbook is None:
        return None
    playbook, services = read_in(language, policy.playbook, policy.services.values())
    released = released_figures(playbook, services, policy.releases, as_of)
    return Site(
        playbook,
        services,
        released.teams,
        released.figures,
        as_of,
        ALL,
        language,
        directory_urls,
        recorded=recorded_on(root, policy),
    )


def read_in(
    language: Language, playbook: Playbook, services: Iterable[Service]
) -> tuple[Playbook, tuple[Service, ...]]:
    """Return the policy with its texts in a language, as far as it is translated."""
    return playbook.read_in(language.code), tuple(service.read_in(language.code) for service in services)


def buildable_site(site: Site | None, findings: Sequence[Finding]) -> Site:
    """Return the site; raises `NothingToJudgeError` where playbook.yaml or a release is not as it was written."""
    path = "playbook/published/" if site else "playbook/playbook.yaml"
    broken = next((each for each in findings if each.problem.place.path.startswith(path)), None)
    if site is None or broken:
        where = f"{broken.problem.place}: {broken.code} {broken.problem.message}" if broken else path
        raise NothingToJudgeError(f"{where}. The site needs this file, so no page was written")
    return site
