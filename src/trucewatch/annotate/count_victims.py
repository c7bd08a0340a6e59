"""What the words of a sentence say was done to whom: effects with the noun phrases of those they were done to.

Verbs ("killed 12 men"), nouns ("the death of 12 men", "12 deaths"), adjectives ("left 12 dead", "12 are missing"),
bodies that were found, tolls ("the number of dead rose to 12"), and the strength of those who attack or march.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from trucewatch.annotate.count_lexicon import count_words, effect_nouns, effect_verbs, told_effects
from trucewatch.annotate.incident_conditions import is_person
from trucewatch.annotate.incident_lexicon import word_sets
from trucewatch.annotate.incident_syntax import (
    agents,
    child,
    children,
    conjuncts,
    is_passive,
    is_verb,
    lemma,
    objects_of,
    particle,
    prepositional,
    surface_subjects,
)
from trucewatch.records.count import Effect

Victims = tuple[Effect, list[Token]]
#: Verbs that displace their subject, with their objects.
_LEFT_FOR = {
    "seek": ("shelter", "refuge"), "take": ("shelter", "refuge"), "abandon": ("home", "house"),
    "vacate": ("home", "house"),
}  # fmt: skip
#: How far (in words) the second word of a verb of effect may stand from it ("shot a man in Velm dead").
NEAR = 14
#: A small clause under "leave" further off than this belongs to something else.
LEFT_REACH = 25


def victims_of(token: Token) -> Iterator[Victims]:
    """What a word says was done to whom: (effect, heads of the noun phrases of those it was done to)."""
    word = lemma(token)
    if is_verb(token) and token.dep_ not in ("amod", "compound"):
        yield from _of_verb(token, word)
        yield from _strength(token, word)
    elif token.pos_ in ("NOUN", "PROPN", "ADJ"):
        yield from _of_noun(token, word)
    if token.lower_ == "hurt" and token.pos_ == "NOUN" and child(token, "nummod") is not None:
        yield "injured", [token]  # "five were killed and some 14 hurt", read as a noun
    if token.lower_ in ("dead", "wounded", "injured") and token.pos_ in ("ADJ", "NOUN", "VERB"):
        effect: Effect = "killed" if token.lower_ == "dead" else "injured"
        if child(token, "nummod", "npadvmod") is not None and not (
            is_passive(token) or children(token, "nsubj", "auxpass")
        ):
            yield effect, [token]
        elif token.lower_ == "dead" and token.i > 0 and token.nbor(-1).pos_ == "NUM":
            yield effect, [token.nbor(-1)]
    if token.lower_ == "succumbs" and token.pos_ == "NOUN" and token.dep_ == "appos":
        yield "killed", [token.head]  # a verb that the parser takes for a plural
    if token.lower_ in count_words()["gone"]:
        yield from _missing(token)


def _of_noun(noun: Token, word: str) -> Iterator[Victims]:
    effect = effect_nouns().get(word)
    if word in count_words()["bodies"]:
        if _found(noun):
            whose = [t for t in [*prepositional(noun, ("of",)), *children(noun, "poss")] if t.pos_ != "PRON"]
            yield "killed", whose or ([noun] if child(noun, "nummod", "amod") is not None else [])
    elif word in count_words()["tolls"]:
        yield from _toll(noun, word)
    elif word == "loss":
        none = any(c.lower_ == "no" for c in noun.lefts) or noun.head.lower_ == "without"
        of_life = any(lemma(t) == "life" for t in prepositional(noun, ("of",)))
        yield ("killed" if of_life else "harmed"), [noun] if none else []
    elif effect is not None and _moves(noun):
        yield effect, _moves(noun)
    elif effect is not None:
        own = [noun] if child(noun, "nummod", "amod", "advmod", "quantmod", "det") is not None else []
        yield effect, prepositional(noun, ("of",)) or own
    elif word in word_sets()["toll_words"]:
        yield ("killed" if word == "fatality" else "harmed"), [noun]


def _toll(noun: Token, word: str) -> Iterator[Victims]:
    """The number that a toll is put at: "the death toll rose to 62", "the number of wounded stood at 14"."""
    about = prepositional(noun, ("of",))
    told = {t.lower_ for t in about} | {lemma(t) for t in about}
    told |= {c.lower_ for t in about for c in t.children if c.dep_ in ("amod", "acl", "compound")}
    told |= {c.lower_ for c in children(noun, "compound", "amod", "acl")}
    clauses = [c for t in about for c in children(t, "relcl")]
    effects = {told_effects()[w] for w in told if w in told_effects()}
    effect = next((e for e in _TOLLS if e in effects), "killed" if word == "toll" else _of_clause(clauses))
    if effect is None:
        return
    effect = "killed" if effect == "harmed" else effect  # "the number of casualties rose to 62": of the dead
    values = [t for t in about if t.pos_ == "NUM" or child(t, "nummod") is not None] if word == "toll" else []
    above = noun.head
    # "put the number of those who fled at 300": the number hangs on whatever stands before "at"
    put = [t for at in (noun, *clauses) for t in prepositional(at, ("at",)) if _says_how_many(t)]
    values += put or (prepositional(above, ("to", "at")) if is_verb(above) or above.pos_ == "ADP" else [])
    if not values and is_verb(above):
        reached = children(above, "attr") + (children(above, "dobj") if lemma(above) == "reach" else [])
        # "climbed from 31 to 37": the last step hangs on the first
        values = reached or [o for p in children(above, "prep") for o in prepositional(p, ("to",))]
    yield effect, [t for t in values if _says_how_many(t)]


def _says_how_many(token: Token) -> bool:
    return token.pos_ == "NUM" or child(token, "nummod", "quantmod", "amod") is not None


def _of_clause(clauses: list[Token]) -> Effect | None:
    """What became of those whose number is told: "the number of families who fled"."""
    for clause in clauses:
        entry = next((e for e in effect_verbs().get(lemma(clause), ()) if not e.particle and not e.beside), None)
        if entry is not None and (entry.victim == "object") == is_passive(clause):
            return entry.effect
    return None


def _moves(noun: Token) -> list[Token]:
    """ "deaths fell to 903": the number reached."""
    verb = noun.head
    if noun.dep_ != "nsubj" or lemma(verb) not in count_words()["moving_tolls"] or noun.tag_ != "NNS":
        return []
    reached = prepositional(verb, ("to", "at")) + (children(verb, "dobj") if lemma(verb) == "reach" else [])
    return [t for t in reached if t.pos_ == "NUM"]


#: Which effect a toll of several is taken for ("the number of dead and wounded rose to 62").
_TOLLS: tuple[Effect, ...] = (
    "killed", "harmed", "injured", "missing", "displaced", "released", "detained", "abducted",
)  # fmt: skip


def _found(body: Token) -> bool:
    """True where bodies are found, counted or buried, or are just told of with a number."""
    above = body.head
    return (is_verb(above) and lemma(above) in count_words()["finding"]) or child(body, "nummod") is not None


def _missing(word: Token) -> Iterator[Victims]:
    """ "nine are missing", "two went missing", "30 people missing"."""
    above = word.head
    if word.dep_ in ("acomp", "oprd", "attr", "xcomp", "advmod", "advcl") and is_verb(above):
        yield "missing", [*children(above, "nsubj", "nsubjpass")] or surface_subjects(above)
    elif word.dep_ in ("amod", "acl") and above.i < word.i:
        yield "missing", [above]
    elif word.pos_ in ("VERB", "ADJ") and children(word, "nsubj", "nsubjpass", "nummod", "npadvmod"):
        yield "missing", children(word, "nsubj", "nsubjpass", "nummod", "npadvmod")


def _of_verb(verb: Token, word: str) -> Iterator[Victims]:
    for entry in effect_verbs().get(word, ()):
        if entry.particle and particle(verb) != entry.particle:
            continue
        if entry.beside and not any(t.lower_ == entry.beside for t in verb.subtree if abs(t.i - verb.i) <= NEAR):
            continue
        heads = objects_of(verb) if entry.victim == "object" else surface_subjects(verb)
        heads = heads or _feared(verb)
        shared = entry.effect == "killed" and _shared(verb, "injured") and not children(verb, "dobj")
        yield ("harmed" if shared else entry.effect), heads
        return
    if word in ("leave", "make", "render") and not _out_of_prison(verb):
        yield from _left(verb)
    elif word in ("claim", "take", "lose", "cost") and any(lemma(o) == "life" for o in children(verb, "dobj")):
        lives = next(o for o in children(verb, "dobj") if lemma(o) == "life")
        losers = surface_subjects(verb) if word == "lose" else []
        yield "killed", losers or prepositional(lives, ("of",)) or [lives]
    elif word in ("inflict", "cause") and any(lemma(o) == "casualty" for o in children(verb, "dobj")):
        yield "harmed", [o for o in children(verb, "dobj") if lemma(o) == "casualty"]
    elif word in ("sustain", "suffer", "receive"):
        hurt = [o for o in children(verb, "dobj") if lemma(o) in word_sets()["wound_words"]]
        if hurt and child(hurt[0], "det") is not None and child(hurt[0], "det").lower_ == "no":  # type: ignore[union-attr]
            yield "injured", hurt[:1]
        elif hurt:
            yield "injured", surface_subjects(verb)
    elif any(lemma(o) in _LEFT_FOR.get(word, ()) for o in children(verb, "dobj")):
        yield "displaced", surface_subjects(verb)
    elif word in ("force", "drive", "chase", "expel"):
        if (
            any(lemma(c) in word_sets()["flight"] for c in children(verb, "xcomp", "ccomp", "advcl"))
            or particle(verb) == "out"
            or any(lemma(o) in word_sets()["home_words"] for o in prepositional(verb, ("from",)))
        ):
            yield "displaced", objects_of(verb)
    elif word in ("take", "hold") and any(
        lemma(c) in word_sets()["captive_words"] for c in children(verb, "oprd", "dobj", "advmod", "xcomp", "acomp")
    ):
        held = [_captive(o) for o in objects_of(verb) if _captive(o) != o or not _is_captive(o)]
        if held or word == "take":  # "is holding 900 prisoners" tells of no abduction
            yield "abducted", held
    elif word == "find" and any(t.lower_ == "dead" for t in children(verb, "oprd", "acomp", "xcomp", "ccomp")):
        yield "killed", objects_of(verb)
    elif word in ("send", "take", "rush", "bring", "admit") and any(
        lemma(o) in ("hospital", "clinic", "infirmary") for o in prepositional(verb, ("to",))
    ):
        yield "injured", [o for o in objects_of(verb) if is_person(o)]
    elif word in ("eliminate", "liquidate") and any(_is_man(o) for o in objects_of(verb)):
        yield "killed", [o for o in objects_of(verb) if _is_man(o)]
    elif word in ("regain", "gain", "recover") and any(lemma(o) == "freedom" for o in children(verb, "dobj")):
        yield "released", surface_subjects(verb)
    elif word == "let" and (free := [c for c in children(verb, "ccomp", "xcomp") if lemma(c) in ("go", "leave")]):
        yield "released", children(free[0], "nsubj") or objects_of(verb)
    elif word == "lose" and is_passive(verb) and any(lemma(o) == "life" for o in objects_of(verb)):
        yield "killed", [o for o in objects_of(verb) if lemma(o) == "life"]
    elif word == "lose" and any(_is_man(o) for o in children(verb, "dobj")):
        yield "killed", [o for o in children(verb, "dobj") if child(o, "nummod", "amod") is not None and _is_man(o)]
    elif word in ("leave", "walk") and _out_of_prison(verb):
        yield "released", surface_subjects(verb)
    elif word in count_words()["freeing"]:
        people = count_words()["held"] | {"prisoner", "captive", "detainee", "soldier", "fighter"}
        yield "released", [o for o in objects_of(verb) if lemma(o) in people]


def _is_man(noun: Token) -> bool:
    """One whom his side loses by his death: a fighter, a son; no seat, no mayor."""
    return lemma(noun) in count_words()["attackers"] | count_words()["kin"]


def _out_of_prison(verb: Token) -> bool:
    """True for "left prison", "walked out of jail", "walked free"."""
    left = children(verb, "dobj") if lemma(verb) == "leave" else [
        o for p in children(verb, "prep") for o in [*children(p, "pobj"), *prepositional(p, ("of",))]
    ]  # fmt: skip
    free = lemma(verb) == "walk" and any(c.lower_ == "free" for c in verb.children)
    return free or any(lemma(o) in ("prison", "jail", "captivity", "custody", "detention") for o in left)


def _is_captive(noun: Token) -> bool:
    return lemma(noun) in word_sets()["captive_words"]


def _captive(noun: Token) -> Token:
    """ "passengers" of "took eleven passengers hostage", read as one compound."""
    whose = [c for c in children(noun, "compound", "nmod") if c.i < noun.i] if _is_captive(noun) else []
    return whose[-1] if whose and whose[-1].tag_ in ("NNS", "NNPS") else noun


def _feared(verb: Token) -> list[Token]:
    """ "dozens feared captured", "30 believed killed": those of whom it is feared."""
    above = verb.head
    if verb.dep_ in ("oprd", "acomp", "xcomp", "ccomp", "advcl") and lemma(above) in count_words()["fearing"]:
        if above.dep_ == "acl":
            return [above.head]
        if is_passive(above):
            return children(above, "nsubjpass", "nsubj")
    return []


def _shared(verb: Token, effect: str) -> bool:
    """True if the verb and one of the other effect share one phrase ("killed and wounded 30")."""
    other = child(verb, "conj")
    if other is None or child(other, "nsubj", "nsubjpass") is not None:
        return False
    if any(t.pos_ == "NUM" for t in verb.doc[verb.i + 1 : other.i]):
        return False  # "five were killed and some 14 hurt"
    known = effect_verbs().get(lemma(other), ())
    if not known or known[0].effect != effect:
        return False
    return (is_passive(verb) and not children(other, "dobj")) or (
        not is_passive(verb) and bool(children(other, "dobj"))
    )


def _left(verb: Token) -> Iterator[Victims]:
    """ "left 166 people dead and ten wounded": small clauses under "leave"."""
    for word in verb.subtree:
        if word == verb:
            continue
        effect: Effect | None = None
        if word.lower_ in word_sets()["dead_words"]:
            effect = "killed"
        elif word.lower_ in word_sets()["hurt_words"]:
            effect = "injured"
        elif word.lower_ in word_sets()["homeless_words"]:
            effect = "displaced"
        if effect is None or abs(word.i - verb.i) > LEFT_REACH or child(word, "auxpass") is not None:
            continue
        if word.dep_ == "amod" and not is_person(word.head):
            continue  # "left the fans with hurt feelings"
        heads = children(word, "nsubj", "nsubjpass", "npadvmod", "nummod") or [
            o for o in children(verb, "dobj") if o.i < word.i
        ]
        if heads:
            yield effect, heads[-1:]


def _strength(verb: Token, word: str) -> Iterator[Victims]:
    """How many attacked, marched or gathered: "about 200 fighters stormed the post"."""
    launched = word in ("launch", "stage", "mount", "hold") and any(
        lemma(o) in count_words()["attacking"] | {"assault", "demonstration"} for o in children(verb, "dobj")
    )
    if word not in count_words()["attacking"] and not launched:
        return
    if is_passive(verb):
        heads = agents(verb)
    else:
        heads = [t for t in children(verb, "nsubj") if t.tag_ != "WP"]
    found = []
    for head in [h for first in heads for h in conjuncts(first)]:
        inner = prepositional(head, ("of",)) if lemma(head) in count_words()["bands"] or head.pos_ == "NUM" else []
        amount = lemma(head) in word_sets()["general_nouns"] | count_words()["amounts"]
        inner += prepositional(head, ("of",)) if amount else []
        counted = inner[0] if inner else head
        if lemma(counted) in count_words()["attackers"] or counted.lower_ in count_words()["attackers"]:
            found.append(counted if lemma(head) in count_words()["bands"] else head)
    yield "strength", found
