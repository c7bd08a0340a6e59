"""The words of each demo report, under its name in sources.csv, without the dress of its format."""

from __future__ import annotations

import csv
import html
import json
import re
from email import message_from_bytes, policy

from trucewatch.intake.agreements import bundled_folder

HOME = bundled_folder("doha")
REPORTS = HOME / "reports"


def rows(name: str) -> list[dict[str, str]]:
    with (HOME / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def texts() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(REPORTS.iterdir()):
        content = path.read_bytes()
        if path.suffix == ".jsonl":
            for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
                row = json.loads(line)
                found[f"{path.name}#{number}"] = f"{row['title']}\n\n{row['text']}"
        elif path.suffix == ".html":
            bare = re.sub(r"<script.*?</script>|<head>.*?</head>|<[^>]+>", " ", content.decode("utf-8"), flags=re.S)
            found[path.name] = html.unescape(bare)
        elif path.suffix == ".eml":
            found[path.name] = message_from_bytes(content, policy=policy.default).get_content()
        elif path.suffix == ".txt":
            found[path.name] = content.decode("utf-8")
    return found


SIDECAR = rows("reports/sources.csv")
TEXTS = texts()
