"""Score every task on the development data, print the figures beside the peers', hold the floors.

    python -m evals.gate --shared ../shared [--only TASK ...] [--raise-floors] [--keep]

Predictions are made by ``evals.predict`` and scored by the benchmarks' own scorers run as they are. Where more than
the program's own output goes into them, or where the program has seen the data, a remark below the table says so
(``Benchmark.remark``; evals/README.md tells it at length). A figure below ``floors.json`` fails the gate.
``--raise-floors`` lifts each floor to today's figure less a margin; the program never lowers one. ``--keep`` writes
what was measured to ``measured.json``, of which the documentation's page on method and limits is made.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tests.link.linking_case import cases, set_aside

from evals import beside, claimed, provisions
from evals.linking import Run, end_to_end, on_marks
from evals.linking_scores import figures as linking_figures
from evals.linking_scores import pooled, score
from evals.predict import predict

FLOORS = Path(__file__).parent / "floors.json"
PEERS = Path(__file__).parent / "peers.json"
MEASURED = Path(__file__).parent / "measured.json"
#: How far below today's figure a raised floor is set: parses differ a little between processors, and one
#: mention more or less is a point or two in a small cluster.
MARGIN = 0.01
CLUSTER_MARGIN = 0.02

Figures = dict[str, float]

CLUSTER_FIGURES = {
    "noise kept out": "1-body.leak", "body recall": "body.recall", "title": "title.acc", "statements": "statements.f1",
    "spans": "spans.f1", "speaker": "speaker.acc", "party": "party.acc", "act": "act.acc", "full": "full.f1",
    "said_on": "said_on.acc", "medium": "medium.acc", "target_party": "target_party.acc", "direct": "direct.acc",
    "merge": "merge.f1", "disputes": "disputes.f1", "incidents p": "incidents.p", "incidents r": "incidents.r",
    "incident type": "incident_type.acc", "incident actor": "incident_actor.acc",
    "incident target": "incident_target.acc", "incident place": "incident_place.acc",
    "incident date": "incident_date.acc", "incident counts": "incident_counts.acc", "commitments": "commitments.acc",
    "conflicts found": "figures.acc", "conflicts right": "figures.p",
}  # fmt: skip
ATTRIBUTION_FIGURES = {
    "attribution F1": "all.attribution.f1", "quoted": "direct.attribution.f1", "unquoted": "indirect.attribution.f1",
    "content overlap": "all.overlap.f1", "source": "all.source_acc",
}  # fmt: skip
PLOVER_FIGURES = {
    "type accuracy": "type_accuracy", "type macro F1": "type_macro_F1", "source overlap": "source_overlap.F1",
    "target overlap": "target_overlap.F1",
}  # fmt: skip
CASUALTY_FIGURES = {
    "all counts": "all_counts.F1", "incident type": "incident_type.F1", "killed": "killed.F1", "injured": "injured.F1",
    "no false incident": "1-false_incident_on_negative",
}  # fmt: skip
MUC4_FIGURES = {"roles macro": "role_macro_F1", "counts": "casualty_counts.F1", "incident type": "incident_type.F1"}
LABEL_FIGURES = {"macro F1": "macro_F1"}
PLACE_FIGURES = {"end to end F1": "end_to_end.f1", "detection F1": "detection_overlap.f1"}
RESOLUTION_FIGURES = {"acc@161km all": "resolution_all.acc@161", "country": "resolution_all.country"}
TIME_FIGURES = {"value F1": "value.f1", "strict F1": "strict.f1", "relaxed F1": "relaxed.f1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """What to predict on (paths under shared/), which scorer reads it, which figures are read off its JSON.

    ``remark`` tells where the figures are not the program's alone, or not on unseen data.
    """

    name: str
    task: str
    given: tuple[str, ...]
    scorer: str
    figures: dict[str, str]
    lead: tuple[str, ...] = ()
    percent: bool = False
    remark: str = ""


def _events(task: str, file: str, figures: dict[str, str], lead: str, *, remark: str = "") -> Benchmark:
    return Benchmark(
        name=task,
        task=task,
        given=(f"bench/events/{file}",),
        scorer="bench/events/score.py",
        figures=figures,
        lead=(lead,),
        remark=remark,
    )


_RESOLVER_SAW = "the weights that choose between places (set news) have seen these documents; unseen ones stand below"
BENCHMARKS: tuple[Benchmark, ...] = (
    *(
        Benchmark(
            name=f"clusters/{Path(folder).name}", task="clusters", given=(folder,), scorer="bench/clusters/score.py",
            figures=CLUSTER_FIGURES,
        )
        for folder in (
            "seeds", "bench/clusters/dev/salvador-1989", "bench/clusters/dev/south-sudan-2016",
            "bench/clusters/dev/syria-provisional-2016",
        )
    ),
    Benchmark(
        name="attribution", task="attribution", given=("bench/attribution/dev",), scorer="bench/attribution/score.py",
        figures=ATTRIBUTION_FIGURES,
    ),
    _events(
        "plover", "plover_dev.jsonl", PLOVER_FIGURES, "plover",
        remark="the benchmark's coding, not in the program: word lists of evals/lexicon, one read off these records",
    ),
    Benchmark(
        name="plover/five folds", task="plover-folds", given=("bench/events/plover_dev.jsonl",),
        scorer="bench/events/score.py", figures=PLOVER_FIGURES, lead=("plover",),
        remark="the same, each fold without the words that it alone can have taught",
    ),
    _events("casualties", "casualties_dev.jsonl", CASUALTY_FIGURES, "casualties"),
    _events(
        "muc4", "muc4_dev.jsonl", MUC4_FIGURES, "muc4",
        remark="fillers, types and persons by weights for this benchmark alone (evals/weights), not in the program",
    ),
    _events(
        "indiapolice", "indiapolice_dev.jsonl", LABEL_FIGURES, "labels",
        remark="the program's incidents, with word patterns for police that are not in the program",
    ),
    *(
        Benchmark(
            name=f"places/{n}", task="places", given=(f"bench/places/{n}.jsonl",), scorer="bench/places/score.py",
            figures=PLACE_FIGURES, percent=True, remark=_RESOLVER_SAW,
        )
        for n in ("gwn", "lgl")
    ),
    *(
        Benchmark(
            name=f"places-gold/{n}", task="places-gold", given=(f"bench/places/{n}.jsonl",),
            scorer="bench/places/score.py", figures=RESOLUTION_FIGURES, percent=True, remark=_RESOLVER_SAW,
        )
        for n in ("gwn", "lgl", "geovirus")
    ),
    Benchmark(
        name="time/news", task="time", given=("bench/time/timebank.jsonl", "bench/time/aquaint.jsonl"),
        scorer="bench/time/score.py", figures=TIME_FIGURES, percent=True,
    ),
    Benchmark(
        name="time/wikiwars", task="time", given=("bench/time/wikiwars.jsonl",), scorer="bench/time/score.py",
        figures=TIME_FIGURES, percent=True,
    ),
)  # fmt: skip


#: The figures of linking that are held; ``python -m evals.linking`` prints all.
LINKING_FIGURES = ("statement B3 F1", "statement pairs F1", "incident B3 F1", "answers F1", "origins exact")


def linking_on_marks() -> Figures:
    """The linker on the mentions marked by hand."""
    return _linking(on_marks, LINKING_FIGURES)


#: The same from the texts, where what annotating misses counts as well.
END_TO_END = ("statement pairs F1", "incident B3 F1", "incident pairs F1", "figure pairs F1", "answers F1")


def linking_from_texts() -> Figures:
    """Annotating and linking together, by the door that users take."""
    return _linking(end_to_end, END_TO_END)


def _linking(run: Run, names: tuple[str, ...]) -> Figures:
    """These figures of all cases, and of the half that is set aside."""
    counted = {case.name: score(case, run(case))[0] for case in cases()}
    every = linking_figures(pooled(counted.values()))
    aside = linking_figures(pooled(c for name, c in counted.items() if set_aside(name)))
    return {name: every[name] for name in names} | {f"aside: {name}": aside[name] for name in names}


#: Figures on hand-written cases of our own (``tests``), where no public data exists; half of the cases is set aside.
OWN: dict[str, Callable[[], Figures]] = {
    "own/provision links": provisions.figures,
    "own/claimed terms": claimed.figures,
    "own/linking, mentions marked": linking_on_marks,
    "own/linking, from the texts": linking_from_texts,
    "own/other datasets beside": beside.figures,
}


def read_figure(tree: Any, path: str, *, percent: bool = False) -> float:
    """The figure at a dotted path, 0 to 1 (NaN if absent); a leading "1-" turns a share of faults round."""
    invert, path = path.startswith("1-"), path.removeprefix("1-")
    for key in path.split("."):
        if not isinstance(tree, dict) or key not in tree:
            return math.nan
        tree = tree[key]
    if isinstance(tree, str) and "/" in tree:  # "2/16"
        part, whole = tree.split("/")
        tree = int(part) / int(whole)
    value = float(tree) / (100.0 if percent else 1.0)
    return 1.0 - value if invert else value


def scored(benchmark: Benchmark, shared: Path, scratch: Path) -> Any:
    """Predict and run the benchmark's own scorer; what it gives as JSON."""
    made = scratch / benchmark.name.replace("/", "-")
    given = [shared / path for path in benchmark.given]
    if benchmark.task == "clusters":
        predict(benchmark.task, given[0], made)
        result = made.with_suffix(".score.json")
        _run(shared / benchmark.scorer, given[0], made, "--json", result)
        return json.loads(result.read_text(encoding="utf-8"))
    parts = []
    for path in given:
        part = made.with_name(f"{made.name}-{path.stem}.jsonl")
        predict(benchmark.task, path, part)
        parts.append(part.read_text(encoding="utf-8"))
    made = made.with_suffix(".jsonl")
    made.write_text("".join(parts), encoding="utf-8")
    return json.loads(_run(shared / benchmark.scorer, *benchmark.lead, ",".join(map(str, given)), made, "--json"))


def figures_of(benchmark: Benchmark, tree: Any) -> Figures:
    """The figures that a benchmark is held to, read off what its scorer gave."""
    figures = {name: read_figure(tree, path, percent=benchmark.percent) for name, path in benchmark.figures.items()}
    return {name: value for name, value in figures.items() if not math.isnan(value)}


def _run(script: Path, *args: str | Path) -> str:
    done = subprocess.run([sys.executable, str(script), *map(str, args)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"scorer {script.parent.name}/{script.name} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def table(results: dict[str, Figures], floors: dict[str, Figures], peers: dict[str, dict[str, str]]) -> Table:
    shown = Table(title="Development data", title_justify="left")
    for head, justify in (
        ("task", "left"),
        ("figure", "left"),
        ("Trucewatch", "right"),
        ("floor", "right"),
        ("best peer", "left"),
    ):
        shown.add_column(head, justify=justify)  # type: ignore[arg-type]
    for name, figures in results.items():
        for number, (figure, value) in enumerate(figures.items()):
            floor = floors.get(name, {}).get(figure)
            below = floor is not None and value < floor
            shown.add_row(
                name if number == 0 else "", figure, f"[red]{value:.3f}[/red]" if below else f"{value:.3f}",
                "" if floor is None else f"{floor:.3f}", peers.get(name, {}).get(figure, ""),
            )  # fmt: skip
        shown.add_section()
    return shown


def remarks(names: Iterable[str]) -> str:
    """A line for each remark on the benchmarks named, with the names that it holds for; "" where none has one."""
    wanted = set(names)
    held: dict[str, list[str]] = {}
    for benchmark in BENCHMARKS:
        if benchmark.remark and benchmark.name in wanted:
            held.setdefault(benchmark.remark, []).append(benchmark.name)
    return "\n".join(f"{', '.join(which)}: {remark}" for remark, which in held.items())


def few(name: str, tree: Any) -> str:
    """What a cluster has so few of that a share says little, as counts: pairs of mentions, answers, conflicts."""
    merge, disputes, conflicts = (tree.get(key, {}) for key in ("merge", "disputes", "figures"))

    def right(part: dict[str, float], share: str, whole: str) -> int:
        return round(part[share] * part[whole]) if part.get(whole) else 0

    return (
        f"{name}: {right(merge, 'r', 'n_gold')} of {merge['n_gold']} pairs joined, "
        f"{merge['n_pred'] - right(merge, 'p', 'n_pred')} others joined; "
        f"{right(disputes, 'r', 'n_gold')} of {disputes['n_gold']} answers found, "
        f"{disputes['n_pred'] - right(disputes, 'p', 'n_pred')} others; "
        f"{right(conflicts, 'acc', 'n')} of {conflicts['n']} conflicts of figures found, "
        f"{conflicts['n_pred'] - right(conflicts, 'p', 'n_pred')} others reported"
    )


def held_out_places() -> str:
    """What the resolver's weights did on documents they did not see, beside the figures above, which they did see.

    The figures leave out demonyms; GeoVirus is by country. ``training/gazetteer/train.py`` makes them anew.
    """
    lines = []
    for name in ("news", "open"):
        path = files("trucewatch") / "weights" / name / "places.json"
        if path.is_file():
            told = json.loads(path.read_text(encoding="utf-8"))["held_out"]
            figures = ", ".join(f"{corpus} {value / 100:.3f}" for corpus, value in told.items())
            how = "five-fold cross-validation" if name == "news" else "all of it, trained on none"
            lines.append(f"places-gold, resolver on documents held out, {name} ({how}): {figures}")
    return "\n".join(lines)


def below_floor(results: dict[str, Figures], floors: dict[str, Figures]) -> list[str]:
    """Each figure that is under its floor, or has a floor and was not measured, in words."""
    faults = []
    for name, wanted in floors.items():
        if name not in results:
            continue
        for figure, floor in wanted.items():
            value = results[name].get(figure)
            if value is None:
                faults.append(f"{name}: {figure} was not measured, its floor is {floor:.3f}")
            elif value < floor:
                faults.append(f"{name}: {figure} is {value:.3f}, its floor is {floor:.3f}")
    return faults


def raised(results: dict[str, Figures], floors: dict[str, Figures]) -> dict[str, Figures]:
    """The floors, each lifted to today's figure less the margin where that is higher."""
    lifted = {name: dict(figures) for name, figures in floors.items()}
    for name, figures in results.items():
        for figure, value in figures.items():
            margin = CLUSTER_MARGIN if name.startswith("clusters/") else MARGIN
            floor = round(max(0.0, math.floor((value - margin) * 1000) / 1000), 3)
            held = lifted.setdefault(name, {})
            held[figure] = max(floor, held.get(figure, 0.0))
    return lifted


def kept(results: dict[str, Figures], counts: list[str], earlier: dict[str, Any], *, day: str) -> dict[str, Any]:
    """What was measured, to be printed later: figures by task and the day they are of, counts, remarks. Tasks that were
    not run stay as they were."""
    told = earlier.get("tasks", {}) | {
        name: {"measured": day, "figures": {f: round(v, 3) for f, v in figures.items()}, "remark": remarks([name])}
        for name, figures in results.items()
    }
    lines = {line.partition(":")[0]: line for line in (*earlier.get("counts", []), *counts)}
    return {
        "command": "make eval", "tasks": dict(sorted(told.items())), "counts": [lines[n] for n in sorted(lines)],
        "held out": held_out_places().splitlines(),
    }  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder with seeds/ and bench/")
    parser.add_argument("--only", nargs="+", metavar="TASK", help="benchmarks to run, by the start of their name")
    parser.add_argument("--raise-floors", action="store_true", help="lift the floors to today's figures")
    parser.add_argument("--keep", action="store_true", help=f"write what was measured to {MEASURED.name}")
    given = parser.parse_args(argv)
    console = Console(width=120 if not sys.stdout.isatty() else None)
    if not (given.shared / "bench").is_dir():
        print(f"evals.gate: no development data at {given.shared}; give its folder with --shared", file=sys.stderr)
        return 2
    floors: dict[str, Figures] = json.loads(FLOORS.read_text(encoding="utf-8"))
    peers: dict[str, dict[str, str]] = json.loads(PEERS.read_text(encoding="utf-8"))
    results: dict[str, Figures] = {}
    counts: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for benchmark in BENCHMARKS:
            if given.only and not any(benchmark.name.startswith(name) for name in given.only):
                continue
            started = time.monotonic()
            tree = scored(benchmark, given.shared.resolve(), Path(scratch))
            results[benchmark.name] = figures_of(benchmark, tree)
            if benchmark.task == "clusters":
                counts.append(few(benchmark.name, tree))
            print(f"{benchmark.name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    for name, figures in OWN.items():
        if not given.only or any(name.startswith(wanted) for wanted in given.only):
            results[name] = figures()
    console.print(table(results, floors, peers))
    for line in counts:
        console.print(line, markup=False)
    if said := remarks(results):
        console.print(said, markup=False)
    if any(name.startswith("places-gold") for name in results):
        console.print(held_out_places())
    if given.keep:
        earlier = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.is_file() else {}
        told = kept(results, counts, earlier, day=datetime.now(UTC).date().isoformat())
        MEASURED.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"kept in {MEASURED}", file=sys.stderr)
    if given.raise_floors:
        FLOORS.write_text(json.dumps(raised(results, floors), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"floors raised in {FLOORS}", file=sys.stderr)
        return 0
    faults = below_floor(results, floors)
    for fault in faults:
        print(f"below the floor: {fault}", file=sys.stderr)
    print(f"{sum(map(len, results.values()))} figures, {len(faults)} below their floor")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
