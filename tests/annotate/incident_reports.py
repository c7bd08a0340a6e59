"""Whole reports: how many of the incidents they tell of are found, with which fields, and how many are seen wrongly.

``incident_reports/`` holds invented reports of 300 words and more in the styles of monitors, agencies, armies, rebels
and papers, with everything that is no incident: earlier events, totals, plans, conditions, appeals. A file lists
reports: ``name``, ``kind``, ``agreement`` (one of ``agreements.yaml``), ``published``, ``text`` and ``expect``. An
expected incident gives ``at`` (the words that tell of it, exactly as printed, one piece for each telling) and any of
``type``, ``said_as``, ``place`` (each: values that are right), ``said_by``, ``actor`` and ``target`` (lists, of which
each must be named; an empty list: nobody), ``date`` (a day, or the first and last between which the days found must
lie) and ``counts`` (effect: number). ``optional: true``: neither a miss nor a false alarm.

An incident is found if something that reportedly happened is told with its trigger in those words; what is told in no
such words is false. Every second report, in the order of the hashes of their names, is set aside: only counted.

    python -m tests.annotate.incident_reports [--why]

prints both halves; ``--why`` lists the faults of the half that may be read.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.annotate.incident_case import TO_COME, named
from tests.annotate.written_case import yaml_bytes

from trucewatch.annotate.annotator import Annotator
from trucewatch.annotate.sentences import load_model
from trucewatch.intake.agreements import parse_agreement
from trucewatch.records.mention import IncidentMention
from trucewatch.records.text import Block, Text, text_id

FOLDER = Path(__file__).parent / "incident_reports"
HALVES = ("tuned", "aside")
FIELDS = ("type", "said_as", "said_by", "actor", "target", "place", "date", "counts")
KEYS = {"at", "optional", *FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report with the incidents expected of it."""

    name: str
    half: str
    agreement: bytes
    published: date
    text: str
    expect: tuple[dict[str, Any], ...]


@dataclass(slots=True, kw_only=True)
class Score:
    """What was counted in one half; ``again``: further tellings of an incident that was found."""

    expected: int = 0
    found: int = 0
    told: int = 0
    again: int = 0
    false: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return self.found / self.expected

    @property
    def precision(self) -> float:
        return 1 - self.false / self.told

    def share(self, name: str) -> float:
        return self.right[name] / self.asked[name] if self.asked[name] else 1.0


def reports() -> list[Report]:
    """All reports, in the order of their names' hashes. Raises: ValueError naming what is wrong with one."""
    yaml = YAML(typ="safe", pure=True)
    agreements = yaml.load((FOLDER / "agreements.yaml").read_text(encoding="utf-8"))
    given = [
        one
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.name != "agreements.yaml"
        for one in yaml.load(path.read_text(encoding="utf-8"))
    ]
    given.sort(key=lambda one: hashlib.sha256(one["name"].encode()).hexdigest())
    for one in given:
        for wanted in one["expect"]:
            if (odd := set(wanted) - KEYS) or any(piece not in one["text"] for piece in wanted["at"]):
                raise ValueError(f"report {one['name']!r}: keys {sorted(odd)}, or words not in the text: {wanted}")
    return [
        Report(
            name=one["name"], half=HALVES[n % 2 == 0], agreement=yaml_bytes(agreements[one["agreement"]]),
            published=one["published"], text=one["text"], expect=tuple(one["expect"]),
        )
        for n, one in enumerate(given)
    ]  # fmt: skip


@lru_cache(maxsize=8)
def _annotator(agreement: bytes) -> Annotator:
    return Annotator(parse_agreement(agreement, shown_as="incident reports"), nlp=load_model())


def told_in(report: Report) -> list[IncidentMention]:
    """What the engine says has reportedly happened, without plans and without what is told as context."""
    text = Text(
        id=text_id(report.text), capture_id="c" * 64, content=report.text, reader="plain", reader_version="1",
        blocks=tuple(_paragraphs(report.text)),
    )  # fmt: skip
    found = _annotator(report.agreement).annotate(text, published=report.published).incidents
    return [m for m in found if m.said_as not in TO_COME and not m.background]


def _paragraphs(text: str) -> Iterator[Block]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Block(role="body", start=start, end=start + len(line.rstrip("\n")))
        start += len(line)


def faults_of(mention: IncidentMention, tellings: list[IncidentMention], wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields that the mention has otherwise than wanted, with what it has; counts are those of all tellings."""
    off: dict[str, Any] = {}
    for key, value in (("type", mention.type), ("said_as", mention.said_as), ("said_by", mention.said_by)):
        right = wanted.get(key, value)
        if value != right and value not in (right if isinstance(right, list) else ()):
            off[key] = value
    for key, people in (("actor", mention.actors), ("target", mention.targets)):
        if key in wanted and not named(people, wanted[key]):
            off[key] = [p.side or p.name for p in people]
    where = mention.where.name if mention.where else ""
    if "place" in wanted and not any(name.casefold() in where.casefold() for name in wanted["place"]):
        off["place"] = where
    if "date" in wanted:
        days = wanted["date"] if isinstance(wanted["date"], list) else [wanted["date"]]
        when = mention.when
        if when is None or not (when.first_day and when.last_day):
            off["date"] = None
        elif when.first_day < days[0] or when.last_day > days[-1]:
            off["date"] = f"{when.first_day} to {when.last_day} ({when.words})"
    counted = {(c.effect, c.shown) for m in tellings for c in m.counts}
    for effect in wanted.get("counts", {}):  # "a woman and an infant" are two counts of one
        parts = [c.value or 0 for c in mention.counts if c.effect == effect and not c.part]
        counted |= {(effect, sum(parts))} if parts else set()
    if missing := {k: n for k, n in wanted.get("counts", {}).items() if (k, n) not in counted}:
        off["counts"] = f"{missing} missing of {sorted(map(str, counted))}"
    return off


def counted() -> tuple[dict[str, Score], list[str]]:
    """Both halves, and the faults of the one that may be read, a line each."""
    scores = {half: Score() for half in HALVES}
    faults: list[str] = []
    for report in reports():
        said = [f"\n## {report.name}", *_count(report, scores[report.half])]
        faults += said if report.half == "tuned" else []
    return scores, faults


def _count(report: Report, score: Score) -> list[str]:
    faults: list[str] = []
    free = told_in(report)
    score.told += len(free)
    taken: list[IncidentMention] = []
    for wanted in report.expect:
        places = [(report.text.index(piece), len(piece)) for piece in wanted["at"]]
        inside = [m for m in free if any(at <= m.trigger.start < at + length for at, length in places)]
        inside = [m for m in inside if m not in taken]
        inside.sort(key=lambda m: m.type not in wanted.get("type", [m.type]))
        taken += inside
        if wanted.get("optional"):
            continue
        score.expected += 1
        if not inside:
            faults.append(f"missing: {wanted['at'][0]!r}")
            continue
        score.found += 1
        score.again += len(inside) - 1
        off = faults_of(inside[0], inside, wanted)
        score.asked.update(key for key in FIELDS if key in wanted)
        score.right.update(key for key in FIELDS if key in wanted and key not in off)
        if off:
            faults.append(f"wrong: {inside[0].words.words!r}\n    {off}")
    wrong = [m for m in free if m not in taken]
    score.false += len(wrong)
    return faults + [f"false: {m.type} {m.said_as} {m.trigger.words!r} in {m.words.words!r}" for m in wrong]


if __name__ == "__main__":
    scores, faults = counted()
    if "--why" in sys.argv[1:]:
        print("\n".join(faults))
    print("| half | incidents | found | precision | " + " | ".join(FIELDS) + " |")
    print("|---" + "|---:" * (3 + len(FIELDS)) + "|")
    for half, score in scores.items():
        shares = " | ".join(f"{score.share(name):.2f} of {score.asked[name]}" for name in FIELDS)
        print(f"| {half} | {score.expected} | {score.recall:.2f} | {score.precision:.2f} of {score.told} | {shares} |")
