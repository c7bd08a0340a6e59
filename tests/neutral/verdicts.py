"""Words by which a text takes sides: the list, with the reason for each, and how a text is searched for them.

The list itself ships with the program (vocabulary/verdict_words.csv). The program may print such words inside quotation
marks, as a source's own; its own wording never holds one.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from trucewatch.records.neutral import verdict_words

HOME = Path(__file__).parent


def _column(name: str, column: str) -> list[str]:
    with (HOME / name).open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert all(row["why"] for row in rows), f"each row of {name} says why it is there"
    return [row[column] for row in rows]


ALLOWED = re.compile("|".join(re.escape(one) for one in _column("allowed_wording.csv", "wording")), re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")


def verdicts_in(wording: str) -> list[str]:
    """The verdict words of some wording outside quotation marks, lower case, each once, in alphabetical order."""
    return verdict_words(ALLOWED.sub(" ", QUOTED.sub(" ", wording)))
