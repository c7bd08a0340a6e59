"""Anchors: finding the words of one text in a newer reading of the same page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from trucewatch.records.span import Span
from trucewatch.records.text import Text

#: Code points of context on either side that tell one occurrence of the words from another.
CONTEXT = 32
#: Share of a span's tokens that must stand in the new text, in order, for an alignment to count.
ENOUGH_ALIGNED = 0.6
#: An aligned stretch may grow or shrink by this factor at most.
MOST_STRETCH = 2.0
#: Tokens looked at on either side of repeated words; half of them all must be equal.
NEIGHBOURS = 5
#: Longest text (tokens) that is aligned; the matrix of two such texts takes about 100 MB.
MOST_TOKENS = 20_000

_TOKEN = re.compile(r"\w+|[^\w\s]")


def carry(span: Span, old: Text, new: Text) -> Span | None:
    """The span of ``new`` that holds what ``span`` holds in ``old``; None if it lost its place.

    First the exact words, if they stand there once; then the words with 32 code points on either side; then
    an alignment of both texts, which also carries words that were changed a little.
    """
    if span.text_id == new.id:
        return span if new.holds(span) else None
    if not old.holds(span):
        return None
    places = occurrences(span.words, new.content)
    if len(places) == 1:
        return new.span(places[0], places[0] + len(span.words))
    if places:
        before = old.content[max(0, span.start - CONTEXT) : span.start]
        after = old.content[span.end : span.end + CONTEXT]
        wanted = before + span.words + after
        around = occurrences(wanted, new.content)
        if len(around) == 1:
            start = around[0] + len(before)
            return new.span(start, start + len(span.words))
    return _aligned(span, old, new, repeated=len(places) > 1)


def _common(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))


def occurrences(words: str, content: str) -> list[int]:
    """Where ``words`` begin in ``content``, overlapping ones included."""
    found = []
    at = content.find(words)
    while at >= 0:
        found.append(at)
        at = content.find(words, at + 1)
    return found


def overlap(spans: Sequence[Span], others: Sequence[Span]) -> float:
    """Share of characters that two sets of spans have in common (Jaccard, 0 to 1)."""
    mine = {(s.text_id, at) for s in spans for at in range(s.start, s.end)}
    theirs = {(s.text_id, at) for s in others for at in range(s.start, s.end)}
    both = len(mine & theirs)
    return both / (len(mine) + len(theirs) - both) if both else 0.0


def _aligned(span: Span, old: Text, new: Text, *, repeated: bool) -> Span | None:
    """Where an alignment of the two texts, token by token, puts the span.

    Words that stand in the new text more than once (``repeated``) are placed only if their neighbours agree.
    """
    olds = [(m.start(), m.end()) for m in _TOKEN.finditer(old.content)]
    news = [(m.start(), m.end()) for m in _TOKEN.finditer(new.content)]
    if max(len(olds), len(news)) > MOST_TOKENS:
        return None
    first = next((n for n, (_, end) in enumerate(olds) if end > span.start), len(olds))
    stop = next((n for n, (start, _) in enumerate(olds) if start >= span.end), len(olds))
    if first >= stop:
        return None
    steps = Levenshtein.opcodes(
        [old.content[a:b].casefold() for a, b in olds], [new.content[a:b].casefold() for a, b in news]
    )
    equal: list[int] = []
    beside = 0
    low, high = len(news), -1
    for step in steps:
        if step.tag == "equal":
            beside += _common(step.src_start, step.src_end, first - NEIGHBOURS, first)
            beside += _common(step.src_start, step.src_end, stop, stop + NEIGHBOURS)
        start, end = max(step.src_start, first), min(step.src_end, stop)
        if start >= end:
            continue
        if step.tag == "equal":
            there = range(step.dest_start + start - step.src_start, step.dest_start + end - step.src_start)
            equal.extend(there)
        elif step.tag == "replace":  # token for token: a replaced block has as many on either side
            there = range(step.dest_start + start - step.src_start, step.dest_start + end - step.src_start)
        else:
            continue
        low, high = min(low, there.start), max(high, there.stop - 1)
    if repeated and beside < NEIGHBOURS:
        return None
    size = stop - first
    if len(equal) < ENOUGH_ALIGNED * size or not size / MOST_STRETCH <= high + 1 - low <= size * MOST_STRETCH:
        return None
    return new.span(news[low][0], news[high][1])
