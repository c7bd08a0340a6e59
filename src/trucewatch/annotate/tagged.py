"""Join what the trained tagger sees with what the rules see: one list of attributions.

The tagger decides where source, cue and content are. The rules add what it cannot see: recordings and labels,
attributions inside others' words, whether a cue is negated or under a condition, who is addressed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.clauses import flags
from trucewatch.annotate.cues import Cue, cue_of
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.annotate.spans import Attribution, find_spans, nest
from trucewatch.annotate.tagger import Tagged, Tagger
from trucewatch.annotate.view import View

#: Least share (intersection over union of characters) at which contents of tagger and rules are the same.
SAME = 0.5
#: Frames of the rules that the tagger has no notion of, or that say more than it does.
OWN_FRAMES = frozenset({"recording", "name and colon", "silence", "claimed by"})
#: A rule's find that the tagger does not share is kept from this score on.
LEAST = 0.75


def find_attributions(parsed: Parsed, tagger: Tagger | None, views: dict[int, View] | None = None) -> list[Attribution]:
    """Every attribution in reading order, nested ones after the one that holds them; by the rules alone without a
    tagger. ``views`` is filled as paragraphs are read."""
    views = {} if views is None else views
    ruled = find_spans(parsed, views)
    if tagger is None:
        return ruled
    spans = [(p.start, p.end) for p in parsed.paragraphs]
    found = _Joiner(parsed, views).join(ruled, tagger.read(parsed.text.content, spans))
    found.sort(key=lambda a: (a.pieces[0][0], -a.pieces[-1][1]))
    nest(found)
    return found


class _Joiner:
    def __init__(self, parsed: Parsed, views: dict[int, View]) -> None:
        self.parsed = parsed
        self.views = views
        self.starts = [p.start for p in parsed.paragraphs]

    def join(self, ruled: list[Attribution], tagged: list[Tagged]) -> list[Attribution]:
        made: list[Attribution] = []
        used: set[int] = set()
        for one in tagged:
            number = self._match(one, ruled, used)
            if number is not None:
                used.add(number)
                made.append(self._merged(one, ruled[number]))
            else:
                fresh = self._fresh(one)
                if fresh is not None:
                    made.append(fresh)
        taken = sorted(piece for a in made for piece in a.pieces)
        for number, rule in enumerate(ruled):
            if number not in used and self._stays(rule, taken):
                made.append(replace(rule, outer=None))
        return made

    def _match(self, one: Tagged, ruled: list[Attribution], used: set[int]) -> int | None:
        best, most = None, 0.0
        for number, rule in enumerate(ruled):
            if number in used or rule.in_quote:
                continue
            share = overlap(one.content, rule.pieces)
            if one.cue and rule.cue_at and _meet(one.cue, rule.cue_at):
                share += 1.0
            elif one.cue and rule.cue_at and not rule.continued:
                continue
            if share >= SAME and share > most:
                best, most = number, share
        return best

    def _merged(self, one: Tagged, rule: Attribution) -> Attribution:
        source = self._source(one)
        if rule.frame in OWN_FRAMES or rule.negated:
            return replace(rule, score=one.score)
        pieces = self._pieces(one.content)
        if source is None:
            source = (rule.source_paragraph, rule.source_head, rule.source_at)
        return replace(
            rule, pieces=pieces, source_paragraph=source[0], source_head=source[1], source_at=source[2],
            score=one.score, quoted=rule.quoted or self._quoted(pieces),
        )  # fmt: skip

    def _fresh(self, one: Tagged) -> Attribution | None:
        number = self._paragraph(one.cue[0] if one.cue else one.content[0][0])
        if number is None:
            return None
        paragraph = self.parsed.paragraphs[number]
        view = View.at(self.parsed.paragraphs, number, self.views)
        cue_token, cue = self._cue(paragraph, one.cue)
        source = self._source(one) or (number, None, None)
        negated, hypothetical = flags(cue_token) if cue_token is not None else (False, False)
        pieces = self._pieces(one.content)
        first, last = view.bounds(cue_token.i) if cue_token is not None else (0, len(paragraph.doc))
        return Attribution(
            paragraph=number, frame="tagger", cue=cue, cue_token=cue_token, cue_at=one.cue,
            source_paragraph=source[0], source_head=source[1], source_at=source[2], pieces=pieces,
            quoted=self._quoted(pieces), negated=negated, hypothetical=hypothetical,
            continued=source[2] is None and one.cue is None, score=one.score,
            sentence_at=(paragraph.start + paragraph.doc[first].idx, paragraph.start + _end(paragraph, last)),
        )  # fmt: skip

    def _stays(self, rule: Attribution, taken: list[tuple[int, int]]) -> bool:
        if rule.frame in OWN_FRAMES or rule.in_quote or rule.outer is not None or rule.negated:
            return True
        size = sum(b - a for a, b in rule.pieces)
        shared = sum(max(0, min(b, y) - max(a, x)) for a, b in rule.pieces for x, y in taken)
        return rule.score >= LEAST and shared < 0.3 * size

    # -- into words of the parse -------------------------------------------------------------------

    def _paragraph(self, at: int) -> int | None:
        number = bisect_right(self.starts, at) - 1
        return number if number >= 0 and at < self.parsed.paragraphs[number].end else None

    def _words(self, start: int, end: int) -> tuple[int, SpacySpan] | None:
        number = self._paragraph(start)
        if number is None:
            return None
        paragraph = self.parsed.paragraphs[number]
        span = paragraph.doc.char_span(
            start - paragraph.start, min(end, paragraph.end) - paragraph.start, alignment_mode="expand"
        )
        return (number, span) if span is not None and len(span) else None

    def _source(self, one: Tagged) -> tuple[int, Token | None, tuple[int, int] | None] | None:
        if one.source is None:
            return None
        found = self._words(*one.source)
        if found is None:
            return None
        number, span = found
        return number, head_of(span), one.source

    def _cue(self, paragraph: Paragraph, at: tuple[int, int] | None) -> tuple[Token | None, Cue | None]:
        """The word of the cue that the lexicon knows, a verb of speech first; else its last verb or noun."""
        found = self._words(*at) if at else None
        if found is None:
            return None, None
        known = [(token, cue) for token in found[1] if (cue := cue_of(token)) is not None]
        for token, cue in known:
            if cue.kind == "speech":
                return token, cue
        if known:
            return known[0]
        verbs = [t for t in found[1] if t.pos_ in ("VERB", "NOUN", "AUX", "ADP")]
        return (verbs[-1] if verbs else found[1][-1]), None

    def _pieces(self, content: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        return [piece for piece in sorted(content) if piece[0] < piece[1]]

    def _quoted(self, pieces: Sequence[tuple[int, int]]) -> bool:
        for start, end in pieces:
            number = self._paragraph(start)
            if number is None:
                continue
            paragraph, view = self.parsed.paragraphs[number], View.at(self.parsed.paragraphs, number, self.views)
            for q in view.quotations:
                a, b = paragraph.start + q.inner_start, paragraph.start + q.inner_end
                if a < end and start < b and len(self.parsed.text.content[a:b].split()) > 2:
                    return True
        return False


def _end(paragraph: Paragraph, last: int) -> int:
    token = paragraph.doc[max(0, last - 1)]
    return token.idx + len(token)


def head_of(span: SpacySpan) -> Token:
    """The head word of a source: the noun that the rest of the phrase hangs on."""
    root: Token = span.root
    if root.pos_ in ("NOUN", "PROPN", "PRON"):
        return root
    for token in span:
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ not in ("compound", "poss", "nmod"):
            return token
    return root


def overlap(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> float:
    """Intersection over union of two sets of stretches, in characters."""
    shared = sum(max(0, min(b, y) - max(a, x)) for a, b in left for x, y in right)
    total = sum(b - a for a, b in left) + sum(y - x for x, y in right) - shared
    return shared / total if total else 0.0


def _meet(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] < right[1] and right[0] < left[1]
