"""Score the origins of reports on hand-written sets (``tests/link/origin_sets``), by the door that users take.

    python -m evals.origins [--why]

Each set is read as files with a sidecar into a case of its own. Counted are the reports whose group is exactly right,
and the pairs of reports that share an origin. Half of the sets is set aside by a hash of their names, as in
``evals.linking``: it is counted and never shown by ``--why``.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML
from tests.link.linking_case import set_aside

import trucewatch

FOLDER = Path(__file__).parent.parent / "tests" / "link" / "origin_sets"
#: Reports are read under an agreement that none of them is about: origins do not hang on it.
AGREEMENT = """\
trucewatch: 1
id: none
title: Accord of nobody
signed: 2030-01-01
parties:
  - {name: First Party, role: signatory}
  - {name: Second Party, role: signatory}
"""

Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run made of a set: ``right`` of ``reports`` are in a group that is exactly the true one."""

    name: str
    phenomenon: str
    reports: int
    right: int
    wanted: frozenset[Pair]
    made: frozenset[Pair]


def sets() -> list[dict[str, Any]]:
    """The hand-written sets, checked: every report named once, every origin made of reports of the set."""
    read = YAML(typ="safe", pure=True)
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for one in read.load(file.read_text(encoding="utf-8"))["sets"]:
            letters = [report["id"] for report in one["reports"]]
            shared = [letter for group in one["origins"] for letter in group]
            if len(set(letters)) != len(letters) or len(set(shared)) != len(shared) or not set(shared) <= set(letters):
                raise ValueError(f"{file.name}: {one['name']}: reports {letters}, origins {one['origins']}")
            found.append(one)
    return found


def run(one: dict[str, Any]) -> Found:
    """Read a set into a case and take its origins from there."""
    letters = [report["id"] for report in one["reports"]]
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        pages = [at / f"{letter}.txt" for letter in letters]
        with (at / "sources.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("file", "publisher", "published"))
            for page, report in zip(pages, one["reports"], strict=True):
                page.write_text(report["text"], encoding="utf-8")
                assert isinstance(report["on"], date)
                rows.writerow((page.name, report["by"], report["on"]))
        with trucewatch.create(at / "case.truce", agreement=str(at / "agreement.yaml")) as case:
            case.add(pages, sources=at / "sources.csv")
            origin_of = case.origins().origin_of
            groups: dict[str, set[str]] = {}
            for report in case.reports():
                groups.setdefault(origin_of[report.id], set()).update(Path(f).stem for f in report.files)
    truth = [set(group) for group in one["origins"]]
    truth += [{letter} for letter in letters if not any(letter in group for group in truth)]
    return Found(
        name=one["name"], phenomenon=one["phenomenon"], reports=len(letters),
        right=sum(len(group) for group in truth if group in groups.values()),
        wanted=_pairs(truth), made=_pairs(groups.values()),
    )  # fmt: skip


def _pairs(groups: Iterable[set[str]]) -> frozenset[Pair]:
    return frozenset(frozenset(pair) for group in groups for pair in combinations(sorted(group), 2))


def figures(found: Iterable[Found]) -> dict[str, float]:
    """Shares over all reports and pairs; a share of nothing is 1."""
    held = list(found)
    wanted, made = sum(len(f.wanted) for f in held), sum(len(f.made) for f in held)
    both = sum(len(f.wanted & f.made) for f in held)
    reports = sum(f.reports for f in held)
    return {
        "reports exact": sum(f.right for f in held) / reports if reports else 1.0,
        "pairs P": both / made if made else 1.0, "pairs R": both / wanted if wanted else 1.0,
    }  # fmt: skip


def halves(found: Iterable[Found]) -> dict[str, list[Found]]:
    held = list(found)
    aside = [f for f in held if set_aside(f.name)]
    return {"read": [f for f in held if f not in aside], "aside": aside, "all": held}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--why", action="store_true", help="list the faults of the sets that are not set aside")
    given = parser.parse_args(argv)
    console = Console(width=100 if not sys.stdout.isatty() else None)
    found = [run(one) for one in sets()]
    shown = Table(title="Origins, end to end", title_justify="left")
    shown.add_column("figure")
    columns = {half: figures(held) for half, held in halves(found).items()}
    for half, held in halves(found).items():
        shown.add_column(f"{half} ({len(held)} sets)", justify="right")
    for name in columns["all"]:
        shown.add_row(name, *(f"{column[name]:.3f}" for column in columns.values()))
    console.print(shown)
    for one in halves(found)["read"] if given.why else []:
        for pair, what in [
            *((p, "missed") for p in one.wanted - one.made),
            *((p, "extra") for p in one.made - one.wanted),
        ]:
            console.print(f"{one.name} [{one.phenomenon}]: {what} {' '.join(sorted(pair))}", markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
