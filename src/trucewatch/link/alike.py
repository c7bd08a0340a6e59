"""Which notions mean alike though they are other words: "observers" and "monitors", "quit" and "withdrew".

Read from ``weights/alike/alike.txt``, which ``training/linking/make_alike.py`` makes out of the word embeddings that
the package ships. Words of one row (days, numbers, compass points) and opposites are not in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

#: Two cosines in hundredths, and what a likeness at them counts for; between them it runs straight.
FAINT, CLOSE = 30, 62
LEAST, MOST = 0.30, 0.90
#: So many first letters in common make two longer stems forms of one word ("violat" and "violation").
STEM = 5


def best_likeness(term: str, others: Collection[str], openings: Mapping[str, Sequence[str]]) -> tuple[float, str]:
    """How alike the most alike of ``others`` is to a term, 0 to 1, and which it is; "" if none is.

    1 is the term itself, 0.9 the most for another. ``openings`` are the others by ``opening``.
    """
    if term in others:
        return 1.0, term
    worth, best = 0.0, ""
    for other, value in _table().get(term, {}).items():
        if value > worth and other in others:
            worth, best = value, other
    if worth < MOST:
        for other in openings.get(opening(term), ()):
            short, long = sorted((term, other), key=len)
            if long.startswith(short[: max(STEM, len(short) - 2)]):
                return MOST, other
    return worth, best


def opening(term: str) -> str:
    """The first letters by which forms of one word are met; a short term is met whole."""
    return term[:STEM]


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, float]]:
    """Notion -> its neighbours and what each counts for; each pair stands under both."""
    rows = (files("trucewatch") / "weights" / "alike" / "alike.txt").read_text(encoding="utf-8").splitlines()
    table: dict[str, dict[str, float]] = {}
    for row in rows:
        one, *others = row.split(" ")
        for other, cosine in zip(others[::2], others[1::2], strict=True):
            worth = LEAST + (MOST - LEAST) * min(1.0, max(0.0, (int(cosine) - FAINT) / (CLOSE - FAINT)))
            table.setdefault(one, {})[other] = worth
            table.setdefault(other, {})[one] = worth
    return table
