"""Join what the trained tagger sees with what the rules see: one list of attributions.

Where both see an attribution, the rules say which words make the statement (they part "said X and urged Y", and know
who is addressed, negation and conditions), and the tagger says how sure that is and marks the whole content. What the
tagger alone sees is added; what the rules alone see stays, and takes its speaker from the tagger if it lacks one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.clauses import flags
from trucewatch.annotate.cues import Cue, cue_of
from trucewatch.annotate.labels import LETTERS
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sources import phrase, source_of
from trucewatch.annotate.spans import Attribution, find_spans, nest
from trucewatch.annotate.tagger import Tagged, Tagger
from trucewatch.annotate.view import View

#: Least share (intersection over union of characters) at which contents of tagger and rules are the same.
SAME = 0.5
#: Least share of a rule's words inside the tagger's contents at which it is a part of one of them.
WITHIN = 0.3
#: An attribution that the tagger alone sees and gives less than this chance is left out.
DOUBTFUL = 0.2
#: Frames that the rules know better than the tagger, which never saw their like.
OWN_FRAMES = frozenset({"recording", "name and colon"})
#: Beginnings of cues by which an outlet hands on another's words.
HANDING_ON = ("quot", "cit", "report")
#: Tags of relative pronouns.
RELATIVE = frozenset({"WP", "WDT"})
#: Verbs by which somebody disagrees when they are negated.
DISSENT = frozenset({"see", "believe", "share", "accept"})
#: Words that join a content to its cue and are no part of a statement.
JOINING = frozenset({"that", "whether"})


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
        # by paragraph, so that a long text costs no more for each of its attributions than a short one
        rules: dict[int, list[int]] = defaultdict(list)
        for number, rule in enumerate(ruled):
            for place in self._places([*rule.pieces, *([rule.cue_at] if rule.cue_at else [])]):
                rules[place].append(number)
        seen: dict[int, list[Tagged]] = defaultdict(list)
        for one in tagged:
            places = self._places([*one.content, *([one.cue] if one.cue else [])])
            for place in places:
                seen[place].append(one)
            near = sorted({number for place in places for number in rules[place]} - used)
            match = self._match(one, near, ruled)
            if match is not None:
                used.add(match)
                merged = self._merged(one, ruled[match])
                covered = [piece for place in places for other in rules[place] for piece in ruled[other].pieces]
                made += [merged, *self._elsewhere(one, merged, covered)]
            elif one.score >= DOUBTFUL and not any(_silent(ruled[n], one) for n in near):
                made += self._fresh(one)
        for number, rule in enumerate(ruled):
            if number not in used:
                beside = [one for place in self._places(rule.pieces) for one in seen[place]]
                made.append(self._alone(rule, beside))
        return made

    def _places(self, stretches: Iterable[tuple[int, int]]) -> list[int]:
        """Numbers of the paragraphs that hold the stretches, in order."""
        found: set[int] = set()
        for start, end in stretches:
            first = max(0, bisect_right(self.starts, start) - 1)
            found.update(range(first, max(first, bisect_right(self.starts, max(start, end - 1)) - 1) + 1))
        return sorted(found)

    def _match(self, one: Tagged, near: Sequence[int], ruled: list[Attribution]) -> int | None:
        """The rules' find with the same cue, else the one with the same content; None if there is none."""
        best, most = None, 0.0
        for number in near:
            rule = ruled[number]
            if rule.in_quote:
                continue
            share = overlap(one.content, rule.pieces)
            if one.cue and rule.cue_at and _meet(one.cue, rule.cue_at):
                share += 1.0
            elif one.cue and rule.cue_at and _shared([rule.cue_at], one.content) > 0 and _quotes(self.parsed, one.cue):
                share += WITHIN  # "quoted X as saying ...": the rules' cue and speaker stand in the tagger's content
            elif one.cue and rule.cue_at and not rule.continued:
                continue
            if share >= SAME and share > most:
                best, most = number, share
        return best

    def _merged(self, one: Tagged, rule: Attribution) -> Attribution:
        """The rule's reading of what both see: it cuts statements where the tagger marks one long content."""
        own = rule.source_at
        # where the two name different words, the tagger was right 52 times in 55 on the development articles
        source = self._source(one) if not rule.label and not rule.negated else None
        # "the agency quoted X as saying": for the tagger the agency is the source and X stands in the content
        carried = own is not None and _shared([own], one.content) > 0
        if source is not None and source[2] is not None and not carried and (own is None or not _meet(own, source[2])):
            rule = replace(rule, source_paragraph=source[0], source_head=source[1], source_at=source[2])
        return replace(rule, score=one.score, extent=one.content, extent_source=one.source, outer=None)

    def _elsewhere(self, one: Tagged, merged: Attribution, covered: Sequence[tuple[int, int]]) -> Iterable[Attribution]:
        """What of the tagger's content stands in other paragraphs, where the rules see nothing."""
        own = set(self._places(merged.pieces))
        for place, piece in self._pieces(one.content):
            if place not in own and _shared([piece], covered) < WITHIN * (piece[1] - piece[0]):
                yield replace(
                    merged, paragraph=place, frame="tagger", cue_token=None, cue_at=None, pieces=[piece],
                    quoted=self._quoted([piece]), continued=True, sentence_at=self._sentence(place, None), extent=None,
                    extent_source=None, beyond=True, addressee_at=None,
                )  # fmt: skip

    def _fresh(self, one: Tagged) -> list[Attribution]:
        """What the tagger alone sees: an attribution for each paragraph that its content stands in."""
        number = self._paragraph(one.cue[0] if one.cue else one.content[0][0])
        pieces = self._pieces(one.content)
        if number is None or not pieces:
            return []
        cue_token, cue = self._cue(one.cue)
        source = self._source(one) or (number, source_of(cue_token) if cue_token is not None else None, None)
        if source[1] is not None and source[2] is None:
            a, b = phrase(source[1])
            source = (number, source[1], self._at(number, a, b))
        negated, hypothetical = flags(cue_token) if cue_token is not None else (False, False)
        cue, negated = _meant(cue_token, cue, negated)
        made: list[Attribution] = []
        for place in sorted({at for at, _ in pieces}, key=lambda at: at != number):
            own = place == number
            here = [piece for at, piece in pieces if at == place]
            made.append(
                Attribution(
                    paragraph=place, frame="tagger", cue=cue, cue_token=cue_token if own else None,
                    cue_at=one.cue if own else None, source_paragraph=source[0], source_head=source[1],
                    source_at=source[2], pieces=here, quoted=self._quoted(here), negated=negated,
                    hypothetical=hypothetical, continued=not own or (source[2] is None and one.cue is None),
                    score=one.score, sentence_at=self._sentence(place, cue_token if own else None),
                    extent=None if made else one.content, extent_source=None if made else one.source, beyond=bool(made),
                )
            )  # fmt: skip
        return made

    def _alone(self, rule: Attribution, beside: Sequence[Tagged]) -> Attribution:
        """What the rules alone see; if it lies in a content of the tagger's, that may tell who speaks."""
        size = sum(b - a for a, b in rule.pieces)
        shares = [(_shared(one.content, rule.pieces), one) for one in beside]
        share, one = max(shares, key=lambda pair: pair[0], default=(0, None))
        beyond = rule.frame not in OWN_FRAMES
        if one is None or share < WITHIN * size:
            return replace(rule, outer=None, beyond=beyond, score=rule.score * (0.5 if beyond else 1.0))
        source = self._source(one) if rule.continued and not rule.label and share >= SAME * size else None
        if source is not None:
            rule = replace(
                rule, source_paragraph=source[0], source_head=source[1], source_at=source[2], continued=False
            )
        return replace(rule, outer=None, beyond=beyond, score=min(rule.score, one.score))

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
        if one.source is None or self.parsed.text.content[slice(*one.source)] in LETTERS:
            return None
        found = self._words(*one.source)
        if found is None:
            return None
        number, span = found
        head = head_of(span)
        if head.tag_ in RELATIVE and head.head.dep_ in ("relcl", "acl") and head.head.head.i < head.i:
            # "the general, who said that ...": the general
            head = head.head.head
            return number, head, self._at(number, *phrase(head))
        return number, head, one.source

    def _cue(self, at: tuple[int, int] | None) -> tuple[Token | None, Cue | None]:
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

    def _pieces(self, content: Sequence[tuple[int, int]]) -> list[tuple[int, tuple[int, int]]]:
        """(paragraph, piece) of a content as the rules would cut it: no joining word, no marks round a quotation."""
        made: list[tuple[int, tuple[int, int]]] = []
        for start, end in content:
            first, last = self._paragraph(start), self._paragraph(max(start, end - 1))
            if first is None:
                continue
            for number in range(first, (first if last is None else last) + 1):
                paragraph = self.parsed.paragraphs[number]
                found = self._words(max(start, paragraph.start), min(end, paragraph.end))
                if found is None:
                    continue
                view = View.at(self.parsed.paragraphs, number, self.views)
                a, b = view.trim(found[1].start, found[1].end)
                if b - a > 1 and view.doc[a].lower_ in JOINING:
                    a += 1
                a, b = view.trim(a, b)
                while a < b and view.is_mark(a):
                    a += 1
                while a < b and view.is_mark(b - 1):
                    b -= 1
                a, b = view.trim(a, b)
                if a < b:
                    made.append((number, self._at(number, a, b)))
        return made

    def _at(self, number: int, a: int, b: int) -> tuple[int, int]:
        """Words of a paragraph as offsets into the text."""
        paragraph = self.parsed.paragraphs[number]
        last = paragraph.doc[b - 1]
        return paragraph.start + paragraph.doc[a].idx, paragraph.start + last.idx + len(last)

    def _sentence(self, number: int, token: Token | None) -> tuple[int, int]:
        paragraph = self.parsed.paragraphs[number]
        if token is None:
            return paragraph.start, paragraph.end
        return self._at(number, *View.at(self.parsed.paragraphs, number, self.views).bounds(token.i))

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


def head_of(span: SpacySpan) -> Token:
    """The head word of a source: the noun that the rest of the phrase hangs on."""
    root: Token = span.root
    if root.pos_ in ("NOUN", "PROPN", "PRON"):
        return root
    for token in span:
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ not in ("compound", "poss", "nmod"):
            return token
    return root


def _meant(token: Token | None, cue: Cue | None, negated: bool) -> tuple[Cue | None, bool]:
    """What a cue does here: who "calls it a lie" calls upon nobody; who "does not see it that way" is not silent."""
    if token is None or cue is None:
        return cue, negated
    if cue.word == "call" and not any(c.lower_ in cue.preps for c in token.children):
        return replace(cue, act=""), negated
    if negated and cue.word in DISSENT:
        return replace(cue, act="reject", kind="speech"), False
    return cue, negated


def _quotes(parsed: Parsed, cue: tuple[int, int]) -> bool:
    """Whether a cue hands on another's words ("quoted", "cited")."""
    return parsed.text.content[slice(*cue)].lower().startswith(HANDING_ON)


def _silent(rule: Attribution, one: Tagged) -> bool:
    """The rules see that somebody did not speak where the tagger sees a content ("declined to comment")."""
    return rule.negated and _shared(one.content, rule.pieces) > 0


def _shared(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> int:
    return sum(max(0, min(b, y) - max(a, x)) for a, b in left for x, y in right)


def overlap(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> float:
    """Intersection over union of two sets of stretches, in characters."""
    shared = _shared(left, right)
    total = sum(b - a for a, b in left) + sum(y - x for x, y in right) - shared
    return shared / total if total else 0.0


def _meet(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] < right[1] and right[0] < left[1]
