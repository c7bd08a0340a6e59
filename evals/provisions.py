"""Score the links from records to provisions on the hand-labelled cases (``tests/assess/provision_cases``).

    python -m evals.provisions [--half tuned|aside|all] [--why]

Half of the cases is set aside by a hash of their words: it is counted, and never shown by ``--why``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.assess.provision_case import ProvisionCase, cases

from evals import halved
from evals.halved import Score

SHARES = ("precision", "recall")


def score(held: Iterable[ProvisionCase]) -> Score:
    right = found = wanted = 0
    for case in held:
        ours = case.found()
        right += len(ours & case.refs)
        found += len(ours)
        wanted += len(case.refs)
    return Score(right=right, found=found, wanted=wanted)


def figures() -> dict[str, float]:
    return halved.figures(halved.halves(cases()), score, SHARES)


def _fault(case: ProvisionCase) -> str | None:
    ours = case.found()
    return None if ours == case.refs else f"   found {sorted(ours)}, wanted {sorted(case.refs)}"


def main(argv: list[str] | None = None) -> int:
    heads = ("right", "found", "wanted", *SHARES)
    return halved.show(__doc__, "Links to provisions", heads, halved.halves(cases()), score, _fault, argv)


if __name__ == "__main__":
    sys.exit(main())
