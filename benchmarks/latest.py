"""What was measured last, a file each below benchmarks/latest, with the day and the machine: kept in the repository.

So that a page of figures can be made whole by whoever measures a part of them anew.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "latest"
Json = Mapping[str, Any]


def stamp() -> dict[str, object]:
    """Return when and on which machine something is measured now."""
    cores = getattr(os, "sched_getaffinity", None)
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": len(cores(0)) if cores else os.cpu_count(),
            "python": platform.python_version(),
            "implementation": platform.python_implementation(),
            "platform": f"{platform.system()} {platform.machine()}",
            "load_average": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        },
    }


def keep(name: str, found: Json, folder: Path = FOLDER) -> None:
    """Write what was measured in the place of what was measured before; `name` may have a folder: fuzz/yaml."""
    path = folder / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**stamp(), **found}, indent=1) + "\n", "utf-8")


def latest(folder: Path = FOLDER) -> dict[str, Json]:
    """Return what was measured last, by the names it was kept under."""
    return {
        path.relative_to(folder).with_suffix("").as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }
