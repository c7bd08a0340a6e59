"""Terms that somebody says an agreement holds, scored on hand-written reports (tests/assess/claimed_cases).

    python -m evals.claimed [--half tuned|aside|all] [--why]

A reading counts as found if its owner and what the agreement is said to do are right, as placed if it also stands under
the right provision or claimed term, or under none. Half of the cases is set aside by a hash of their words: it is
counted, and never shown by ``--why``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from tests.assess.claimed_case import ClaimedCase, cases, set_aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Readings wanted and found, of these right by owner and effect, and of these in their place."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    placed: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def places(self) -> float:
        return self.placed / self.right if self.right else 1.0


def score(held: Iterable[ClaimedCase]) -> Score:
    wanted = found = right = placed = 0
    for case in held:
        ours = case.found()
        wanted += len(case.wanted)
        found += len(ours)
        right += len({w[:2] for w in case.wanted} & {o[:2] for o in ours})
        placed += len(case.wanted & ours)
    return Score(wanted=wanted, found=found, right=right, placed=placed)


def halves() -> Mapping[str, list[ClaimedCase]]:
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
        "precision": both.precision, "recall": both.recall, "places": both.places,
        "aside precision": aside.precision, "aside recall": aside.recall, "aside places": aside.places,
    }  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tuned", "aside", "all"), default=None, help="one half only")
    parser.add_argument("--why", action="store_true", help="list the faults of the cases that are not set aside")
    given = parser.parse_args(argv)
    console = Console(width=150 if not sys.stdout.isatty() else None)
    shown = Table(title="Claimed terms", title_justify="left")
    for head in ("half", "cases", "wanted", "found", "right", "placed", "precision", "recall", "places"):
        shown.add_column(head, justify="left" if head == "half" else "right")
    for name, held in halves().items():
        if given.half in (None, name):
            s = score(held)
            shares = (f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.places:.3f}")
            shown.add_row(*map(str, (name, len(held), s.wanted, s.found, s.right, s.placed, *shares)))
    console.print(shown)
    if given.why:
        for case in halves()["tuned"]:
            ours = case.found()
            if ours != case.wanted:
                console.print(
                    f"{case.name}\n   found {sorted(map(str, ours))}\n  wanted {sorted(map(str, case.wanted))}",
                    highlight=False,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
