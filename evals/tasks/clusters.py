"""A folder of pages about one agreement -> the exported records, by the same commands that a user gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

import trucewatch
from trucewatch.present.export.records import export_records


def predict(folder: Path, out: Path) -> int:
    """Make a case from ``agreement.yaml``, add the pages with ``sources.csv``, export. Gives the number of reports."""
    sidecar = folder / "sources.csv"
    pages = sorted(p for p in folder.iterdir() if p.suffix in {".txt", ".html", ".pdf"})
    with (
        tempfile.TemporaryDirectory() as scratch,
        trucewatch.create(Path(scratch) / "cluster.truce", agreement=str(folder / "agreement.yaml")) as case,
    ):
        case.add(pages, sources=sidecar if sidecar.exists() else None)
        counts = export_records(case.store, out)
    return counts["documents"]
