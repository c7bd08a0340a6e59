"""How fast the whole ``annotate`` stage is, as a ratio to the bare spaCy parse in the same run, for each engine.

    python -m benchmarks.annotate [--reports 60]

Words per CPU-second of this one process. Also: the time rules alone (they need no parse), and what a report of a
megabyte costs beside one of a tenth of that.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.speed import REPORTS, write_reports
from trucewatch.annotate.annotator import Annotator
from trucewatch.annotate.sentences import load_model, parse
from trucewatch.annotate.when import find_times
from trucewatch.intake.agreements import read_agreement
from trucewatch.intake.captures import keep
from trucewatch.intake.files import Arrival, arrivals
from trucewatch.records.text import Block, Text, text_id
from trucewatch.text.reading import read_capture

DAY = date(2020, 10, 20)


def report_texts(number: int) -> list[Text]:
    with tempfile.TemporaryDirectory() as scratch:
        write_reports(Path(scratch), number)
        found = [a for a in arrivals([Path(scratch)], sidecar=None, max_bytes=10**8) if isinstance(a, Arrival)]
        return [read_capture(keep(a, now=datetime.now(UTC))).text for a in found]


def seconds_of(annotator: Annotator, texts: list[Text]) -> float:
    started = time.process_time()
    for text in texts:
        annotator.annotate(text, published=DAY)
    return time.process_time() - started


def times_speed(texts: list[Text]) -> float:
    """Words per CPU-second of ``find_times``; words as white space parts them."""
    started = time.process_time()
    for text in texts:
        find_times(text.content, published=DAY, text_id=text.id)
    return sum(len(text.content.split()) for text in texts) / (time.process_time() - started)


def long_text(size: int) -> Text:
    prose = "\n\n".join(p.read_text(encoding="utf-8") for p in sorted(REPORTS.glob("*.txt")))
    content = (prose * (size // len(prose) + 1))[:size]
    blocks = (Block(role="body", start=0, end=len(content)),)
    return Text(id=text_id(content), capture_id="-", content=content, reader="plain", reader_version="1", blocks=blocks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=60)
    given = parser.parse_args()
    agreement, _ = read_agreement("doha")
    texts = report_texts(given.reports)
    nlp = load_model()
    paragraphs = [[p.doc.text for p in parse(text, nlp).paragraphs] for text in texts]
    started = time.process_time()
    words = sum(len(doc) for one in paragraphs for doc in nlp.pipe(one, batch_size=32))
    bare = time.process_time() - started
    print(f"{len(texts)} reports, {words} words; bare parse {words / bare:,.0f} words per CPU-second")
    print(f"time rules alone: {times_speed(texts):,.0f} words per CPU-second")
    for engine in ("rules", "open", "news"):
        annotator = Annotator(agreement, attribution=engine)
        seconds_of(annotator, texts[:5])  # what is loaded once is not counted
        took = seconds_of(annotator, texts)
        print(f"annotate with {engine}: {words / took:,.0f} words per CPU-second, {bare / took:.2f} of the bare parse")
    annotator = Annotator(agreement)
    short, long = (seconds_of(annotator, [long_text(size)]) for size in (100_000, 1_000_000))
    print(f"a report of 1 MB costs {long / short:.1f} times one of 100 KB ({long:.0f} and {short:.1f} CPU-seconds)")


if __name__ == "__main__":
    main()
