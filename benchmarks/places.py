"""How long the resolver takes for a name, on invented articles and, if given, on rows of a places benchmark.

    python -m benchmarks.places [FILE.jsonl ...]

Prints milliseconds per name: the first reading opens the file's blocks, the second finds them in memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from evals.tasks.places import gold_names

from trucewatch.gazetteer.lookup import shipped
from trucewatch.gazetteer.resolve import Name, resolve

#: Lists of names as articles have them: ambiguous ones, chains, unknown ones.
ARTICLES = (
    ("Kabul", "Afghanistan", "Herat", "Qandahar", "Farah", "Nawa", "Doha", "Qatar", "Sangar"),
    ("Paris", "Texas", "San Antonio", "Springfield", "Washington", "Georgia", "Columbus", "Ohio"),
    ("Juba", "South Sudan", "Bentiu", "Unity State", "Malakal", "Nile", "Addis Ababa", "Ethiopia"),
    ("Aleppo", "Syria", "Idlib", "Eastern Ghouta", "Douma General Hospital", "Turkey", "Geneva"),
)


def milliseconds(articles: list[list[Name]]) -> float:
    """Mean per name."""
    gazetteer = shipped()
    started = time.perf_counter()
    for names in articles:
        resolve(names, gazetteer=gazetteer)
    return 1000 * (time.perf_counter() - started) / sum(map(len, articles))


def main(argv: list[str]) -> None:
    articles = [[Name(words=words) for words in names] for names in ARTICLES]
    for path in map(Path, argv):
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        articles += [names for row in rows if (names := gold_names(row)[1])]
    count = sum(map(len, articles))
    print(f"{count} names: {milliseconds(articles):.3f} ms a name first, {milliseconds(articles):.3f} ms afterwards")


if __name__ == "__main__":
    main(sys.argv[1:])
