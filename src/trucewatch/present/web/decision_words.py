"""Decisions in the words of the pages."""

from __future__ import annotations

from typing import Any

from trucewatch.present.plain import as_json, plain_value
from trucewatch.records.decision import Decision

#: What a person did, as histories tell it.
DECIDED = {
    "set": "changed", "confirm": "accepted it as it is", "reject": "rejected it", "add": "added it",
    "same": "said that it is one with", "different": "said that it is another than", "unsure": "is unsure about it and",
    "undo": "took a decision back", "release": "let the name be shown", "confidential": "keeps it confidential",
    "redact": "redacted it", "grade": "graded it",
}  # fmt: skip


#: What a person said of two records, where it was not whether they are one: (it holds, it does not).
SAID = {
    "response": ("said that it answers", "said that it does not answer"),
    "repeats": ("said that it says again", "said that it does not say again"),
    "part_of": ("said that it is part of", "said that it is not part of"),
    "provision": ("said that it bears on", "said that it does not bear on"),
}


def did(decision: Decision) -> str:
    """What a person did; who reads on finds the value or the other record."""
    if decision.relation in SAID and decision.action in ("same", "different"):
        return SAID[decision.relation][decision.action == "different"]
    return DECIDED.get(decision.action, decision.action)


def plainly(field: str | None, value: Any) -> str:
    """A value that somebody decided, in one line."""
    if value is None or value in ("", [], ()):
        return "nothing"
    return "; ".join(plain_value(field or "value", _whole(as_json(value))))


def _whole(value: Any) -> Any:
    """A value that a person gave by some of its fields only, with the fields that its words need."""
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict) and "effect" in value:
        return {
            "bound": "exact",
            "value": None,
            "group": None,
            "unit": "people",
            "said_by": None,
            "span": {"words": ""},
            **value,
        }
    if isinstance(value, dict) and "precision" in value:
        return {"gazetteer_id": None, "admin1": None, "country_name": None, "role": "where", **value}
    return value


#: For the templates that tell of decisions.
DECISION_WORDS = {"DECIDED": DECIDED, "did": did, "plainly": plainly}
