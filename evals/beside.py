"""Score the matches of ``trucewatch beside`` on the invented pairs (``tests/beside/pairs.txt``).

    python -m evals.beside [--half tuned|aside|all] [--why]

Of each pair it is known whether another dataset's record and an incident tell of one event; found is what the program
shows as such. Half of the pairs is set aside by a hash of their names: it is counted, and never shown by ``--why``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.beside.beside_pair import Pair, pairs

from evals import halved
from evals.halved import Score

SHARES = ("precision", "recall")


def score(held: Iterable[Pair]) -> Score:
    every = list(held)
    return Score(
        right=sum(pair.same and pair.shown() for pair in every), found=sum(pair.shown() for pair in every),
        wanted=sum(pair.same for pair in every),
    )  # fmt: skip


def figures() -> dict[str, float]:
    return halved.figures(halved.halves(pairs()), score, SHARES)


def _fault(pair: Pair) -> str | None:
    if pair.same == pair.shown():
        return None
    made = pair.compared()
    told = f"{made[0]:.2f}: {'; '.join(f'{r.field} {r.score} {r.rule}' for r in made[1])}" if made else "excluded"
    return f"   {'one event, not shown' if pair.same else 'two events, shown as one'}: {told}"


def main(argv: list[str] | None = None) -> int:
    heads = ("right", "found", "wanted", *SHARES)
    return halved.show(__doc__, "Other datasets' records beside ours", heads, halved.halves(pairs()), score, _fault, argv)


if __name__ == "__main__":
    sys.exit(main())
