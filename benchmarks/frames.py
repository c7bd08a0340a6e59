"""What data frames and displays of a notebook cost, by the size of the case.

    python -m benchmarks.frames [--statements 1000 10000]

A case is made up (``benchmarks/made.py``), opened anew, and its statements are asked for, shown, made a frame, and made
one again. CPU seconds of this process, and its peak memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trucewatch
from benchmarks.made import build


def seconds(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives, and the CPU seconds that it took."""
    begun = time.process_time()
    made = work()
    return made, time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, nargs="+", default=[1000, 10_000])
    given = parser.parse_args()
    print("statements   asked   shown   frame   again   peak MB")
    for number in given.statements:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.truce"
            build(path, statements=number)
            with trucewatch.open(path) as case:
                found, asked = seconds(case.statements)
                _, shown = seconds(found._repr_html_)
                _, frame = seconds(found.to_frame)
                _, again = seconds(found.to_frame)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(found):10,}  {asked:6.2f}  {shown:6.2f}  {frame:6.2f}  {again:6.2f}  {peak:8.0f}")


if __name__ == "__main__":
    main()
