"""Write generated report sets to a folder: ``python -m evals.generator 50 --seed 7 /tmp/sets``."""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.generator import sets, write_set


def main(argv: list[str] | None = None) -> None:
    """One folder a set, named by its number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, help="how many sets")
    parser.add_argument("folder", type=Path, help="where to; a folder is made for each set")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other sets (1)")
    parser.add_argument("--stories", type=int, default=1, help="how many stories a set tells (1)")
    given = parser.parse_args(argv)
    for n, case in enumerate(sets(given.number, seed=given.seed, stories=given.stories), 1):
        write_set(case, given.folder / f"{n:04}")


if __name__ == "__main__":
    main()
