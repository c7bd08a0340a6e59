"""Why two records are one or two: the judgement, the values compared, the path between them, and how to change it."""

from __future__ import annotations

from trucewatch.explain.model import Compared, Explanation, Past, Relation, RelationKind, Step, Subject, Telling
from trucewatch.explain.review import Doubtful, review
from trucewatch.explain.traced import Change, Traced, TracedWords, traced
from trucewatch.explain.why import why

__all__ = [
    "Change", "Compared", "Doubtful", "Explanation", "Past", "Relation", "RelationKind", "Step", "Subject", "Telling",
    "Traced", "TracedWords", "review", "traced", "why",
]  # fmt: skip
