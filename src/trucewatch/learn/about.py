"""What a folder of weights says of itself: ``model.json``, with the hash of every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def write_about(out: Path, about: dict[str, Any], files: list[str]) -> None:
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files}
    (out / "model.json").write_text(json.dumps({**about, "files": hashes}, indent=1) + "\n", encoding="utf-8")
