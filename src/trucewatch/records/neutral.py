"""Words by which a text takes sides. The program's own wording never holds one outside quotation marks (tests/neutral),
and no line that a language model wrote is kept that holds one anywhere.
"""

from __future__ import annotations

import csv
import re
from importlib.resources import files


def _patterns() -> list[str]:
    table = (files("trucewatch") / "vocabulary" / "verdict_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert all(row["why"] for row in rows), "each row of verdict_words.csv says why it is there"
    return [row["pattern"] for row in rows]


VERDICTS = re.compile(rf"\b(?:{'|'.join(_patterns())})\b", re.IGNORECASE)


def verdict_words(wording: str) -> list[str]:
    """The verdict words of some wording, small letters, each once, in alphabetical order."""
    return sorted({match.group().casefold() for match in VERDICTS.finditer(wording)})
