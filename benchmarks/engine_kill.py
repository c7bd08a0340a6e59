"""Kill what annotates shards, at chosen moments, and compare what is written with an undisturbed run.

    python -m benchmarks.engine_kill [--moments 20] [--reports 12] [--seed 1] [--engine local|ray|both]

Each moment kills one process with SIGKILL: a worker, the process that gives the work (the same command is then run
again), or a whole Ray node; while it annotates a report, before a shard's file is put in place, or right after. Then
every file must have the bytes of the undisturbed run, none may be half-written, and the manifest must name all as done.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.newsroom import Newsroom
from trucewatch.engine.engines import Engine, Job, Outcome, engine_named
from trucewatch.engine.manifest import read_manifest
from trucewatch.engine.run import ShardRun, annotate_shards

Whom = Literal["worker", "giver", "node"]
#: In the place of the number of a report: when the file is put in place.
BEFORE, AFTER = -1, -2
#: A Ray cluster that looks after its nodes twice a second: on one machine nobody need wait longer.
WATCHFUL = {
    "health_check_initial_delay_ms": 500, "health_check_period_ms": 500, "health_check_timeout_ms": 1000,
    "health_check_failure_threshold": 3,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class KillingJob:
    """A job in the course of which one process is killed, once: whoever makes the file ``marker`` first does it.

    ``at`` counts the reports that the process annotates, from 1; or ``BEFORE``, ``AFTER``. ``spared`` is the Ray node
    that must live.
    """

    job: Job
    marker: Path
    at: int
    whom: Whom
    spared: str = ""

    def begin(self) -> Callable[[Any], Any]:
        from trucewatch.annotate.annotator import Annotator

        plain = getattr(Annotator.annotate, "plain", Annotator.annotate)
        replace = getattr(os.replace, "plain", os.replace)
        count = [0]

        def annotate(annotator: Any, *given: Any, **more: Any) -> Any:
            count[0] += 1
            if count[0] == self.at:
                self._kill()
            return plain(annotator, *given, **more)

        def put_in_place(here: Any, there: Any) -> None:
            parquet = str(there).endswith(".parquet")
            if parquet and self.at == BEFORE:
                self._kill()
            replace(here, there)
            if parquet and self.at == AFTER:
                self._kill()

        annotate.plain = plain  # type: ignore[attr-defined]
        put_in_place.plain = replace  # type: ignore[attr-defined]
        Annotator.annotate = annotate  # type: ignore[method-assign]
        os.replace = put_in_place  # type: ignore[assignment]
        return self.job.begin()

    def _kill(self) -> None:
        if self.whom == "node":
            import ray

            if ray.get_runtime_context().get_node_id() == self.spared:
                return
        try:
            self.marker.open("x").close()
        except FileExistsError:
            return
        if self.whom != "worker":
            os.kill(os.getppid(), signal.SIGKILL)
        if self.whom == "giver":
            signal.pause()  # until it notices that nobody waits for its work
        os.kill(os.getpid(), signal.SIGKILL)  # with a machine all that runs on it is gone


@dataclass(frozen=True, kw_only=True)
class Killing:
    """An engine whose work is disturbed."""

    engine: Engine
    marker: Path
    at: int
    whom: Whom
    spared: str = ""

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def workers(self) -> int:
        return self.engine.workers

    def run(self, job: Job, items: Iterable[Any], *, tries: int = 3) -> Iterator[Outcome]:
        killing = KillingJob(job=job, marker=self.marker, at=self.at, whom=self.whom, spared=self.spared)
        return self.engine.run(killing, items, tries=tries)


def write_rows(path: Path, number: int) -> None:
    """Made-up reports as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for n, (outlet, day, content) in enumerate(Newsroom().reports(number)):
            title, _, words = content.partition("\n\n")
            row = {"title": title, "text": words, "publisher": outlet, "published": day.isoformat()}
            file.write(json.dumps({**row, "url": f"https://news.example/{n}"}) + "\n")


def contents(out: Path) -> dict[str, bytes]:
    """What stands in a folder of shards, but the manifest and the lock."""
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.name not in ("manifest.json", ".lock")}


def disturbed(
    rows: Path, out: Path, *, at: int, whom: Whom, size: int, engine: Engine | None = None, spared: str = "",
    agreement: str = "doha",
) -> ShardRun:  # fmt: skip
    """Annotate the rows while somebody is killed; whoever gives the work is started again by the same call."""
    marker = out.with_name(f"{out.name}.killed")
    killing = Killing(engine=engine or engine_named("local", workers=2), marker=marker, at=at, whom=whom, spared=spared)
    if whom == "giver":
        child = multiprocessing.get_context("spawn").Process(target=_give, args=(rows, out, killing, size, agreement))
        child.start()
        child.join()
        if child.exitcode != -signal.SIGKILL:
            raise SystemExit(f"whoever gives the work ended with {child.exitcode}, and was to be killed")
        killing = Killing(engine=killing.engine, marker=marker, at=0, whom=whom)
    run = annotate_shards([rows], out, agreement=agreement, engine=killing, size=size)
    if not marker.exists():
        raise SystemExit(f"nobody was killed: {whom} at {at}")
    return run


def _give(rows: Path, out: Path, engine: Engine, size: int, agreement: str) -> None:
    annotate_shards([rows], out, agreement=agreement, engine=engine, size=size)


def is_whole(run: ShardRun, out: Path, calm: dict[str, bytes]) -> bool:
    """True if a disturbed run ended as an undisturbed one does."""
    manifest = read_manifest(out)
    done = manifest is not None and all(shard.state == "done" for shard in manifest.shards)
    return done and not run.given_up and contents(out) == calm


def run_local(root: Path, rows: Path, calm: dict[str, bytes], moments: int, size: int, rng: random.Random) -> int:
    equal = 0
    for moment in range(moments):
        whom: Whom = ("worker", "giver")[moment % 2]  # type: ignore[assignment]
        at = rng.choice([*range(1, size + 1), BEFORE, AFTER])
        out = root / f"local{moment}"
        equal += is_whole(disturbed(rows, out, at=at, whom=whom, size=size), out, calm)
        print(f"local: {whom} killed at {at}; {equal} of {moment + 1} equal", flush=True)
    return equal


def head_of(nodes: Iterable[dict[str, Any]]) -> str:
    """The id of the node that a cluster cannot lose."""
    return next(str(n["NodeID"]) for n in nodes if n["Alive"] and "node:__internal_head__" in n["Resources"])


def run_ray(root: Path, rows: Path, calm: dict[str, bytes], moments: int, size: int, rng: random.Random) -> int:
    """Two nodes on this machine; one that was killed is started again."""
    import ray
    from ray.cluster_utils import Cluster

    equal = 0
    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False, "_system_config": WATCHFUL}
    )
    try:
        for moment in range(moments):
            if len(cluster.worker_nodes) == 0:
                cluster.add_node(num_cpus=1)
                cluster.wait_for_nodes()
            ray.init(address=cluster.address, log_to_driver=False, logging_level="FATAL")
            spared = head_of(ray.nodes())
            whom: Whom = ("worker", "node")[moment % 2]  # type: ignore[assignment]
            at = rng.choice([*range(1, size + 1), BEFORE, AFTER])
            out = root / f"ray{moment}"
            engine = engine_named("ray")
            run = disturbed(rows, out, at=at, whom=whom, size=size, engine=engine, spared=spared)
            equal += is_whole(run, out, calm)
            print(f"ray: {whom} killed at {at}; {equal} of {moment + 1} equal", flush=True)
            ray.shutdown()
            if whom == "node":
                for node in list(cluster.worker_nodes):
                    cluster.remove_node(node, allow_graceful=False)
    finally:
        ray.shutdown()
        cluster.shutdown()
    return equal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=20, help="of each engine")
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("local", "ray", "both"), default="both")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    size = max(1, given.reports // 4)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        rows = root / "rows.jsonl"
        write_rows(rows, given.reports)
        annotate_shards([rows], root / "calm", agreement="doha", workers=2, size=size)
        calm = contents(root / "calm")
        faults = 0
        for name, work in (("local", run_local), ("ray", run_ray)):
            if given.engine in (name, "both"):
                equal = work(root, rows, calm, given.moments, size, rng)
                print(f"{name}: {equal} of {given.moments} equal to the undisturbed run")
                faults += given.moments - equal
    if faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
