"""The rule for words that mean now, then or soon and name no time: "recently", "at present", "in the near future"."""

from __future__ import annotations

import re

from trucewatch.annotate.time_context import Context, Reading
from trucewatch.annotate.time_grammar import rule
from trucewatch.annotate.time_relative import REACH
from trucewatch.annotate.time_values import shift

_VAGUE_WORDS = {
    "now": "PRESENT_REF", "right now": "PRESENT_REF", "currently": "PRESENT_REF", "at present": "PRESENT_REF",
    "at the moment": "PRESENT_REF", "these days": "PRESENT_REF", "nowadays": "PRESENT_REF",
    "at this time": "PRESENT_REF",
    "recently": "PAST_REF", "more recently": "PAST_REF", "most recently": "PAST_REF",
    "lately": "PAST_REF", "the recent past": "PAST_REF", "the past": "PAST_REF",
    "soon": "FUTURE_REF", "as soon as possible": "FUTURE_REF", "the future": "FUTURE_REF",
    "the near future": "FUTURE_REF",
    "in future": "FUTURE_REF", "the near term": "FUTURE_REF", "the foreseeable future": "FUTURE_REF",
    "the coming period": "FUTURE_REF",
}  # fmt: skip
_VAGUE = "|".join(re.escape(w) for w in sorted(_VAGUE_WORDS, key=len, reverse=True))


@rule(rf"(?P<words>{_VAGUE})")
def vague_word(match: re.Match[str], context: Context) -> Reading | None:
    words = match["words"]
    if words == "soon" and re.match(r"\s+(?:after|as|before)\b", context.lowered[match.end() : match.end() + 8]):
        return None
    if words == "soon" and re.search(r"\b(?:as|too|how)\s+$", context.before(match.start())):
        return None
    start = match.start()
    if words == "in future":
        start += 3
    value = _VAGUE_WORDS[words]
    base = context.published
    found = Reading(start=start, end=match.end(), value=value, basis=context.reference_basis, precision="vague")
    if base is not None:
        if value == "PAST_REF" and "recent" in words:
            found.first, found.last = shift(base, -REACH["M"]), base
        elif value == "PAST_REF":
            found.last = base
        elif value == "FUTURE_REF":
            found.first = base
        else:
            found.first = found.last = base
    return found
