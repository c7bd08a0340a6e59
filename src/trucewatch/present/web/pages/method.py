"""How records are made, in which versions, what was set aside, what the program cannot do, whose work it rests on."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from trucewatch.present.brief.sources import own_version
from trucewatch.present.web.desk import Desk
from trucewatch.present.web.frame import page

router = APIRouter()


@router.get("/method")
def method(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    case = desk.case
    runs = case.store.runs()
    return page(
        request, "method.html", version=own_version(), agreement=case.agreement,
        makers=sorted({(name, version) for run in runs for name, version in run.versions.items()}), runs=len(runs),
        last=runs[-1] if runs else None, decided=case.decisions_page(limit=1).total,
        left_out=desk.snapshots.get("left_out"), vendored=vendored(), settings=desk.settings,
    )  # fmt: skip


@cache
def vendored() -> tuple[dict[str, Any], ...]:
    """The browser libraries that come with the program: each with its licence's text and the hashes of its files."""
    manifest = files("trucewatch.present.web") / "static" / "vendor" / "manifest.json"
    libraries: dict[tuple[str, str], dict[str, Any]] = {}
    for one in json.loads(manifest.read_text(encoding="utf-8"))["files"]:
        found = libraries.setdefault(
            (one["name"], one["version"]),
            {"name": one["name"], "version": one["version"], "licence": one["licence"], "text": "", "files": []},
        )
        if one["file"].rpartition("/")[2].startswith("LICEN"):
            found["text"] = f"vendor/{one['file']}"
        found["files"].append((one["file"], one["sha256"]))
    return tuple(libraries.values())
