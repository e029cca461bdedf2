"""`outbound explain`: a rule's page with its two examples, in colour where there is some."""

import pytest
from click.testing import CliRunner

from checks.cli import group
from checks.rules import ALL

EXAMPLES = """\
Example, reported. The third quarter has ended, and one of two members had no one-on-one.

  data/teams/harbour/touchpoints/2026-Q3.csv
      date,service,member,given_by,initiative,state,acknowledged,uid
      2026-08-12,one-on-one,p-ada,p-grace,outbound,held,,
    - 2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,

  As of 2026-11-23, the check reports:

    playbook/services/one-on-one.yaml:19:5: CAD001 error harbour: one-on-one in 2026-Q3: 50% (1 of 2), agreed 90%

Example, not reported. One of two members had no one-on-one, but the agreement allows one missed.

  data/teams/harbour/touchpoints/2026-Q3.csv
      date,service,member,given_by,initiative,state,acknowledged,uid
      2026-08-12,one-on-one,p-ada,p-grace,outbound,held,,
    - 2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,

  playbook/services/one-on-one.yaml
    …
          coverage_at_least: 90%
    +     may_miss: 1
          agreed_on: 2025-12-04
    …

  As of 2026-11-23, the check reports no problem.

Both examples start from a small invented playbook without problems. They remove the lines marked -
and add the lines marked +.
"""


def test_a_rule_is_explained_with_an_example_of_each_kind() -> None:
    done = CliRunner().invoke(group, ["explain", "CAD001"])

    assert done.exit_code == 0
    head, _, _ = done.stdout.partition("Example, reported.")
    assert done.stdout == head + EXAMPLES
    assert head.startswith("CAD001 coverage-below-agreed: a team got less of a service than was agreed.\n\n")
    assert head.endswith("\n\nSeverity: error or notice. The rule checks each team.\n\n")


def test_a_terminal_shows_changes_of_an_example_in_colour() -> None:
    done = CliRunner().invoke(group, ["explain", "CAD001"], color=True)

    assert "\x1b[31m    - 2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,\x1b[0m\n" in done.stdout
    assert "\x1b[32m    +     may_miss: 1\x1b[0m\n" in done.stdout


@pytest.mark.parametrize("code", [rule.code for rule in ALL])
def test_each_rule_is_explained_with_nothing_out_of_place(code: str) -> None:
    done = CliRunner().invoke(group, ["explain", code])

    assert done.exit_code == 0
    assert "\n\n\n" not in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())
