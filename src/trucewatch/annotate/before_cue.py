"""Content that stands before its cue: "S, X said", "S, said X", and clauses that the attribution cuts in two."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.cues import Cue
from trucewatch.annotate.sources import comma_before_speaker, phrase
from trucewatch.annotate.view import COMMAS, FINITE, Found, View

#: Words of an office, or of a day and place behind a verb of saying, at most; of a clause before it, at least.
LONGEST_OFFICE = 9
SHORTEST_STATED = 4


def _group(view: View, token: Token, source: Token | None) -> tuple[int, int] | None:
    """The words from the source to the cue when the two stand side by side, in either order."""
    if source is None or view.sentence_of[source.i] != view.sentence_of[token.i]:
        return None
    a, b = phrase(source)
    words = [c.i for c in token.children if c.dep_ in ("aux", "auxpass", "advmod", "neg") and abs(c.i - token.i) <= 2]
    if source.head != token and a < token.i and (comma := comma_before_speaker(view, token)) is not None:
        a = min(a, comma + 1)  # the parser hung the speaker on the words before: "in Arda, the envoy Adam Karlin said"
    first, last = min([a, token.i, *words]), max([b - 1, token.i, *words])
    if last - first > 40:
        return None
    return first, last + 1


def before_cue(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """Content before the cue: "S, X said" and "S, said X"."""
    if not cue.frames & {"c", "q"} or made.source is None or token.tag_ == "VBG":
        return False
    if "c" not in cue.frames and view.quote_of[token.i] >= 0:
        return False
    group = _group(view, token, made.source)
    if group is None:
        return False
    first, last = group
    begin, end = view.bounds(token.i)
    edge = first - 1
    while edge >= begin and (view.is_mark(edge) or view.doc[edge].is_space):
        edge -= 1
    if edge <= begin or (view.doc[edge].text not in COMMAS | {"?", "!", "..."} and view.quote_of[first - 1] < 0):
        return False
    # an apposition between name and verb ends in a comma too: the words before must hold a verb of their own
    verb = any(
        (t.tag_ in FINITE or (t.dep_ == "ccomp" and t.head == token)) and view.quote_of[t.i] == view.quote_of[token.i]
        for t in view.doc[begin:edge]
    )
    if not verb and all(view.quote_of[t.i] < 0 for t in view.doc[begin:edge]):
        return False
    if "c" not in cue.frames and view.quote_of[edge] < 0:
        return False
    opening = (
        view.doc[begin].dep_ == "mark" and view.doc[begin].head.dep_ == "advcl" and view.doc[begin].head.head == token
    )
    # "While the men met, there was no deal, X said" keeps its opening clause; "As he left, X said" has no content here
    if opening and not any(c.dep_ == "ccomp" and c.i < first for c in token.children):
        return False
    start = begin
    own = any(c.dep_ == "nsubj" for c in token.children)
    if token.dep_ == "conj" and begin <= token.head.i < first and (not own or view.doc[first - 1].dep_ == "cc"):
        return False
    made.pieces = [(start, edge)]
    while start < edge and view.doc[start].lower_ in ("but", "and", "however", "meanwhile"):
        start += 1
    made.pieces = [(start, edge)]
    made.frame, made.score = "after content", 0.85
    if _subordinate(view, begin) and last < end and view.doc[last].text == ",":
        # "If they leave, he said, we will follow": the main clause stands behind the cue
        if any(t.tag_ in FINITE for t in view.doc[last:end]):
            made.pieces.append((last + 1, end))
        return True
    # "S, he said, and went on": what the parser keeps with the content's own clause is a second piece
    root = next((c for c in token.children if c.dep_ == "ccomp" and c.i < first), None)
    if root is None and token.dep_ in ("parataxis", "ccomp") and token.head.i < first:
        root = token.head
    if last < end and view.doc[last].text in COMMAS and root is not None and token.dep_ in ("parataxis", "ccomp"):
        tail = [t.i for t in root.subtree if t.i > last and t not in token.subtree]
        if len(tail) >= 3:
            made.pieces.append((last + 1, end))
    return True


def closed_by_speaker(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """ "S, the minister, NAME, said on Monday." and "S, the army said." read by the commas, where the parser makes the
    whole of it the subject: a verb of saying that nothing said follows has its content before it."""
    doc = view.doc
    if "c" not in cue.frames or token.tag_ not in ("VBD", "VBZ") or view.quote_of[token.i] >= 0 or cue.kind != "speech":
        return False
    begin, end = view.bounds(token.i)
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    colon = _end_of_saying(view, token.i + 1, end)
    if subject is not None and subject.left_edge.i > begin + 1 and colon == end:
        return False  # the parser sees who speaks
    if colon is None or any(c.dep_ in ("auxpass", "neg") for c in token.children):
        return False
    commas = [i for i in range(begin, token.i) if doc[i].text == "," and view.quote_of[i] < 0]
    if not commas:
        return False
    named = commas[-1] == token.i - 1
    if named and len(commas) < 3:
        return False
    edge = commas[-3] if named else commas[-1]
    office, name = doc[edge + 1 : commas[-2] if named else token.i], None
    if named:
        name = doc[commas[-2] + 1 : commas[-1]]
    if name is not None and all(t.pos_ == "PROPN" for t in office):
        office, name = name, office  # "NAME, the minister, said"
    if name is not None and not all(t.pos_ == "PROPN" for t in name):
        return False
    stated = doc[begin:edge]
    if not 0 < len(office) <= LONGEST_OFFICE or any(t.tag_ in FINITE or t.tag_ == "VBG" for t in office):
        return False
    if len([t for t in stated if t.is_alpha]) < SHORTEST_STATED or stated[0].tag_ in (
        "IN",
        "VBG",
        "VBN",
        "RB",
        "WRB",
        "TO",
    ):
        return False
    if office[0].tag_ in ("CC", "IN", "WDT", "WP", "VBN") or any(t.dep_ == "cc" for t in office):
        return False
    nouns = [t for t in office if t.pos_ in ("NOUN", "PROPN")]
    before = next((n for n, t in enumerate(office) if t.pos_ == "ADP"), len(office))
    heads = [t for t in nouns if t.i < office.start + before]
    if not heads:
        return False
    made.source = name[-1] if name is not None else heads[-1]
    made.pieces = [(begin, edge)]
    if colon < end:
        made.pieces.append((colon + 1, end))
    made.frame, made.score = "after content", 0.75
    return True


def _end_of_saying(view: View, start: int, end: int) -> int | None:
    """Where a verb of saying is done with: the sentence's end, or a colon, after no more than a day and a place."""
    doc = view.doc
    for i in range(start, end):
        token = doc[i]
        if token.text == ":":
            return i
        if i - start > LONGEST_OFFICE or token.tag_ in FINITE or token.pos_ == "VERB" or view.quote_of[i] >= 0:
            return None
        if i == start and not (token.pos_ in ("ADP", "PUNCT") or token.ent_type_ in ("DATE", "TIME")):
            return None
    return end


def inserted(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """ "The bridge, the mission said, would be open": the attribution parts a subject from its verb."""
    doc = view.doc
    if "c" not in cue.frames or token.tag_ not in ("VBD", "VBZ", "VBP") or view.quote_of[token.i] >= 0:
        return False
    begin, end = view.bounds(token.i)
    inverted = token.i > begin and doc[token.i - 1].text in COMMAS
    first = next((i + 1 for i in range(token.i - 1, begin, -1) if doc[i].text in COMMAS), begin)
    last = next((i for i in range(token.i + 1, end) if doc[i].text in COMMAS), end)
    if first - begin < 2 or last + 1 >= end or (not inverted and last != token.i + 1):
        return False
    speaker = [t for t in (doc[token.i + 1 : last] if inverted else doc[first : token.i])]
    nouns = [t for t in speaker if t.pos_ in ("PROPN", "NOUN", "PRON") and t.tag_ not in ("WP", "WDT", "PRP$")]
    if not nouns or len(speaker) > 14 or any(t.tag_ in FINITE or t.tag_ in ("WP", "WDT") for t in speaker):
        return False
    head = next((t for t in doc[last + 1 : end] if t.pos_ not in ("ADV", "PART")), None)
    opener = doc[begin]
    if (
        head is None
        or head.tag_ not in FINITE
        or head.dep_ == "conj"
        or any(c.dep_ in ("nsubj", "nsubjpass", "mark") and c.i > last for c in (head, head.head) for c in c.children)
    ):
        return False
    if opener.pos_ not in ("DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ") or opener.tag_ in ("WP", "WDT", "WRB"):
        return False
    made.source = next((t for t in nouns if t.head not in nouns or t.dep_ in ("nsubj", "appos")), nouns[-1])
    made.pieces = [(begin, first - 1), (last + 1, end)]
    made.frame, made.score = "after content", 0.75
    return True


def _subordinate(view: View, begin: int) -> bool:
    """Whether the sentence opens with a subordinate clause."""
    opener = view.doc[begin]
    return opener.dep_ in ("mark", "advmod") and opener.lower_ in {
        "if", "unless", "once", "when", "until", "although", "though", "because", "since",
    }  # fmt: skip
