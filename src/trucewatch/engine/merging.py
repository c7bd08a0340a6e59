"""Annotated shards on their way into a case: which of what is given are some, and the reports in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from trucewatch.arriving import Prepared
from trucewatch.engine.annotated import prepared_in
from trucewatch.engine.manifest import outputs, read_manifest
from trucewatch.errors import BadInput, MissingInput
from trucewatch.intake.arrival import Arrival, Refusal

#: The reason under which a shard is counted that its run did not bring to an end.
UNDONE = "shard not annotated"


def are_annotated(path: Path) -> bool:
    """True for a file of annotated reports, by its name, and for a folder that ``trucewatch annotate`` made."""
    if path.is_dir():
        try:
            return read_manifest(path) is not None
        except BadInput:  # another program's, unless our files lie beside it
            return any(path.glob("*.parquet"))
    return path.suffix.casefold() == ".parquet"


def prepared_of(paths: Iterable[Path]) -> Iterator[Prepared | Arrival | Refusal]:
    """The reports of annotated shards, given as files or as folders with a manifest, and what was set aside there.

    A shard that was given up, or is not done yet, is refused by its name, and so is a file that is damaged.
    """
    for path in paths:
        if not path.is_dir():
            yield from _file(path)
            continue
        try:
            manifest = read_manifest(path)
        except BadInput as error:
            yield Refusal.of(path.name, error)
            continue
        if manifest is None:
            continue
        for file in outputs(manifest, path):
            yield from _file(file)
        for shard in manifest.shards:
            if shard.state != "done":
                why = f"was given up ({shard.reason})" if shard.state == "given up" else "is not annotated yet"
                words = f"shard {shard.name} of {shard.shown} {why}; run the same trucewatch annotate again, then add"
                yield Refusal(what=shard.name, reason=UNDONE, message=words)


def _file(path: Path) -> Iterator[Prepared | Arrival | Refusal]:
    if path.is_file():
        yield from prepared_in(path)
    else:
        yield Refusal.of(path.name, MissingInput(f"no file at {path}; check the path, or annotate its input again"))
