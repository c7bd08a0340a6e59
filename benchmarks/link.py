"""What linking costs as a case grows: adding 100 reports to a small and a large case, linking from scratch, memory.

    python -m benchmarks.link [--sizes 1000 10000] [--add 100]

Cases are made up: reports of eight statements and two incidents each, five reports a day however large the case, so
that a larger case is a longer one. A point is told by one to four outlets within two days, in part of its words; some
are said again days later; leaders speak throughout, spokesmen for some weeks. Nothing is annotated: mentions are made
by the script and saved as an annotation is. Seconds are CPU time of this process, "parts" the linking of statements and
incidents that an add touches, "rest" what is still worked out over the whole case; memory is the peak of a process
that links the case from scratch.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from trucewatch import pipeline
from trucewatch.link.profile import shares
from trucewatch.records.agreement import Agreement, Party
from trucewatch.records.capture import Capture
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Annotation, IncidentMention, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.text import Text, text_id
from trucewatch.records.when import When
from trucewatch.records.where import Where
from trucewatch.store import Store, create_case, open_case

NOW = datetime(2040, 1, 1, tzinfo=UTC)
START = date(2031, 1, 1)
MAKER = Maker(kind="machine", name="benchmark", version="1")
AGREEMENT = Agreement(
    id="bench", title="Harbour accord", signed=START,
    parties=(Party(name="Northland", role="signatory"), Party(name="River Front", role="signatory")),
)  # fmt: skip
REPORTS_A_DAY, STATEMENTS, INCIDENTS = 5, 8, 2
ACTS = ("report", "accuse", "deny", "demand", "pledge", "announce", "condemn")
TYPES = ("armed_attack", "shelling", "bombing", "detention", "meeting", "release")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something said or told of, which several outlets report."""

    words: tuple[str, ...]
    speaker: str
    side: str
    act: str
    day: date
    place: str


class World:
    """Makes the reports of a case day by day, always the same ones."""

    def __init__(self) -> None:
        self.rng = random.Random(20310502)
        letters = "bdfgklmnprstvz"
        syllables = [c + v for c in letters for v in "aeiou"]
        words = {"".join(self.rng.sample(syllables, 3)) for _ in range(9000)}
        self.words = sorted(words)
        self.usual, self.shares = zip(*sorted(shares().items()), strict=True)
        self.leaders = [("Ada Brook", "Northland"), ("Bo Hill", "River Front"), ("Cora Lund", "Northland")]
        self.recent: list[Point] = []

    def point(self, day: date) -> Point:
        rng = self.rng
        if self.recent and rng.random() < 0.55:
            return rng.choice(self.recent[-60:])
        if self.recent and rng.random() < 0.1:  # said again on another day
            old = rng.choice(self.recent)
            return self._kept(Point(words=old.words, speaker=old.speaker, side=old.side, act=old.act, day=day,
                                    place=old.place))  # fmt: skip
        speaker, side = rng.choice(self.leaders)
        if rng.random() < 0.7:  # one of the spokesmen of these weeks
            n = (day - START).days // 20 * 12 + rng.randrange(12)
            speaker = f"{self.words[n % 4000].title()} {self.words[(n * 7 + 3) % 4000].title()}"
            side = rng.choice(("Northland", "River Front"))
        usual = rng.choices(self.usual, weights=self.shares, k=8)  # words as common as they are in prose of the field
        chosen = tuple(dict.fromkeys([*usual, *rng.sample(self.words, 6)]))
        place = self.words[rng.randrange(300)].title()
        return self._kept(Point(words=chosen, speaker=speaker, side=side, act=rng.choice(ACTS), day=day, place=place))

    def _kept(self, point: Point) -> Point:
        self.recent = [*self.recent[-200:], point]
        return point

    def report(self, number: int) -> tuple[Capture, Text, Report, Annotation]:
        rng = self.rng
        day = START + timedelta(days=number // REPORTS_A_DAY)
        points = [self.point(day) for _ in range(STATEMENTS + INCIDENTS)]
        told = [" ".join(w for w in p.words if rng.random() < 0.8) or p.words[0] for p in points]
        lines = [f"{p.speaker} said {words}." for p, words in zip(points, told, strict=True)]
        content = f"Report {number}.\n" + "\n".join(lines)
        capture = Capture.of(content.encode(), media_type="text/plain", fetched_at=NOW)
        text = Text(id=text_id(content), capture_id=capture.id, content=content, reader="benchmark", reader_version="1")
        said, happened = [], []
        at = content.index("\n") + 1
        for n, (point, words, line) in enumerate(zip(points, told, lines, strict=True)):
            start = at + len(f"{point.speaker} said ")
            span = text.span(start, start + len(words))
            at += len(line) + 1
            if n < STATEMENTS:
                said.append(StatementMention.of(content=(span,), speaker=point.speaker, speaker_kind="named",
                                                side=point.side, act=point.act, maker=MAKER))  # fmt: skip
            else:
                where = Where(name=point.place, role="where", country="ZZ", admin1="Shore", precision="exact")
                happened.append(IncidentMention.of(words=span, trigger=span, type=TYPES[len(point.place) % len(TYPES)],
                                                   when=When.days(point.day, point.day, words="that day"),
                                                   places=(where,), maker=MAKER))  # fmt: skip
        found = (
            Found(field="published", value=day.isoformat(), basis="sidecar"),
            Found(field="publisher", value=f"Outlet {rng.randrange(12)}", basis="sidecar"),
        )
        report = Report(id=f"{number:064x}", capture_ids=(capture.id,), text_ids=(text.id,), found=found, added_at=NOW)
        return capture, text, report, Annotation(
            text_id=text.id, fingerprint="benchmark", statements=tuple(said), incidents=tuple(happened)
        )  # fmt: skip


class Clock:
    """CPU seconds by what they went to."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def timed(self, what: str, work: object, *args: object, **named: object) -> object:
        begun = time.process_time()
        result = work(*args, **named)  # type: ignore[operator]
        self.spent[what] = self.spent.get(what, 0.0) + time.process_time() - begun
        return result


def link_timed(store: Store, clock: Clock) -> None:
    """Link what waits; the two halves of linking on the clock by themselves."""
    parts, rest = pipeline.relink, pipeline.link_rest
    pipeline.relink = lambda *a, **k: clock.timed("parts", parts, *a, **k)  # type: ignore[assignment]
    pipeline.link_rest = lambda *a, **k: clock.timed("rest", rest, *a, **k)  # type: ignore[assignment]
    try:
        pipeline.link_case(store)
    finally:
        pipeline.relink, pipeline.link_rest = parts, rest


def measure(path: Path, statements: int, add: int) -> None:
    """Make a case, link it from scratch, add reports to it; print one line."""
    world, scratch, more = World(), Clock(), Clock()
    reports = statements // STATEMENTS
    create_case(path, agreement=AGREEMENT, source=b"").close()
    with open_case(path, write=True) as store:
        for number in range(reports):
            scratch.timed("save", store.save_report, *world.report(number), now=NOW)
        link_timed(store, scratch)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        for number in range(reports, reports + add):
            more.timed("save", store.save_report, *world.report(number), now=NOW)
        link_timed(store, more)
        counts = store.counts()
    print(
        f"{statements:>7} statements -> {counts['statements']} joined, {counts['judgements']} judgements; scratch: "
        + ", ".join(f"{what} {s:.1f} s" for what, s in scratch.spent.items())
        + f"; {add} more: "
        + ", ".join(f"{what} {s:.2f} s" for what, s in more.spent.items())
        + f"; peak {peak:.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--add", type=int, default=100)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder) / "bench.truce", given.one, given.add)
        return
    for size in given.sizes:  # each in a process of its own, for the memory's sake
        command = [sys.executable, "-m", "benchmarks.link", "--one", str(size), "--add", str(given.add)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
