"""Content behind its cue where the parser saw no complement: the rest of the sentence, or the words after a colon."""

from __future__ import annotations

import re

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue, listed
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.limits import limit_after
from trucewatch.annotate.view import COMMAS, FINITE, Found, View, is_first_person

#: A time or place of speaking that the parser often draws into the content ("said on Saturday the talks were ...").
LEAD = re.compile(
    r"(?:(?:on|late|early|earlier|later|in|at|since|by|this|last)\s+)*"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tonight|"
    r"(?:this|last|earlier this) (?:week|month|year|morning|evening)|the (?:day|week|month)|twitter|facebook|the time)"
    r"(?:\s+(?:morning|afternoon|evening|night|before|earlier))?,?\s+(?:that\s+)?",
    re.IGNORECASE,
)


def skip_lead(view: View, token: Token, start: int, stop: int) -> int:
    """Leave out a time of speaking, and a second "that", at the head of the content."""
    text = text_of(view.doc)
    at = view.doc[start].idx
    lead = LEAD.match(text, at)
    if lead and view.doc[start - 1].i >= token.i and start - token.i <= 2:
        while start < stop and view.doc[start].idx < lead.end():
            start += 1
    if start < stop and view.doc[start].lower_ == "that" and view.doc[start].dep_ == "mark":
        start += 1
    return start


def _opens(token: Token) -> bool:
    """ "That" at the head of a clause, also where the parser takes "a speech that ..." for a relative clause."""
    if token.lower_ != "that" or not token.i:
        return False
    before = token.nbor(-1).lower_
    media = ("media_statement", "media_speech", "media_press", "media_interview", "media_tweet")
    return token.tag_ == "IN" or (token.tag_ == "WDT" and any(listed(name, before) for name in media))


def rest_of_sentence(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """The parser saw no complement: take the rest of the sentence if it is a clause."""
    if "c" not in cue.frames or made.source is None or cue.kind != "speech" or token.tag_ in ("VBN", "VB"):
        return False
    stop = limit_after(view, token, None)
    start = token.i + 1
    that = next((t.i for t in view.doc[start : min(stop, start + 12)] if _opens(t)), None)
    if that is not None:
        start = that + 1
    elif token.lemma_ not in ("say", "add", "claim", "argue", "insist", "note", "state", "allege"):
        return False
    else:
        start = skip_lead(view, token, start, stop) if start < stop else stop
    rest = view.doc[start:stop]
    if len(rest) < 3 or not any(t.tag_ in FINITE for t in rest):
        return False
    if any(view.quote_of[t.i] != view.quote_of[token.i] for t in rest[:1]):
        return False
    if view.doc[start].text in COMMAS | {":"} or view.doc[start].pos_ == "ADP":
        return False
    made.pieces, made.frame, made.score = [(start, stop)], "rest of sentence", 0.5
    return True


def after_colon(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """ "Told the station: We did not fire": words without marks, as far as the speaker's own "we" goes on."""
    doc = view.doc
    if cue.kind != "speech" or not cue.frames & {"c", "q"} or made.source is None or made.source.i > token.i:
        return False
    colon = next((t.i for t in doc[token.i + 1 : token.i + 14] if t.text == ":"), None)
    if colon is None or colon + 1 >= len(doc) or any(view.quote_of[t.i] >= 0 for t in doc[token.i : colon + 2]):
        return False
    if any(t.tag_ in FINITE or t.text in COMMAS for t in doc[token.i + 1 : colon]):
        return False
    _, end = view.bounds(colon + 1)
    while end < len(doc) and any(is_first_person(t) for t in doc[end : view.bounds(end)[1]]):
        end = view.bounds(end)[1]
    if not any(t.tag_ in FINITE for t in doc[colon + 1 : end]):
        return False
    made.pieces, made.frame, made.score = [(colon + 1, end)], "after colon", 0.6
    return True
