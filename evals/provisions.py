"""Score the links from records to provisions on the hand-labelled cases (``tests/assess/provision_cases``).

    python -m evals.provisions [--half tuned|aside|all] [--why]

Half of the cases is set aside by a hash of their words: it is counted, and never shown by ``--why``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from tests.assess.provision_case import ProvisionCase, cases, set_aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Links right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def score(held: Iterable[ProvisionCase]) -> Score:
    right = found = wanted = 0
    for case in held:
        ours = case.found()
        right += len(ours & case.refs)
        found += len(ours)
        wanted += len(case.refs)
    return Score(right=right, found=found, wanted=wanted)


def halves() -> Mapping[str, list[ProvisionCase]]:
    every = list(cases())
    return {
        "tuned": [c for c in every if not set_aside(c.name)],
        "aside": [c for c in every if set_aside(c.name)],
        "all": every,
    }


def figures() -> dict[str, float]:
    """The figures of the gate: both halves together, and the half set aside."""
    parts = halves()
    both, aside = score(parts["all"]), score(parts["aside"])
    return {
        "precision": both.precision, "recall": both.recall, "aside precision": aside.precision,
        "aside recall": aside.recall,
    }  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tuned", "aside", "all"), default=None, help="one half only")
    parser.add_argument("--why", action="store_true", help="list the faults of the cases that are not set aside")
    given = parser.parse_args(argv)
    console = Console(width=150 if not sys.stdout.isatty() else None)
    shown = Table(title="Links to provisions", title_justify="left")
    for head in ("half", "cases", "right", "found", "wanted", "precision", "recall"):
        shown.add_column(head, justify="left" if head == "half" else "right")
    for name, held in halves().items():
        if given.half in (None, name):
            s = score(held)
            row = (name, len(held), s.right, s.found, s.wanted, f"{s.precision:.3f}", f"{s.recall:.3f}")
            shown.add_row(*map(str, row))
    console.print(shown)
    if given.why:
        for case in halves()["tuned"]:
            ours = case.found()
            if ours != case.refs:
                console.print(f"{case.name}\n   found {sorted(ours)}, wanted {sorted(case.refs)}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
