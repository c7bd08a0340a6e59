"""Two Ray nodes on one machine annotate shards; a process and a node that are lost in mid-run change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.engine_kill import WATCHFUL, contents, disturbed, head_of, is_whole
from tests.engine import big_corpus

from trucewatch.engine.engines import engine_named
from trucewatch.engine.on_ray import SILENT
from trucewatch.engine.run import annotate_shards

ray = pytest.importorskip("ray")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one core each."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in SILENT.items():
            environment.setenv(name, value)
        from ray.cluster_utils import Cluster

        head = {"num_cpus": 1, "include_dashboard": False, "_system_config": WATCHFUL}
        made = Cluster(initialize_head=True, head_node_args=head)
        made.add_node(num_cpus=1)
        made.wait_for_nodes()
        yield made
        ray.shutdown()
        made.shutdown()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_corpus.json_lines(tmp_path_factory.mktemp("corpus") / "rows.jsonl")


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, rows: Path) -> dict[str, bytes]:
    """What the local engine writes."""
    out = tmp_path_factory.mktemp("shards") / "calm"
    annotate_shards([rows], out, agreement="doha", workers=1, size=1)
    return contents(out)


def test_a_cluster_at_an_address_writes_what_one_process_does_though_a_worker_is_killed(cluster, rows, calm, tmp_path):
    out = tmp_path / "out"
    engine = engine_named("ray", address=cluster.address)
    assert is_whole(disturbed(rows, out, at=2, whom="worker", size=1, engine=engine), out, calm)
    assert not ray.is_initialized()  # left as it was found


def test_a_node_killed_in_mid_run_changes_nothing(cluster, rows, calm, tmp_path):
    out = tmp_path / "out"
    ray.init(address=cluster.address, log_to_driver=False, logging_level="FATAL")
    spared = head_of(ray.nodes())
    run = disturbed(rows, out, at=1, whom="node", size=1, engine=engine_named("ray"), spared=spared)
    assert is_whole(run, out, calm)
