"""What linking costs as a case grows: adding 100 reports to a small and a large case, linking from scratch, memory.

    python -m benchmarks.link [--sizes 1000 10000] [--add 100]

Cases are made up: reports of eight statements, two incidents and now and then a number or a promise, five reports a day
however large the case, so that a larger case is a longer one: 100,000 statements are 12,500 reports in nearly seven
years, by twelve outlets. A point is told by one to four outlets within two days, in part of its words; some are said
again days later; one report in ten is a reprint of one of the days before. Three leaders with their offices speak
throughout, twelve spokesmen for some weeks each; one incident in twenty lasts for days and may hold others. One
statement in eight has words of one of the agreement's six provisions. Nothing is annotated: mentions are made by the
script and saved as an annotation is. Seconds are CPU time of this process: "save" storing reports, "parts" the linking
of statements and incidents, "rest" of what hangs on these; a decision confirms one of the latest statements; memory is
the peak of a process that links the case from scratch.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from trucewatch import linking
from trucewatch import open as open_for_decisions
from trucewatch.link.profile import shares
from trucewatch.records.agreement import Agreement, Party, Provision
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.figure import Figure
from trucewatch.records.maker import Maker
from trucewatch.records.mention import Annotation, IncidentMention, Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.text import Text, text_id
from trucewatch.records.when import When
from trucewatch.records.where import Where
from trucewatch.store import Store, create_case, open_case

NOW = datetime(2040, 1, 1, tzinfo=UTC)
START = date(2031, 1, 1)
MAKER = Maker(kind="machine", name="benchmark", version="1")
MATTERS = ("salt convoy", "grain quota", "mine map", "ferry line", "prison roll", "border gate")
SIDES = ("Northland", "River Front")
AGREEMENT = Agreement(
    id="bench", title="Harbour accord", signed=START, parties=tuple(Party(name=s, role="signatory") for s in SIDES),
    provisions=tuple(
        Provision(ref=f"{n}", instrument="Harbour accord", what=f"The {matter} is kept open.", obligors=(SIDES[n % 2],),
                  keywords=(matter,))
        for n, matter in enumerate(MATTERS, 1)
    ),
)  # fmt: skip
REPORTS_A_DAY, STATEMENTS, INCIDENTS = 5, 8, 2
DECISIONS = 5
ACTS = ("report", "accuse", "deny", "demand", "pledge", "announce", "condemn")
TYPES = ("armed_attack", "shelling", "bombing", "detention", "meeting", "release")
UNITS = ("soldiers", "prisoners", "lorries", "mines", "families", "rifles", "boats", "tents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something said or told of, which several outlets report."""

    words: tuple[str, ...]
    speaker: str
    role: str | None
    side: str
    act: str
    day: date
    last: date
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
        self.leaders = [
            ("Ada Brook", "president of Northland", "Northland"), ("Bo Hill", "river commander", "River Front"),
            ("Cora Lund", "foreign minister of Northland", "Northland"),
        ]  # fmt: skip
        self.recent: list[Point] = []
        self.printed: list[list[tuple[Point, str]]] = []

    def point(self, day: date) -> Point:
        rng = self.rng
        if self.recent and rng.random() < 0.55:
            return rng.choice(self.recent[-60:])
        if self.recent and rng.random() < 0.1:  # said again on another day
            return self._kept(replace(rng.choice(self.recent), day=day, last=day))
        speaker, role, side = rng.choice(self.leaders)
        if rng.random() < 0.7:  # one of the spokesmen of these weeks
            n = (day - START).days // 20 * 12 + rng.randrange(12)
            speaker = f"{self.words[n % 4000].title()} {self.words[(n * 7 + 3) % 4000].title()}"
            side = rng.choice(SIDES)
        usual = rng.choices(self.usual, weights=self.shares, k=8)  # words as common as they are in prose of the field
        chosen = tuple(dict.fromkeys([*usual, *rng.sample(self.words, 6)]))
        if rng.random() < 0.125:
            chosen = (*chosen, rng.choice(MATTERS))
        place = self.words[rng.randrange(300)].title()
        last = day + timedelta(days=rng.randrange(3, 12) if rng.random() < 0.05 else 0)
        return self._kept(
            Point(words=chosen, speaker=speaker, role=role if speaker in self._leading else None, side=side,
                  act=rng.choice(ACTS), day=day, last=last, place=place)
        )  # fmt: skip

    @property
    def _leading(self) -> set[str]:
        return {name for name, _, _ in self.leaders}

    def _kept(self, point: Point) -> Point:
        self.recent = [*self.recent[-200:], point]
        return point

    def _told(self, day: date) -> list[tuple[Point, str]]:
        """What a report tells: points of its own, or those of a report that it reprints, word for word."""
        rng = self.rng
        if self.printed and rng.random() < 0.1:
            return rng.choice(self.printed)
        points = [self.point(day) for _ in range(STATEMENTS + INCIDENTS)]
        told = [(p, " ".join(w for w in p.words if rng.random() < 0.8) or p.words[0]) for p in points]
        self.printed = [*self.printed[-14:], told]
        return told

    def report(self, number: int) -> tuple[Capture, Text, Report, Annotation]:
        rng = self.rng
        day = START + timedelta(days=number // REPORTS_A_DAY)
        told = self._told(day)
        lines = [f"{p.speaker} said {words}." for p, words in told]
        counted = f"{rng.randrange(20, 900)} {rng.choice(UNITS)}"
        content = f"Report {number}.\n" + "\n".join(lines) + f"\nThere were {counted}."
        capture = Capture.of(content.encode(), media_type="text/plain", fetched_at=NOW)
        text = Text(id=text_id(content), capture_id=capture.id, content=content, reader="benchmark", reader_version="1")
        said, happened, figures, promised = [], [], [], []
        at = content.index("\n") + 1
        for n, ((point, words), line) in enumerate(zip(told, lines, strict=True)):
            start = at + len(f"{point.speaker} said ")
            span = text.span(start, start + len(words))
            source = text.span(at, at + len(point.speaker))
            at += len(line) + 1
            if n < STATEMENTS:
                said.append(
                    StatementMention.of(content=(span,), source=source, speaker=point.speaker, role=point.role,
                                        speaker_kind="named", side=point.side, act=point.act, maker=MAKER)
                )  # fmt: skip
                if point.act == "pledge" and rng.random() < 0.3:
                    promised.append(Commitment.of(span=span, obligor=point.side, obligor_side=point.side, what=words,
                                                  maker=MAKER))  # fmt: skip
            else:
                where = Where(name=point.place, role="where", country="ZZ", admin1="Shore", precision="exact")
                kind = TYPES[len(point.place) % len(TYPES)] if point.last == point.day else "offensive"
                happened.append(IncidentMention.of(words=span, trigger=span, type=kind,
                                                   when=When.days(point.day, point.last, words="that day"),
                                                   actors=(Participant(name=point.side, side=point.side),),
                                                   places=(where,), maker=MAKER))  # fmt: skip
        if rng.random() < 0.3:
            start = content.index(counted, at)
            value, unit = counted.split()
            figures.append(Figure.of(span=text.span(start, start + len(counted)), quantity=f"{unit} at the river",
                                     unit=unit, value=float(value), side=rng.choice(SIDES), maker=MAKER,
                                     as_of=When.days(day, day, words="that day")))  # fmt: skip
        found = (
            Found(field="published", value=day.isoformat(), basis="sidecar"),
            Found(field="publisher", value=f"Outlet {rng.randrange(12)}", basis="sidecar"),
        )
        report = Report(id=f"{number:064x}", capture_ids=(capture.id,), text_ids=(text.id,), found=found, added_at=NOW)
        return capture, text, report, Annotation(
            text_id=text.id, fingerprint="benchmark", statements=tuple(said), incidents=tuple(happened),
            figures=tuple(figures), commitments=tuple(promised),
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
    parts, rest = linking.relink, linking.link_rest
    linking.relink = lambda *a, **k: clock.timed("parts", parts, *a, **k)  # type: ignore[assignment]
    linking.link_rest = lambda *a, **k: clock.timed("rest", rest, *a, **k)  # type: ignore[assignment]
    try:
        linking.link_case(store)
    finally:
        linking.relink, linking.link_rest = parts, rest


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
    decided = []
    with open_for_decisions(path, write=True) as case:
        for item in case.statements_page(limit=DECISIONS).items:
            begun = time.process_time()
            case.decide(f"s:{item.record.id}", "confirm", why="read again", who="Ann Reader")
            decided.append(time.process_time() - begun)
    print(
        f"{statements:>7} statements -> {counts['statements']} joined, {counts['judgements']} judgements; scratch: "
        + ", ".join(f"{what} {s:.1f} s" for what, s in scratch.spent.items())
        + f"; {add} more: "
        + ", ".join(f"{what} {s:.2f} s" for what, s in more.spent.items())
        + f"; a decision: {median(decided):.2f} s (median of {len(decided)}); peak {peak:.0f} MB",
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
