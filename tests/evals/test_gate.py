"""The gate fails below a floor, and floors only rise."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

from evals.gate import BENCHMARKS, FLOORS, OWN, PEERS, below_floor, few, kept, raised, read_figure, remarks

import trucewatch


def test_a_figure_under_its_floor_is_named():
    faults = below_floor({"time": {"value F1": 0.70}}, {"time": {"value F1": 0.75}})
    assert faults == ["time: value F1 is 0.700, its floor is 0.750"]


def test_a_figure_that_is_no_longer_measured_is_a_fault():
    assert below_floor({"time": {}}, {"time": {"value F1": 0.75}})


def test_a_benchmark_that_was_not_asked_for_is_passed_over():
    assert below_floor({}, {"time": {"value F1": 0.75}}) == []


def test_floors_rise_and_never_fall():
    floors = {"time": {"value F1": 0.75, "strict F1": 0.80}}
    lifted = raised({"time": {"value F1": 0.90, "strict F1": 0.60}}, floors)
    assert lifted["time"] == {"value F1": 0.89, "strict F1": 0.80}


def test_figures_are_read_by_path_share_and_per_cent():
    tree = {"body": {"leak": 0.02}, "false": "2/16", "value": {"f1": 78.1}}
    assert read_figure(tree, "1-body.leak") == 0.98
    assert read_figure(tree, "1-false") == 0.875
    assert math.isclose(read_figure(tree, "value.f1", percent=True), 0.781)
    assert math.isnan(read_figure(tree, "nowhere.f1"))


def test_what_a_cluster_has_few_of_is_told_as_counts():
    tree = {
        "merge": {"p": 0.75, "r": 0.6, "n_pred": 4, "n_gold": 5},
        "disputes": {"p": float("nan"), "r": 0.0, "n_pred": 0, "n_gold": 2},
        "figures": {"acc": 0.5, "p": 0.5, "n": 2, "n_pred": 2},
    }
    assert few("clusters/kessel", tree) == (
        "clusters/kessel: 3 of 5 pairs joined, 1 others joined; 0 of 2 answers found, 0 others; "
        "1 of 2 conflicts of figures found, 1 others reported"
    )


def test_every_floor_and_peer_belongs_to_a_benchmark():
    known = {benchmark.name: set(benchmark.figures) for benchmark in BENCHMARKS}
    known |= {name: set(figures()) for name, figures in OWN.items()}
    for table in (FLOORS, PEERS):
        for name, figures in json.loads(table.read_text(encoding="utf-8")).items():
            assert figures.keys() <= known[name]


def test_figures_that_are_not_the_program_s_alone_are_said_to_be_so():
    said = remarks(["plover", "muc4", "time/news"])
    assert "plover: the benchmark's coding, not in the program" in said
    assert "muc4:" in said and "time/news" not in said
    assert remarks(["time/news"]) == ""


def test_a_remark_that_several_benchmarks_share_is_printed_once():
    assert remarks(["places/gwn", "places/lgl"]).startswith("places/gwn, places/lgl: ")


def test_nothing_of_the_program_reads_what_is_made_for_a_benchmark_alone():
    for path in Path(trucewatch.__file__).parent.rglob("*.py"):
        assert not re.search(r"^\s*(?:from|import) evals\b", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_every_benchmark_is_told_of_in_the_readme():
    told = (FLOORS.parent / "README.md").read_text(encoding="utf-8")
    for benchmark in BENCHMARKS:
        assert f"`{benchmark.name}`" in told or f"`{benchmark.name.split('/')[0]}/*`" in told


def test_what_was_measured_is_kept_by_task_and_what_was_not_run_stays_as_it_was():
    earlier = {
        "tasks": {"time/news": {"measured": "2031-01-01", "figures": {"value F1": 0.5}, "remark": ""}},
        "counts": ["clusters/a: 1 of 2 pairs joined", "clusters/b: none"],
    }
    told = kept({"plover": {"type accuracy": 0.71234}}, ["clusters/a: 2 of 2 pairs joined"], earlier, day="2031-02-01")
    assert told["tasks"]["time/news"]["measured"] == "2031-01-01"
    assert told["tasks"]["plover"]["figures"] == {"type accuracy": 0.712}
    assert "word lists" in told["tasks"]["plover"]["remark"]
    assert told["counts"] == ["clusters/a: 2 of 2 pairs joined", "clusters/b: none"]
    assert told["held out"]
