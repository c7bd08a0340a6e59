"""Through which medium (media.py) and on which day something was said, read from the words round the cue.

Only the speaker's own sentence outside the content counts; what a chain of words goes on ("he added", a second
quotation paragraph) takes over from the attribution before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from trucewatch.annotate.cues import cue_of, listed, word_lists
from trucewatch.annotate.media import HEADING, TOKEN, Medium, medium_in, medium_of
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.spans import Attribution
from trucewatch.annotate.view import View
from trucewatch.records.when import When

#: At the head of a page: it is a release, and what it tells of its issuer is a statement.
RELEASE = re.compile(
    r"^\W*(?:press (?:release|statement)|communiqu[eé]|official statement|for immediate release|"
    r"declaration (?:by|of) the|statement (?:by|of|from) the)\b",
    re.IGNORECASE | re.MULTILINE,
)
#: Paragraphs over which a speaker's medium and day are taken over from his words before (set on the dev clusters).
REACH = 5
TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
#: Between a cue and a time behind it: the time is that of something else ("said after clashes broke out on Thursday").
ELSEWHERE = re.compile(r"\b(?:after|following|since|when|where|until|over|that|which|who)\b", re.IGNORECASE)
#: Between a time and a cue behind it: the cue stands in a clause beside ("Fighting raged on Sunday, with X claiming").
WHILE = re.compile(r",\s+(?:with|while|as)\b", re.IGNORECASE)
#: Before who says something: what is told was said days before what the report tells of.
LONG_AFTER = re.compile(r"\b(?:hours?|days?|weeks?|months?|years?) after (?:the )?$", re.IGNORECASE)
#: Paragraphs ahead in which the medium of words told in short may be named (set on the dev clusters).
AHEAD = 4
#: Farther ahead, up to here, only for a gist: at least this many long words, and this share of them, stand there again.
FAR_AHEAD = 12
GIST_WORDS, GIST_SHARE = 3, 0.4
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
BESIDE = frozenset({"prep", "dobj", "dative", "obj", "npadvmod", "agent"})
#: Prepositions of place and time beside a verb of saying ("in a letter of Monday, 5 May").
WHERE = frozenset({"in", "on", "at", "to", "via", "through", "during", "by"})
QUOTES = frozenset('"“”«»')
DAYS = frozenset({"instant", "part_of_day", "day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A verb of saying with a medium beside it: who stands before it, where, and on which day."""

    subject: frozenset[str]
    medium: Medium
    paragraph: int
    start: int
    when: When | None
    words: frozenset[str]


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
        if not _is_day(when):
            continue
        first, last = sorted((anchor, (span.start, span.end)))
        between = content[first[1] : last[0]]
        if (ELSEWHERE if span.start >= anchor[1] else WHILE).search(between):
            continue
        gap = span.start - anchor[1] if span.start >= anchor[1] else anchor[0] - span.end
        if gap <= reach and (best is None or gap < best[0]):
            best = (gap, when)
    return best[1] if best else None


def _long_words(words: str) -> frozenset[str]:
    return frozenset(w for w in TOKEN.findall(words.lower()) if len(w) >= 5)


def _is_day(when: When) -> bool:
    # a day of the lunar calendar may be one of several civil days, and is a day all the same
    one = when.precision in DAYS or (when.calendar is not None and when.precision == "days")
    return when.span is not None and when.role == "at" and one


def _brought(token: Token) -> bool:
    """True for a text that a sentence speaks of or that somebody brings: "it" of the next sentence is that text."""
    if token.lower_ not in word_lists()["texts_brought"]:
        return False
    return token.dep_ in SUBJECTS or (token.dep_ == "dobj" and listed("brings_document", token.head.lemma_))


def _is_today(when: When) -> bool:
    return (
        _is_day(when) and when.span is not None and bool(TODAY.search(when.span.words)) and when.first_day is not None
    )


def _beside(token: Token) -> str:
    """The words that hang on a verb of saying, without what is said: "in a statement", "reporters in Kessel"."""
    parts = [t for t in token.children if t.dep_ in BESIDE and not any(c.text in QUOTES for c in t.subtree)]
    words = sorted([token, *(w for part in parts for w in part.subtree)], key=lambda w: w.i)
    return " ".join(w.text for w in words)


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
        self._sayings: list[Saying] | None = None
        head = RELEASE.search(self.content[:HEADING])
        self.release = head.group().strip() if head else None

    def of(self, attribution: Attribution, speaker: str | None) -> tuple[Medium, When | None]:
        """The medium and day of this attribution; call in reading order."""
        head, cue = attribution.source_head, attribution.cue_token
        if attribution.frame == "noun" and head is not None and cue is not None and cue in head.ancestors:
            # the sentence round a noun ("its claim that") tells of another saying
            return Medium("unknown", "a noun names the saying"), None
        medium = medium_of(self.content, attribution)
        when = said_on(self.content, attribution, self._times_in(attribution.sentence_at))
        said_at = min(s[0] for s in (attribution.source_at, attribution.cue_at, attribution.pieces[0]) if s is not None)
        if when is None and LONG_AFTER.search(self.content[attribution.sentence_at[0] : said_at]):
            return medium, None  # "the step comes two days after the Front charged ...": not what was told just before
        if when is None and attribution.frame == "own text":
            when = self._today()
        if when is None and attribution.quoted:
            # "today" in somebody's own words is the day on which he speaks
            when = next((t for a, b in attribution.pieces for t in self._times_in((a, b)) if _is_today(t)), None)
        if medium.name == "unknown":
            medium = self._scene(attribution, speaker) or medium
        # "a statement from the Joint Committee" and "the Joint Committee" are one occasion
        name = " ".join((speaker or "").lower().split()[-2:])
        before = self.told.get(name)
        # one occasion runs through neighbouring paragraphs: what its first words tell holds for the rest
        if before is not None and attribution.paragraph - before[2] <= REACH:
            if medium.name == "unknown" and before[0].name != "unknown":
                medium = replace(before[0], rule="goes on from the words before")
            when = when or before[1]
        if medium.name == "unknown" and name and attribution.outer is None:
            ahead = self._ahead(attribution, name, when)
            if ahead is not None:
                medium = replace(ahead.medium, rule="told where the words are given in full")
                when = when or ahead.when
        if medium.name == "unknown" and attribution.outer is None and not attribution.quoted and self.release:
            medium = Medium("statement", "the head of a release", self.release)
        if attribution.outer is None and name:
            self.told[name] = (medium, when, attribution.paragraph)
        return medium, when

    def _today(self) -> When | None:
        """The day on which a side's own text says "today"."""
        return next((t for t in self.times if _is_today(t)), None)

    def _ahead(self, attribution: Attribution, name: str, when: When | None) -> Saying | None:
        """Where the report says later through what medium the speaker spoke.

        A report opens with the gist ("X warned on Sunday that ...") and names the medium where it gives the words. Only
        one occasion will do: no second medium of that speaker, no other day.
        """
        if self._sayings is None:
            self._sayings = [s for number in range(len(self.parsed.paragraphs)) for s in self._told_in(number)]
        last = name.split()[-1]
        at = attribution.paragraph
        near = slice(
            bisect_left(self._sayings, at, key=lambda s: s.paragraph),
            bisect_right(self._sayings, at + FAR_AHEAD, key=lambda s: s.paragraph),
        )
        ahead = [
            s for s in self._sayings[near]
            if last in s.subject
            and (s.paragraph - at <= AHEAD or self._gist(attribution, s))
            and s.start > attribution.pieces[0][0]
        ]  # fmt: skip
        if not ahead or len({s.medium.name for s in ahead}) > 1:
            return None
        first = ahead[0]
        if when is not None and first.when is not None and when.first_day != first.when.first_day:
            return None
        return first

    def _gist(self, attribution: Attribution, saying: Saying) -> bool:
        """True if the words there say again what the attribution tells in short."""
        told = _long_words(" ".join(self.content[a:b] for a, b in attribution.pieces))
        again = len(told & saying.words)
        return again >= GIST_WORDS and again >= GIST_SHARE * len(told)

    def _told_in(self, number: int) -> list[Saying]:
        """The verbs of saying of a paragraph beside which a medium stands."""
        paragraph = self.parsed.paragraphs[number]
        found: list[Saying] = []
        for token in paragraph.doc:
            if token.pos_ != "VERB" or not any(c.dep_ in SUBJECTS for c in token.children):
                continue
            cue = cue_of(token)
            issued = listed("light_verbs", token.lemma_)
            if (cue is None or cue.kind != "speech") and not issued:
                continue
            subject = next(c for c in token.children if c.dep_ in SUBJECTS)
            told = medium_in(_beside(token), speaker=None)
            if told.name == "unknown" and subject.lower_ in word_lists()["media_statement"]:
                told = Medium("statement", "the document speaks", subject.text)
            if told.name == "unknown":
                continue
            beside = [(w.left_edge, w.right_edge) for w in token.children if w.lower_ in WHERE or w.dep_ == "npadvmod"]
            # "issued a statement Sunday condemning ..."
            beside += [(w, w.doc[min(w.i + 2, len(w.doc) - 1)]) for w in token.children if w.dep_ == "dobj"]
            ranges = [(paragraph.start + a.idx, paragraph.start + b.idx + len(b)) for a, b in beside]
            when = next((t for a, b in ranges for t in self._times_in((a, b)) if _is_day(t)), None)
            found.append(
                Saying(
                    subject=frozenset(w.lower_ for w in subject.subtree), medium=told, paragraph=number,
                    start=paragraph.start + token.idx, when=when,
                    words=_long_words(token.sent.text),
                )
            )  # fmt: skip
        return found

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
            if found.name != "unknown" and found.words not in ("phone", "telephone"):
                return replace(found, rule="told in the sentence before")
            if attribution.source_head is not None and attribution.source_head.lower_ == "it":
                document = next((t for t in words if _brought(t)), None)
                if document is not None:
                    return Medium("statement", "the document of the sentence before speaks", document.text)
        return None
