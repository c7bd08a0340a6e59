"""Whose words they are: the source of a cue by the parse, and the noun phrase around it."""

from __future__ import annotations

from spacy.tokens import Token

from trucewatch.annotate.cues import listed, misread_verb, noun_cue, verb_cue
from trucewatch.annotate.view import COMMAS, FINITE, View

#: What is done to a document by whoever speaks in it.
SENDING = frozenset({"send", "post", "sign", "issue", "write", "release", "publish", "read", "circulate", "address"})
#: Words of a closing ", the envoy Adam Karlin said", at most.
LONGEST_SPEAKER = 9


def source_of(verb: Token, depth: int = 0) -> Token | None:
    """The head word of whoever speaks: the subject, the agent of a passive, or what a participle takes over."""
    if depth > 6:
        return None
    if misread_verb(verb):
        top = verb
        while top.dep_ in ("pobj", "compound") and top.head.dep_ in ("prep", "pobj", "nsubj", "appos", "ROOT", "dobj"):
            top = top.head.head if top.head.dep_ == "prep" else top.head
        return top if top != verb and top.pos_ in ("NOUN", "PROPN") else verb.nbor(-1)
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    for child in verb.children:
        if child.dep_ == "agent":
            return next((g for g in child.children if g.dep_ == "pobj"), None)
    if not passive:
        for child in verb.children:
            if child.dep_ == "nsubj" and any(c.isalnum() for c in child.text):  # a parser may take a mark for it
                if child.tag_ in ("WP", "WDT") and verb.dep_ in ("relcl", "acl"):
                    return verb.head
                return child
        if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
            above = verb.head
            if sibling(verb, above.head, above) and above.dep_ == "ccomp" and verb_cue(above.head.lemma_):
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
            # "X warned that ... unless Y kept to it, accusing it of ...": whom the pronoun means does not speak
            while _at_a_pronoun(verb) and above.dep_ == "advcl" and above.head.pos_ in ("VERB", "AUX"):
                above = above.head
            return source_of(above, depth + 1)
        if verb.dep_ == "conj" and verb.head.dep_ in ("acl", "advcl", "pcomp"):
            return source_of(verb.head, depth + 1)
        if verb.dep_ == "pcomp" and verb.head.head.lemma_ in ("quote", "cite", "report") and verb.head.lower_ == "as":
            # "was quoted by the agency as saying": the one quoted speaks, not the agency
            quoted = [c for c in verb.head.head.children if c.dep_ in ("nsubjpass", "dobj")]
            if quoted:
                return quoted[0]
        if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX"):
            return source_of(verb.head.head, depth + 1)
    return None


def _at_a_pronoun(verb: Token) -> bool:
    """A participle after a comma whose object is a pronoun ("..., accusing it of ...")."""
    return (
        verb.tag_ == "VBG"
        and verb.i > 0
        and verb.nbor(-1).text == ","
        and any(c.dep_ == "dobj" and c.lower_ in ("it", "them", "him", "her") for c in verb.children)
    )


def carrier_of(verb: Token) -> Token | None:
    """Who hands the words on in "was quoted by the daily as saying"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or verb.head.head.lemma_ not in ("quote", "cite", "report"):
        return None
    agent = next((c for c in verb.head.head.children if c.dep_ == "agent"), None)
    return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None


def writer_of(document: Token) -> Token:
    """Who signed, sent or posted a document ("a letter signed by X", "the text that X posted"), else whose it is."""
    for child in document.children:
        if child.dep_ == "acl" and child.tag_ == "VBN":
            agent = next((c for c in child.children if c.dep_ == "agent"), None)
            writer = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
            if writer is not None:
                return writer
        if child.dep_ in ("relcl", "acl") and child.lemma_ in SENDING:
            writer = next((c for c in child.children if c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT")), None)
            if writer is not None:
                return writer
    return owner_of(document) or document


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
        if (
            token.pos_ not in ("PROPN", "NOUN", "PRON")
            or token.ent_type_ in ("DATE", "TIME")
            or token.dep_ in ("compound", "poss", "nmod")
        ):
            continue
        if token.ent_type_ == "PERSON":
            return token
        if token.dep_ != "pobj":
            nouns.append(token)
    return nouns[0] if nouns else None


def comma_before_speaker(view: View, verb: Token) -> int | None:
    """Where the comma of a closing ", the envoy Adam Karlin said" stands: nothing but a noun phrase up to the verb."""
    begin, _ = view.bounds(verb.i)
    for token in reversed(view.doc[max(begin, verb.i - LONGEST_SPEAKER) : verb.i]):
        if token.text in COMMAS:
            return token.i if any(t.pos_ in ("PROPN", "NOUN") for t in view.doc[token.i + 1 : verb.i]) else None
        if token.pos_ in ("VERB", "AUX") or token.tag_ in ("IN", "WDT", "WP") or token.dep_ == "cc":
            return None
    return None


def _charge(head: Token, prep: Token) -> bool:
    """ "Was accused by the army of burning crops": the parser hangs the charge on the accuser."""
    if head.dep_ != "pobj" or head.head.dep_ != "agent" or prep.i + 1 >= len(prep.doc):
        return False
    cue = verb_cue(head.head.head.lemma_)
    if cue is None or prep.lower_ not in cue.preps:
        return False
    after = prep.nbor()
    goal = next((c for c in prep.children if c.dep_ in ("pobj", "pcomp")), after)
    return after.lower_.endswith("ing") or (goal.pos_ != "PROPN" and goal.ent_type_ not in ("ORG", "GPE", "NORP"))


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
                    and not _charge(head, child)
                ):
                    pass
                elif child.dep_ not in ("cc", "conj", "case") or (child.dep_ == "conj" and child.pos_ == "VERB"):
                    continue
            if not misread_verb(child):
                words.add(child.i)
            stack.append(child)
    a = b = head.i
    doc = head.doc
    while a - 1 in words or (a - 2 in words and _within_name(doc[a - 1])):
        a -= 1
    while b + 1 in words or (b + 2 in words and _within_name(doc[b + 1])):
        b += 1
    return a, b + 1


def _within_name(token: Token) -> bool:
    """A hyphen, or the mark round a name that a report does not make its own: 'an armed "DPR" member'."""
    return token.tag_ == "HYPH" or (token.is_quote and token.dep_ == "punct")


def sibling(token: Token, cue: Token, content: Token | None) -> bool:
    """A second cue with the same subject that the parser hung on the content ("said it was calm and urged ...")."""
    if token.dep_ != "conj" or token.tag_ != cue.tag_ or token.tag_ not in ("VBD", "VBZ", "VBP") or content is None:
        return False
    if token.head.i <= cue.i or any(c.dep_ in ("nsubj", "nsubjpass", "auxpass") for c in token.children):
        return False
    other = verb_cue(token.lemma_)
    if not other or other.kind != "speech" or (other.act == "" and token.lemma_ not in ("say", "add", "claim")):
        return False
    return any(c.dep_ in ("ccomp", "xcomp", "dobj", "prep") for c in token.children)
