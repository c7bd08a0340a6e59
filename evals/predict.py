"""Write predictions in the benchmarks' own forms: what the program reads, put into each benchmark's terms.

    python -m evals.predict TASK INPUT OUTPUT

TASK is one of the names in ``TASKS``. INPUT is a folder (attribution, clusters) or a JSON Lines file (the
others), OUTPUT a JSON Lines file, or a folder for clusters. Of a row only ``id`` or ``doc``, ``text``, ``title``
and ``dct`` are read (``places-gold``: also the spans of the toponyms); of a folder only the texts, and for
clusters ``agreement.yaml`` and ``sources.csv``. Gold is never opened. What some tasks add to the program is said in
evals/README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.tasks import attribution, casualties, clusters, indiapolice, muc4, places, plover
from evals.tasks import time as times
from trucewatch.errors import TrucewatchError

Row = dict[str, Any]
READ_FIELDS = ("id", "doc", "text", "title", "dct")

#: tasks over rows of a JSON Lines file
ROW_TASKS: dict[str, Callable[[Iterable[Row]], Iterator[Row]]] = {
    "plover": plover.predict,
    "plover-folds": plover.predict_folds,
    "casualties": casualties.predict,
    "muc4": muc4.predict,
    "indiapolice": indiapolice.predict,
    "places": places.predict,
    "places-gold": places.predict_gold,
    "time": times.predict,
}
TASKS = ("attribution", *ROW_TASKS, "clusters")


def bare(row: Row, task: str) -> Row:
    """The row with nothing but the fields that a predictor may see."""
    seen = {key: row[key] for key in READ_FIELDS if key in row}
    if task == "places-gold":
        seen["toponyms"] = [
            {key: t[key] for key in ("start", "end", "name") if key in t} for t in row.get("toponyms", [])
        ]
    return seen


def read_rows(path: Path, task: str) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield bare(json.loads(line), task)
            except json.JSONDecodeError as error:
                raise TrucewatchError(f"{path} line {number} is not JSON: {error}; give a JSON Lines file") from error


def predict(task: str, given: Path, out: Path) -> int:
    """Write the predictions of one task; gives the number of rows (files, for clusters) written.

    Raises: TrucewatchError for an unknown task or an input that is not there.
    """
    if task not in TASKS:
        raise TrucewatchError(f"no task {task!r}; tasks are {', '.join(TASKS)}")
    if not given.exists():
        raise TrucewatchError(f"no input at {given}; give the benchmark's folder or file")
    if task == "clusters":
        return clusters.predict(given, out)
    rows = attribution.predict(given) if task == "attribution" else ROW_TASKS[task](read_rows(given, task))
    out.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args(argv)
    try:
        count = predict(given.task, given.input, given.output)
    except TrucewatchError as error:
        print(f"evals.predict: {error}", file=sys.stderr)
        return error.exit_code
    print(f"{count} predictions written to {given.output}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
