"""Annotated shards on their way into a case: which of what is given are some, and the reports in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from trucewatch.arriving import Prepared
from trucewatch.engine.annotated import about_of, hash_of, prepared_in
from trucewatch.engine.asides import NAME as ASIDES
from trucewatch.engine.manifest import NAME, Entry, read_manifest
from trucewatch.errors import BadInput, MissingInput, UnreadableInput
from trucewatch.intake.arrival import Arrival, Refusal

#: The reason under which a shard is counted that its run did not bring to an end.
UNDONE = "shard not annotated"


def are_annotated(path: Path) -> bool:
    """True for a file of annotated reports, by its name; for a folder that ``trucewatch annotate`` made, and for one
    of nothing but such files, should its manifest be lost."""
    if not path.is_dir():
        return path.suffix.casefold() == ".parquet"
    try:
        if read_manifest(path) is not None:
            return True
    except BadInput:  # another program's, unless our files lie beside it
        return bool(_files_in(path))
    there = {one for one in path.iterdir() if not one.name.startswith(".") and one.name != ASIDES}
    return bool(there) and there == set(_files_in(path))


def lacking(paths: Iterable[Path]) -> list[str]:
    """What to say of folders of annotated files that have no manifest: nobody can tell whether they are all."""
    return [
        f"{path} has no {NAME}: the annotated files in it are taken as they are, each checked by the hash within it; "
        "whether one is missing nobody can tell. The same trucewatch annotate writes it anew"
        for path in paths
        if path.is_dir() and not (path / NAME).exists() and any(_is_ours(file) for file in _files_in(path))
    ]


def prepared_of(paths: Iterable[Path]) -> Iterator[Prepared | Arrival | Refusal]:
    """The reports of annotated shards, given as files or as folders, and what was set aside there.

    A file by its name is held to the hash within it; one of a folder with a manifest to the manifest's, too. Refused by
    name is what does not fit, and with a manifest a shard that was given up, is not done yet, or is gone.
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
            for file in _files_in(path):
                yield from prepared_in(file)
            continue
        for shard in manifest.shards:
            if shard.state == "done":
                yield from _file(path / shard.output, shard)
        for shard in manifest.shards:
            if shard.state != "done":
                why = f"was given up ({shard.reason})" if shard.state == "given up" else "is not annotated yet"
                words = f"shard {shard.name} of {shard.shown} {why}; run the same trucewatch annotate again, then add"
                yield Refusal(what=shard.name, reason=UNDONE, message=words)


def _files_in(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.casefold() == ".parquet" and not p.name.startswith("."))


def _is_ours(path: Path) -> bool:
    try:
        return bool(about_of(path))
    except BadInput:
        return False


def _file(path: Path, shard: Entry | None = None) -> Iterator[Prepared | Arrival | Refusal]:
    if not path.is_file():
        yield Refusal.of(path.name, MissingInput(f"no file at {path}; check the path, or annotate its input again"))
    elif shard is not None and shard.output_sha256 != hash_of(path):
        words = f"{path} is not the file that {NAME} tells of; run the same trucewatch annotate again, then add"
        yield Refusal.of(path.name, UnreadableInput(words))
    else:
        yield from prepared_in(path)
