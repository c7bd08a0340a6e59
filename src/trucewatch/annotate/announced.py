"""Words that a paragraph of their own holds: who is to speak stands in the paragraph before, or after.

"The order ran as follows:" brings in a block that is indented or marked with ">"; "X wrote to the commission:" brings
in the next paragraph. A quotation that stands alone belongs to whoever spoke last, else to the person that the
paragraph before tells of, or to whom the one behind it gives it ("Those words came from X").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from trucewatch.annotate.beside import speaks
from trucewatch.annotate.cues import Cue, listed
from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.sources import source_of, writer_of
from trucewatch.annotate.view import View

#: Verbs by which a document brings in its words: "the order ran as follows:", "the text reads:".
READS = Cue(word="read", noun=False, kind="speech", act="", frames=frozenset("cq"), preps=frozenset())
RUNS = frozenset({"read", "run", "go"})
#: How many words may stand between the cue and the colon.
NEAR = 14
#: "Those words came from X", "the speaker was X": the paragraph behind a quotation names who spoke it.
POINTS_BACK = re.compile(r"(?:with )?(?:these|those|such|the|his|her) (?:words?|remarks?|speaker)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Announced:
    """Who is about to speak: the source's paragraph and word, and the cue."""

    paragraph: int
    source: Token
    cue: Cue | None
    cue_token: Token | None


def announced(view: View, number: int) -> Announced | None:
    """Who a paragraph that ends in a colon says is about to speak; None for any other paragraph."""
    doc = view.doc
    last = len(doc) - 1
    while last > 0 and doc[last].is_space:
        last -= 1
    if last < 2 or doc[last].text != ":" or view.quote_of[last] >= 0:
        return None
    begin, _ = view.bounds(last)
    for token in reversed(doc[max(begin, last - NEAR) : last]):
        cue = speaks(token)
        if cue is None and token.lemma_ in RUNS and token.pos_ in ("VERB", "AUX"):
            cue = READS
        source = source_of(token) if cue is not None else None
        if source is None or source.i > token.i or source.tag_ in ("WP", "WDT"):
            continue
        if cue is READS and not _written(source):
            # the parser may take "the text that X posted at the door reads" for X reading
            if any(_written(t) for t in doc[begin : source.left_edge.i]):
                return Announced(number, source, cue, token)
            continue
        return Announced(number, writer_of(source) if _written(source) else source, cue, token)
    return None


def _written(noun: Token) -> bool:
    return listed("documents", noun.lemma_) or noun.lemma_ in ("order", "text", "words", "notice", "leaflet", "oath")


def is_block(parsed: Parsed, number: int) -> bool:
    """True if the paragraph is set off from the text: a ">" before it, or deeper in than the one before."""
    paragraph = parsed.paragraphs[number]
    if text_of(paragraph.doc).startswith(">"):
        return True
    return number > 0 and _indent(parsed, number) > _indent(parsed, number - 1) + 1


def _indent(parsed: Parsed, number: int) -> int:
    start = parsed.paragraphs[number].start
    line = parsed.text.content.rfind("\n", 0, start) + 1
    lead = parsed.text.content[line:start]
    return len(lead.expandtabs()) if not lead.strip() else 0


def told_beside(parsed: Parsed, views: dict[int, View], number: int) -> tuple[int, Token] | None:
    """Who speaks in a quotation paragraph that nobody's words precede: (paragraph, word)."""
    if number + 1 < len(parsed.paragraphs):
        after = parsed.paragraphs[number + 1].doc
        if POINTS_BACK.match(after.text):
            names = [e.root for e in after.ents if e.label_ == "PERSON"]
            names += [t for t in after if t.pos_ == "PROPN" and t.dep_ in ("pobj", "attr")]
            names += [t for t in after if t.dep_ == "nsubj" and listed("persons", t.lemma_)]
            if names:
                return number + 1, names[0]
    if number > 0:
        before = View.at(parsed.paragraphs, number - 1, views)
        for begin, end in reversed(before.sentences):
            for token in before.doc[begin:end]:
                if token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ in ("ROOT", "conj") and _person(token):
                    return number - 1, token
    return None


def _person(head: Token) -> bool:
    if head.pos_ == "PRON":
        return head.lower_ in ("he", "she")
    if head.pos_ == "PROPN" and any(
        c.dep_ == "relcl" and any(g.lower_ == "who" for g in c.children) for c in head.children
    ):
        return True
    return head.ent_type_ == "PERSON" or listed("persons", head.lemma_) or listed("private", head.lemma_)
