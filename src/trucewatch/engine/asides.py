"""What shards set aside: read out of their files, grouped by reason, listed whole in a file beside them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from trucewatch.engine.annotated import UNFINISHED
from trucewatch.engine.manifest import Entry
from trucewatch.engine.tables import pyarrow_parquet, table_faults
from trucewatch.intake.arrival import Refusal

#: A JSON object a line: the shard (null for an input of which nothing was read), what, reason, message.
NAME = "set-aside.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asides:
    """So many items set aside for one reason, and the first of them."""

    reason: str
    number: int
    first: Refusal


def list_asides(
    out: Path, shards: Iterable[Entry], refused: Iterable[Refusal], *, told: set[str]
) -> tuple[tuple[Asides, ...], dict[str, Refusal]]:
    """Write the list of all that the ``shards`` which are done set aside, and the inputs that were ``refused``, into
    the folder ``out``; take it away if there is nothing.

    Gives what the shards named in ``told`` set aside by reason, the most frequent first, and the first of each input
    (``Entry.input``). Raises: OSError.
    """
    before, after = UNFINISHED
    unfinished = out / f"{before}{NAME}.{os.getpid()}{after}"
    by_reason: dict[str, Asides] = {}
    by_input: dict[str, Refusal] = {}
    lines = 0
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            for shard, one in _every(out, shards, refused):
                row = {"shard": shard.name if shard else None, "what": one.what, "reason": one.reason}
                row["message"] = one.message
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                lines += 1
                if shard is None or shard.name not in told:
                    continue
                by_input.setdefault(shard.input, one)
                group = by_reason.get(one.reason) or Asides(reason=one.reason, number=0, first=one)
                by_reason[one.reason] = replace(group, number=group.number + 1)
        if lines:
            os.replace(unfinished, out / NAME)
        else:
            (out / NAME).unlink(missing_ok=True)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return tuple(sorted(by_reason.values(), key=lambda group: (-group.number, group.reason))), by_input


def _every(out: Path, shards: Iterable[Entry], refused: Iterable[Refusal]) -> Iterator[tuple[Entry | None, Refusal]]:
    yield from ((None, one) for one in refused)
    for shard in shards:
        if shard.state == "done" and shard.set_aside:
            yield from ((shard, one) for one in asides_in(out / shard.output))


def asides_in(path: Path) -> Iterator[Refusal]:
    """What one file of annotated reports says was set aside; nothing if it is gone or damaged, which others tell."""
    columns = ["kind", "source", "reason", "message"]
    with suppress(*table_faults()), pyarrow_parquet().ParquetFile(path) as file:
        for group in range(file.metadata.num_row_groups):
            rows = file.read_row_group(group, columns=columns).to_pydict()
            for kind, what, reason, message in zip(*(rows[name] for name in columns), strict=True):
                if kind == "set aside":
                    yield Refusal(what=what, reason=reason, message=message)
