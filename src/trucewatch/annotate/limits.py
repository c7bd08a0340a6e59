"""Where attributed words end: at the sentence's end, or where the speaker's own sentence goes on."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.cues import listed, verb_cue
from trucewatch.annotate.sources import comma_before_speaker, sibling
from trucewatch.annotate.view import COMMAS, FINITE, View

#: "in a message to reporters on Friday": words from the preposition to the sentence's end, at most.
LONGEST_MEDIUM = 10
MEDIUM_PREPOSITIONS = frozenset({"in", "during", "at", "through", "via", "on"})
CONDITIONS = frozenset({"if", "unless", "provided", "until", "when", "once"})
#: What opens a speaker's own statement; "the statement" is one told of before.
OWN_MEDIUM = frozenset({"a", "an", "his", "her", "its", "their"})


def limit_after(view: View, cue: Token, content: Token | None) -> int:
    """Where content to the right of a cue must end: the sentence's end, or where the cue's own sentence goes on."""
    _, end = view.bounds(cue.i)
    while (
        end > cue.i + 1
        and (view.doc[end - 1].text in {".", "?", "!", ";"} or view.doc[end - 1].is_space)
        and not view.is_mark(end - 1)
    ):
        end -= 1
    if cue.dep_ in ("relcl", "advcl"):
        # "whom the Front accuses of theft, took over ...", "Accused by the army of theft, the Front ..."
        edge = cue.right_edge.i + 1
        main = cue.head.head if cue.dep_ == "relcl" and cue.head.dep_ in ("nsubj", "nsubjpass") else cue.head
        if main.i > edge > cue.i + 1 and view.doc[edge].text == ",":
            end = min(end, edge)
    inside = {t.i for t in content.subtree} if content is not None else set()
    above = [cue]
    while above[-1].dep_ in ("conj", "advcl", "acl", "xcomp") and above[-1].head != above[-1] and len(above) < 5:
        above.append(above[-1].head)
    for verb in above:
        for child in verb.children:
            if child.i <= cue.i + 1 or child.i in inside or child == cue or child in above:
                continue
            edge = child.left_edge.i
            if edge <= cue.i:
                continue
            goes_on = _goes_on(verb, child) or _condition(child)
            if (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and not goes_on) or (
                child.dep_ in ("advcl", "parataxis")
                and edge > 0
                and (view.doc[edge - 1].text in COMMAS or view.doc[edge].lower_ == "while")
                and (
                    child.tag_ == "VBG"
                    or view.doc[edge].lower_ in ("while", "as", "after", "although", "when", "but", "though")
                )
            ):
                end = min(end, _before(view, edge))
    if cue.tag_ == "VBG" and cue.i and view.doc[cue.i - 1].text in COMMAS:
        # "The envoy, noting that nothing was settled, warned of ...": the sentence's own verb goes on behind the comma
        for token in view.doc[cue.i + 3 : end]:
            bare = token.tag_ in ("VBD", "VBZ") and token.dep_ != "conj" and verb_cue(token.lemma_) is not None
            if (
                bare
                and view.doc[token.i - 1].text in COMMAS
                and not any(c.dep_ == "nsubj" and c.i > cue.i for c in token.children)
            ):
                end = min(end, token.i - 1)
                break
    for token in view.doc[cue.i + 1 : end]:
        if view.quote_of[token.i] != view.quote_of[cue.i]:
            continue
        # "..., adding that": a participle that is itself a cue of speech ends the content before it
        if (
            token.tag_ == "VBG"
            and token.i > cue.i + 2
            and view.doc[token.i - 1].text in COMMAS
            and (other := verb_cue(token.lemma_))
            and other.kind == "speech"
            and token.dep_ in ("advcl", "conj", "acl", "dep", "ccomp")
        ):
            return min(end, _before(view, token.i))
        # "..., with the ministry accusing ...": another speaker's words
        if token.tag_ == "VBG" and token.dep_ == "pcomp" and token.head.lower_ == "with" and verb_cue(token.lemma_):
            return min(end, _before(view, token.head.i))
        if _other_clause(view, token, cue, inside) or _closing(view, token, cue, end):
            return min(end, _before(view, min(t.left_edge.i for t in token.children if t.dep_ == "nsubj")))
        if sibling(token, cue, content):
            return min(end, _before(view, token.i))
    return _medium_behind(view, cue, _closed_by_speaker(view, cue, end))


def _goes_on(cue: Token, verb: Token) -> bool:
    """True for "driven" in "which he said had hurt many and driven others out", read as what he did besides."""
    subjects = [c for c in cue.children if c.dep_ == "nsubj"]
    relative = len(subjects) > 1 and any(c.tag_ in ("WDT", "WP") for c in subjects)
    return relative and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in verb.children)


def _condition(verb: Token) -> bool:
    """ "(It would stop firing), but only if the army left": a condition of what is said, whatever it is hung on."""
    first = verb.left_edge
    only_if = first.lower_ == "only" and first.nbor().lower_ in CONDITIONS
    return only_if or any(c.dep_ == "mark" and c.lower_ in CONDITIONS - {"when", "once"} for c in verb.children)


def _medium_behind(view: View, cue: Token, end: int) -> int:
    """ "Condemned the raid in a message to reporters": how it was said is no part of what was said."""
    if cue.i >= end or verb_cue(cue.lemma_) is None:
        return end
    for token in view.doc[max(cue.i + 2, end - LONGEST_MEDIUM) : end]:
        if token.lower_ not in MEDIUM_PREPOSITIONS or view.quote_of[token.i] != view.quote_of[cue.i]:
            continue
        noun = next((c for c in token.children if c.dep_ == "pobj"), None)
        if noun is None or not listed("behind_media", noun.lemma_) or noun.tag_ == "NNS":
            continue
        opening = view.doc[token.i + 1]
        if opening.tag_ in ("DT", "PRP$") and opening.lower_ in OWN_MEDIUM and noun.i < end:
            after = view.doc[noun.i + 1 : end]
            if not any(t.tag_ in FINITE or t.tag_ in ("VBN", "VBG") for t in after):
                return _before(view, token.i)
    return end


def _closed_by_speaker(view: View, cue: Token, end: int) -> int:
    """ "X has concluded that ..., the envoy Y said.": a closing clause whose speaker the parser hung on the words."""
    last = view.doc[end - 1]
    said = verb_cue(last.lemma_) if last.tag_ in ("VBD", "VBZ") else None
    if said is None or said.kind != "speech" or "c" not in said.frames or last.i <= cue.i + 3:
        return end
    if any(c.dep_ in ("nsubj", "ccomp", "dobj") for c in last.children if c.dep_ != "ccomp" or c.i > last.i):
        return end
    comma = comma_before_speaker(view, last)
    return comma if comma is not None and comma > cue.i + 1 else end


def _other_clause(view: View, token: Token, cue: Token, inside: set[int]) -> bool:
    """A further clause of speech with a subject of its own, behind a comma or "and", outside this content."""
    if token.tag_ not in FINITE or token.i in inside or token.i <= cue.i + 2:
        return False
    other = verb_cue(token.lemma_)
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if other is None or other.kind != "speech" or subject is None or subject.tag_ in ("WDT", "WP"):
        return False
    if not inside and any(t == cue for t in token.ancestors):
        return False
    edge = subject.left_edge.i
    return (
        edge > cue.i + 2
        and (view.doc[edge - 1].text in COMMAS or view.doc[edge - 1].dep_ == "cc")
        and not any(c.dep_ == "mark" for c in token.children)
    )


def _closing(view: View, token: Token, cue: Token, end: int) -> bool:
    """ "..., the paper reported." closes the sentence: a speaker and a cue with nothing behind them."""
    if token.tag_ not in ("VBD", "VBZ", "VBP") or end - token.i > 4 or token.i <= cue.i + 3:
        return False
    other = verb_cue(token.lemma_)
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i < token.i), None)
    if other is None or other.kind != "speech" or not other.frames & {"c"} or subject is None:
        return False
    if any(c.dep_ in ("ccomp", "dobj", "xcomp") and c.i > token.i for c in token.children):
        return False
    edge = subject.left_edge.i
    return edge > cue.i + 2 and view.doc[edge - 1].text in COMMAS and subject.tag_ not in ("WDT", "WP")


def _before(view: View, i: int) -> int:
    """Step left over conjunctions and commas."""
    while i > 0 and (
        view.doc[i - 1].text in COMMAS
        or view.doc[i - 1].dep_ == "cc"
        or view.doc[i - 1].lower_ in ("and", "but", "or", "yet")
    ):
        i -= 1
    return i
