"""Read arguments off a dependency parse: who stands where around a verb or an event noun.

The labels are those of spaCy's English models (ClearNLP style). All functions give tokens, the heads of
noun phrases; words are cut from the text later.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from trucewatch.annotate.doc_text import children_of
from trucewatch.annotate.incident_lexicon import particle_verbs, verb_forms, word_sets
from trucewatch.annotate.numbers import HANDING

SUBJECTS = ("nsubj", "csubj", "expl")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
PARTICLES = frozenset({"back", "out", "down", "off", "over", "away"})
DEEPEST = 12  # steps up the tree; longer chains are parser accidents


def children(token: Token, *labels: str) -> list[Token]:
    return [token.doc[i] for i, label in children_of(token) if label in labels]


def child(token: Token, *labels: str) -> Token | None:
    return next((token.doc[i] for i, label in children_of(token) if label in labels), None)


def lemma(token: Token) -> str:
    """The lemma, put right where the model breaks a verb that the word lists know ("raged" is no rag)."""
    word = token.lemma_.lower()
    if token.pos_ == "PROPN" and token.is_sent_start:
        # "Militiamen …", "Rockets …": a capital at the head of a sentence is no name
        if word.endswith("men"):
            return word[:-2] + "an"
        if token.tag_ == "NNPS":
            return word.removesuffix("s")
    if token.tag_ in ("VBD", "VBN", "VBG", "VBZ"):
        return verb_forms().get(token.lower_, word)
    return word


def particle(verb: Token) -> str:
    found = child(verb, "prt")
    if found is not None:
        return found.lower_
    behind = verb.nbor().lower_ if verb.i + 1 < len(verb.doc) else ""
    if behind == "over" and lemma(verb) in HANDING:
        return behind  # "handed over 25 men": taken for "more than 25"
    # "pulled back from", "took the men away": the parser takes some particles for adverbs
    after = {verb.i + 1} | {o.right_edge.i + 1 for o in children(verb, "dobj", "nsubjpass")}
    for c in verb.rights:
        if c.i not in after or c.dep_ not in ("advmod", "prep"):
            continue
        if c.dep_ == "advmod" and c.lower_ in PARTICLES:
            return c.lower_
        # "handed in their rifles": or for a preposition
        if (lemma(verb), c.lower_) in particle_verbs() and (c.i == verb.i + 1 or not children(c, "pobj")):
            return c.lower_
    return ""


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def conjuncts(head: Token) -> list[Token]:
    """The head and what is coordinated with it, in order, at most eight."""
    found = [head]
    at = head
    while (at := child(at, "conj")) is not None and len(found) < 8:  # type: ignore[assignment]
        found.append(at)
    return found


def is_passive(verb: Token) -> bool:
    if child(verb, "nsubjpass", "auxpass", "agent") is not None:
        return True
    if (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "amod", "xcomp", "advcl", "pcomp")
        and not children(verb, "dobj", "aux")
    ):
        return True
    return (
        verb.dep_ == "conj"
        and verb.tag_ == "VBN"
        and not children(verb, "dobj", "aux", *SUBJECTS)
        and (verb.head != verb and is_verb(verb.head) and verb.head.tag_ == "VBN" and is_passive(verb.head))
    )


def antecedent(pronoun: Token) -> Token:
    """What a relative pronoun stands for; the token itself if it is none."""
    if pronoun.lower_ not in word_sets()["relative"] or pronoun.tag_ not in ("WDT", "WP", "WP$", "IN", "DT"):
        return pronoun
    at = pronoun.head
    for _ in range(DEEPEST):
        if at.dep_ == "relcl":
            return _person_before(at.head) if pronoun.lower_ == "who" else at.head
        if at.head == at:
            break
        at = at.head
    return pronoun


def _person_before(head: Token) -> Token:
    """ "who" stands for no place: "a resident of Velm, who …" is the resident."""
    at = head
    for _ in range(3):
        if at.ent_type_ not in ("GPE", "LOC", "FAC") or at.dep_ != "pobj" or at.head.head.pos_ not in ("NOUN", "PROPN"):
            break
        at = at.head.head
    return at


def _of_time(noun: Token) -> bool:
    return noun.ent_type_ in ("DATE", "TIME") or lemma(noun) in ("day", "week", "night", "month", "time")


def _taken_for_object(verb: Token, above: Token) -> Token | None:
    """The subject of "eighteen were injured" where the parse hangs it on the object before it ("four people lost their
    lives and eighteen were injured")."""
    first = verb.left_edge
    if first == verb or first.dep_ not in ("aux", "auxpass") or first.i == 0:
        return None
    before = first.nbor(-1)
    for one in (before, *before.ancestors):
        if one.i < above.i:
            return None
        if one.dep_ == "conj" and one.pos_ in ("NOUN", "PROPN", "NUM", "PRON") and one.head.dep_ in ("dobj", "pobj"):
            return one if one.right_edge == before or one == before else None
    return None


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The subject of a verb, its own or the one it shares with the verb it hangs on (control, coordination)."""
    own = children(verb, "nsubj", "nsubjpass", "csubj")
    if own:
        return [antecedent(t) for t in own]
    if depth > DEEPEST or verb.head == verb:
        return []
    head, label = verb.head, verb.dep_
    if label == "acl" and head.lower_ in ("those", "them") and head.dep_ == "pobj" and is_verb(head.head.head):
        # "X was among those killed": X was killed
        return surface_subjects(head.head.head, depth + 1)
    if label == "acl" and _of_time(head):
        # "struck for a third day, killing two": the day kills nobody
        above = governor(head)
        return surface_subjects(above, depth + 1) if above is not None else []
    if label == "acl":
        return [head] if head.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else []
    if label == "relcl":
        return []
    if label == "conj" and is_verb(head):
        if (own_one := _taken_for_object(verb, head)) is not None:
            return [own_one]
        if lemma(head) in word_sets()["reporting"] and len(children(head, "nsubj")) > 1:
            return []  # "which he said had hurt many and driven others out": it was not he who drove them
        return surface_subjects(head, depth + 1)
    if label == "xcomp":
        objects = children(head, "dobj")
        if objects and lemma(head) in word_sets()["object_control"]:
            return objects
        if lemma(head) in word_sets()["object_control"] and is_passive(head):
            return surface_subjects(head, depth + 1)
        return surface_subjects(head, depth + 1) if is_verb(head) or head.pos_ == "ADJ" else []
    if label == "ccomp" and verb.tag_ in ("VB", "VBG") and child(verb, "mark") is None:
        objects = children(head, "dobj")
        return objects or (surface_subjects(head, depth + 1) if verb.tag_ == "VBG" else [])
    if label in ("advcl", "dep"):
        if not is_verb(head) or child(verb, "mark") is not None or _after_a_subject(verb):
            return []
        if verb.tag_ == "VB" and lemma(head) in word_sets()["causing"] and (driven := children(head, "dobj")):
            return driven
        told = child(head, "ccomp")
        if (
            verb.tag_ == "VBG"
            and lemma(head) in word_sets()["reporting"]
            and told is not None
            and told.i < head.i < verb.i
        ):
            # "they overran the base, officials said, killing two": it is they who killed
            return surface_subjects(told, depth + 1)
        return surface_subjects(head, depth + 1)
    if label == "pcomp":
        return _subjects_of_gerund(head, depth)
    return []


def _subjects_of_gerund(preposition: Token, depth: int) -> list[Token]:
    """ "accused X of bombing": X bombs; "said that X broke it by bombing": X bombs."""
    above = preposition.head
    if is_verb(above):
        if lemma(above) in word_sets()["charging"]:
            charged = children(above, "dobj")
            if not charged and is_passive(above):
                charged = surface_subjects(above, depth + 1)
            if any(t.lower_ == "other" and any(c.lower_ == "each" for c in t.lefts) for t in charged):
                return surface_subjects(above, depth + 1)  # "accused each other of bombing"
            # "blamed X for bombing"; without an object the charge names nobody
            return charged
        if lemma(above) in word_sets()["preventing"]:
            return children(above, "dobj") or surface_subjects(above, depth + 1)
        return surface_subjects(above, depth + 1)
    if above.pos_ in ("NOUN", "PROPN"):
        if above.dep_ == "dobj" and lemma(above.head) in word_sets()["charging"]:
            return [above]  # "accused X's soldiers of firing"
        return children(above, "poss") or ([above] if preposition.lower_ == "of" and above.ent_type_ else [])
    return []


def agents(verb: Token) -> list[Token]:
    """The by-phrase of a passive verb or participle."""
    found: list[Token] = []
    for by in children(verb, "agent") or [c for c in children(verb, "prep") if c.lower_ == "by"]:
        found += [t for t in children(by, "pobj") if t.ent_type_ not in ("DATE", "TIME")]
        # "killed by shelling": a noun in -ing that the parse takes for a verb
        found += [t for t in children(by, "pcomp") if t.tag_ == "VBG" and not children(t, "dobj")]
    return found


def actors_of(verb: Token) -> list[Token]:
    """Who does what the verb says."""
    if is_passive(verb):
        return agents(verb)
    return [t for t in surface_subjects(verb) if t.dep_ not in PASSIVE_SUBJECTS or t.head != verb]


def _after_a_subject(verb: Token) -> bool:
    """True in "after days of shelling drove them out", where the parser takes the subject for the object of "after"."""
    before = [p for p in children(verb, "prep") if p.i < verb.i and p.lower_ in ("after", "before", "since", "until")]
    return verb.tag_ in ("VBD", "VBZ", "VBP") and any(children(p, "pobj") for p in before)


def objects_of(verb: Token) -> list[Token]:
    """Whom or what the verb reaches: direct object, passive subject, the noun a past participle hangs on."""
    if is_passive(verb):
        return [t for t in surface_subjects(verb) if t.dep_ != "nsubj" or t.head != verb]
    objects = [antecedent(t) for t in children(verb, "dobj")]
    if not objects and lemma(verb) == "shoot":
        # "shot dead a man" comes out with the man as anything
        objects = [
            t
            for t in children(verb, "appos", "attr", "oprd", "npadvmod", "dep")
            if t.i > verb.i and t.ent_type_ != "DATE"
        ]
    if not objects:
        # "handed in their rifles": the particle that the parser took for a preposition
        objects = [
            o
            for c in children(verb, "prep", "prt")
            if c.i == verb.i + 1 and (lemma(verb), c.lower_) in particle_verbs()
            for o in children(c, "pobj")
        ]
    if not objects and verb.dep_ == "conj" and is_verb(verb.head) and not children(verb, "prep"):
        return []
    if not objects and child(verb, "conj") is not None:
        # "bombed and strafed the town": the first verb shares the object of the last
        last = conjuncts(verb)[-1]
        if is_verb(last) and last.i - verb.i <= 3:
            objects = [antecedent(t) for t in children(last, "dobj")]
    return objects


def prepositional(token: Token, prepositions: Iterable[str]) -> list[Token]:
    """Objects of the named prepositions that hang on the token, one nested step included ("from in")."""
    wanted = set(prepositions)
    return [o for p in children(token, "prep", "agent", "dative") if p.lower_ in wanted for o in children(p, "pobj")]


def adopted(noun: Token) -> list[Token]:
    """Prepositions right after a noun phrase that the parser hung on the verb above, or on "ongoing".

    "condemning strikes on X in Y" reads as condemning on X; the words stand next to the strikes all the same.
    """
    above = noun.head
    if noun.dep_ in ("pobj", "conj"):
        above = next((t for t in noun.ancestors if is_verb(t)), above)
    if not is_verb(above):
        return []
    found: list[Token] = []
    if noun.dep_ in ("nsubj", "nsubjpass"):
        for state in children(above, "acomp"):
            found += children(state, "prep")
        return found
    if noun.dep_ not in ("dobj", "pobj", "conj", "attr"):
        return []
    end = noun.right_edge.i if noun.right_edge.i - noun.i < 25 else noun.i
    for c in above.rights:
        dated = c.dep_ == "npadvmod" and c.ent_type_ in ("DATE", "TIME") and c.left_edge.i == end + 1
        if dated or (c.dep_ == "prep" and c.i == end + 1 and c.lower_ in word_sets()["noun_prepositions"]):
            found.append(c)
            end = c.right_edge.i
    return found


def left_alone(token: Token) -> bool:
    """True for X in "In X gunmen shot two men", read as the gunmen's name: the preposition before it has no object."""
    before = token.nbor(-1) if token.i > token.sent.start and token.dep_ in ("compound", "nmod", "amod") else None
    return before is not None and before.dep_ == "prep" and not children(before, "pobj", "pcomp")


def of_noun(noun: Token, prepositions: Iterable[str]) -> list[Token]:
    """Objects of the named prepositions of a noun, its own and those adopted."""
    wanted = set(prepositions)
    more = [o for p in adopted(noun) if p.lower_ in wanted for o in children(p, "pobj")]
    return [*prepositional(noun, wanted), *more]


def governor(token: Token) -> Token | None:
    """The verb above a noun, through prepositions, coordinations and nouns of amount; None at the root."""
    at = token
    for _ in range(DEEPEST):
        if at.head == at:
            return None
        at = at.head
        if is_verb(at):
            return at
    return None


def clause_head(token: Token) -> Token:
    """The verb of the clause that holds the token, or the root."""
    at = token
    for _ in range(2 * DEEPEST):
        if is_verb(at) and at.dep_ not in ("amod", "compound"):
            return at
        if at.head == at:
            return at
        at = at.head
    return at
