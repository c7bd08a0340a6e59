"""Reports read and annotated ahead of the one that writes the case, in processes beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from trucewatch.annotate.annotator import Annotator
from trucewatch.arriving import Prepared, new_report
from trucewatch.engine.annotating import NO_TIME
from trucewatch.engine.engines import Engine
from trucewatch.intake.arrival import Arrival
from trucewatch.intake.captures import keep
from trucewatch.long_runs import seldom_collecting
from trucewatch.records.agreement import Agreement
from trucewatch.text.reading import read_capture

#: Reports that travel together.
AT_ONCE = 8
#: Fewer reports than this are sooner read here than processes are started.
FEW = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareJob:
    """Arrivals read and annotated for an agreement."""

    agreement: Agreement
    attribution: str
    places: Path | None

    def begin(self) -> Callable[[tuple[int, list[Any]]], list[Any]]:
        annotator = Annotator(self.agreement, attribution=self.attribution, places=self.places)

        def work(block: tuple[int, list[Any]]) -> list[Any]:
            with seldom_collecting(), annotator.forgetting():
                return [prepared(one, annotator) if isinstance(one, Arrival) else one for one in block[1]]

        return work


def prepared(arrival: Arrival, annotator: Annotator) -> Prepared | Arrival:
    """The arrival read and annotated; as it came, if that fails, for who takes it in says why."""
    try:
        capture = keep(arrival, now=NO_TIME)
        reading = read_capture(capture)
        report = new_report(capture, reading, arrival, now=NO_TIME)
        annotation = annotator.annotate(reading.text, published=report.published, publisher=report.publisher)
    except Exception:
        return arrival
    return Prepared(arrival=arrival, reading=reading, annotation=annotation, ahead=True)


def prepared_ahead(coming: Iterable[Any], *, job: PrepareJob, engine: Engine) -> Iterator[Any]:
    """What comes, in its order, read and annotated by the engine where there is enough of it. What is no arrival passes
    as it is; what an engine did not get done is handed on to be done by who asks."""
    source = iter(coming)
    first = list(islice(source, FEW))
    if len(first) < FEW:
        yield from first
        return
    source = chain(first, source)
    numbered = enumerate(iter(lambda: list(islice(source, AT_ONCE)), []))
    waiting: dict[int, list[Any]] = {}
    wanted = 0
    with engine.session(job) as session:
        for outcome in session.run(numbered):
            number, given = outcome.item
            waiting[number] = given if outcome.reason is not None else outcome.value
            while wanted in waiting:
                yield from waiting.pop(wanted)
                wanted += 1
