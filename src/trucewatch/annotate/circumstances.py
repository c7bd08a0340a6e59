"""Through which medium and on which day something was said, read from the words round the cue.

Only the speaker's own sentence outside the content counts; what a chain of words goes on ("he added", a second
quotation paragraph) takes over from the attribution before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.annotate.cues import NEWS_NAME, word_lists
from trucewatch.annotate.spans import Attribution
from trucewatch.records.when import When

TOKEN = re.compile(r"[\w][\w’'-]*(?:\.com)?")
TOLD = re.compile(
    r"\b(?:told|tells|telling|informed|quoted (?:by|as)|interview(?:ed)?|spoke (?:to|with)|speaking (?:to|with))\b",
    re.IGNORECASE,
)
@dataclass(frozen=True, slots=True)
class Medium:
    name: str
    rule: str
    words: str | None = None


def frame_words(content: str, attribution: Attribution) -> list[tuple[int, str]]:
    """The sentence's words outside the attributed content, each stretch with its offset."""
    start, end = attribution.sentence_at
    stretches: list[tuple[int, str]] = []
    at = start
    for a, b in sorted(attribution.pieces):
        if at < min(a, end):
            stretches.append((at, content[at : min(a, end)]))
        at = max(at, b)
    if at < end:
        stretches.append((at, content[at:end]))
    return stretches


def medium_of(content: str, attribution: Attribution) -> Medium:
    """The medium that the frame names; "unknown" if it names none."""
    lists = word_lists()
    verb = attribution.cue.word if attribution.cue else ""
    if attribution.frame == "own text":
        return Medium("statement", "a side's own text")
    head = attribution.source_head
    if head is not None and head.lower_ in lists["media_statement"]:
        return Medium("statement", "the document speaks", head.text)
    if attribution.source_at and _is_outlet(content[slice(*attribution.source_at)]):
        return Medium("press", "a news outlet speaks", content[slice(*attribution.source_at)])
    if verb in ("tweet", "retweet", "post", "blog"):
        return Medium("tweet", f"cue {verb}", verb)
    outside = " ".join(words for _, words in frame_words(content, attribution))
    outside = " ".join(outside.split())
    lower = outside.lower()
    words = TOKEN.findall(lower)
    bag = {w.rstrip(".'’s") for w in words} | set(words)
    for name in ("tweet", "interview", "press", "statement", "speech"):
        hit = next((w for w in words if w in lists[f"media_{name}"]), None)
        if not hit:
            continue
        if (
            name == "press"
            and hit in ("press", "conference", "briefing")
            and not re.search(r"(?:press|news) (?:conference|briefing)|briefing|the press\b", lower)
        ):
            continue
        if (
            name == "press"
            and hit in ("reporters", "journalists", "newsmen", "correspondents")
            and not re.search(rf"\b(?:told|to|with)\s+(?:\w+\s+)?{hit}", lower)
        ):
            continue
        if name == "statement" and not re.search(
            rf"\b(?:in|a|its|the|his|her|their|official|issued|by|joint)\s+(?:\w+\s+){{0,3}}{re.escape(hit)}", lower
        ):
            continue
        if name == "interview" and hit in ("phone", "telephone") and not re.search(rf"\bby (?:\w+ )?{hit}", lower):
            continue
        if name == "speech" and not re.search(
            rf"\b(?:told|to|in|during|before|at|of|addressing)\s+(?:\w+\s+){{0,3}}{re.escape(hit)}", lower
        ):
            continue
        if name == "tweet" and hit in ("post", "social") and not re.search(r"in a (?:\w+ )?post|social media", lower):
            continue
        return Medium(name, f"word {hit!r} beside the cue", hit)
    if "social media" in lower or "on x" in lower.split(","):
        return Medium("tweet", "social media beside the cue", "social media")
    told = TOLD.search(outside)
    if told:
        news = NEWS_NAME.search(outside, told.end())
        if news and news.start() - told.end() <= 30:
            return Medium("interview", "told a news outlet", news.group())
    if bag & {"homily", "sermon"}:
        return Medium("speech", "word beside the cue", None)
    return Medium("unknown", "no medium named", None)


def _is_outlet(words: str) -> bool:
    return any(w.lower() in word_lists()["outlets"] for w in words.split()[-2:]) or (
        bool(NEWS_NAME.fullmatch(words.strip())) and len(words.split()) <= 4
    )


def said_on(content: str, attribution: Attribution, times: Sequence[When], *, reach: int = 120) -> When | None:
    """The time expression in the frame nearest to the cue (within ``reach`` characters); None if there is none."""
    start, end = attribution.sentence_at
    anchor = attribution.cue_at or attribution.source_at or attribution.pieces[0]
    best: tuple[int, When] | None = None
    for when in times:
        span = when.span
        if span is None or span.start < start or span.end > end:
            continue
        if any(a <= span.start and span.end <= b for a, b in attribution.pieces):
            continue
        if when.role not in ("at",) or when.precision not in ("instant", "part_of_day", "day"):
            continue
        gap = span.start - anchor[1] if span.start >= anchor[1] else anchor[0] - span.end
        if gap <= reach and (best is None or gap < best[0]):
            best = (gap, when)
    return best[1] if best else None
