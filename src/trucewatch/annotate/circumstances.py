"""Through which medium and on which day something was said, read from the words round the cue.

Only the speaker's own sentence outside the content counts; what a chain of words goes on ("he added", a second
quotation paragraph) takes over from the attribution before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trucewatch.annotate.cues import NEWS_NAME, word_lists
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.view import View
from trucewatch.records.when import When

TOKEN = re.compile(r"[\w][\w’'-]*(?:\.com)?")
TOLD = re.compile(
    r"\b(?:told|tells|telling|informed|quoted (?:by|as)|interview(?:ed)?|spoke (?:to|with)|speaking (?:to|with))\b",
    re.IGNORECASE,
)

INTERVIEW = re.compile(r"\binterview(?:ed)?\b", re.IGNORECASE)
#: How far into a page its heading may tell that it is the transcript of an interview.
HEADING = 400
#: Paragraphs over which a speaker's medium and day are taken over from his words before (set on the dev clusters).
REACH = 5


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
    heading = INTERVIEW.search(content[:HEADING]) if attribution.frame == "name and colon" else None
    if heading:
        return Medium("interview", "the heading of a transcript", heading.group())
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


def said_on(attribution: Attribution, times: Sequence[When], *, reach: int = 120) -> When | None:
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


class Occasions:
    """Medium and day of each attribution, taken over from the same speaker's words before where they say nothing."""

    def __init__(
        self, parsed: Parsed, times: Sequence[When], published: date | None, view: Callable[[int], View]
    ) -> None:
        self.parsed = parsed
        self.content = parsed.text.content
        self.view = view
        # what is reported was said before the report: a day to come is the day of something else
        told = (t for t in times if not (published and t.first_day and t.first_day > published))
        self.times = sorted((t for t in told if t.span is not None), key=lambda t: t.span.start if t.span else 0)
        self.starts = [t.span.start for t in self.times if t.span]
        self.told: dict[str, tuple[Medium, When | None, int]] = {}

    def of(self, attribution: Attribution, speaker: str | None) -> tuple[Medium, When | None]:
        """The medium and day of this attribution; call in reading order."""
        head, cue = attribution.source_head, attribution.cue_token
        if attribution.frame == "noun" and head is not None and cue is not None and cue in head.ancestors:
            # the sentence round a noun ("its claim that") tells of another saying
            return Medium("unknown", "a noun names the saying"), None
        medium = medium_of(self.content, attribution)
        when = said_on(attribution, self._times_in(attribution.sentence_at))
        if medium.name == "unknown":
            medium = self._scene(attribution, speaker) or medium
        name = speaker or ""
        before = self.told.get(name)
        # one occasion runs through neighbouring paragraphs: what its first words tell holds for the rest
        if before is not None and attribution.paragraph - before[2] <= REACH:
            if medium.name == "unknown" and before[0].name != "unknown":
                medium = replace(before[0], rule="goes on from the words before")
            when = when or before[1]
        if attribution.outer is None and name:
            self.told[name] = (medium, when, attribution.paragraph)
        return medium, when

    def _times_in(self, stretch: tuple[int, int]) -> Sequence[When]:
        return self.times[bisect_left(self.starts, stretch[0]) : bisect_left(self.starts, stretch[1])]

    def _scene(self, attribution: Attribution, speaker: str | None) -> Medium | None:
        """The sentence before, in the same paragraph, may tell where the words were written or spoken."""
        paragraph = self.parsed.paragraphs[attribution.paragraph]
        before = [
            (a, b) for a, b in self.view(attribution.paragraph).sentences
            if paragraph.start + paragraph.doc[a].idx < attribution.sentence_at[0]
            and paragraph.start + paragraph.doc[b - 1].idx < attribution.pieces[0][0]
        ][-1:]  # fmt: skip
        last = (speaker or "?").split()[-1]
        for a, b in before:
            words = paragraph.doc[a:b]
            subject = next((t for t in words if t.dep_ == "nsubj"), None)
            if subject is None or last not in words.text:
                continue
            start = paragraph.start + words.start_char
            scene = replace(
                attribution,
                sentence_at=(start, paragraph.start + words.end_char),
                pieces=[attribution.pieces[0]],
                cue=None,
                source_head=None,
                source_at=None,
            )
            found = medium_of(self.content, scene)
            if found.name != "unknown":
                return replace(found, rule="told in the sentence before")
        return None
