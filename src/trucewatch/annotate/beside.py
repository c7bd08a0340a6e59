"""Quotations and the cue beside them: every full quotation goes to the one who stands next to it in the paragraph."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue, cue_of, listed
from trucewatch.annotate.sources import phrase, source_of, writer_of
from trucewatch.annotate.view import COMMAS, Found, View

#: "read" ties a document's words to it; as a verb of what somebody learnt it is none of speech.
READ = Cue(word="read", noun=False, kind="speech", act="", frames=frozenset("cq"), preps=frozenset())


def with_quotations(view: View, finds: list[Found]) -> list[Found]:
    """Give every full quotation to the cue beside it, or to the one that goes before."""
    outside = [f for f in finds if not f.in_quote]
    inside = [f for f in finds if f.in_quote]
    for f in outside:
        f.pieces = [whole_quotations(view, a, b) for a, b in f.pieces]
    for number in range(len(view.quotations)):
        a, b = view.quote_span(number)
        if a >= b or _held(outside, a, b):
            continue
        if not _full(view, number, a, b):
            continue
        owner = _beside(view, outside, number, a, b)
        if owner is not None:
            outside.append(owner) if owner not in outside else None
    return outside + inside


def _held(finds: list[Found], a: int, b: int) -> bool:
    return any(sum(max(0, min(b, y) - max(a, x)) for x, y in f.pieces) >= 0.6 * (b - a) for f in finds)


def _full(view: View, number: int, a: int, b: int) -> bool:
    """Words enough to be somebody's words: a verb, or five words and more."""
    words = [t for t in view.doc[a:b] if t.is_alpha]
    return len(words) >= 5 or (len(words) >= 2 and any(t.pos_ in ("VERB", "AUX") for t in words)) or (
        b < len(view.doc) and view.doc[b - 1].text in {",", ".", "!", "?"}
    )  # fmt: skip


def whole_quotations(view: View, a: int, b: int) -> tuple[int, int]:
    """Stretch a piece to the edges of a quotation that it cuts, and strip a quotation's marks if it is nothing else."""
    if a >= b:
        return a, b
    while (
        a < b
        and view.is_mark(a)
        and view.quote_of[a] >= 0
        and view.doc[a].idx >= view.quotations[view.quote_of[a]].inner_end
    ):
        a += 1
    if a >= b:
        return a, b
    first, last = view.quote_of[a], view.quote_of[b - 1]
    if first >= 0:
        x, y = view.quote_span(first)
        if x < a and (first == last or y <= b):
            a = x
        if first == last:
            return (x, y) if y > x else (a, b)
    if last >= 0:
        x, y = view.quote_span(last)
        if y > b:
            b = y
    return a, b


def _beside(view: View, finds: list[Found], number: int, a: int, b: int) -> Found | None:
    """The attribution this quotation belongs to, new or one of ``finds``; None if nobody stands beside it."""
    doc = view.doc
    _, end = view.bounds(b - 1)
    tail_end = end
    following = next((i for i in range(b, len(doc)) if view.quote_of[i] >= 0 and view.quote_of[i] != number), len(doc))
    closes = (
        b < len(doc)
        and doc[b - 1].text in {".", "!"}
        and not (b + 1 < len(doc) and doc[min(b + 1, len(doc) - 1)].text == ",")
    )
    #: "Why did they?" NAME said: the mark ends no sentence, though the reader of sentences thinks so.
    asks = b < len(doc) and doc[b - 1].text in {"?", "!"}
    if asks or not closes:
        after = next((i for i in range(b, len(doc)) if view.quote_of[i] < 0), len(doc) - 1)
        sentence_end = view.bounds(after if asks else min(b, len(doc) - 1))[1]
        tail_end = min(following, max(tail_end, sentence_end))
        for token in doc[b:tail_end]:
            cue = speaks(token)
            if cue is None or view.quote_of[token.i] >= 0:
                continue
            if asks and any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > token.i for c in token.children):
                break  # it has words of its own to tie
            source = _source(view, token, cue)
            edge = min(token.i, phrase(source)[0]) if source is not None and source.i >= b else token.i
            if edge - b > 4 and token.i - b > 4:
                break
            return _join(finds, token, cue, source, (a, b), "quotation before cue", 0.9)
    head_start = next((i + 1 for i in range(a - 1, -1, -1) if view.quote_of[i] >= 0 and view.quote_of[i] != number), 0)
    before = a - 1
    while before > 0 and (view.is_mark(before) or doc[before].is_space):
        before -= 1
    sentence_start = view.bounds(before)[0] if before >= 0 else 0
    lead = [t for t in doc[max(head_start, sentence_start) : a] if view.quote_of[t.i] < 0]
    if lead:
        last = doc[before]
        open_lead = (
            last.text in {":", ",", "that", "–", "—", "-"}
            or speaks(last) is not None
            or last.text not in {".", "!", "?"}
        )
        for token in reversed(lead):
            cue = speaks(token)
            if cue is None or not open_lead:
                continue
            if last.text not in {":", ","} and before - token.i > 6:
                break
            source = _source(view, token, cue)
            return _join(finds, token, cue, source, (a, b), "quotation after cue", 0.85)
        if last.text == ":" and lead:
            source = next((t for t in lead if t.dep_ in ("nsubj", "nsubjpass")), None)
            if source is not None:
                return Found(
                    cue=None, cue_at=(before, before + 1), source=source, pieces=[(a, b)], frame="colon", score=0.5
                )
    # no cue of its own: the speaker of the words before goes on
    earlier = [
        f
        for f in finds
        if f.cue_at and f.cue_at[0] < a and not f.negated and f.source is not None and f.frame != "noun"
    ]
    if earlier:
        f = max(earlier, key=lambda f: f.cue_at or (0, 0))
        if any(view.quote_of[x] >= 0 and view.quote_of[x] < number for x, _ in f.pieces) and f.pieces[-1][1] <= a:
            f.pieces.append((a, b))
            return f
        return Found(
            cue=f.cue, cue_at=None, source=f.source, pieces=[(a, b)], frame="goes on", score=0.6, continued=True
        )
    # the speaker is told of in the sentence before without a cue word
    if lead or a > 2:
        return Found(
            cue=None,
            cue_at=None,
            source=_last_subject(view, a),
            pieces=[(a, b)],
            frame="told before",
            score=0.35,
            continued=True,
        )
    return None


def _last_subject(view: View, a: int) -> Token | None:
    return next(
        (
            t
            for t in reversed(view.doc[:a])
            if t.dep_ == "nsubj" and view.quote_of[t.i] < 0 and t.pos_ in ("PROPN", "PRON", "NOUN")
        ),
        None,
    )


def _document(token: Token) -> Token | None:
    """What reads: ""...," read a statement signed by X" has it as the verb's object."""
    return next(
        (c for c in token.children if c.dep_ in ("nsubj", "dobj", "attr") and listed("documents", c.lemma_)), None
    )


def _source(view: View, token: Token, cue: Cue) -> Token | None:
    """Who speaks by a cue beside a quotation; behind "read a statement" whoever signed it."""
    document = _document(token) if cue is READ else None
    if document is not None:
        return writer_of(document)
    return source_of(token) or _near(view, token)


def speaks(token: Token) -> Cue | None:
    """The word's cue, if it can stand beside a quotation."""
    if token.lower_ in ("read", "reads") and _document(token) is not None:
        return READ
    cue = cue_of(token)
    if cue is None or cue.noun or not cue.frames & {"c", "q"}:
        return None
    return cue if cue.kind == "speech" or cue.word in ("think", "believe", "hope") else None


def _near(view: View, token: Token) -> Token | None:
    """The noun right beside a cue whose subject the parser missed: after it ("said X"), else before it."""
    for other in view.doc[token.i + 1 : token.i + 8]:
        if other.text in COMMAS or view.quote_of[other.i] >= 0:
            break
        if (
            other.pos_ in ("PROPN", "NOUN", "PRON")
            and other.ent_type_ not in ("DATE", "TIME")
            and other.dep_ not in ("pobj",)
        ):
            top = other
            while (
                top.head.i in range(token.i + 1, token.i + 12)
                and top.head.pos_ in ("PROPN", "NOUN")
                and top.dep_ in ("compound", "amod", "poss", "nmod")
            ):
                top = top.head
            return top
    for other in reversed(view.doc[max(0, token.i - 6) : token.i]):
        if view.quote_of[other.i] >= 0:
            break
        if other.pos_ in ("PROPN", "NOUN", "PRON") and other.ent_type_ not in ("DATE", "TIME"):
            return other
    return None


def _join(
    finds: list[Found], token: Token, cue: Cue, source: Token | None, piece: tuple[int, int], frame: str, score: float
) -> Found:
    for f in finds:
        if f.cue_at == (token.i, token.i + 1):
            # a clause found for the same cue that lies in no quotation stays: the quotation is a further piece
            inside = [p for p in f.pieces if not (piece[0] <= p[0] and p[1] <= piece[1])]
            f.pieces = sorted([*inside, piece])
            f.source = f.source or source
            return f
    return Found(cue=cue, cue_at=(token.i, token.i + 1), source=source, pieces=[piece], frame=frame, score=score)
