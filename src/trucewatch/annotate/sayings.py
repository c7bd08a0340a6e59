"""Attributions without a verb of saying: nouns ("its claim that", "a call for") and "according to"."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue, listed
from trucewatch.annotate.limits import limit_after
from trucewatch.annotate.silences import silent_noun
from trucewatch.annotate.sources import owner_of, phrase
from trucewatch.annotate.view import COMMAS, FINITE, Found, View


def noun_saying(view: View, token: Token, cue: Cue) -> Found | None:
    owner = owner_of(token)
    stop = limit_after(view, token, None)
    start: int | None = None
    addressee = None
    frame = "noun"
    negated = any(c.lower_ in ("no", "any") and c.dep_ == "det" for c in token.children)
    for child in token.children:
        if child.i < token.i:
            continue
        that = next((c for c in child.children if c.dep_ == "mark" and c.lower_ == "that"), None)
        to = next((c for c in child.children if c.dep_ == "aux" and c.lower_ == "to"), None)
        if child.dep_ in ("acl", "relcl", "ccomp", "xcomp") and "c" in cue.frames and that is not None:
            start = that.i + 1
            stop = min(stop, child.right_edge.i + 1)
        elif (
            child.dep_ == "acl"
            and child.pos_ in ("VERB", "AUX")
            and "c" in cue.frames
            and child.tag_ in FINITE
            and to is None
        ):
            start = child.left_edge.i
        elif child.dep_ in ("acl", "relcl", "xcomp") and "i" in cue.frames and to is not None:
            start = to.i
            stop = min(stop, child.right_edge.i + 1)
        elif child.dep_ == "prep" and child.lower_ in cue.preps and child.i - token.i <= 3:
            goal = next((g for g in child.children if g.dep_ in ("pobj", "pcomp")), None)
            if goal == owner or goal is None:
                continue
            start = child.i + 1
            stop = min(stop, child.right_edge.i + 1)
        else:
            continue
        break
    silence = silent_noun(view, token, cue) if negated else None
    if silence is not None:
        return silence
    if start is None or start >= stop or owner is None or (owner == token and not listed("documents", token.lemma_)):
        return None
    return Found(
        cue=cue, cue_at=(token.i, token.i + 1), source=owner, pieces=[view.trim(start, stop)], frame=frame,
        addressee=addressee, negated=negated, in_quote=view.quote_of[token.i] >= 0, score=0.45,
    )  # fmt: skip


def according_to(view: View, token: Token) -> Found | None:
    to = next((t for t in view.doc[token.i + 1 : token.i + 2] if t.lower_ == "to"), None)
    if to is None:
        return None
    source = next((t for t in [*to.children, *token.children] if t.dep_ == "pobj" and t.i > to.i), None)
    if source is None:
        source = next((t for t in view.doc[to.i + 1 : to.i + 6] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
    if source is None or listed("unowned", source.lower_):
        return None
    begin, end = view.bounds(token.i)
    _, b = phrase(source)
    for child in source.children:
        if child.dep_ in ("appos", "relcl", "acl"):
            b = max(b, child.right_edge.i + 1)
    pieces: list[tuple[int, int]] = []
    lead = [t for t in view.doc[begin : token.i] if t.pos_ not in ("PUNCT", "SPACE", "CCONJ", "ADV")]
    if len(lead) >= 2:
        pieces.append((begin, token.i))
        if (
            b < end
            and view.doc[b].text == ","
            and any(t.tag_ in FINITE for t in view.doc[b:end])
            and view.doc[b + 1 : b + 2].text.lower() not in ("who", "which")
        ):
            pieces.append((b + 1, end))
    else:
        comma = next((t.i for t in view.doc[b:end] if t.text in COMMAS), b)
        pieces.append((comma, end))
    pieces = [p for p in (view.trim(x, y) for x, y in pieces) if p[1] > p[0]]
    if not pieces:
        return None
    return Found(
        cue=Cue(word="according to", noun=False, kind="speech", act="", frames=frozenset("c"), preps=frozenset()),
        cue_at=(token.i, to.i + 1), source=source, pieces=pieces, frame="according to",
        in_quote=view.quote_of[token.i] >= 0, score=0.8,
    )  # fmt: skip


def in_the_words_of(view: View, token: Token) -> Found | None:
    """ "Was, in the words of X, "a theft"": the quotation of that sentence, behind the name or before it."""
    of = next((t for t in view.doc[token.i + 1 : token.i + 2] if t.lower_ == "of"), None)
    if of is None or token.head.lower_ != "in" or view.quote_of[token.i] >= 0:
        return None
    source = next((c for c in of.children if c.dep_ == "pobj"), None)
    if source is None:
        return None
    begin, end = view.bounds(token.i)
    near = [view.quote_of[i] for i in [*range(token.i, end), *range(token.i, begin - 1, -1)] if view.quote_of[i] >= 0]
    if not near or source.i >= len(view.doc):
        return None
    a, b = view.quote_span(near[0])
    return Found(
        cue=Cue(word="words", noun=True, kind="speech", act="", frames=frozenset("q"), preps=frozenset()),
        cue_at=(token.head.i, of.i + 1), source=source, pieces=[(a, b)], frame="in the words of", score=0.7,
    )  # fmt: skip
