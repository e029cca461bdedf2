"""How the repository that runs a job calls the files of playbook and data, and where its host shows them."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from checks.model.findings import Finding, Place

DATA = "data"
"""What findings call the folder of the data, wherever it lies."""


@dataclass(frozen=True, slots=True)
class RepositoryPaths:
    """The ways from the top of a repository to the playbook's root, and from the top of its own to the data's folder.

    A side that is not `here` lies in another repository than the one that runs the job. `address` is where the
    host shows that one's files as they are in the commit that is checked, with a slash at its end; empty without one.
    """

    policy: str = ""
    data: str = DATA
    policy_here: bool = True
    data_here: bool = True
    address: str = ""

    def located(self, place: Place) -> Place:
        """Return a place by the path its own repository has for it.

        >>> RepositoryPaths("handbook", "").located(Place("data/teams/quay/team.yaml", 3))
        Place(path='teams/quay/team.yaml', line=3, column=1)
        >>> RepositoryPaths("handbook", "").located(Place("playbook/playbook.yaml")).path
        'handbook/playbook/playbook.yaml'
        """
        top, _, rest = place.path.partition("/")
        steps = (self.data, rest) if top == DATA else (self.policy, place.path)
        return replace(place, path="/".join(filter(None, steps)) or place.path)

    def is_here(self, place: Place) -> bool:
        """Whether a place lies in the repository that runs the job."""
        return self.data_here if place.path.partition("/")[0] == DATA else self.policy_here

    def place_here(self, finding: Finding) -> Place | None:
        """Return where a finding is shown: its place, else the nearest one of the repository that runs the job.

        That is a related place, or the roster of the team it is about. None where there is none of them.
        """
        problem = finding.problem
        places = [problem.place, *(related.place for related in problem.related)]
        if problem.team:
            places.append(Place(f"{DATA}/teams/{problem.team}/team.yaml"))
        near = next(filter(self.is_here, places), None)
        return self.located(near) if near else None

    def link(self, place: Place) -> str | None:
        """Return where the host shows a place, at its line; None for one of another repository, or without a host."""
        if not self.address or not self.is_here(place):
            return None
        path = self.located(place).path
        plain = (
            "?plain=1" if path.endswith((".csv", ".md")) else ""
        )  # which a host shows as a table or a page
        return f"{self.address}{quote(path)}{plain}#L{place.line}"


ONE_REPOSITORY = RepositoryPaths()
"""A playbook at the top of a repository that has the data too, in `data`: every file is called as findings call it."""
