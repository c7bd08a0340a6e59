"""What single stages cost: times, places, attribution as the text grows, reading a megabyte.

    python -m benchmarks.stages

CPU time of this process. Attribution is given as a share of the bare parse of the same text, at two lengths, so that
one can see that it grows no faster than the text.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

from benchmarks.speed import REPORTS
from trucewatch.annotate.attribution import find_statements
from trucewatch.annotate.sentences import load_model, parse
from trucewatch.annotate.when import find_times
from trucewatch.gazetteer.lookup import shipped
from trucewatch.gazetteer.resolve import Name, resolve
from trucewatch.intake.agreements import read_agreement
from trucewatch.records.capture import Capture
from trucewatch.records.text import Block, Text, text_id
from trucewatch.text.reading import read_capture


def body(content: str) -> Text:
    blocks = (Block(role="body", start=0, end=len(content)),)
    return Text(id=text_id(content), capture_id="-", content=content, reader="plain", reader_version="1", blocks=blocks)


def seconds(work) -> float:  # type: ignore[no-untyped-def]
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    prose = "\n\n".join(p.read_text(encoding="utf-8") for p in sorted(REPORTS.glob("*.txt")))
    words = len(prose.split())
    took = seconds(lambda: find_times(prose, published=date(2020, 10, 20), text_id="t"))
    print(f"times: {words / took:,.0f} words per CPU-second")

    names = [Name(words=w) for w in ("Springfield", "San Antonio", "Kabul", "Paris", "Nairobi", "Ohio", "Aden")] * 20
    gazetteer = shipped()
    resolve(names, gazetteer=gazetteer)
    print(f"places: {seconds(lambda: resolve(names, gazetteer=gazetteer)) / len(names) * 1000:.2f} ms per name")

    agreement, _ = read_agreement("doha")
    load_model()
    for length in (20_000, 160_000):
        text = body((prose * 8)[:length])
        parsing = seconds(lambda text=text: parse(text))
        parsed = parse(text)
        rules = seconds(lambda p=parsed: find_statements(p, agreement=agreement, published=None, times=[]))
        print(f"attribution: {rules / parsing:.2f} of the parse at {length:,} characters")

    for name, content in (
        ("prose", prose * 20),
        ("one line", prose.replace("\n", " ") * 20),
        ("brackets", "(" * 10**6),
    ):
        given = Capture.of(content[: 10**6].encode(), media_type="text/plain", fetched_at=datetime.now(UTC))
        print(f"reading a megabyte of {name}: {seconds(lambda g=given: read_capture(g)):.1f} CPU-s")


if __name__ == "__main__":
    main()
