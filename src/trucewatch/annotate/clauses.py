"""Read one paragraph for attributions: cue, source and content by its parse and its word order.

``View`` holds what the rules need to know of a paragraph: its quotation marks, its sentences, which words lie in
a quotation. ``Found`` is one source–cue–content triple in word numbers of the paragraph (half-open).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from trucewatch.annotate.cues import NEWS_NAME, Cue, listed, noun_cue, verb_cue
from trucewatch.annotate.quotations import Quotation, find_quotations

TERMINAL = frozenset(".?!…:;")
CLOSERS = frozenset("\"'”’»)]}")
COMMAS = frozenset({",", "-", "--", "–", "—", ";", "―"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "ours", "myself", "ourselves"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Verbs whose infinitive complement still tells of words that were spoken ("went on to say").
SPEAKING_ON = frozenset(
    {"go", "continue", "begin", "proceed", "start", "come", "take", "use", "rush", "appear", "seem"}
)
MODALS = frozenset({"would", "could", "might", "may", "should", "can", "ca", "shall"})
CONDITIONS = frozenset({"if", "whether", "unless"})
#: A time or place of speaking that the parser often draws into the content ("said on Saturday the talks were ...").
LEAD = re.compile(
    r"(?:(?:on|late|early|earlier|later|in|at|since|by|this|last)\s+)*"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tonight|"
    r"(?:this|last|earlier this) (?:week|month|year|morning|evening)|the (?:day|week|month)|twitter|facebook|the time)"
    r"(?:\s+(?:morning|afternoon|evening|night|before|earlier))?,?\s+(?:that\s+)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Found:
    """One attribution in word numbers. ``addressee`` is the one accused or addressed; ``outer`` the words it stands in."""

    cue: Cue | None
    cue_at: tuple[int, int] | None
    source: Token | None
    pieces: list[tuple[int, int]]
    frame: str
    addressee: tuple[int, int] | None = None
    negated: bool = False
    hypothetical: bool = False
    in_quote: bool = False
    score: float = 0.6
    label: str | None = None
    continued: bool = False


@dataclass(slots=True)
class View:
    """A paragraph with its quotations and sentences worked out once."""

    doc: Doc
    quotations: list[Quotation] = field(default_factory=list)
    quote_of: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc) -> View:
        view = cls(doc=doc, quotations=find_quotations(doc.text))
        at = 0
        for token in doc:
            while at < len(view.quotations) and token.idx >= view.quotations[at].end:
                at += 1
            inside = at < len(view.quotations) and view.quotations[at].start <= token.idx
            view.quote_of.append(at if inside else -1)
        view._cut()
        return view

    def _cut(self) -> None:
        starts = [0] if len(self.doc) else []
        for sentence in self.doc.sents:
            i = sentence.start
            if not i:
                continue
            j = i - 1
            while j > 0 and (self.doc[j].text in CLOSERS or not self.doc[j].text.strip()):
                j -= 1
            last = self.doc[j].text
            if last and last[-1] in TERMINAL:
                starts.append(i)
        self.sentences = list(zip(starts, [*starts[1:], len(self.doc)], strict=True))
        for number, (a, b) in enumerate(self.sentences):
            self.sentence_of += [number] * (b - a)

    def bounds(self, i: int) -> tuple[int, int]:
        return self.sentences[self.sentence_of[i]]

    def quote_span(self, number: int) -> tuple[int, int]:
        """The words of a quotation, without its marks (half-open word numbers)."""
        q = self.quotations[number]
        inside = [t.i for t in self._around(q) if q.inner_start <= t.idx and t.idx + len(t) <= q.inner_end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _around(self, q: Quotation) -> Iterator[Token]:
        span = self.doc.char_span(q.start, q.end, alignment_mode="expand")
        return iter(span if span is not None else ())

    def is_mark(self, i: int) -> bool:
        q = self.quote_of[i]
        if q < 0:
            return False
        quotation, token = self.quotations[q], self.doc[i]
        return token.idx < quotation.inner_start or (quotation.closed and token.idx >= quotation.inner_end)

    def trim(self, a: int, b: int) -> tuple[int, int]:
        """Drop commas, dashes and white space at both ends, and closing full stops outside a quotation."""
        while a < b and (self.doc[a].text in COMMAS or self.doc[a].is_space or self.doc[a].text in {":", "."}):
            a += 1
        while b > a and (
            self.doc[b - 1].text in COMMAS or self.doc[b - 1].is_space or self.doc[b - 1].text in {".", ":", "(", "["}
        ):
            b -= 1
        return a, b


def find_cues(view: View) -> Iterator[tuple[Token, Cue]]:
    """The cue words of the paragraph in order, inside quotations and out."""
    for token in view.doc:
        if token.i + 1 < len(token.doc) and token.nbor().tag_ == "HYPH":
            continue
        if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            cue = verb_cue(token.lemma_)
            if cue and token.dep_ != "amod":
                yield token, cue
        elif token.pos_ == "NOUN":
            cue = noun_cue(token.lemma_)
            if cue or (
                token.tag_ == "NNS" and (cue := verb_cue(token.lemma_)) and token.dep_ in ("ROOT", "ccomp", "conj")
            ):
                yield token, cue


def read(view: View) -> list[Found]:
    """Every attribution whose cue word is a verb or noun of the lexicon, or "according to"."""
    found = [
        f
        for token, cue in find_cues(view)
        for f in [_noun(view, token, cue) if cue.noun else _verb(view, token, cue)]
        if f
    ]
    found += [f for token in view.doc if token.lower_ == "according" for f in [_according(view, token)] if f]
    return sorted(found, key=lambda f: f.cue_at or (0, 0))


# -- sources -----------------------------------------------------------------------------------


def source_of(verb: Token, depth: int = 0) -> Token | None:
    """The head word of whoever speaks: the subject, the agent of a passive, or what a participle takes over."""
    if depth > 6:
        return None
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    for child in verb.children:
        if child.dep_ == "agent":
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    if not passive:
        for child in verb.children:
            if child.dep_ == "nsubj":
                if child.tag_ in ("WP", "WDT") and verb.dep_ in ("relcl", "acl"):
                    return verb.head
                return child
        if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
            above = verb.head
            if _sibling(verb, above.head, above) and above.dep_ == "ccomp" and verb_cue(above.head.lemma_):
                # "said it was calm and urged ...": the parser hangs the second verb on the content
                return source_of(above.head, depth + 1)
            return source_of(above, depth + 1)
        if verb.dep_ in ("relcl", "acl") and verb.tag_ == "VBG":
            written = listed("documents", verb.head.lemma_) or noun_cue(verb.head.lemma_) is not None
            return owner_of(verb.head) if written else verb.head
        if verb.dep_ == "pcomp" and verb.head.lower_ == "with":
            return next((c for c in verb.head.children if c.dep_ == "pobj"), None)
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ in ("advcl", "xcomp", "dep") and verb.head != verb and verb.head.pos_ in ("VERB", "AUX"):
            above = verb.head
            # "said it was committed, claiming ...": the parser hangs the participle on the content
            while verb.tag_ == "VBG" and verb.dep_ == "advcl" and above.dep_ == "ccomp" and verb_cue(above.head.lemma_):
                above = above.head
            return source_of(above, depth + 1)
        if verb.dep_ == "conj" and verb.head.dep_ in ("acl", "advcl", "pcomp"):
            return source_of(verb.head, depth + 1)
        if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX"):
            return source_of(verb.head.head, depth + 1)
    return None


def owner_of(noun: Token) -> Token | None:
    """Whose statement, claim or warning it is; the noun itself if the words do not say."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
            owner = next((g for g in child.children if g.dep_ == "pobj"), None)
            if owner is not None and (child.lower_ != "of" or owner.pos_ == "PROPN"):
                return owner
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod") and (
            child.ent_type_ in ("NORP", "ORG", "GPE", "PERSON") or child.pos_ == "PROPN"
        ):
            return child
    if (
        noun.dep_ in ("dobj", "attr")
        and noun.head.pos_ == "VERB"
        and (listed("light_verbs", noun.head.lemma_) or verb_cue(noun.head.lemma_))
    ):
        return source_of(noun.head)
    if noun.dep_ == "conj":
        return owner_of(noun.head) if noun.head.pos_ == "NOUN" and noun.head != noun else noun
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ == "VERB":
        return source_of(noun.head.head)
    return noun


def subject_before(view: View, verb: Token) -> Token | None:
    """The parser gave the verb no subject: the nearest free noun before it in the sentence, a person first."""
    begin, _ = view.bounds(verb.i)
    nouns: list[Token] = []
    for token in reversed(view.doc[max(begin, verb.i - 14) : verb.i]):
        if view.quote_of[token.i] != view.quote_of[verb.i] or token.tag_ in FINITE:
            break
        if token.pos_ not in ("PROPN", "NOUN", "PRON") or token.ent_type_ in ("DATE", "TIME") or token.dep_ in ("compound", "poss", "nmod"):
            continue
        if token.ent_type_ == "PERSON":
            return token
        if token.dep_ != "pobj":
            nouns.append(token)
    return nouns[0] if nouns else None


def phrase(head: Token) -> tuple[int, int]:
    """The noun phrase around its head word, without relative clauses and appositions (half-open word numbers)."""
    words = {head.i}
    stack = [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in ("relcl", "acl", "advcl", "appos", "punct", "ccomp", "cc", "conj", "prep", "case"):
                if (
                    child.dep_ == "prep"
                    and child.lower_ in ("of", "for", "in", "from", "at", "with", "to")
                    and child.i > head.i
                ):
                    pass
                elif child.dep_ not in ("cc", "conj", "case") or (child.dep_ == "conj" and child.pos_ == "VERB"):
                    continue
            words.add(child.i)
            stack.append(child)
    a = b = head.i
    doc = head.doc
    while a - 1 in words or (a - 2 in words and doc[a - 1].tag_ == "HYPH"):
        a -= 1
    while b + 1 in words or (b + 2 in words and doc[b + 1].tag_ == "HYPH"):
        b += 1
    return a, b + 1


# -- content -----------------------------------------------------------------------------------


def _flags(token: Token) -> tuple[bool, bool]:
    """(negated, hypothetical) of a cue verb."""
    negated = any(c.dep_ == "neg" or c.lower_ in ("never", "n't") for c in token.children)
    words = [c.lower_ for c in token.children if c.dep_ in ("aux", "mark")]
    first = any(c.dep_ == "nsubj" and c.lower_ in FIRST_PERSON for c in token.children)
    hypothetical = not first and any(w in MODALS or w in CONDITIONS or w == "will" for w in words)
    if "to" in words and token.dep_ != "conj":
        head = token.head
        if listed("silence_light", head.lemma_):
            negated = True
        elif head.lemma_ not in SPEAKING_ON:
            hypothetical = True
        elif any(c.dep_ == "neg" for c in head.children):
            negated = True
    return negated, hypothetical


def limit_after(view: View, cue: Token, content: Token | None) -> int:
    """Where content to the right of a cue must end: the sentence's end, or where the cue's own sentence goes on."""
    start, end = view.bounds(cue.i)
    while (
        end > cue.i + 1
        and (view.doc[end - 1].text in {".", "?", "!", ";"} or view.doc[end - 1].is_space)
        and not view.is_mark(end - 1)
    ):
        end -= 1
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
            if (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")) or (
                child.dep_ in ("advcl", "parataxis")
                and edge > 0
                and (view.doc[edge - 1].text in COMMAS or view.doc[edge].lower_ == "while")
                and (
                    child.tag_ == "VBG"
                    or view.doc[edge].lower_ in ("while", "as", "after", "although", "when", "but", "though")
                )
            ):
                end = min(end, _before(view, edge))
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
        if _sibling(token, cue, content):
            return min(end, _before(view, token.i))
    return end


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
    return edge > cue.i + 2 and (view.doc[edge - 1].text in COMMAS or view.doc[edge - 1].dep_ == "cc") and not any(
        c.dep_ == "mark" for c in token.children
    )


def _closing(view: View, token: Token, cue: Token, end: int) -> bool:
    """"..., the paper reported." closes the sentence: a speaker and a cue with nothing behind them."""
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


def _present(verb: Token) -> bool:
    """True if the verb or its first auxiliary stands in the present tense."""
    finite = [c for c in verb.children if c.dep_ in ("aux", "auxpass")] or [verb]
    return finite[0].tag_ in ("VBZ", "VBP")


def _sibling(token: Token, cue: Token, content: Token | None) -> bool:
    """A second cue with the same subject that the parser hung on the content ("said it was calm and urged ...")."""
    if token.dep_ != "conj" or token.tag_ != cue.tag_ or token.tag_ not in ("VBD", "VBZ", "VBP") or content is None:
        return False
    if token.head.i <= cue.i or any(c.dep_ in ("nsubj", "nsubjpass", "auxpass") for c in token.children):
        return False
    other = verb_cue(token.lemma_)
    if not other or other.kind != "speech" or (other.act == "" and token.lemma_ not in ("say", "add", "claim")):
        return False
    return any(c.dep_ in ("ccomp", "xcomp", "dobj", "prep") for c in token.children)


def _before(view: View, i: int) -> int:
    """Step left over conjunctions and commas."""
    while i > 0 and (
        view.doc[i - 1].text in COMMAS
        or view.doc[i - 1].dep_ == "cc"
        or view.doc[i - 1].lower_ in ("and", "but", "or", "yet")
    ):
        i -= 1
    return i


def _verb(view: View, token: Token, cue: Cue) -> Found | None:
    source = source_of(token)
    if source is None and cue.kind == "speech" and token.tag_ in FINITE and not any(c.dep_ == "auxpass" for c in token.children):
        source = subject_before(view, token)
    negated, hypothetical = _flags(token)
    made = Found(
        cue=cue, cue_at=(token.i, token.i + 1), source=source, pieces=[], frame="", negated=negated,
        hypothetical=hypothetical, in_quote=view.quote_of[token.i] >= 0,
    )  # fmt: skip
    for rule in (_participle, _prepositional, _clause, _infinitive, _object, _left, _surface):
        if rule(view, token, cue, made):
            made.pieces = [view.trim(a, b) for a, b in made.pieces]
            made.pieces = [(a, b) for a, b in made.pieces if b > a]
            return made if made.pieces else None
    if negated and (listed("silence_verbs", token.lemma_) or token.head.lemma_ == "decline") and source is not None:
        made.frame, made.score = "silence", 0.5
        start, end = phrase(source)
        made.pieces = [view.trim(min(start, token.i), limit_after(view, token, None))]
        return made
    return None


def _prepositional(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.preps:
        return False
    stop = limit_after(view, token, None)
    for child in token.subtree:
        if (
            child.i <= token.i
            or child.i >= stop
            or child.lower_ not in cue.preps
            or child.pos_ not in ("ADP", "SCONJ", "PART")
        ):
            continue
        # the preposition must belong to the cue or to its object, with no verb between
        if "p" in cue.frames and child.head != token:
            continue
        if child.head != token and not (
            child.head.dep_ in ("dobj", "pobj", "agent", "prep", "nsubj", "conj", "compound")
            and child.i - token.i <= 14
        ):
            continue
        if any(t.tag_ in FINITE for t in view.doc[token.i + 1 : child.i]):
            return False
        if (
            any(view.quote_of[t.i] != view.quote_of[token.i] for t in view.doc[token.i + 1 : child.i])
            and "a" not in cue.frames
        ):
            return False
        if child.lower_ == "that":
            continue
        before = (token.i + 1, child.i)
        if "p" in cue.frames:
            if child.i - token.i > 4:
                continue
            addressed = child.lower_ in ("on", "upon", "to")
            if addressed and child.lower_ == "to" and any(c.pos_ == "VERB" for c in child.children):
                continue
            made.pieces = [(child.i + 1, limit_after(view, token, None))]
            if addressed:
                goal = next((g for g in child.children if g.dep_ == "pobj"), None)
                if goal is not None:
                    made.addressee = phrase(goal)
                if child.lower_ == "to" and not any(t.lower_ in ("to", "for") for t in view.doc[child.i + 1 : stop]):
                    return False
            made.frame = "prepositional"
            return True
        if "a" in cue.frames:
            passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
            if passive is not None:
                made.addressee = phrase(passive)
            elif before[1] > before[0]:
                made.addressee = view.trim(*before)
            else:
                made.addressee = None
            if passive is None and made.addressee is None and cue.word in ("accuse", "blame"):
                continue
        elif before[1] - before[0] > 3:
            continue
        if child.lower_ == "to" and child.pos_ != "ADP":
            continue
        # "described the offer as a ploy": the thing described belongs to what is said
        made.pieces = [(token.i + 1 if "s" in cue.frames else child.i + 1, stop)]
        made.frame, made.score = "prepositional", 0.7
        return True
    return False


def _participle(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """"An attack claimed by the group": what is claimed stands before the participle."""
    if cue.word != "claim" or token.tag_ != "VBN" or token.dep_ not in ("acl", "relcl", "ROOT", "ccomp", "conj") or made.source is None:
        return False
    if not any(c.dep_ == "agent" for c in token.children):
        return False
    thing = token.head if token.dep_ in ("acl", "relcl") else next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if thing is None or thing.pos_ not in ("NOUN", "PROPN"):
        return False
    made.pieces = [(thing.left_edge.i, token.right_edge.i + 1)]
    made.frame, made.score = "claimed by", 0.7
    return True


def _complement(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in ("ccomp", "xcomp", "acl", "advcl", "dep", "relcl", "parataxis") and child.i > token.i:
            mark = next((c for c in child.children if c.dep_ == "mark" and c.lower_ in ("that", "whether", "if")), None)
            if child.dep_ == "ccomp" or (mark is not None and mark.lower_ in ("that", "whether")):
                return child
    # "told X that ..." with the clause hung on the object
    for child in token.children:
        if child.dep_ in ("dobj", "pobj", "dative") and child.i > token.i:
            for clause in child.children:
                if clause.dep_ in ("relcl", "acl", "ccomp") and any(
                    c.dep_ == "mark" and c.lower_ == "that" for c in clause.children
                ):
                    return clause
    return None


def _clause(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.frames & {"c", "i", "q"}:
        return False
    content = _complement(token)
    if content is None:
        return False
    bare = any(c.dep_ == "aux" and c.lower_ == "to" for c in content.children)
    if bare and not cue.frames & {"i", "p"}:
        return False
    if not bare and "c" not in cue.frames and view.quote_of[content.i] == view.quote_of[token.i]:
        return False
    start = next((c.i + 1 for c in content.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    if start is None:
        left = content.left_edge.i
        start = max(left, token.i + 1)
        if bare:
            start = next((c.i for c in content.children if c.dep_ == "aux" and c.lower_ == "to"), start)
            subject = next((c for c in content.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                made.addressee = phrase(subject)
                start = made.addressee[0]
        elif not any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in content.children):
            # the parser took the clause's subject for the cue's object
            taken = next((c for c in token.children if c.dep_ == "dobj" and token.i < c.i < content.i), None)
            if taken is not None and "a" not in cue.frames or taken is not None and token.lemma_ == "say":
                start = max(token.i + 1, min(start, taken.left_edge.i))
    stop = limit_after(view, token, content)
    if start >= stop:
        return False
    made.pieces = [(_skip_lead(view, token, start, stop), stop)]
    made.frame, made.score = ("infinitive", 0.7) if bare else ("clause", 0.85)
    if token.lemma_ == "tell" and (outlet := NEWS_NAME.match(view.doc.text, view.doc[start].idx)):
        # "told Reuters the truce would ...": the outlet is no part of the clause
        while made.pieces[0][0] < stop - 1 and view.doc[made.pieces[0][0]].idx < outlet.end():
            made.pieces[0] = (made.pieces[0][0] + 1, stop)
    if "a" in cue.frames and made.addressee is None:
        goal = next((c for c in token.children if c.dep_ in ("dobj", "dative") and c.i < start), None)
        if goal is not None:
            made.addressee = phrase(goal)
    return True


def _skip_lead(view: View, token: Token, start: int, stop: int) -> int:
    """Leave out a time of speaking, and a second "that", at the head of the content."""
    text = view.doc.text
    at = view.doc[start].idx
    lead = LEAD.match(text, at)
    if lead and view.doc[start - 1].i >= token.i and start - token.i <= 2:
        while start < stop and view.doc[start].idx < lead.end():
            start += 1
    if start < stop and view.doc[start].lower_ == "that" and view.doc[start].dep_ == "mark":
        start += 1
    return start


def _infinitive(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.frames & {"i", "g"}:
        return False
    for child in token.children:
        if child.i <= token.i or child.dep_ not in ("xcomp", "ccomp", "advcl", "dobj", "acl"):
            continue
        to = next((c for c in child.children if c.dep_ == "aux" and c.lower_ == "to"), None)
        if "i" in cue.frames and to is not None and child.dep_ != "dobj":
            start = to.i
        elif "g" in cue.frames and child.tag_ == "VBG" and child.dep_ in ("xcomp", "dobj", "ccomp"):
            start = child.left_edge.i
        else:
            continue
        goal = next((c for c in token.children if c.dep_ in ("dobj", "dative") and token.i < c.i < start), None)
        if goal is not None and "a" in cue.frames:
            made.addressee = phrase(goal)
            start = min(start, made.addressee[0])
        made.pieces = [(max(start, token.i + 1), limit_after(view, token, child))]
        made.frame, made.score = "infinitive", 0.75
        return True
    # "urged the council to act", with the infinitive hung on the object
    if "a" in cue.frames:
        for goal in token.children:
            if goal.dep_ == "dobj" and goal.i > token.i:
                for child in goal.children:
                    if child.dep_ in ("acl", "relcl") and any(
                        c.lower_ == "to" and c.dep_ == "aux" for c in child.children
                    ):
                        made.addressee = phrase(goal)
                        made.pieces = [(made.addressee[0], limit_after(view, token, child))]
                        made.frame, made.score = "infinitive", 0.7
                        return True
    return False


def _object(view: View, token: Token, cue: Cue, made: Found) -> bool:
    if not cue.frames & {"o", "s"}:
        return False
    goal = next(
        (
            c
            for c in token.children
            if c.dep_ in ("dobj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN", "VERB", "NUM", "ADJ", "PRON")
        ),
        None,
    )
    if goal is None or (goal.dep_ == "nsubjpass" and made.source is None):
        return False
    if cue.word == "put" and goal.lemma_ not in ("toll", "number", "figure", "count", "total", "strength"):
        return False
    if goal.dep_ == "nsubjpass":
        made.pieces, made.frame, made.score = [(goal.left_edge.i, token.i)], "passive object", 0.5
        if made.pieces[0][0] >= token.i:
            return False
        return True
    if goal.i < token.i or goal.tag_ in ("WDT", "WP") or (goal.pos_ == "PRON" and "s" not in cue.frames):
        return False
    if noun_cue(goal.lemma_) and listed("light_verbs", token.lemma_):
        return False
    start = max(goal.left_edge.i, token.i + 1)
    made.pieces = [(start, limit_after(view, token, goal))]
    made.frame, made.score = "object", 0.55
    if "a" in cue.frames:
        made.addressee = phrase(goal)
    return True


def _group(view: View, token: Token, source: Token | None) -> tuple[int, int] | None:
    """The words from the source to the cue when the two stand side by side, in either order."""
    if source is None or view.sentence_of[source.i] != view.sentence_of[token.i]:
        return None
    a, b = phrase(source)
    words = [c.i for c in token.children if c.dep_ in ("aux", "auxpass", "advmod", "neg") and abs(c.i - token.i) <= 2]
    first, last = min([a, token.i, *words]), max([b - 1, token.i, *words])
    if last - first > 40:
        return None
    return first, last + 1


def _left(view: View, token: Token, cue: Cue, made: Found) -> bool:
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
    if not any(t.tag_ in FINITE and view.quote_of[t.i] == view.quote_of[token.i] for t in view.doc[begin:edge]) and all(
        view.quote_of[t.i] < 0 for t in view.doc[begin:edge]
    ):
        return False
    if "c" not in cue.frames and view.quote_of[edge] < 0:
        return False
    if view.doc[begin].dep_ == "mark" and view.doc[begin].head.dep_ == "advcl" and view.doc[begin].head.head == token:
        # "While the men met, there was no deal, X said" keeps its opening clause; "As he left, X said" has no content here
        if not any(c.dep_ == "ccomp" and c.i < first for c in token.children):
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
    # "S, he said, and went on": what the parser keeps with the content's own clause is a second piece
    root = next((c for c in token.children if c.dep_ == "ccomp" and c.i < first), None)
    if root is None and token.dep_ in ("parataxis", "ccomp") and token.head.i < first:
        root = token.head
    if last < end and view.doc[last].text in COMMAS and root is not None and token.dep_ in ("parataxis", "ccomp"):
        tail = [t.i for t in root.subtree if t.i > last and t not in token.subtree]
        if len(tail) >= 3:
            made.pieces.append((last + 1, end))
    return True


def _surface(view: View, token: Token, cue: Cue, made: Found) -> bool:
    """The parser saw no complement: take the rest of the sentence if it is a clause."""
    if "c" not in cue.frames or made.source is None or cue.kind != "speech" or token.tag_ in ("VBN", "VB"):
        return False
    stop = limit_after(view, token, None)
    start = token.i + 1
    that = next((t.i for t in view.doc[start : min(stop, start + 12)] if t.lower_ == "that" and t.tag_ == "IN"), None)
    if that is not None:
        start = that + 1
    elif token.lemma_ not in ("say", "add", "claim", "argue", "insist", "note", "state", "allege"):
        return False
    else:
        start = _skip_lead(view, token, start, stop) if start < stop else stop
    rest = view.doc[start:stop]
    if len(rest) < 3 or not any(t.tag_ in FINITE for t in rest):
        return False
    if any(view.quote_of[t.i] != view.quote_of[token.i] for t in rest[:1]):
        return False
    if view.doc[start].text in COMMAS | {":"} or view.doc[start].pos_ == "ADP":
        return False
    made.pieces, made.frame, made.score = [(start, stop)], "rest of sentence", 0.5
    return True


# -- nouns and "according to" --------------------------------------------------------------------


def _noun(view: View, token: Token, cue: Cue) -> Found | None:
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
    if (
        negated
        and listed("silence_nouns", token.lower_)
        and token.head.lemma_ in ("be", "make", "receive", "give", "offer", "issue", "come")
    ):
        begin, end = view.bounds(token.i)
        return Found(cue=cue, cue_at=(token.i, token.i + 1), source=None, pieces=[view.trim(begin, end)], frame="silence",
                     negated=True, in_quote=view.quote_of[token.i] >= 0, score=0.5)  # fmt: skip
    if start is None or start >= stop or owner is None or (owner == token and not listed("documents", token.lemma_)):
        return None
    return Found(
        cue=cue, cue_at=(token.i, token.i + 1), source=owner, pieces=[view.trim(start, stop)], frame=frame,
        addressee=addressee, negated=negated, in_quote=view.quote_of[token.i] >= 0, score=0.45,
    )  # fmt: skip


def _according(view: View, token: Token) -> Found | None:
    to = next((t for t in view.doc[token.i + 1 : token.i + 2] if t.lower_ == "to"), None)
    if to is None:
        return None
    source = next((t for t in [*to.children, *token.children] if t.dep_ == "pobj" and t.i > to.i), None)
    if source is None:
        source = next((t for t in view.doc[to.i + 1 : to.i + 6] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
    if source is None or listed("unowned", source.lower_):
        return None
    begin, end = view.bounds(token.i)
    a, b = phrase(source)
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
