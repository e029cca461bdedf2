"""The floor: every row of every log read by `csv.reader`, and its day parsed. Nothing is judged."""

import csv
import sys
from datetime import date
from pathlib import Path

for path in sorted(Path(sys.argv[1]).glob("data/teams/*/touchpoints/*.csv")):
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            date.fromisoformat(row[0])
