"""How good and how honest a tagger is on marked articles: right or not, one attribution at a time.

The measure is that of the attribution benchmark in short: a content is found if its words and a marked content's
agree by at least half (intersection over union, one to one, best first); the attribution is right if the source's
words agree too, or both have none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trucewatch.annotate.tagger import Tagged, Tagger, calibrated
from trucewatch.annotate.tagger_words import paragraphs_of
from trucewatch.learn.marks import Article, Marked

TOKEN = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
LEAST_CONTENT, LEAST_SOURCE = 0.5, 0.3
BINS = 10
#: Weights of a score that cannot be calibrated.
PLAIN = [0.3, 0.3, 0.3, 0.3, 0.3, 0.0, 0.0, 0.0]
#: Least number of right and of wrong attributions to fit a score on.
LEAST_OF_EACH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One attribution that the tagger gave: the signs of its score, and whether content and source are right."""

    signs: list[float]
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Attribution precision, recall and F1 over a set of articles."""

    precision: float
    recall: float
    f1: float


def judge(tagger: Tagger, articles: Sequence[Article]) -> tuple[list[Judged], Figures]:
    """Read the articles and compare with their marks."""
    judged: list[Judged] = []
    marked = 0
    for article in articles:
        given = tagger.read(article.text, paragraphs_of(article.text))
        pairs = _pairs(article.text, given, article.marks)
        marked += len(article.marks)
        for number, one in enumerate(given):
            other = pairs.get(number)
            right = other is not None and same_source(article.text, one, article.marks[other])
            judged.append(Judged(signs=one.signs, right=right))
    hits = sum(one.right for one in judged)
    precision, recall = hits / max(1, len(judged)), hits / max(1, marked)
    return judged, Figures(
        precision=precision, recall=recall, f1=2 * precision * recall / max(1e-9, precision + recall)
    )


def _words(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(m.start() for a, b in spans for m in TOKEN.finditer(text, a, b))


def _share(left: frozenset[int], right: frozenset[int]) -> float:
    return len(left & right) / len(left | right) if left or right else 0.0


def _pairs(text: str, given: Sequence[Tagged], marks: Sequence[Marked]) -> dict[int, int]:
    """Number given -> number marked, best agreement first."""
    left, right = [_words(text, one.content) for one in given], [_words(text, one.content) for one in marks]
    table = [(_share(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a & b]
    pairs: dict[int, int] = {}
    for share, i, j in sorted(table, key=lambda row: (-row[0], row[1], row[2])):
        if share >= LEAST_CONTENT and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def same_source(text: str, one: Tagged, mark: Marked) -> bool:
    if one.source is None or not mark.source:
        return one.source is None and not mark.source
    return _share(_words(text, [one.source]), _words(text, mark.source)) >= LEAST_SOURCE


def judged_enough(judged: Sequence[Judged]) -> bool:
    """Whether right and wrong ones are there in numbers that a fit can rest on."""
    right = sum(one.right for one in judged)
    return min(right, len(judged) - right) >= LEAST_OF_EACH


def fit(judged: Sequence[Judged], *, rounds: int = 3000, rate: float = 0.1, decay: float = 1e-3) -> list[float]:
    """Logistic regression of right on the signs (Platt 1999), by gradient descent; weights, then the constant.

    ``PLAIN`` where there is too little to fit.
    """
    if not judged_enough(judged):
        return PLAIN
    x = np.array([one.signs for one in judged])
    y = np.array([one.right for one in judged], dtype=float)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    x = np.c_[(x - mean) / spread, np.ones(len(x))]
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        w -= rate * (x.T @ (1 / (1 + np.exp(-x @ w)) - y) / len(y) + decay * np.r_[w[:-1], 0])
    plain = w[:-1] / spread
    return [round(float(v), 5) for v in (*plain, w[-1] - (plain * mean).sum())]


def reliability(judged: Sequence[Judged], weights: Sequence[float]) -> list[tuple[float, float, int]]:
    """(mean score, share right, number) of each tenth of the scale that holds any."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one in judged:
        score = calibrated(weights, one.signs)
        rows[min(BINS - 1, int(score * BINS))].append((score, one.right))
    return [(sum(s for s, _ in row) / len(row), sum(r for _, r in row) / len(row), len(row)) for row in rows if row]


def expected_error(rows: Sequence[tuple[float, float, int]]) -> float:
    """Expected calibration error: the mean gap between score and share right, weighted by number."""
    number = sum(n for *_, n in rows)
    return sum(abs(score - share) * n for score, share, n in rows) / max(1, number)


def reliability_svg(rows: Sequence[tuple[float, float, int]], title: str) -> str:
    """The reliability plot as SVG: score across, share right up; a point's area goes with its number."""
    most = max((n for *_, n in rows), default=1)
    points = "".join(
        f'<circle cx="{60 + 300 * s:.1f}" cy="{340 - 300 * r:.1f}" r="{2 + 10 * (n / most) ** 0.5:.1f}"/>'
        for s, r, n in rows
    )
    ticks = "".join(
        f'<text x="{60 + 300 * i / 5:.0f}" y="358" text-anchor="middle">{i / 5:.1f}</text>'
        f'<text x="52" y="{344 - 300 * i / 5:.0f}" text-anchor="end">{i / 5:.1f}</text>'
        for i in range(6)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" font-family="sans-serif" font-size="12">'
        '<rect width="400" height="400" fill="white"/>'
        '<path d="M60 340V40M60 340H360" stroke="black" fill="none"/>'
        '<path d="M60 340L360 40" stroke="#999" stroke-dasharray="4 4"/>'
        f'<g fill="#2b5c8a" fill-opacity="0.75">{points}</g>{ticks}'
        f'<text x="210" y="24" text-anchor="middle">{title}</text>'
        '<text x="210" y="384" text-anchor="middle">score given</text>'
        '<text x="16" y="190" text-anchor="middle" transform="rotate(-90 16 190)">share right</text></svg>\n'
    )
