"""`python -m tests.nightly.corpus [--write] [WORDS]`: run the cases whose names hold the words, and print a table.

With `--write` the verdict of a case that has none yet is written beside it: read it before it is committed.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from benchmarks.latest import keep
from tests.nightly.corpus.cases import KINDS, Case, all_cases
from tests.nightly.corpus.running import SECONDS, Nurseries, Outcome, wrong_with

if TYPE_CHECKING:
    from collections.abc import Sequence

Ran = tuple[Case, tuple[Outcome, ...]]


def main() -> int:
    """Run, print, and return 1 when a case did not end as it should."""
    words = [word for word in sys.argv[1:] if word != "--write"]
    chosen = [case for case in all_cases() if all(word in case.name for word in words)]
    with ThreadPoolExecutor(2) as pool:
        ran = [one for part in pool.map(_ran, (chosen[::2], chosen[1::2])) for one in part]
    ran.sort(key=lambda one: chosen.index(one[0]))
    if "--write" in sys.argv:
        for case, outcomes in ran:
            if not case.expected_file.exists():
                case.expected_file.write_text(_verdict(case, outcomes[0]), encoding="utf-8")
    bad = {case.name: wrong for case, outcomes in ran if (wrong := wrong_with(case, *outcomes))}
    _print(ran, bad)
    if not words:
        _keep(ran, len(bad))
    return 1 if bad or not ran else 0


def _ran(cases: Sequence[Case]) -> list[Ran]:
    nurseries = Nurseries()
    try:
        return [(case, nurseries.run(case)) for case in cases]
    finally:
        nurseries.close()


def _keep(ran: Sequence[Ran], wrong: int) -> None:
    """Keep the figures of the whole corpus, for `make figures`."""
    outcomes = [outcome for _, both in ran for outcome in both]
    figures = {
        "cases": len(ran),
        "wrong": wrong,
        "memory": "1 GiB",
        "seconds": SECONDS,
        "slowest": round(max((one.seconds for one in outcomes), default=0), 2),
        "largest": max((one.memory for one in outcomes), default=0) >> 20,
    }
    keep("corpus", figures)


def _verdict(case: Case, outcome: Outcome) -> str:
    many = [
        code
        for code, number in Counter(one.rpartition(" ")[2] for one in outcome.findings).items()
        if number > 20
    ]
    listed = [one for one in outcome.findings if one.rpartition(" ")[2] not in many]
    said = [*(outcome.stderr.splitlines()), *([] if outcome.findings else outcome.stdout.splitlines())]
    return "".join(
        f"{line}\n"
        for line in (
            f"status {outcome.status}",
            *listed,
            *(f"finds {sum(one.endswith(code) for one in outcome.findings)} {code}" for code in many),
            *(f"says {line.strip()}" for line in said if line.strip()),
            *(f"writes {path}" for path in outcome.written),
        )
    )


def _print(ran: list[Ran], bad: dict[str, list[str]]) -> None:
    print(f"{'kind':12} {'cases':>5}  {'slowest':>8}  {'largest':>8}  statuses")
    for kind in KINDS:
        of_kind = [(case, outcome) for case, outcomes in ran if case.kind == kind for outcome in outcomes]
        if not of_kind:
            continue
        statuses = Counter(outcome.status for _, outcome in of_kind[::2])
        print(
            f"{kind:12} {len(of_kind) // 2:5}  {max(one.seconds for _, one in of_kind):6.2f} s"
            f"  {max(one.memory for _, one in of_kind) >> 20:5} MB"
            f"  {', '.join(f'{status}: {number}' for status, number in sorted(statuses.items()))}"
        )
    codes = Counter(finding.rpartition(" ")[2] for case, _ in ran for finding in case.expected.findings)
    print("findings:", ", ".join(f"{code}: {number}" for code, number in sorted(codes.items())))
    for title, measure in (("slowest", "seconds"), ("largest", "memory")):
        first = sorted(ran, key=lambda one: -max(getattr(outcome, measure) for outcome in one[1]))[:5]
        print(f"{title}:", ", ".join(case.name for case, _ in first))
    print(f"{len(ran)} cases, {len(bad)} not as they should be")
    for name, wrong in bad.items():
        print(f"  {name}: {'; '.join(wrong)}")


if __name__ == "__main__":
    sys.exit(main())
