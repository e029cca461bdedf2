"""How many examples are tried of what has many: a few in `make test`, many in `make test-all`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

NIGHTLY = os.environ.get("EXAMPLES") == "many"
"""Whether many are asked for: `EXAMPLES=many`, as `make test-all` says it."""

PROFILE = "nightly" if NIGHTLY else "quick"

# The same examples on each run and machine, however busy it is: a check never cries wolf.
_STEADY = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _STEADY, max_examples=20)
settings.register_profile("nightly", _STEADY, max_examples=200)


def many(quick: int, nightly: int) -> int:
    """Return how many examples are to be tried."""
    return nightly if NIGHTLY else quick


def examples(quick: int, nightly: int) -> settings:
    """Return settings of a test that needs more than the profile gives, or less."""
    return settings(settings.get_profile(PROFILE), max_examples=many(quick, nightly))
