"""The roles of those who may give a service, and the parties of agreements, in the words of each place that names them."""

from collections.abc import Collection, Iterable, Mapping

from checks.wording.language import Language, message

ROLES = {
    "leader": message("leader"),
    "coach": message("coach"),
    "leaders-leader": message("the leader’s leader"),
    "anyone": message("anyone"),
}
"""In terms."""

ROLES_OF_MEMBER = {
    "leader": message("your leader"),
    "coach": message("a coach"),
    "leaders-leader": message("your leader’s leader"),
    "anyone": message("anyone"),
}
"""In what was agreed, to the member who receives the service."""

ROLES_PROMISED = {
    **ROLES_OF_MEMBER,
    "coach": message("a coach you choose"),
    "anyone": message("anyone you work with"),
}
"""In a promise, to the member who receives the service."""

ROLES_OF_TEAM = {
    **ROLES_PROMISED,
    "leader": message("the leader"),
    "coach": message("a coach"),
    "leaders-leader": message("the leader’s leader"),
}
"""In a promise, to a team that receives the service as one."""

ROLES_IN_TEAMS = {
    "leader": message("leader of {teams}"),
    "coach": message("coach in {teams}"),
    "leaders-leader": message("leads the leaders of {teams}"),
}
"""Of a person, with the teams in which they have the role."""

_PARTIES = {
    "members": message("team members"),
    "leaders": message("leaders"),
    "coaches": message("coaches"),
    "people-team": message("HR"),
    "works-council": message("the works council"),
    "management": message("management"),
}


def party_words(agreed_with: Iterable[str], language: Language) -> str:
    """Return with whom an agreement was made: `team members and leaders`."""
    return language.listed([language.say(_PARTIES[party]) for party in agreed_with])


def any_role(given_by: Collection[str], language: Language, roles: Mapping[str, str]) -> str:
    """Return the roles of which any may give a service: `your leader or a coach`; always in the same order."""
    return language.either([language.say(words) for role, words in roles.items() if role in given_by])
