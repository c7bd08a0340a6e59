"""What the shipped gazetteer is made of: its manifest, and one line that names it."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from trucewatch.gazetteer.lookup import Gazetteer


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """Sources with versions, hashes and licences, the number of places, and the attribution to carry."""
    read: dict[str, Any] = json.loads(
        (files("trucewatch.gazetteer") / "data" / "MANIFEST.json").read_text(encoding="utf-8")
    )
    return read


def gazetteer_version(gazetteer: Gazetteer | None = None) -> str:
    """The gazetteer in a line, for fingerprints and `doctor`: the shipped one, and what was imported beside it."""
    about = manifest()
    told = f"{about['places']} places, {about['names']} names, sha256 {about['sha256'][:16]}"
    return f"{told}; {gazetteer.own.version()}" if gazetteer is not None and gazetteer.own else told
