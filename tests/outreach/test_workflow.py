"""The scheduled workflow keeps to what all workflows here keep to."""

import re
from pathlib import Path

import yaml

FILE = Path(__file__).parents[2] / ".github/workflows/digest.yml"


def test_it_may_do_the_least_and_runs_nothing_that_somebody_wrote() -> None:
    text = FILE.read_text()
    document = yaml.safe_load(text)

    assert document["permissions"] == {}
    for job in document["jobs"].values():
        assert job["timeout-minutes"] <= 15
        assert set(job["permissions"]) == {"contents", "issues"}
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step.get("uses", f"a/b@{'0' * 40}"))
    assert "persist-credentials: false" in text
