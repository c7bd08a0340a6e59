"""Shards of a big corpus: planned, annotated by an engine, accounted for. The same call goes on where one ended."""

from __future__ import annotations

import errno
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from trucewatch.engine.annotated import about_of, check_rows, hash_of
from trucewatch.engine.annotating import AnnotateJob, Made, fingerprint_of, output_of
from trucewatch.engine.annotating import about as about_shard
from trucewatch.engine.asides import NAME as ASIDES
from trucewatch.engine.asides import Asides, list_asides
from trucewatch.engine.cutting import SIZE, CutJob, Shard
from trucewatch.engine.engines import TRIES, Engine, Outcome, engine_named
from trucewatch.engine.inputs import Source, sources
from trucewatch.engine.manifest import NAME, Entry, Manifest, read_manifest, unfinished_in, write_manifest
from trucewatch.engine.tables import pyarrow_parquet
from trucewatch.errors import BadInput, CannotWrite, CaseBusy
from trucewatch.intake.agreements import read_agreement
from trucewatch.intake.arrival import Refusal
from trucewatch.settings import Settings

#: Called as work goes on: how many shards are done, how many there are (None if not known yet), what is in hand.
Progress = Callable[[int, int | None, str], None]
#: The manifest is written again at most so often (seconds) while shards come in.
PAUSE = 2.0
#: Inputs that come to more bytes than this are cut by the engine, each on its own; fewer are cut here.
MUCH = 256_000_000
LOCK = ".lock"
#: Why an input gave no report of which nothing was set aside.
BLANK = "it holds nothing but empty lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardRun:
    """What one run did. ``made`` were annotated, ``kept`` were done before and are as they would be made now,
    ``given_up`` were tried in vain, ``waiting`` are those that a dry run would do; ``refused`` are inputs that could
    not be used at all, ``barren`` those that were read and gave no report (why: the first thing set aside of each),
    ``removed`` files of shards that are no more. What was ``set_aside``, and ``left_out`` of texts that were read, is
    counted by reason over all shards that are done; ``asides`` has the first of each reason, and the file ``listed``
    every one. Of folders the files of other kinds were ``passed_over``, here by ending. ``workers`` could work at one
    time."""

    manifest: Manifest
    made: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    given_up: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    refused: tuple[Refusal, ...] = ()
    barren: tuple[Refusal, ...] = ()
    removed: tuple[str, ...] = ()
    asides: tuple[Asides, ...] = ()
    listed: Path | None = None
    passed_over: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    workers: int = 1


def annotate_shards(
    inputs: Iterable[str | Path],
    out: str | Path,
    *,
    agreement: str,
    engine: str | Engine = "local",
    workers: int | None = None,
    address: str | None = None,
    size: int = SIZE,
    tries: int = TRIES,
    dry_run: bool = False,
    settings: Settings | None = None,
    progress: Progress = lambda done, total, what: None,
) -> ShardRun:
    """Annotate a corpus in shards of about ``size`` reports, each into one Parquet file of the folder ``out``.

    ``inputs`` are files of JSON lines, Parquet files, web archives (WARC, WACZ), folders of these and lists of them;
    ``agreement`` is a bundled one's name or a file; ``engine`` is "local" (``workers`` processes, one for each core if
    not given) or "ray" (at ``address``, or started here). Only what is missing is done: a shard whose input, agreement
    and engines are as they were is kept. One that is not done after so many ``tries`` is among the ``given_up``. With
    ``dry_run`` nothing is annotated or written, and what would be done is ``waiting``.

    Raises: BadInput, UnknownAgreement, BadAgreement, ModelProblem; CaseBusy if another run writes to ``out``;
    CannotWrite.
    """
    if size < 1 or tries < 1:
        raise BadInput(f"size and tries must be 1 or more, got {size} and {tries}")
    pyarrow_parquet()
    settings = settings or Settings.from_environment()
    chosen = engine_named(engine, workers=workers, address=address) if isinstance(engine, str) else engine
    out = Path(out).resolve()
    read, _ = read_agreement(agreement)
    places = Path(settings.gazetteer).resolve() if settings.gazetteer else None
    passed_over: Counter[str] = Counter()
    found = list(sources(inputs, but=out, passed_over=passed_over))
    refused = [one for one in found if isinstance(one, Refusal)]
    given = [one for one in found if isinstance(one, Source)]
    if not given and not refused:
        raise BadInput("no input was given; give files of JSON lines, Parquet or web archives, or folders of them")
    if not given:
        nothing = Manifest(agreement=read.id, agreement_version=read.version, versions={}, fingerprint="")
        return ShardRun(manifest=nothing, refused=tuple(refused), passed_over=passed_over)
    from trucewatch.annotate.annotator import Annotator  # two seconds' work: nobody waits for it who gave a wrong path

    annotator = Annotator(read, attribution=settings.attribution, places=places)
    fingerprint = fingerprint_of(annotator, settings.max_bytes)
    empty = Manifest(
        agreement=read.id, agreement_version=read.version, versions=annotator.versions(), fingerprint=fingerprint
    )
    del annotator
    with _folder(out, dry_run=dry_run):
        planned, more = _cut(given, chosen, size, progress)
        run = _Run(out, empty, planned, read_manifest(out))
        if not dry_run:
            run.tidy()
            job = AnnotateJob(
                agreement=read, attribution=settings.attribution, places=places, max_bytes=settings.max_bytes, out=out,
                fingerprint=fingerprint,
            )  # fmt: skip
            run.work(chosen, job, tries=tries, progress=progress)
            run.remove_stale()
        done = replace(run.result(refused=(*refused, *more), passed_over=passed_over), workers=chosen.workers)
        return done if dry_run else run.accounted(done)


class _Run:
    """The shards of one run and how far they have come."""

    def __init__(self, out: Path, empty: Manifest, shards: Sequence[Shard], before: Manifest | None) -> None:
        self.out = out
        given = {shard.source.name for shard in shards}
        self.shards = {shard.name: shard for shard in shards}
        self.removed: list[str] = []
        self._empty = empty
        old = {entry.name: entry for entry in before.shards} if before else {}
        planned = {name: _entry(shard, empty.fingerprint) for name, shard in self.shards.items()}
        #: of other inputs, from earlier runs: they stay
        others = {n: entry for n, entry in old.items() if n not in planned and entry.input not in given}
        self._stale = {n: entry for n, entry in old.items() if n not in planned and n not in others}
        self.entries = {**others, **{n: self._known(entry, old.get(n)) for n, entry in planned.items()}}
        self._kept = {name for name in planned if self.entries[name].state == "done"}

    def _known(self, entry: Entry, old: Entry | None) -> Entry:
        """The entry as done, if its file is there, whole, and says that it was made of the same by the same."""
        path = self.out / entry.output
        shard = self.shards[entry.name]
        try:
            told = about_of(path)
            if {**told, **about_shard(shard, entry.fingerprint)} != told:
                return entry
            check_rows(path, told["rows"])
            size, output_sha256 = path.stat().st_size, hash_of(path)
        except (BadInput, OSError):
            return entry
        counts = {name: told[name] for name in ("kinds", "set_aside", "left_out")}
        same = old is not None and (old.input_sha256, old.fingerprint) == (entry.input_sha256, entry.fingerprint)
        if old is not None and same and old.state == "done":
            if old.output_sha256 != output_sha256:
                return entry
            return replace(entry, state="done", output_sha256=output_sha256, size=size, tries=old.tries,
                           seconds=old.seconds, **counts)  # fmt: skip
        return replace(entry, state="done", output_sha256=output_sha256, size=size, tries=1, **counts)

    def remove_stale(self) -> None:
        """Take away the files of shards that an input no longer has, now that those which it has are done: until then
        they stay, with another ``size`` given by mistake, too."""
        for entry in self._stale.values():
            (self.out / entry.output).unlink(missing_ok=True)
            self.removed.append(entry.output)
        if self._stale:
            self._stale = {}
            self.save()

    def work(self, engine: Engine, job: AnnotateJob, *, tries: int, progress: Progress) -> None:
        wanted = [shard for name, shard in self.shards.items() if self.entries[name].state != "done"]
        total = len(self.shards)
        done = total - len(wanted)
        progress(done, total, "")
        if not wanted:
            self.save()
            return
        saved = 0.0
        try:
            for outcome in engine.run(job, wanted, tries=tries):
                self._note(outcome)
                done += 1
                progress(done, total, outcome.item.name)
                if time.monotonic() - saved > PAUSE:
                    self.save()
                    saved = time.monotonic()
        finally:
            self.tidy()
            self.save()

    def tidy(self) -> None:
        """Take away what whoever was killed left half-written."""
        for path in unfinished_in(self.out):
            path.unlink(missing_ok=True)

    def _note(self, outcome: Outcome) -> None:
        shard: Shard = outcome.item
        entry = replace(self.entries[shard.name], tries=outcome.tries)
        reason = outcome.reason
        made: Made | None = outcome.value
        if made is not None and not output_of(self.out, shard).is_file():
            reason = f"it was written where this machine does not see it: {self.out} must be one folder for all"
        if made is None or reason is not None:
            self.entries[shard.name] = replace(entry, state="given up", reason=reason)
            return
        counts = made.counts.as_dict()
        self.entries[shard.name] = replace(
            entry, state="done", output_sha256=made.output_sha256, size=made.size, seconds=round(made.seconds, 3),
            kinds=counts["kinds"], set_aside=counts["set_aside"], left_out=counts["left_out"],
        )  # fmt: skip

    @property
    def manifest(self) -> Manifest:
        return replace(self._empty, shards=(*self.entries.values(), *self._stale.values()))

    def save(self) -> None:
        write_manifest(self.out, self.manifest)

    def accounted(self, run: ShardRun) -> ShardRun:
        """The run with what its shards set aside, and the inputs that gave no report; the list of all is written."""
        asides, first = list_asides(self.out, self.entries.values(), run.refused, told=set(self.shards))
        mine: dict[str, list[Entry]] = {}
        for name in self.shards:
            mine.setdefault(self.entries[name].input, []).append(self.entries[name])
        barren = tuple(
            Refusal(what=parts[0].shown, reason="no report", message=first[given].message if given in first else BLANK)
            for given, parts in mine.items()
            if all(entry.state == "done" and not entry.kinds.get("report") for entry in parts)
        )
        listed = self.out / ASIDES if (self.out / ASIDES).is_file() else None
        return replace(run, asides=asides, barren=barren, listed=listed)

    def result(self, *, refused: tuple[Refusal, ...], passed_over: Counter[str]) -> ShardRun:
        mine = [self.entries[name] for name in self.shards]
        set_aside: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        for entry in mine:
            set_aside.update(entry.set_aside)
            left_out.update(entry.left_out)
        return ShardRun(
            manifest=self.manifest,
            made=tuple(e for e in mine if e.state == "done" and e.name not in self._kept),
            kept=tuple(e for e in mine if e.name in self._kept),
            given_up=tuple(e for e in mine if e.state == "given up"),
            waiting=tuple(e for e in mine if e.state == "waiting"),
            refused=refused, removed=tuple(self.removed), set_aside=set_aside, left_out=left_out,
            passed_over=passed_over,
        )  # fmt: skip


def _entry(shard: Shard, fingerprint: str) -> Entry:
    return Entry(
        name=shard.name, input=shard.source.name, shown=shard.source.shown, after=shard.after, start=shard.start,
        end=shard.end, reports=shard.reports, input_sha256=shard.sha256, fingerprint=fingerprint,
        output=f"{shard.name}.parquet",
    )  # fmt: skip


def _cut(given: Sequence[Source], engine: Engine, size: int, progress: Progress) -> tuple[list[Shard], list[Refusal]]:
    """The shards of all sources in the order given, and which could not be cut."""
    job = CutJob(size=size)
    much = sum(Path(source.path).stat().st_size for source in given if Path(source.path).exists()) > MUCH
    cut: dict[str, list[Shard] | Refusal] = {}
    outcomes: Iterator[Outcome]
    if much and len(given) > 1 and engine.workers > 1:
        outcomes = engine.run(job, given)
    else:
        work = job.begin()
        outcomes = (Outcome(item=source, value=work(source)) for source in given)
    for number, outcome in enumerate(outcomes):
        progress(number, None, f"looking at {outcome.item.shown}")
        lost = Refusal(what=outcome.item.shown, reason="unreadable", message=outcome.reason or "")
        cut[outcome.item.name] = lost if outcome.value is None else outcome.value
    found = [cut[source.name] for source in given]
    shards = [shard for one in found if not isinstance(one, Refusal) for shard in one]
    return shards, [one for one in found if isinstance(one, Refusal)]


@contextmanager
def _folder(out: Path, *, dry_run: bool) -> Iterator[None]:
    """The folder, made if need be, while no other run writes to it."""
    if dry_run:
        yield
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise CannotWrite(f"{out} is no folder; name the folder for the annotated shards last") from error
    except OSError as error:
        raise CannotWrite(f"{out} cannot be made: {error.strerror}; name a folder that can be written") from error
    if not (out / NAME).exists() and any(p for p in out.iterdir() if not p.name.startswith(".")):
        strange = next(p.name for p in sorted(out.iterdir()) if not p.name.startswith("."))
        if not strange.endswith(".parquet"):
            raise CannotWrite(f"{out} holds other things ({strange}); name a new folder, or one that annotate made")
    try:
        with (out / LOCK).open("w") as lock:
            _hold(lock.fileno(), out)
            yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT):
            raise
        raise CannotWrite(
            f"cannot write to {out}: {error.strerror}; every shard that was finished is kept: make room (or choose "
            "another folder), and the same command goes on"
        ) from error


def _hold(number: int, out: Path) -> None:
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows has no such locks: there two runs at once do the same work twice
        return
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CaseBusy(f"another run is writing to {out}; wait for it, or name another folder") from error
