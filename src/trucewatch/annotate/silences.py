"""Reported silence: who did not claim it, did not comment, could not be reached. Recorded as such, never as words."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue, listed
from trucewatch.annotate.limits import limit_after
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.view import Found, View

#: Verbs that report it when the noun of silence stands beside them ("made no comment").
LIGHT = frozenset({"be", "make", "receive", "give", "offer", "issue", "come", "have", "provide", "get"})
#: What those who write ask for in vain.
SOUGHT = frozenset({"comment", "interview", "clarification", "response", "reaction", "remark"})
CALLS = frozenset({"call", "message", "request", "email", "query", "inquiry", "enquiry"})

#: Verbs of leaving such calls without an answer.
TURNED_DOWN = frozenset({"ignore", "decline", "refuse", "reject"})


def asked_by_press(token: Token) -> bool:
    """ "A request for comment": what those who write the report asked for, no statement of those whom they asked."""
    return token.pos_ == "NOUN" and token.lemma_ in CALLS and _sought(token)


def nobody(head: Token) -> bool:
    """True for "no group", "nobody", "none of the factions", "neither side"."""
    if head.lower_ in ("nobody", "none", "neither"):
        return True
    return any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither") and c.i < head.i for c in head.children)


def silent_verb(view: View, token: Token, made: Found) -> Found | None:
    """ "Did not comment", "declined to say": a cue without content of its own, negated."""
    if made.source is None or not made.negated:
        return None
    if not (listed("silence_verbs", token.lemma_) or token.head.lemma_ == "decline"):
        return None
    made.frame, made.score = "silence", 0.5
    start, _ = phrase(made.source)
    made.pieces = [view.trim(min(start, token.i), limit_after(view, token, None))]
    return made


def silent_noun(view: View, token: Token, cue: Cue) -> Found | None:
    """ "There was no immediate comment", "made no statement"."""
    if not listed("silence_nouns", token.lower_) or token.head.lemma_ not in LIGHT:
        return None
    subject = next((c for c in token.head.children if c.dep_ == "nsubj" and c != token), None)
    return _silence(view, token, subject, cue)


def unreached(view: View) -> list[Found]:
    """ "Could not be reached for comment", "was not available for comment", "did not return calls"."""
    found: list[Found] = []
    for token in view.doc:
        if token.lower_ in ("reached", "contacted"):
            subject = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
            silent = _negated(token) and (_sought(token) or (subject is not None and _speaker(subject)))
        elif token.lower_ in ("available", "unavailable"):
            subject = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
            silent = (token.lower_ == "unavailable" or _negated(token.head)) and _sought(token)
        elif token.lemma_ in ("return", "answer") and token.pos_ == "VERB":
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            silent = _negated(token) and any(c.dep_ == "dobj" and c.lemma_ in CALLS for c in token.children)
        elif token.lemma_ in TURNED_DOWN and token.pos_ == "VERB":
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            silent = not _negated(token) and any(c.dep_ == "dobj" and asked_by_press(c) for c in token.children)
        else:
            continue
        if silent and subject is not None:
            found.append(_silence(view, token, subject, None))
    return found


def _silence(view: View, token: Token, subject: Token | None, cue: Cue | None) -> Found:
    begin, end = view.bounds(token.i)
    return Found(
        cue=cue, cue_at=(token.i, token.i + 1), source=subject if subject and subject.pos_ != "PRON" else None,
        pieces=[view.trim(begin, end)], frame="silence", negated=True, in_quote=view.quote_of[token.i] >= 0, score=0.5,
    )  # fmt: skip


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children)


def _sought(token: Token) -> bool:
    """True if "for comment" stands with the word."""
    return any(
        c.lower_ == "for" and any(g.lemma_ in SOUGHT for g in c.children) for c in token.subtree if c.i > token.i
    )


def _speaker(head: Token) -> bool:
    """A person or an office: "an agreement could not be reached" is no silence."""
    return head.ent_type_ == "PERSON" or listed("roles", head.lemma_) or listed("persons", head.lemma_)
