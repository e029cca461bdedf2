"""What services are called, as somebody types it and as sheets have it: one way for both."""

import pytest

from checks.imports.services_by_name import ServiceNames, names_of_services
from checks.loading.repository import open_policy
from tests.support.dated_repository import laid


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> ServiceNames:
    root = laid(tmp_path_factory.mktemp("names") / "repository")
    folder = root / "playbook/services"
    text = (folder / "one-on-one.yaml").read_text("utf-8")
    other = text.replace("id: one-on-one\n", "id: career-talk\nformerly: [growth-talk]\n")
    other = other.replace(
        "title: One-on-one\n", 'title: Career talk\nalso_called: ["one-on-one", "Löyly & talk"]\n'
    )
    (folder / "career-talk.yaml").write_text(other, "utf-8")
    policy = open_policy(root)
    return names_of_services(policy.services, policy.former, ["broken"])


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("one-on-one", ("one-on-one",)),  # an id is sure, whatever else is called so
        ("One–on–one", ("career-talk", "one-on-one")),
        ("1on1", ("one-on-one",)),
        ("1:1", ("one-on-one",)),
        ("CAREER  TALK!", ("career-talk",)),
        ("Career-Talk", ("career-talk",)),
        ("lo\u0308yly / talk", ("career-talk",)),
        ("Career\u00ad talk\u200b", ("career-talk",)),
        ("growth-talk", ("career-talk",)),
        ("Growth Talk", ("career-talk",)),
        ("broken", ("broken",)),
        ("stroll", ()),
        ("", ()),
    ],
)
def test_a_service_is_meant_by_any_of_its_names(
    text: str, services: tuple[str, ...], names: ServiceNames
) -> None:
    assert tuple(sorted(names.called(text))) == services
