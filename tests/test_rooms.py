"""Holds the rooms to the imports that docs/architecture.md allows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "trucewatch"

#: room -> rooms it may import, besides itself and errors
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "settings": set(),
    "long_runs": set(),
    "records": set(),
    "outside": {"records"},
    "intake": {"records", "outside"},
    "text": {"records"},
    "gazetteer": {"records"},
    "annotate": {"records", "gazetteer"},
    "learn": {"annotate", "records"},
    "propose": {"records"},
    "link": {"records"},
    "assess": {"records"},
    "store": {"records"},
    "relink": {"records", "link", "store"},
    "arriving": {"records", "intake", "text", "annotate", "store"},
    "claims": {"records", "assess", "store"},
    "linking": {"records", "link", "relink", "assess", "store", "claims", "long_runs"},
    "engine": {"records", "intake", "outside", "text", "annotate", "arriving", "store", "settings", "long_runs"},
    "pipeline": {
        "arriving",
        "linking",
        "records",
        "intake",
        "annotate",
        "gazetteer",
        "store",
        "settings",
        "long_runs",
    },
    "watching": {"records", "arriving", "pipeline", "intake", "outside", "store", "settings"},
    "reports_corrected": {"records", "arriving", "pipeline", "store", "link"},
    "notes": {"records", "pipeline", "reports_corrected", "store", "intake", "text", "link"},
    "judging": {"records", "notes", "store"},
    "trending": {"records", "store", "assess"},
    "proposals": {"records", "judging", "notes", "store", "link"},
    "leaving": {"records", "store", "assess"},
    "proposing": {"records", "leaving", "propose", "outside", "store"},
    "case_proposing": {"records", "case_part", "outside", "pipeline", "proposals", "proposing"},
    # lists that are data frames: what makes a frame or a table of them is asked for when one is wanted
    "found": {"records", "store", "settings", "assess", "present"},
    "case_part": {"records", "store", "settings", "found"},
    "browsing": {"records", "store", "assess", "asked", "case_part", "decided"},
    "decided": {"records", "store", "link"},
    "asked": {"records", "store", "assess", "gazetteer"},
    "around": {"records", "store", "assess", "relink", "claims", "decided"},
    "conflicts": {"records", "store", "link"},
    "grading": {"records", "store", "link"},
    "reviewing": {"records", "store", "link", "assess"},
    "amending": {"records", "store", "notes"},
    "sheet_values": {"records", "intake"},
    "importing": {"records", "sheet_values", "notes", "store", "intake", "link"},
    "case_intake": {"records", "case_part", "engine", "importing", "pipeline", "watching", "intake", "outside"},
    "case_stamping": {"case_part", "outside"},
    "beside": {"records"},
    "beside_agreement": {"records", "beside"},
    "case_beside": {"records", "store", "intake", "case_part", "beside", "beside_agreement", "gazetteer"},
    "case_assessing": {"records", "store", "asked", "assess", "case_part", "around", "found", "trending"},
    "case_corrections": {
        "records",
        "store",
        "asked",
        "assess",
        "case_part",
        "amending",
        "conflicts",
        "decided",
        "judging",
        "notes",
        "pipeline",
        "proposals",
        "reports_corrected",
        "trending",
    },
    "case_pages": {"records", "store", "asked", "assess", "case_part", "around", "claims"},
    "case_review": {
        "records",
        "store",
        "asked",
        "assess",
        "explain",
        "case_part",
        "amending",
        "case_pages",
        "conflicts",
        "grading",
        "reviewing",
    },
    "searches": {"records", "store"},
    "custody": {"records", "decided", "proposals", "store"},
    "explain": {"records", "decided", "judging", "proposals", "store", "link", "relink", "assess"},
    "case": {
        "records",
        "store",
        "settings",
        "intake",
        "explain",
        "claims",
        "amending",
        "asked",
        "browsing",
        "case_assessing",
        "case_beside",
        "case_corrections",
        "case_intake",
        "case_pages",
        "case_proposing",
        "case_review",
        "case_stamping",
        "found",
        "present",
    },
    "snapshots": {"records", "case", "store", "settings"},
    "health": {"records", "annotate", "gazetteer"},
    "drafts": {"records", "intake", "text", "annotate", "settings"},
    "present": {
        "engine",
        "records",
        "case",
        "case_review",
        "asked",
        "decided",
        "found",
        "notes",
        "browsing",
        "watching",
        "around",
        "claims",
        "grading",
        "reviewing",
        "snapshots",
        "explain",
        "drafts",
        "health",
        "learn",
        "gazetteer",
        "proposals",
        "proposing",
        "pipeline",
        "store",
        "assess",
        "settings",
        "searches",
        "custody",
        "importing",
        "beside",
        "beside_agreement",
        "case_beside",
    },
    "__init__": {"case", "engine", "found", "records"},
    "__main__": {"present"},
}

#: outside package -> the rooms that are its home
HOMES: dict[str, set[str]] = {
    "spacy": {"annotate", "learn"},
    "onnxruntime": {"annotate", "learn"},
    "tokenizers": {"annotate", "learn"},
    "torch": {"learn", "present"},
    "safetensors": {"learn"},
    "lxml": {"text"},
    "trafilatura": {"text"},
    "pypdf": {"text"},
    "docx": {"text", "present"},
    "markdown_it": {"present"},
    "typst": {"present"},
    "py3langid": {"text"},
    "charset_normalizer": {"text"},
    "sqlalchemy": {"store"},
    "psycopg": {"store"},
    "alembic": {"store"},
    "pydantic": {"engine", "store", "intake", "present", "propose"},
    "ruamel": {"intake"},
    "openpyxl": {"intake"},
    "rensa": {"link", "assess"},
    "rapidfuzz": {"link", "store", "annotate", "gazetteer", "intake"},
    "typer": {"present"},
    "rich": {"present"},
    "protego": {"outside"},
    "feedparser": {"intake"},
    "warcio": {"engine", "intake", "present"},
    "cryptography": {"present"},
    "rfc3161_client": {"present"},
    "jinja2": {"present"},
    "markupsafe": {"present"},
    "fastapi": {"present"},
    "starlette": {"present"},
    "uvicorn": {"present"},
    "nh3": {"present"},
    "argon2": {"present"},
    "pyotp": {"present"},
    "segno": {"present"},
    "limits": {"present"},
    "xlsxwriter": {"present"},
    "ray": {"engine"},
    "pyarrow": {"engine", "found", "case", "present"},
    "pandas": {"found", "case", "present"},
}
#: what opens connections: one room does
FORBIDDEN = {"httpx", "requests", "urllib3", "socket", "aiohttp", "smtplib", "http", "ftplib", "socketserver"}

FILES = sorted(SRC.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(SRC).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} line {node.lineno}: imports are absolute"
            assert node.module is not None
            if node.module == "trucewatch":
                names.update(f"trucewatch.{alias.name}" for alias in node.names)
            else:
                names.add(node.module)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_file_imports_only_what_its_room_may(path):
    room = room_of(path)
    assert room in MAY_IMPORT, f"room {room!r} is not in the plan: add it to docs/architecture.md and here"
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "trucewatch" and len(parts) > 1:
            assert parts[1] in MAY_IMPORT[room] | {room, "errors"} or parts[1].startswith("__"), (
                f"{room} may not import {name}"
            )
        else:
            connects = parts[0] in FORBIDDEN or name == "urllib.request"
            assert not connects or room == "outside", (
                f"{room} may not import {name}: outgoing connections have a room of their own"
            )
            home = HOMES.get(parts[0])
            assert home is None or room in home, f"{parts[0]} belongs in {', '.join(sorted(home or ()))}, not in {room}"


def test_every_room_of_the_plan_has_code():
    rooms = {room_of(path) for path in FILES}
    assert {"records", "intake", "text", "annotate", "link", "assess", "store", "present", "gazetteer"} <= rooms
