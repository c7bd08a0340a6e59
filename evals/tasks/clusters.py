"""A folder of pages about one agreement -> the exported records, by the same commands that a user gives."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import trucewatch
from trucewatch.present.export.records import export_records

#: When a thing was captured or recorded differs from run to run; predictions are to be the same bytes each time.
TIMES = frozenset({"fetched_at", "recorded_at", "made_at"})
#: So are the ids of actors, which are random; nothing is scored by them.
RANDOM = frozenset({"actor_id"})


def predict(folder: Path, out: Path) -> int:
    """Make a case from ``agreement.yaml``, add the pages with ``sources.csv``, export. Gives the number of reports.

    The times of capture and recording and the ids of actors are left out of the rows: everything else is as a
    user's export has it.
    """
    sidecar = folder / "sources.csv"
    pages = sorted(p for p in folder.iterdir() if p.suffix in {".txt", ".html", ".pdf"})
    with (
        tempfile.TemporaryDirectory() as scratch,
        trucewatch.create(Path(scratch) / "cluster.truce", agreement=str(folder / "agreement.yaml")) as case,
    ):
        case.add(pages, sources=sidecar if sidecar.exists() else None)
        counts = export_records(case.store, out)
    for path in out.glob("*.jsonl"):
        path.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lasting_rows(path)), encoding="utf-8"
        )
    return counts["documents"]


def lasting_rows(path: Path) -> list[dict[str, object]]:
    """The rows of an exported file without what differs from run to run: times of recording, random ids."""
    gone = TIMES | RANDOM | ({"id"} if path.name == "actors.jsonl" else frozenset())
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [{key: value for key, value in row.items() if key not in gone} for row in rows]
