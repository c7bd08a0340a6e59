"""How long each page of the web application takes on a large case, and whether fifty readers at once get an answer.

    python -m benchmarks.web [--case CASE | --statements 100000] [--rounds 20] [--readers 50]

Without ``--case`` the case is made up by ``benchmarks.browse`` (records are written as linking would leave them). The
server runs in a process of its own on loopback, as ``trucewatch serve`` runs it; every page is asked for by one reader
``--rounds`` times after one warm-up, with other filters and records each time, and the milliseconds from question to
last byte are printed as median and 95th percentile beside a page that reads nothing (a static file) as the baseline.
Then ``--readers`` readers ask for pages at random at the same time.
"""

from __future__ import annotations

import argparse
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from trucewatch.case import Case, open_case

#: Asked milliseconds, for the table's last column.
ASKED = 150
SIDES = 3


def addresses(case: Case, rng: random.Random) -> dict[str, list[str]]:
    """Page -> addresses of it, so that no answer is the one before."""
    statements = [s.id for s, _ in zip(case.store.statements(), range(2000), strict=False)]
    incidents = [i.id for i, _ in zip(case.store.incidents(), range(2000), strict=False)]
    reports = [r.id for r, _ in zip(case.store.reports(), range(2000), strict=False)]
    actors = [a.id for a, _ in zip(case.store.actors(), range(200), strict=False)]
    series = [q.id for q, _ in zip(case.store.series(), range(200), strict=False)]
    refs = [p.ref for p in case.agreement.provisions]
    sides = [p.name for p in case.agreement.parties][:SIDES]
    words = ["convoy", "quota", "ferry", "border", "prison", "shelling"]

    def some(prefix: str, ids: list[str]) -> list[str]:
        return [f"{prefix}{one}" for one in rng.sample(ids, min(len(ids), 20))]

    found = {
        "overview": ["/"],
        "statements": [f"/statements?side={s}&offset={o}" for s in sides for o in (0, 50, 5000)],
        "incidents": [f"/incidents?offset={o}" for o in (0, 50, 2000)],
        "timeline": ["/timeline", "/timeline?grain=month", *[f"/timeline?side={s}" for s in sides]],
        "timeline picture": ["/timeline.json", *[f"/timeline.json?side={s}&grain=month" for s in sides]],
        "map": ["/map", *[f"/map?side={s}" for s in sides]],
        "map picture": ["/map.json?zoom=5", "/map.json?zoom=9"],
        "ledger": ["/ledger", "/ledger?answered=no", *[f"/ledger?against={s}" for s in sides], "/ledger?offset=1000"],
        "provisions": ["/provisions"],
        "provision": [f"/provisions/{r}" for r in refs],
        "figures": ["/figures", "/figures?state=conflict", "/figures?offset=200"],
        "actors": ["/actors", "/actors?offset=20"],
        "reports": ["/reports", "/reports?offset=5000"],
        "search": [f"/search?words={w}" for w in words] + [f"/search?words={w}&side={s}" for w in words for s in sides],
        "review": ["/review"],
        "decisions": ["/decisions"],
        "sources": ["/sources"],
        "statement": some("/statements/", statements),
        "incident": some("/incidents/", incidents),
        "report": some("/reports/", reports),
        "actor": some("/actors/", actors),
        "series": some("/figures/series/", series),
        "evidence": [f"/evidence/statement/{one}/speaker" for one in rng.sample(statements, min(len(statements), 20))],
        "api statements": ["/api/v1/statements", "/api/v1/statements?offset=5000"],
        "api search": [f"/api/v1/search?words={w}" for w in words],
    }
    return {page: places for page, places in found.items() if places}


def served(path: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server of the case, and its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = "from trucewatch.present.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", str(path), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{base}/static/mark.svg")
            return process, base
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer within a minute")


def asked(base: str, places: list[str], rounds: int) -> tuple[list[float], Counter[int]]:
    """Milliseconds of each answer, and how often each status came."""
    took, statuses = [], Counter[int]()
    with httpx.Client(base_url=base, timeout=60) as client:
        client.get(places[0])
        for number in range(rounds):
            begun = time.perf_counter()
            answer = client.get(places[number % len(places)])
            took.append((time.perf_counter() - begun) * 1000)
            statuses[answer.status_code] += 1
    return took, statuses


def p95(took: list[float]) -> float:
    return sorted(took)[max(0, round(0.95 * len(took)) - 1)]


def crowd(base: str, places: list[str], readers: int, each: int) -> tuple[list[float], Counter[int]]:
    """Every reader asks for ``each`` pages at random, all at the same time."""
    took: list[float] = []
    statuses: Counter[int] = Counter()
    lock = threading.Lock()

    def read(number: int) -> None:
        rng = random.Random(number)
        with httpx.Client(base_url=base, timeout=120) as client:
            for _ in range(each):
                begun = time.perf_counter()
                try:
                    status = client.get(rng.choice(places)).status_code
                except httpx.TransportError:
                    status = 0
                with lock:
                    took.append((time.perf_counter() - begun) * 1000)
                    statuses[status] += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, statuses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, help="a case to serve; else one is made up")
    parser.add_argument("--statements", type=int, default=100_000, help="size of the case that is made up")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--readers", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.case
        if path is None:
            from benchmarks.browse import build

            path = Path(folder) / "large.truce"
            build(path, statements=given.statements)
        measure(path, rounds=given.rounds, readers=given.readers)


def measure(path: Path, *, rounds: int, readers: int) -> None:
    """Print the table for one case."""
    with open_case(path) as case:
        pages = addresses(case, random.Random(7))
    process, base = served(path)
    try:
        baseline, _ = asked(base, ["/static/app.css"], rounds)
        usual = statistics.median(baseline)
        print(f"{'page':<16} {'median ms':>10} {'p95 ms':>8} {'x static':>9}  over {ASKED} ms / errors")
        print(f"{'(static file)':<16} {usual:>10.1f} {p95(baseline):>8.1f} {1.0:>9.1f}")
        for page, places in pages.items():
            took, statuses = asked(base, places, rounds)
            wrong = {status: n for status, n in statuses.items() if status != 200}
            mark = "over" if p95(took) > ASKED else ""
            print(
                f"{page:<16} {statistics.median(took):>10.1f} {p95(took):>8.1f} "
                f"{statistics.median(took) / usual:>9.1f}  {mark} {wrong or ''}",
                flush=True,
            )
        every = [place for places in pages.values() for place in places]
        begun = time.perf_counter()
        took, statuses = crowd(base, every, readers, 6)
        seconds = time.perf_counter() - begun
        print(
            f"{readers} readers at once: {len(took)} pages in {seconds:.1f} s, median {statistics.median(took):.0f}, "
            f"p95 {p95(took):.0f} ms; statuses {dict(statuses)}"
        )
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
