"""The account of a folder of annotated shards: what each was made of and by what, what it holds, and what was given up.

``manifest.json`` is for people and programs; whether a shard is done is told by its own Parquet file, so that a run
that was ended at any moment loses none of what was finished.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from trucewatch.engine.annotated import UNFINISHED
from trucewatch.errors import BadInput

NAME = "manifest.json"
FORM = 1
State = Literal["done", "waiting", "given up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One shard. ``records`` are those of the input before it (``after``); ``start`` and ``end`` as in ``Shard``.

    ``tries`` and ``seconds`` (of the last try) are those of the run that made it; ``reason`` says why it was given up.
    ``kinds`` counts its rows, ``set_aside`` and ``left_out`` by reason what is not among them.
    """

    name: str
    input: str
    shown: str
    after: int
    start: int
    end: int
    reports: int
    input_sha256: str
    fingerprint: str
    output: str
    state: State = "waiting"
    output_sha256: str | None = None
    size: int | None = None
    tries: int = 0
    seconds: float | None = None
    reason: str | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All shards of a folder in the order of their inputs, and by what the last run annotated."""

    agreement: str
    agreement_version: str
    versions: Mapping[str, str]
    fingerprint: str
    shards: tuple[Entry, ...] = ()

    def totals(self) -> dict[str, int]:
        """Rows of all shards that are done, by kind."""
        counted: Counter[str] = Counter()
        for shard in self.shards:
            if shard.state == "done":
                counted.update(shard.kinds)
        return dict(sorted(counted.items()))


def write_manifest(out: Path, manifest: Manifest) -> None:
    """Put the manifest in place whole."""
    before, after = UNFINISHED
    unfinished = out / f"{before}{NAME}.{os.getpid()}{after}"
    told = {"form": FORM, **asdict(manifest), "totals": manifest.totals()}
    try:
        unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(unfinished, out / NAME)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def read_manifest(out: Path) -> Manifest | None:
    """The manifest of a folder; None if it has none. Raises: BadInput if it is none of ours or is damaged."""
    path = out / NAME
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or "form" not in told:
            raise ValueError("it tells of none")
        form = told.pop("form")
        del told["totals"]
        if form != FORM:
            raise ValueError(f"it is of form {form}, and I read form {FORM}")
        return Manifest(**{**told, "shards": tuple(Entry(**shard) for shard in told["shards"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{path} cannot be read as the manifest of annotated shards ({error}); move it away: the same command "
            "makes it anew from the files that are there"
        ) from error


def unfinished_in(out: Path) -> Iterable[Path]:
    """What an ended run left half-written."""
    before, after = UNFINISHED
    return sorted(p for p in out.glob(f"{before}*{after}") if p.is_file())
