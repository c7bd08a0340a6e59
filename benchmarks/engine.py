"""What annotating in shards costs: CPU seconds a report, two processes against one, Ray against the process pool.

    python -m benchmarks.engine cost [--reports 1000]          # local engine, one process, or so many --workers
    python -m benchmarks.engine processes [--reports 200]      # 1 against 2 processes, median of 5 (wall time: an idle machine)
    python -m benchmarks.engine ray [--reports 2000]           # Ray against the pool, two processes each, short reports

CPU time is that of all processes, read from /proc when the last shard is done; with the start of the engine and the
loading of models, without the end. Reports are made up (benchmarks/newsroom.py), about 400 words each; the short ones
have their first four paragraphs only, so that Ray's share shows.
"""
# ruff: noqa: E501 - the commands stand whole

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from benchmarks.newsroom import Newsroom
from trucewatch.engine.run import ShardRun, annotate_shards

TICKS = os.sysconf("SC_CLK_TCK")
#: Paragraphs of a short report, below its headline.
SHORT = 4


def write_rows(path: Path, number: int, *, short: bool = False) -> int:
    """Made-up reports as JSON lines; gives how many words they hold."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for n, (outlet, day, content) in enumerate(Newsroom().reports(number)):
            title, *paragraphs = content.split("\n\n")
            text = "\n\n".join(paragraphs[:SHORT] if short else paragraphs)
            words += len(text.split())
            row = {"title": title, "text": text, "publisher": outlet, "published": day.isoformat()}
            file.write(json.dumps({**row, "url": f"https://news.example/{n}"}) + "\n")
    return words


def _processes() -> dict[int, tuple[int, float, float]]:
    """Process id -> its parent, its CPU seconds with those of its dead children, its memory in use (MB)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            values = (folder / "stat").read_text().rpartition(")")[2].split()
            pages = int((folder / "statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        found[int(folder.name)] = (int(values[1]), sum(map(int, values[11:15])) / TICKS, pages * 4096 / 1e6)
    return found


def tree() -> tuple[float, float]:
    """CPU seconds of this process and all below it, and the memory (MB) of the largest below it."""
    known = _processes()
    below = defaultdict(list)
    for process, (parent, _, _) in known.items():
        below[parent].append(process)
    mine, waiting = set(), [os.getpid()]
    while waiting:
        one = waiting.pop()
        mine.add(one)
        waiting += below[one]
    return sum(known[p][1] for p in mine), max((known[p][2] for p in mine - {os.getpid()}), default=0.0)


class Measured:
    """One run: CPU and wall seconds up to the last shard, memory of the largest process on the way."""

    def __init__(self, rows: Path, out: Path, *, engine: str, workers: int, size: int) -> None:
        self.cpu = self.wall = 0.0
        self.memory: list[float] = []
        before, begun = tree()[0], time.monotonic()

        def watch(done: int, total: int | None, what: str) -> None:
            if total is not None and done:
                cpu, memory = tree()
                self.memory.append(memory)
                self.cpu, self.wall = cpu - before, time.monotonic() - begun

        self.run: ShardRun = annotate_shards(
            [rows], out, agreement="doha", engine=engine, workers=workers, size=size, progress=watch
        )
        if self.run.given_up:
            raise SystemExit(f"{len(self.run.given_up)} shards failed: {self.run.given_up[0].reason}")


def cost(root: Path, number: int, workers: int) -> None:
    words = write_rows(root / "rows.jsonl", number)
    size = max(1, number // 10)
    made = Measured(root / "rows.jsonl", root / "out", engine="local", workers=workers, size=size)
    stored = sum(entry.size or 0 for entry in made.run.made)
    seconds = [round((entry.seconds or 0) / entry.reports, 3) for entry in made.run.made]
    print(f"{number} reports, {words} words: {made.cpu:.0f} CPU-s, {made.cpu / number:.3f} a report, {words / made.cpu:.0f} words per CPU-s")
    print(f"wall seconds a report, shard by shard: {seconds}")
    print(f"memory of the largest process, shard by shard (MB): {[round(m) for m in made.memory]}")
    print(f"{stored / number:,.0f} bytes of Parquet a report; {(root / 'rows.jsonl').stat().st_size / number:,.0f} of input")


def processes(root: Path, number: int, times: int) -> None:
    write_rows(root / "rows.jsonl", number)
    ratios = []
    for turn in range(times):
        one, two = (
            Measured(root / "rows.jsonl", root / f"out{turn}.{n}", engine="local", workers=n, size=max(1, number // 20))
            for n in (1, 2)
        )
        ratios.append(one.wall / two.wall)
        print(f"1 process {one.wall:.1f} s ({one.cpu:.1f} CPU-s), 2 processes {two.wall:.1f} s ({two.cpu:.1f} CPU-s): {ratios[-1]:.2f}; load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"2 processes do {statistics.median(ratios):.2f} of what 1 does (median of {times}); cores: {os.cpu_count()}")


def against_ray(root: Path, number: int) -> None:
    words = write_rows(root / "rows.jsonl", number, short=True)
    made = {
        engine: Measured(root / "rows.jsonl", root / engine, engine=engine, workers=2, size=max(1, number // 20))
        for engine in ("local", "ray")
    }
    for engine, one in made.items():
        told = f"{one.cpu / number * 1000:.1f} CPU-ms and {one.wall / number * 1000:.1f} ms a report"
        print(f"{engine}: {number} reports of {words // number} words: {told}; load {os.getloadavg()[0]:.1f}")
    same = _bytes(made["local"].run, root / "local") == _bytes(made["ray"].run, root / "ray")
    print(f"Ray / pool: {made['ray'].cpu / made['local'].cpu:.2f} in CPU, {made['ray'].wall / made['local'].wall:.2f} in time; same bytes: {same}")


def _bytes(run: ShardRun, out: Path) -> Iterable[bytes]:
    return [(out / entry.output).read_bytes() for entry in run.made]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("cost", "processes", "ray"))
    parser.add_argument("--reports", type=int)
    parser.add_argument("--workers", type=int, default=1, help="processes (cost); the CPU seconds of all are counted")
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        if given.what == "cost":
            cost(root, given.reports or 1000, given.workers)
        elif given.what == "processes":
            processes(root, given.reports or 200, given.times)
        else:
            against_ray(root, given.reports or 2000)


if __name__ == "__main__":
    main()
