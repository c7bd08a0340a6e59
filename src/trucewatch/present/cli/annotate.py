"""``trucewatch annotate``: a big corpus in shards, on many cores or machines."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trucewatch.engine.cutting import SIZE
from trucewatch.engine.engines import ENGINES, TRIES
from trucewatch.engine.run import ShardRun, annotate_shards
from trucewatch.errors import BadInput
from trucewatch.present.brief.words import counted
from trucewatch.present.cli.remarks import progress, remark, show_set_aside
from trucewatch.records.languages import with_name

Engine = StrEnum("Engine", {name: name for name in ENGINES})  # type: ignore[misc]


def command(
    shards: Annotated[
        list[Path],
        typer.Argument(help="Files (.jsonl .jsonl.gz .parquet .warc .warc.gz .wacz), folders of them, or warc.paths."),
    ],
    out: Annotated[Path, typer.Argument(help="The folder for the annotated shards; made if it is not there.")],
    agreement: Annotated[str, typer.Option(help="A bundled agreement, or the YAML file of your own.")],
    engine: Annotated[
        Engine, typer.Option(help="; ".join(f"{name}: {words}" for name, words in ENGINES.items()) + ".")
    ] = Engine("local"),
    address: Annotated[
        str | None, typer.Option(help="ray: the address of a cluster that is there. Without it Ray is started here.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Shards annotated at one time. Without it one for each core.")
    ] = None,
    size: Annotated[int, typer.Option(min=1, help="Reports of one shard, about.")] = SIZE,
    tries: Annotated[int, typer.Option(min=1, help="How often a shard is tried before it is given up.")] = TRIES,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the shards and what would be done; annotate and write nothing.")
    ] = False,
) -> None:
    """Annotate a big corpus in shards: one Parquet file a shard, with a manifest, on many cores or machines.

    Only what is missing is done: interrupted, or with more files, the same command goes on; a shard whose input,
    agreement and engines are as they were is kept. A bad report is counted and stops nothing; a shard that does not
    get done is tried again, then listed with its reason, and the exit code is 1. Then: trucewatch add CASE OUT.
    Docs: docs/big-corpora.md.

    Example: trucewatch annotate --agreement doha articles.jsonl CC-NEWS-20200301.warc.gz annotated/
    """
    with progress("shards") as watch:
        run = annotate_shards(
            shards, out, agreement=agreement, engine=engine.value, workers=workers, address=address, size=size,
            tries=tries, dry_run=dry_run, progress=watch,
        )  # fmt: skip
    show_set_aside(run.refused)
    if dry_run:
        _list(run)
    else:
        _tell(run, out)
    if run.given_up or run.refused:
        told = [counted(len(run.given_up), "shard")] if run.given_up else []
        told += [counted(len(run.refused), "input")] if run.refused else []
        raise BadInput(f"{' and '.join(told)} not annotated, as listed above; the same command tries again")


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind}" if kind == "set aside" else counted(number, kind)


def _list(run: ShardRun) -> None:
    kept = {entry.name for entry in run.kept}
    for entry in (*run.kept, *run.waiting):
        state = "kept" if entry.name in kept else "to do"
        print(f"{state}\t{entry.reports}\t{entry.name}\t{entry.input}")
    todo = sum(entry.reports for entry in run.waiting)
    remark(
        f"{counted(len(run.waiting), 'shard')} to do ({counted(todo, 'report')} at most), "
        f"{len(run.kept)} done before; nothing was annotated"
    )


def _tell(run: ShardRun, out: Path) -> None:
    for entry in run.given_up:
        remark(f"given up: {entry.name}, tried {counted(entry.tries, 'time')}: {entry.reason}")
    for name in run.removed:
        remark(f"removed: {name}, whose input has no such part any more")
    made, kept, lost = len(run.made), len(run.kept), len(run.given_up)
    if not (made or kept or lost):
        return
    remark(f"{counted(made, 'shard')} annotated, {kept} done before, {lost} given up; written to {out}")
    done = [*run.made, *run.kept]
    totals = {kind: sum(entry.kinds.get(kind, 0) for entry in done) for kind in run.manifest.totals()}
    if totals:
        remark("they hold " + ", ".join(_counted(number, kind) for kind, number in totals.items()))
    for what, reasons in (("set aside", run.set_aside), ("left out of the texts read", run.left_out)):
        if reasons:
            remark(f"{what}: " + ", ".join(f"{with_name(name)} {n}" for name, n in reasons.most_common()))
    if done and not lost:
        remark(f"next: trucewatch add CASE {out}")
