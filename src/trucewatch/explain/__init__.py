"""Why two records are one or two: the judgement, the values compared, the path between them, and how to change it."""

from __future__ import annotations

from trucewatch.explain.model import Compared, Explanation, Past, Relation, Step, Subject, Telling
from trucewatch.explain.review import Doubtful, review
from trucewatch.explain.why import why

__all__ = ["Compared", "Doubtful", "Explanation", "Past", "Relation", "Step", "Subject", "Telling", "review", "why"]
