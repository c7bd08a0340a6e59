"""The clusters of real reports as examples for the fit of claims and answers.

The program reads a cluster as for any user; the benchmark's own scorer says which gold statement each statement is, and
so which pairs are claims with their answers. No words of the reports go into what is fitted: numbers alone do.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import trucewatch
from trucewatch.link.order import Told
from trucewatch.link.profile import with_shared_sides
from trucewatch.link.voices import Voice, voices_of
from trucewatch.present.export.records import export_records

#: Where the clusters that may be looked at lie below the shared folder.
LOOKED_AT = ("seeds", "bench/clusters/dev/salvador-1989", "bench/clusters/dev/south-sudan-2016",
             "bench/clusters/dev/syria-provisional-2016")  # fmt: skip
Links = dict[tuple[str, str], str]


def read_cluster(shared: Path, name: str) -> tuple[list[Voice], Links, frozenset[tuple[str, str]]]:
    """(statements as the linker weighs them, the true answers by (answer, claim) with kinds, those that do not count).

    Statements go by their ids.
    """
    folder = shared / name
    sidecar = folder / "sources.csv"
    pages = sorted(p for p in folder.iterdir() if p.suffix in {".txt", ".html", ".pdf"})
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        with trucewatch.create(Path(scratch) / "cluster.truce", agreement=str(folder / "agreement.yaml")) as case:
            case.add(pages, sources=sidecar if sidecar.exists() else None)
            export_records(case.store, out)
            store, reports = case.store, case.reports()
            said = list(store.statement_mentions())
            voices = voices_of(
                list(store.statements()), with_shared_sides(said), list(store.incidents()),
                list(store.incident_mentions()), {t: store.text(t) for r in reports for t in r.text_ids},
                Told(reports), case.agreement,
            )  # fmt: skip
        due, optional = _true_links(_scorer(shared).Cluster(folder, out))
    return voices, due, optional


def _scorer(shared: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location("cluster_scorer", shared / "bench/clusters/score.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _true_links(cluster) -> tuple[Links, frozenset[tuple[str, str]]]:  # type: ignore[no-untyped-def]
    gold, pred = cluster.pairs("statements")
    found, _ = cluster.match(gold, pred, lambda g, m, p: sum(cluster.statement_fields(g, m, p).values()))
    made_of: dict[str, set[str]] = defaultdict(set)
    for (record, _, _), one in zip(gold, found, strict=True):
        if one:
            made_of[record["id"]].add(one[0]["id"])
    loose = {record["id"] for record, _, _ in gold if record.get("optional")}
    due: Links = {}
    optional: set[tuple[str, str]] = set()
    for dispute in cluster.gold.get("disputes", []):
        for response in dispute["responses"]:
            pairs = {(a, c) for a in made_of[response] for c in made_of[dispute["claim"]] if a != c}
            if dispute.get("optional") or response in loose or dispute["claim"] in loose:
                optional |= pairs
            else:
                due |= dict.fromkeys(pairs, dispute["kind"])
    return due, frozenset(optional - due.keys())
