"""``trucewatch annotate``: a big corpus in shards, on many cores or machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.engine.cutting import SIZE
from trucewatch.engine.engines import TRIES
from trucewatch.engine.manifest import Entry
from trucewatch.engine.run import ShardRun, annotate_shards
from trucewatch.errors import BadInput
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.engines import LOCAL, AddressOption, EngineOption, workers_of
from trucewatch.present.cli.remarks import progress, remark, show_grouped, show_set_aside
from trucewatch.records.languages import with_name

#: Inputs without a report, and files removed, that are named one by one.
NAMED = 20
#: So many reports in a shard for each worker, and it is said that a smaller size would keep them all at work.
WORTH = 200
#: The missing words are the folder's: what stands last is taken for it, and there is nothing before.
NO_OUT = "name the inputs, and last the folder for the annotated shards: trucewatch annotate --agreement NAME INPUT OUT"


def command(
    agreement: Annotated[str, typer.Option(help="A bundled agreement, or the YAML file of your own.")],
    shards: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SHARDS",
            help="Files (.jsonl .jsonl.gz .parquet .warc .warc.gz .wacz), folders of them, or warc.paths.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Argument(metavar="OUT", help="The folder for the annotated shards; made if it is not there."),
    ] = None,
    engine: EngineOption = LOCAL,
    address: AddressOption = None,
    workers: Annotated[int | None, workers_of("Shards annotated")] = None,
    size: Annotated[int, typer.Option(min=1, help="Reports of one shard, about.")] = SIZE,
    tries: Annotated[int, typer.Option(min=1, help="How often a shard is tried before it is given up.")] = TRIES,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the shards and what would be done; annotate and write nothing.")
    ] = False,
) -> None:
    """Annotate a big corpus in shards: one Parquet file a shard, with a manifest, on many cores or machines.

    Only what is missing is done: interrupted, or with more files, the same command goes on; a shard whose input,
    agreement and engines are as they were is kept. A bad report is counted and stops nothing; a shard that does not
    get done is tried again, then listed with its reason. The exit code is 1 if a shard or an input was not annotated,
    or no report at all. What was set aside is listed in OUT/set-aside.jsonl. Then: trucewatch add CASE OUT.
    Docs: docs/big-corpora.md.

    Example: trucewatch annotate --agreement doha articles.jsonl CC-NEWS-20200301.warc.gz annotated/
    """
    if not (shards and out):
        raise typer.BadParameter(NO_OUT)
    with progress("shards") as watch:
        run = annotate_shards(
            shards, out, agreement=agreement, engine=engine.value, workers=workers, address=address, size=size,
            tries=tries, dry_run=dry_run, progress=watch,
        )  # fmt: skip
    show_set_aside(run.refused, title="Inputs not used")
    if dry_run:
        _list(run)
    else:
        _tell(run, out)
    if run.given_up or run.refused:
        told = [counted(len(run.given_up), "shard")] if run.given_up else []
        told += [counted(len(run.refused), "input")] if run.refused else []
        raise BadInput(f"{' and '.join(told)} not annotated, as listed above; the same command tries again")
    if not dry_run and not any(entry.kinds.get("report") for entry in (*run.made, *run.kept)):
        raise BadInput("no report was annotated; what is listed above says why")


def _list(run: ShardRun) -> None:
    kept = {entry.name for entry in run.kept}
    for entry in (*run.kept, *run.waiting):
        state = "kept" if entry.name in kept else "to do"
        print(f"{state}\t{entry.reports}\t{entry.name}\t{entry.input}")
    todo = sum(entry.reports for entry in run.waiting)
    _tell_passed_over(run)
    remark(
        f"{counted(len(run.waiting), 'shard')} to do ({counted(todo, 'report')} at most), "
        f"{len(run.kept)} done before; nothing was annotated"
    )
    _tell_idle(run, run.waiting)


def _tell(run: ShardRun, out: Path) -> None:
    _tell_passed_over(run)
    for entry in run.given_up:
        remark(f"given up: {entry.name}, tried {counted(entry.tries, 'time')}: {entry.reason}")
    for name in run.removed[:NAMED]:
        remark(f"removed: {name}, whose input has no such part any more")
    if len(run.removed) > NAMED:
        remark(f"removed: {len(run.removed) - NAMED} more")
    made, kept, lost = len(run.made), len(run.kept), len(run.given_up)
    if not (made or kept or lost):
        return
    remark(f"{counted(made, 'shard')} annotated, {kept} done before, {lost} given up; written to {out}")
    done = [*run.made, *run.kept]
    _tell_idle(run, run.made)
    totals = {kind: sum(entry.kinds.get(kind, 0) for entry in done) for kind in run.manifest.totals()}
    if totals:
        told = [counted(number, kind) for kind, number in totals.items() if kind != "set aside" and number]
        remark("they hold " + (", ".join(told) or "no report"))
    show_grouped((group.reason, group.number, group.first) for group in run.asides)
    for one in run.barren[:NAMED]:
        remark(f"no report in {one.what}: {one.message}")
    if len(run.barren) > NAMED:
        remark(f"no report in {len(run.barren) - NAMED} more inputs")
    if run.listed and (run.asides or run.refused):
        remark(f"all that was set aside, an item a line: {out / run.listed.name}")
    if run.left_out:
        remark(
            "left out of the texts read: "
            + ", ".join(f"{with_name(name)} {n}" for name, n in run.left_out.most_common())
        )
    if totals.get("report") and not lost:
        remark(f"next: trucewatch add CASE {out}")


def _tell_idle(run: ShardRun, shards: Sequence[Entry]) -> None:
    """What a smaller size would have gained, where reports of half a minute's work or more lie in too few shards."""
    reports = sum(entry.reports for entry in shards)
    share = -(-reports // run.workers)
    if 0 < len(shards) < run.workers and share >= WORTH:
        remark(
            f"{counted(len(shards), 'shard')} for {run.workers} workers: with --size {share} all of them have one "
            "(another size annotates everything anew)"
        )


def _tell_passed_over(run: ShardRun) -> None:
    if run.passed_over:
        told = ", ".join(f"{ending} {number}" for ending, number in run.passed_over.most_common())
        remark(f"passed over in the folders, of other kinds: {run.passed_over.total()} ({told})")
