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
from trucewatch.beside import LIKELY, MAY_BE

SHARES = ("precision", "recall")


def score(held: Iterable[Pair], *, least: float = MAY_BE) -> Score:
    """What is shown from a score of ``least`` on."""
    every = list(held)
    return Score(
        right=sum(pair.same and pair.shown(least) for pair in every), found=sum(pair.shown(least) for pair in every),
        wanted=sum(pair.same for pair in every),
    )  # fmt: skip


def figures() -> dict[str, float]:
    parts = halved.halves(pairs())
    likely = halved.figures(parts, lambda held: score(held, least=LIKELY), SHARES)
    return halved.figures(parts, score, SHARES) | {f"likely: {name}": value for name, value in likely.items()}


def _fault(pair: Pair) -> str | None:
    if pair.same == pair.shown():
        return None
    made = pair.compared()
    told = f"{made[0]:.2f}: {'; '.join(f'{r.field} {r.score} {r.rule}' for r in made[1])}" if made else "excluded"
    return f"   {'one event, not shown' if pair.same else 'two events, shown as one'}: {told}"


def main(argv: list[str] | None = None) -> int:
    heads = ("right", "found", "wanted", *SHARES)
    parts = halved.halves(pairs())
    code = halved.show(__doc__, "Other datasets' records beside ours", heads, parts, score, _fault, argv)
    for half, held in parts.items():
        likely = score(held, least=LIKELY)
        print(f"{half}, shown as likely: precision {likely.precision:.3f}, recall {likely.recall:.3f}")
    return code


if __name__ == "__main__":
    sys.exit(main())
