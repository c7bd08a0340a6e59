"""Compare an export of the demo case with expected.json: ``python tests/bundled/check_expected.py OUT``.

OUT is what ``trucewatch export demo/doha.truce --format records OUT`` wrote. Prints one line for each expectation:
what was found, what was not. Records are met by their words: a record counts for an expectation if one of its
mentions overlaps the expected words in the same file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo_texts import REPORTS

Row = dict[str, Any]
EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One expectation: the parts that were found and those that were not."""

    group: str
    name: str
    found: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, what: str, held: bool) -> None:
        (self.found if held else self.missing).append(what)


class Export:
    """The records of an export and the texts in which their offsets count."""

    def __init__(self, out: Path) -> None:
        if not (out / "documents.jsonl").is_file():
            raise SystemExit(f"no export at {out}; make one with: trucewatch export CASE --format records {out}")
        self.rows: dict[str, list[Row]] = {}
        for name in ("documents", "statements", "incidents", "disputes", "figures"):
            content = (out / f"{name}.jsonl").read_bytes().decode("utf-8")
            self.rows[name] = [json.loads(line) for line in content.split("\n") if line]
        self.texts: dict[str, str] = {}
        for document in self.rows["documents"]:
            path = out / document["text_file"] if document.get("text_file") else REPORTS / document["file"]
            self.texts[document["file"]] = path.read_bytes().decode("utf-8")

    def place(self, anchor: Row) -> tuple[str, int, int] | None:
        pattern = r"\s+".join(re.escape(word) for word in anchor["words"].split())
        hit = re.search(pattern, self.texts.get(anchor["file"], ""))
        return (anchor["file"], hit.start(), hit.end()) if hit else None

    def met(self, kind: str, anchors: Iterable[Row], *, key: str = "mentions") -> list[Row]:
        """The records of a kind with a mention that overlaps one of the anchors."""
        places = [place for anchor in anchors if (place := self.place(anchor))]
        return [row for row in self.rows[kind] if any(_overlaps(m, p) for m in row[key] for p in places)]


def _overlaps(mention: Row, place: tuple[str, int, int]) -> bool:
    file, start, end = place
    return mention["file"] == file and mention["start"] < end and start < mention["end"]


def check(export: Export) -> list[Finding]:
    findings = [_pair(export, pair) for pair in EXPECTED["pairs"]]
    for expected in EXPECTED["unanswered"]:
        finding = Finding(group="unanswered", name=expected["id"])
        charges = _fitting(export, expected["charge"], finding, "charge")
        claims = {d["claim"] for d in export.rows["disputes"]}
        finding.add("no answer linked", bool(charges) and not any(row["id"] in claims for row in charges))
        findings.append(finding)
    findings += [_incident(export, expected) for expected in EXPECTED["incidents"]]
    findings += [_figure(export, expected) for expected in EXPECTED["figures"]]
    for expected in EXPECTED["speaks_for_no_side"]:
        finding = Finding(group="no side", name=expected["id"])
        rows = export.met("statements", [expected])
        finding.add("statement", bool(rows))
        finding.add("no party", bool(rows) and all(row["party"] is None for row in rows))
        findings.append(finding)
    return findings


def _pair(export: Export, expected: Row) -> Finding:
    finding = Finding(group="pair", name=expected["id"])
    charges = _fitting(export, expected["charge"], finding, "charge")
    answers = _fitting(export, expected["response"], finding, "response")
    charged, answered = {row["id"] for row in charges}, {row["id"] for row in answers}
    links = [d for d in export.rows["disputes"] if d["claim"] in charged and d["response"] in answered]
    finding.add("linked", bool(links))
    finding.add("kind of answer", any(d["kind"] in expected["kind"] for d in links))
    return finding


def _fitting(export: Export, expected: Row, finding: Finding, what: str) -> Sequence[Row]:
    """Statements on the expected words with side and act right; notes in the finding how far they fit."""
    rows = export.met("statements", expected["mentions"])
    finding.add(what, bool(rows))
    rows = [row for row in rows if row["party"] == expected["party"] and row["act"] in expected["act"]]
    finding.add(f"{what}: side and act", bool(rows))
    if expected["target_party"] is not None:
        finding.add(f"{what}: whom", any(row["target_party"] == expected["target_party"] for row in rows))
    if expected["said_on"] is not None:
        finding.add(f"{what}: day", any(row["said_on"] == expected["said_on"] for row in rows))
    finding.add(f"{what}: medium", any(row["medium"] in expected["medium"] for row in rows))
    if "speaker" in expected:
        finding.add(f"{what}: speaker", any(row["speaker"] == expected["speaker"] for row in rows))
    files = {anchor["file"] for anchor in expected["mentions"]}
    if len(files) > 1:
        most = max((len({m["file"] for m in row["mentions"]} & files) for row in rows), default=0)
        finding.add(f"{what}: one record in {most} of {len(files)} reports", most == len(files))
    return rows


def _incident(export: Export, expected: Row) -> Finding:
    finding = Finding(group="incident", name=expected["id"])
    ladder = expected["ladder"]
    rows = export.met("incidents", ladder["values"])
    finding.add("incident", bool(rows))
    files = {value["file"] for value in ladder["values"]}
    most = max((len({m["file"] for m in row["mentions"]} & files) for row in rows), default=0)
    finding.add(f"one record in {most} of {len(files)} reports", most == len(files))
    finding.add("day", any(row["date_from"] == expected["date"] == row["date_to"] for row in rows))
    finding.add("actor disputed", any(row["actor_disputed"] is expected["actor_disputed"] for row in rows))
    for value in ladder["values"]:
        told = [c for row in rows for c in row.get("counts", []) if c.get("value") == value["value"]]
        finding.add(f"{value['value']} {ladder['count']}", bool(told))
    for attribution in expected["attributions"]:
        named = any(a["actor"] == attribution["actor"] for row in rows for a in row["attributions"])
        finding.add(f"laid to {attribution['actor']} by {attribution['said_by']}", named)
    return finding


def _figure(export: Export, expected: Row) -> Finding:
    finding = Finding(group="figure", name=expected["id"])
    rows = export.met("figures", expected["values"], key="values")
    finding.add("figure", bool(rows))
    best = max(rows, key=lambda row: len({v["value"] for v in row["values"]}), default=None)
    for value in expected["values"]:
        held = best is not None and any(v["value"] == value["value"] for v in best["values"])
        finding.add(f"{value['value']} by {value['said_by']}", held)
    finding.add("conflict", best is not None and best["conflict"] is (expected["agreement"] == "conflict"))
    return finding


def main(out: Path) -> None:
    findings = check(Export(out))
    for finding in findings:
        print(f"{finding.group:10} {finding.name}: {len(finding.found)} of {len(finding.found) + len(finding.missing)}")
        if finding.missing:
            print(f"{'':10}   missing: {'; '.join(finding.missing)}")
    found = sum(len(f.found) for f in findings)
    print(f"{found} of {found + sum(len(f.missing) for f in findings)} points found")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
