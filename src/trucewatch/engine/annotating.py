"""One shard in, one Parquet file out: the work that is done beside others, on any machine, with the same bytes."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trucewatch.annotate.annotator import Annotator
from trucewatch.arriving import new_report
from trucewatch.engine.annotated import FORM, Counts, hash_of, written
from trucewatch.engine.cutting import Shard
from trucewatch.engine.engines import told
from trucewatch.engine.reading import arrivals_in
from trucewatch.errors import BadInput, ModelProblem, TrucewatchError
from trucewatch.intake.arrival import Arrival, Refusal
from trucewatch.intake.captures import keep
from trucewatch.long_runs import seldom_collecting
from trucewatch.records.agreement import Agreement
from trucewatch.records.ids import digest
from trucewatch.text.reading import READER_VERSION, read_capture

#: A capture needs a time, and a shard has none: what the case adds is kept under the time of its own.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
#: What the machine lacks, and no report is to blame for.
OUTSIDE = frozenset({
    errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EDQUOT, errno.EIO, errno.ENOMEM, errno.EMFILE, errno.ENFILE,
    errno.ENOENT, errno.EACCES, errno.EPERM,
})  # fmt: skip
#: The reason under which a report is counted that the program itself failed on.
UNFORESEEN = "unforeseen error"


def fingerprint_of(annotator: Annotator, max_bytes: int) -> str:
    """Digest of all that a shard's file depends on besides its input."""
    return digest("shard", FORM, READER_VERSION, max_bytes, annotator.fingerprint(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What one shard came to: the file's hash and size (bytes), what it holds, seconds of work."""

    output_sha256: str
    size: int
    counts: Counts
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotateJob:
    """Shards annotated for an agreement and written into ``out``, a folder that all who work see."""

    agreement: Agreement
    attribution: str
    places: Path | None
    max_bytes: int
    out: Path
    fingerprint: str

    def begin(self) -> Callable[[Shard], Made]:
        """Load the models. Raises: ModelProblem if this process would read otherwise than the one that gave the job."""
        annotator = Annotator(self.agreement, attribution=self.attribution, places=self.places)
        mine = fingerprint_of(annotator, self.max_bytes)
        if mine != self.fingerprint:
            raise ModelProblem(
                "this machine would read the reports otherwise than the one that started the run: it has another "
                "version of the program, of a model or of the gazetteer; install the same on all (trucewatch doctor)"
            )

        def work(shard: Shard) -> Made:
            started = time.monotonic()
            with seldom_collecting(), annotator.forgetting():
                counts = annotate_shard(shard, annotator, max_bytes=self.max_bytes, path=output_of(self.out, shard))
            path = output_of(self.out, shard)
            return Made(
                output_sha256=hash_of(path), size=path.stat().st_size, counts=counts,
                seconds=time.monotonic() - started,
            )  # fmt: skip

        return work


def output_of(out: Path, shard: Shard) -> Path:
    return out / f"{shard.name}.parquet"


def about(shard: Shard, fingerprint: str) -> dict[str, object]:
    """What the file says of itself; nothing of when and where it was made."""
    return {
        "form": FORM, "input": shard.source.shown, "number": shard.number, "after": shard.after,
        "input_sha256": shard.sha256, "fingerprint": fingerprint,
    }  # fmt: skip


def annotate_shard(shard: Shard, annotator: Annotator, *, max_bytes: int, path: Path) -> Counts:
    """Read, annotate and write one shard, a report at a time; one bad report is counted and never stops the rest.

    Raises: BadInput if the shard's input is gone; OSError if nothing can be read or written.
    """
    with written(path, about(shard, fingerprint_of(annotator, max_bytes))) as writing:
        for coming in arrivals_in(shard, max_bytes=max_bytes):
            if isinstance(coming, Refusal):
                writing.set_aside(coming)
                continue
            try:
                capture = keep(coming, now=NO_TIME)
                reading = read_capture(capture)
                report = new_report(capture, reading, coming, now=NO_TIME)
                annotation = annotator.annotate(reading.text, published=report.published, publisher=report.publisher)
            except BadInput as error:
                writing.set_aside(Refusal.of(_name(coming), error), coming)
            except (MemoryError, TrucewatchError):
                raise  # a model that is missing, a list that is broken: nothing of this report's doing
            except Exception as error:
                if isinstance(error, OSError) and error.errno in OUTSIDE:
                    raise
                words = f"{_name(coming)} could not be annotated ({told(error)}); please report it with the document"
                writing.set_aside(Refusal(what=_name(coming), reason=UNFORESEEN, message=words))
            else:
                writing.put(coming, reading, report, annotation)
        return writing.counts


def _name(arrival: Arrival) -> str:
    return arrival.file or arrival.url or "a report without a name"
