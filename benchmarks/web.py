"""How long each page and each door of the interface takes on a large case, and whether fifty readers at once get an
answer.

    python -m benchmarks.web [--case CASE | --keep CASE] [--statements 100000] [--rounds 20] [--readers 50]
                             [--only WORDS] [--decide]

Without ``--case`` a case is made up (``benchmarks.made``: records are written as linking would leave them; some four
CPU-minutes for 100,000 statements); ``--keep`` makes it there, or takes the one that a run before left there. The
server runs in a process of its own on loopback, as ``trucewatch serve`` runs it. What it works out in the background is
waited for; then every page is asked for by one reader ``--rounds`` times after one warm-up, with other filters and
records each time. Printed are median and 95th percentile of the milliseconds from question to last byte, and of the CPU
time that the server's process spent meanwhile, which is what counts where the machine has other work (Linux alone tells
it). Then ``--readers`` readers ask for pages at random at the same time. ``--decide`` decides in the forms in place of
all that, on a copy of the case: accept, amend, merge, split, undo.
"""

from __future__ import annotations

import argparse
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.deciding import decisions
from benchmarks.made import build
from benchmarks.web_addresses import addresses
from trucewatch.case import open_case

#: Asked milliseconds, for the table's last column.
ASKED = 150
#: Pages that show what is worked out in the background; it is waited for, so many seconds at most.
IN_BACKGROUND = ("/", "/review", "/ledger/silence", "/provisions", "/sources", "/map", "/timeline")
PATIENCE = 1800


@dataclass(kw_only=True)
class Taken:
    """Milliseconds by the clock and of the server's CPU time, and how often each status came."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def line(self, name: str, note: str = "") -> str:
        wrong = {status: n for status, n in self.statuses.items() if status not in (200, 303)}
        cpu = [f"{statistics.median(self.cpu):9.1f}", f"{p95(self.cpu):9.1f}"] if self.cpu else [" " * 9] * 2
        mark = "" if p95(self.cpu or self.clock) <= ASKED else f"over {ASKED} ms"
        return (
            f"{name:<24} {statistics.median(self.clock):9.1f} {p95(self.clock):9.1f} {' '.join(cpu)}  "
            f"{mark} {wrong or ''} {note}".rstrip()
        )


HEAD = f"{'':<24} {'p50 ms':>9} {'p95 ms':>9} {'CPU p50':>9} {'CPU p95':>9}"


class Server:
    """A server of a case, and what its process has spent."""

    def __init__(self, path: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = "from trucewatch.present.cli import main; main()"
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, "serve", str(path), "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.base = f"http://127.0.0.1:{port}"
        for _ in range(1200):
            try:
                httpx.get(f"{self.base}/static/mark.svg")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        else:
            raise SystemExit("the server did not answer within a minute")
        self.started = time.perf_counter() - begun

    def cpu(self) -> float | None:
        """Milliseconds of CPU time that the threads of the process have had; None where the system does not tell."""
        spent = 0
        try:
            for task in Path(f"/proc/{self.process.pid}/task").iterdir():
                spent += int((task / "schedstat").read_text().split()[0])
        except OSError:
            return None
        return spent / 1e6

    def timed(self, taken: Taken, ask: Callable[[], httpx.Response]) -> httpx.Response:
        before, begun = self.cpu(), time.perf_counter()
        answer = ask()
        taken.clock.append((time.perf_counter() - begun) * 1000)
        after = self.cpu()
        if before is not None and after is not None:
            taken.cpu.append(after - before)
        taken.statuses[answer.status_code] += 1
        return answer


@contextmanager
def served(path: Path) -> Iterator[Server]:
    server = Server(path)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(timeout=60)


def asked(server: Server, places: list[str], rounds: int) -> Taken:
    taken = Taken()
    with httpx.Client(base_url=server.base, timeout=600) as client:
        client.get(places[0])
        for number in range(rounds):
            server.timed(taken, lambda number=number: client.get(places[number % len(places)]))  # type: ignore[misc]
    return taken


def p95(took: list[float]) -> float:
    return sorted(took)[max(0, round(0.95 * len(took)) - 1)]


def crowd(base: str, places: list[str], readers: int, each: int) -> Taken:
    """Every reader asks for ``each`` pages at random, all at the same time."""
    taken = Taken()
    lock = threading.Lock()

    def read(number: int) -> None:
        rng = random.Random(number)
        with httpx.Client(base_url=base, timeout=600) as client:
            for _ in range(each):
                begun = time.perf_counter()
                try:
                    status = client.get(rng.choice(places)).status_code
                except httpx.TransportError:
                    status = 0
                with lock:
                    taken.clock.append((time.perf_counter() - begun) * 1000)
                    taken.statuses[status] += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def first(path: Path) -> None:
    """Print what the very first page after a start takes."""
    with served(path) as server:
        taken = Taken()
        server.timed(taken, lambda: httpx.get(f"{server.base}/", timeout=600))
        print(taken.line("first page (overview)", f"after a start of {server.started:.1f} s"), flush=True)


def measure(path: Path, *, rounds: int, readers: int, only: str) -> None:
    """Print the table for one case."""
    with open_case(path) as case:
        pages = {name: places for name, places in addresses(case, random.Random(7)).items() if only in name}
    print(HEAD)
    first(path)
    with served(path) as server:
        print(asked(server, ["/static/app.css"], rounds).line("(static file)"), flush=True)
        _settled(server)
        for page, places in pages.items():
            print(asked(server, places, rounds).line(page), flush=True)
        if readers:
            begun = time.perf_counter()
            taken = crowd(server.base, [place for places in pages.values() for place in places], readers, 6)
            seconds = time.perf_counter() - begun
            print(taken.line(f"{readers} readers at once", f"{len(taken.clock)} pages in {seconds:.1f} s"))
            print(f"statuses {dict(taken.statuses)}")


def _settled(server: Server) -> None:
    """Have what is worked out in the background worked out, so that it is not timed with the pages."""
    begun = time.perf_counter()
    with httpx.Client(base_url=server.base, timeout=600) as client:
        while any("being worked out" in client.get(page).text.casefold() for page in IN_BACKGROUND):
            if time.perf_counter() - begun > PATIENCE:
                raise SystemExit(f"what the server works out in the background took more than {PATIENCE} s")
            time.sleep(2)
    print(f"worked out in the background in {time.perf_counter() - begun:.0f} s by the clock", flush=True)


def decide(path: Path, *, rounds: int) -> None:
    """Print what decisions in the forms take, on a copy of the case."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        shutil.copy(path, copy)
        with open_case(copy) as case:
            wanted = decisions(case, random.Random(11), rounds)
        print(HEAD)
        with served(copy) as server, httpx.Client(base_url=server.base, timeout=600) as client:
            for name, steps in wanted.items():
                taken, after = Taken(), Taken()
                for step in steps:
                    step(client, lambda ask, taken=taken: server.timed(taken, ask))
                    server.timed(after, lambda: client.get("/review"))
                if taken.clock:
                    print(taken.line(name), flush=True)
                    print(after.line("  the queue after it"), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, help="a case to serve; else one is made up")
    parser.add_argument("--keep", type=Path, help="where the case is made, or was made by a run before")
    parser.add_argument("--statements", type=int, default=100_000, help="size of the case that is made up")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--readers", type=int, default=50, help="readers at once; 0 for none")
    parser.add_argument("--only", default="", help="only pages whose name holds these words")
    parser.add_argument("--decide", action="store_true", help="time decisions in the forms in place of pages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.case or given.keep or Path(folder) / "large.truce"
        if given.case is None and not path.exists():
            build(path, statements=given.statements, told=lambda line: print(line, file=sys.stderr, flush=True))
        if given.decide:
            decide(path, rounds=given.rounds)
        else:
            measure(path, rounds=given.rounds, readers=given.readers, only=given.only)


if __name__ == "__main__":
    main()
