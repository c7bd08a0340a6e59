"""Which rules and word lists are in force: a digest of this room's files and of the gazetteer's code.

A rule or word that changes changes the digest, so that ``reannotate`` finds what it would now read otherwise;
nobody has to remember to raise a number.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

RULES = (".py", ".csv", ".toml", ".txt")


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """SHA-256 over names and contents of code and lexicons, of this room and of the gazetteer's; first 16 digits."""
    h = hashlib.sha256()
    package = files("trucewatch")
    rooms = [*_contents(package / "annotate", ""), *_contents(package / "gazetteer", "gazetteer/")]
    for name, content in sorted(rooms):
        h.update(f"{name}\0".encode())
        h.update(hashlib.sha256(content).digest())
    return h.hexdigest()[:16]


def _contents(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                found += _contents(item, f"{path}{item.name}/")
        elif item.name.endswith(RULES):
            # line ends may differ from one check-out to another; the rules do not
            found.append((path + item.name, item.read_bytes().replace(b"\r\n", b"\n")))
    return found
