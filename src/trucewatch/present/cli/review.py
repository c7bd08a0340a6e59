"""``trucewatch review``: the doubtful judgements, first those nearest the line that touch the most reports."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.case import open_case
from trucewatch.explain import Doubtful
from trucewatch.present.cli.remarks import remark
from trucewatch.present.plain import record_as_dict
from trucewatch.records.judgement import JudgementKind


class Kind(StrEnum):
    same_statement = "same_statement"
    same_incident = "same_incident"
    response = "response"
    provision = "provision"
    origin = "origin"


#: The kind of judgement behind each.
KINDS: dict[Kind, JudgementKind] = {
    Kind.same_statement: "same_statement", Kind.same_incident: "same_incident", Kind.response: "response",
    Kind.provision: "provision", Kind.origin: "same_report",
}  # fmt: skip


#: Characters of each record's words that stand in a row.
SHOWN = 60


def command(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    kind: Annotated[Kind | None, typer.Option(help="Only judgements of this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many rows at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON instead.")] = False,
) -> None:
    """List what a person should look at first: joins, links and near misses of which the machine is least sure.

    Sorted by doubt (how near the score lies to the line between joined and not) and by how many reports it touches.
    Each row names the two records as ``trucewatch why`` and ``trucewatch decide`` take them; what a person has judged
    is not listed.

    Example: trucewatch review doha.truce --kind same_statement --limit 10
    """
    with open_case(case) as opened:
        rows = opened.review(kinds=[KINDS[kind]] if kind is not None else None)
        if as_json:
            print(json.dumps([record_as_dict(row) for row in rows[:limit]], ensure_ascii=False, indent=2))
            return
        for row in rows[:limit]:
            for line in _row(row):
                print(line)
        remark(f"{len(rows)} doubtful, {min(limit, len(rows))} shown; see: trucewatch why {case} LEFT RIGHT")


def _row(row: Doubtful) -> list[str]:
    label = f" ({row.label.replace('_', ' ')})" if row.label else ""
    reports = f"{row.reports} {'report' if row.reports == 1 else 'reports'}"
    head = f"{row.kind:14} {row.verdict:9} {row.score:.2f}  {reports:11} {row.left} {row.right}{label}"
    other = _short(row.right_words)  # what a provision is about stands in the agreement file's words, not a source's
    return [head, f"    “{_short(row.left_words)}”  |  {other if row.kind == 'provision' else f'“{other}”'}"]


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"
