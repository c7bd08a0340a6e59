"""What the manifest of an archive says, and the two files that make the archive a WACZ; each in one fixed form.

The manifest is what is signed. It lists every other member by its hash; ``datapackage.json`` follows from it word for
word, so that nothing of the archive is left unsigned.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from trucewatch.present.archive.container import Member

FORM = "trucewatch archive 1"
WACZ_VERSION = "1.1.1"
MANIFEST = "trucewatch/manifest.json"
SIGNATURE = "trucewatch/manifest.sig"
PUBLIC_KEY = "trucewatch/manifest.pub.pem"
#: An authority's time stamp on the manifest, where one was asked for and given.
TIME_STAMP = "trucewatch/manifest.tsr"
PACKAGE = "datapackage.json"
PACKAGE_DIGEST = "datapackage-digest.json"
#: Not listed in the manifest: it cannot name its own hash, and these are made of it.
NOT_LISTED = (MANIFEST, SIGNATURE, PUBLIC_KEY, TIME_STAMP, PACKAGE, PACKAGE_DIGEST)
INDEX, INDEX_BLOCKS, PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
DECISIONS = "records/decisions.jsonl"


def warc_name(number: int) -> str:
    return f"archive/captures-{number:05d}.warc.gz"


def text_name(text_id: str) -> str:
    """Where a text stands: its words in UTF-8, named by their hash."""
    return f"texts/{text_id}.txt"


def covered_name(text_id: str) -> str:
    """Where a text stands of which something is covered, so that it no longer has the hash that names it."""
    return f"covered/{text_id}.txt"


def table_name(table: str) -> str:
    return f"records/{table}.jsonl"


def packed(values: Any) -> bytes:
    """JSON in one form: the same values give the same bytes."""
    return (json.dumps(values, indent=1) + "\n").encode()


def package_head(*, title: str, description: str, created: str, software: str) -> dict[str, str]:
    """What the package says of itself."""
    return {
        "profile": "data-package", "title": title, "description": description, "created": created,
        "wacz_version": WACZ_VERSION, "software": software,
    }  # fmt: skip


def package(head: Mapping[str, Any], members: Iterable[Member]) -> bytes:
    """``datapackage.json`` for these members."""
    resources = [
        {
            "name": _resource(m.path), "path": m.path, "hash": f"sha256:{m.sha256}", "bytes": m.size,
            # rows of a record are no table of a spreadsheet, whose columns a reader may guess the types of
            **({"type": "file"} if m.path.startswith("records/") else {}),
        }
        for m in members
    ]  # fmt: skip
    return packed({**head, "resources": resources})


def package_digest(content: bytes) -> bytes:
    """``datapackage-digest.json``, the hash of the package."""
    return packed({"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"})


def _resource(path: str) -> str:
    return re.sub(r"[^-a-z0-9._]", "-", path.lower())
