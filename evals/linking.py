"""Score the linker on the hand-written cases of several reports (``tests/link/linking_cases``).

    python -m evals.linking [--half tuned|aside|all] [--marked-only] [--why]
    python -m evals.linking --generated 60 --seed 7 [--stories 1] [--marked-only] [--why]

Two tables: what the linker makes of the mentions marked by hand, and end to end, where the reports are read by the
whole pipeline and its mentions are matched to the marked ones by the words they share. Below, each phenomenon. Half
of the cases is set aside by a hash of their names: it is counted and never shown by ``--why``, which lists the faults
of the other half case by case. ``--generated`` scores sets made by ``evals.generator`` in place of the cases: none of
them is set aside, another seed makes others.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tests.link.linking_case import Case, cases, set_aside

import trucewatch
from evals.generator import sets
from evals.linking_scores import Counts, Fault, Outcome, apart, figures, pooled, score
from trucewatch.assess.corroborate import speakers_of, support
from trucewatch.link.linker import link
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import IncidentMention
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.report import Report
from trucewatch.records.span import Span

#: The linker's clock; nothing that is scored hangs on it.
NOW = datetime(2034, 1, 1, tzinfo=UTC)
#: A found mention may stand for a marked one if the words of the shorter lie by so much in the other.
SHARED_AT = 0.5
HALVES = ("tuned", "aside", "all")
#: The figures of the table of phenomena, with their heads.
SHORT = {
    "statement B3 F1": "stmt B³", "statement pairs P": "pairs P", "statement pairs R": "R",
    "incident B3 F1": "inc. B³", "incident pairs P": "pairs P", "incident pairs R": "R",
    "answers P": "answers P", "answers R": "R", "origins exact": "origins", "support exact": "support",
    "figure states": "states",
}  # fmt: skip
COUNTED = ("false conflicts",)

Run = Callable[[Case], Outcome]


def on_marks(case: Case) -> Outcome:
    """Link the mentions that were marked by hand."""
    linked = link(case.link_input(), now=NOW)
    home = {m: record.id for record in (*linked.statements, *linked.incidents) for m in record.mention_ids}
    home |= {figure: series.id for series in linked.series for figure in series.figure_ids}
    speakers = speakers_of(case.incidents, linked.statements)
    return Outcome(
        home=home,
        links=_links(linked.judgements),
        parts=_parts(linked.incidents),
        repeats=_repeats(linked.judgements),
        states={series.id: series.agreement for series in linked.series},
        **_sources(
            case,
            origins_of(case.reports, linked.judgements),
            case.reports,
            linked.incidents,
            case.incidents,
            speakers,
            lambda r: [case.letters[r.id]],
        ),
    )


def end_to_end(case: Case) -> Outcome:
    """Read the reports as files with a sidecar, by the door that users take, and match what is found."""
    with tempfile.TemporaryDirectory() as folder:
        pages = _write(case, Path(folder))
        agreement = Path(folder) / "agreement.yaml"
        agreement.write_bytes(case.world.file)
        with trucewatch.create(Path(folder) / "case.truce", agreement=str(agreement)) as opened:
            opened.add(pages, sources=Path(folder) / "sources.csv")
            store = opened.store
            statements, incidents, series = opened.statements(), opened.incidents(), opened.series()
            home: dict[str, str] = {}
            for ours, theirs, records in (
                (case.statements, list(store.statement_mentions()), statements),
                (case.incidents, list(store.incident_mentions()), incidents),
            ):
                owner = {m: record.id for record in records for m in record.mention_ids}
                home |= {one: owner[other] for one, other in matched(ours, theirs).items() if other in owner}
            owner = {figure: one.id for one in series for figure in one.figure_ids}
            home |= {a: owner[b] for a, b in matched(case.figures, list(store.figures())).items() if b in owner}
            mentions = list(store.incident_mentions())
            reports, speakers = opened.reports(), speakers_of(mentions, statements)
            return Outcome(
                home=home,
                links=_links(store.judgements()),
                parts=_parts(incidents),
                repeats=_repeats(store.judgements()),
                states={one.id: one.agreement for one in series},
                **_sources(
                    case,
                    opened.origins(),
                    reports,
                    incidents,
                    mentions,
                    speakers,
                    lambda r: [Path(f).stem for f in r.files],
                ),
            )


def _write(case: Case, folder: Path) -> list[Path]:
    pages = []
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "publisher", "published"))
        for report in case.reports:
            page = folder / f"{case.letters[report.id]}.txt"
            page.write_bytes(case.texts[report.text_id].content.encode())
            rows.writerow((page.name, report.publisher, report.published))
            pages.append(page)
    return pages


def _links(judgements: Iterable[Judgement]) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (j.left, j.right, j.label or "") for j in judgements if j.kind == "response" and j.verdict == "same"
    )


def _repeats(judgements: Iterable[Judgement]) -> frozenset[tuple[str, str]]:
    return frozenset((j.left, j.right) for j in judgements if j.kind == "repeats" and j.verdict == "same")


def _parts(incidents: Iterable[Incident]) -> frozenset[tuple[str, str]]:
    return frozenset((i.id, i.part_of) for i in incidents if i.part_of)


def _sources(
    case: Case,
    found: Origins,
    reports: Sequence[Report],
    incidents: Sequence[Incident],
    mentions: Iterable[IncidentMention],
    speakers: Mapping[str, str],
    letters: Callable[[Report], list[str]],
) -> dict[str, Any]:
    """Origins as groups of letters, and the support of each incident."""
    groups: dict[str, set[str]] = {}
    for report in reports:
        groups.setdefault(found.origin_of[report.id], set()).update(letters(report))
    holder: dict[str, str] = {}
    for report in reports:
        for text in report.text_ids:
            holder.setdefault(text, report.id)
    report_of = {m.id: holder[m.text_id] for m in mentions if m.text_id in holder}
    known: dict[str, Any] = {
        "publishers": {r.id: r.publisher for r in reports}, "agreement": case.world.agreement, "speakers": speakers,
    }  # fmt: skip
    told = {i.id: support(i, report_of, found.origin_of, **known) for i in incidents}
    return {
        "origins": frozenset(map(frozenset, groups.values())),
        "support": {one: (len(s.origins), frozenset((*s.sides, *s.others))) for one, s in told.items()},
    }


def matched(ours: Iterable[Any], theirs: Iterable[Any]) -> dict[str, str]:
    """Marked id -> found id, each once, the pairs that share most of their words first."""
    pairs = []
    for one in ours:
        mine = _letters(one)
        for other in theirs:
            if one.text_id == other.text_id:
                found = _letters(other)
                shared = len(mine & found)
                if shared >= SHARED_AT * min(len(mine), len(found)) and shared:
                    pairs.append((-shared / len(mine | found), one.id, other.id))
    made: dict[str, str] = {}
    taken: set[str] = set()
    for _, one, other in sorted(pairs):
        if one not in made and other not in taken:
            made[one] = other
            taken.add(other)
    return made


def _letters(record: Any) -> set[int]:
    """The places of a record's words: the content of a statement, the words of an incident, a figure's number."""
    spans: Iterable[Span] = (
        record.content if hasattr(record, "content") else [getattr(record, "words", None) or record.span]
    )
    return {n for span in spans for n in range(span.start, span.end)}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--half", choices=HALVES, default="all", help="which cases to count (default: each half, and all)"
    )
    parser.add_argument("--marked-only", action="store_true", help="leave out the whole pipeline, which takes minutes")
    parser.add_argument("--why", action="store_true", help="list the faults of the cases that are not set aside")
    parser.add_argument("--generated", type=int, metavar="N", help="score N generated sets in place of the cases")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the generated sets (1)")
    parser.add_argument("--stories", type=int, default=1, help="how many stories a generated set tells (1)")
    given = parser.parse_args(argv)
    console = Console(width=150 if not sys.stdout.isatty() else None)
    if given.generated:
        chosen = list(sets(given.generated, seed=given.seed, stories=given.stories))
    else:
        chosen = [c for c in cases() if given.half == "all" or set_aside(c.name) == (given.half == "aside")]
    runs: dict[str, Run] = {"mentions marked by hand": on_marks}
    if not given.marked_only:
        runs["end to end"] = end_to_end
    baseline = {c.name: score(c, apart(c))[0] for c in chosen}
    for title, run in runs.items():
        counted: dict[str, Counts] = {}
        faults: dict[str, list[Fault]] = {}
        for case in chosen:
            counted[case.name], faults[case.name] = score(case, run(case))
        console.print(
            table(title, counted, baseline, parts=None if not given.generated else {"generated": list(counted)})
        )
        console.print(by_phenomenon(title, chosen, counted))
        if given.why:
            explain(console, title, chosen if given.generated else not_aside(chosen), faults)
    return 0


def halves(names: Iterable[str]) -> dict[str, list[str]]:
    """The names by half, and all of them; a half without cases is left out."""
    names = list(names)
    parts = {
        "tuned": [n for n in names if not set_aside(n)],
        "aside": [n for n in names if set_aside(n)],
    }
    parts = {half: held for half, held in parts.items() if held}
    return parts if len(parts) == 1 else {**parts, "all": names}


def not_aside(chosen: Sequence[Case]) -> list[Case]:
    """The cases that may be read."""
    return [c for c in chosen if not set_aside(c.name)]


def table(
    title: str,
    counted: Mapping[str, Counts],
    baseline: Mapping[str, Counts],
    *,
    parts: Mapping[str, list[str]] | None = None,
) -> Table:
    """The figures by half of the cases, or by the parts named."""
    parts = parts or halves(counted)
    shown = Table(title=f"Linking cases, {title}", title_justify="left")
    shown.add_column("figure")
    for half, names in parts.items():
        shown.add_column(f"{half} ({len(names)} cases)", justify="right")
    shown.add_column("nothing joined", justify="right")
    columns = [figures(pooled(counted[n] for n in names)) for names in parts.values()]
    nothing = figures(pooled(baseline.values()))
    for name in columns[0]:
        values = [*(column[name] for column in columns), nothing[name]]
        shown.add_row(name, *(_shown(name, value) for value in values))
    return shown


def by_phenomenon(title: str, chosen: Sequence[Case], counted: Mapping[str, Counts]) -> Table:
    shown = Table(title=f"By phenomenon, {title}", title_justify="left")
    shown.add_column("phenomenon")
    shown.add_column("cases", justify="right")
    for head in SHORT.values():
        shown.add_column(head, justify="right")
    for phenomenon in dict.fromkeys(c.phenomenon for c in chosen):
        held = [counted[c.name] for c in chosen if c.phenomenon == phenomenon]
        values = figures(pooled(held))
        shown.add_row(phenomenon, str(len(held)), *(_shown(name, values[name]) for name in SHORT))
    return shown


def _shown(name: str, value: float) -> str:
    if isnan(value):
        return "–"
    return f"{value:.0f}" if name in COUNTED else f"{value:.3f}"


def explain(console: Console, title: str, chosen: Sequence[Case], faults: Mapping[str, list[Fault]]) -> None:
    """The faults of the cases given, case by case."""
    console.print(f"Faults, {title} (cases that are set aside are not shown)")
    for case in chosen:
        if faults[case.name]:
            console.print(f"{case.file}: {case.name} [{case.phenomenon}]", markup=False)
            for fault in faults[case.name]:
                console.print(f"    {fault.what}: {fault.which}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
