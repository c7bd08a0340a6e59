"""A folder of pages about one agreement -> the exported records, by the same commands that a user gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

from trucewatch.present.export.records import export_records

import trucewatch


def predict(folder: Path, out: Path) -> int:
    """Make a case from ``agreement.yaml``, add the pages with ``sources.csv``, export. Gives the number of reports."""
    with tempfile.TemporaryDirectory() as scratch:
        with trucewatch.create(Path(scratch) / "cluster.truce", agreement=str(folder / "agreement.yaml")) as case:
            sidecar = folder / "sources.csv"
            pages = sorted(p for p in folder.iterdir() if p.suffix in {".txt", ".html", ".pdf"})
            case.add(pages, sources=sidecar if sidecar.exists() else None)
            counts = export_records(case.store, out)
    return counts["documents"]
