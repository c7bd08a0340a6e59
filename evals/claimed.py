"""Terms that somebody says an agreement holds, scored on hand-written reports (tests/assess/claimed_cases).

    python -m evals.claimed [--half tuned|aside|all] [--why]

A reading counts as found if its owner and what the agreement is said to do are right, as placed if it also stands under
the right provision or claimed term, or under none. Half of the cases is set aside by a hash of their words: it is
counted, and never shown by ``--why``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from tests.assess.claimed_case import ClaimedCase, cases

from evals import halved

SHARES = ("precision", "recall", "places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(halved.Score):
    """Readings wanted and found, of these right by owner and effect, and of these in their place."""

    placed: int = 0

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


def figures() -> dict[str, float]:
    return halved.figures(halved.halves(cases()), score, SHARES)


def _fault(case: ClaimedCase) -> str | None:
    ours = case.found()
    if ours == case.wanted:
        return None
    return f"   found {sorted(map(str, ours))}\n  wanted {sorted(map(str, case.wanted))}"


def main(argv: list[str] | None = None) -> int:
    heads = ("wanted", "found", "right", "placed", *SHARES)
    return halved.show(__doc__, "Claimed terms", heads, halved.halves(cases()), score, _fault, argv)


if __name__ == "__main__":
    sys.exit(main())
