"""Find what tells of an event in a sentence: predicates, light verbs with event nouns, nouns alone."""

from __future__ import annotations

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.count_tolls import RAISING, is_toll
from trucewatch.annotate.incident_conditions import (
    means_in,
    means_of,
    noun_phrase,
)
from trucewatch.annotate.incident_frames import Frame, amount_chain
from trucewatch.annotate.incident_joining import joined
from trucewatch.annotate.incident_lexicon import ANY_VERB, HARM, Trigger, light_verbs, word_sets
from trucewatch.annotate.incident_needs import NEEDS, checked_triggers
from trucewatch.annotate.incident_nouns import beside, noun_meets
from trucewatch.annotate.incident_strikes import strikes, with_load
from trucewatch.annotate.incident_syntax import (
    DEEPEST,
    actors_of,
    agents,
    children,
    is_verb,
    lemma,
    objects_of,
    particle,
    prepositional,
    surface_subjects,
)

#: Types that a named weapon narrows ("attacked with mortars" is shelling).
NARROWED = frozenset({"armed_attack", "bombing", "shelling", "airstrike", "targeted_killing"})
#: Verbs whose subject or object names the weapon.
PROJECTING = frozenset((
    "fire", "launch", "lob", "hurl", "throw", "toss", "fling", "drop", "detonate", "explode", "go", "plant", "slam",
    "land", "fall", "rain", "crash",
))  # fmt: skip
#: A noun that needs a light verb may also be only seen ("recorded a violation").
SEEN = {"seen": "sees"}


def find_frames(sentence: SpacySpan) -> list[Frame]:
    """The frames of a sentence, joined, in the order of their triggers."""
    found: list[Frame] = []
    for token in sentence:
        frame = None
        if _is_gerund_noun(token):
            frame = _noun_frame(token)
        elif token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
            frame = _verb_frame(token)
        elif token.pos_ in ("NOUN", "PROPN"):
            frame = _noun_frame(token)
        if frame is not None:
            found.append(frame)
    return [f for f in joined(found) if f.harm or not f.needs_harm]


def _is_gerund_noun(token: Token) -> bool:
    """True for an -ing form that stands as a noun ("Shelling by the army killed …"), whatever its tag."""
    known = checked_triggers()
    if token.pos_ == "VERB" and (token.lower_, "noun") in known and (lemma(token), "verb") not in known:
        return True  # "airstrikes" tagged as a verb
    if token.pos_ == "ADJ" and token.head.ent_type_ in ("DATE", "TIME") and (token.lower_, "noun") in known:
        return True  # "in a shootout Thursday night"
    return (
        token.pos_ == "VERB"
        and token.tag_ == "VBG"
        and (token.lower_, "noun") in known
        and not children(token, "dobj", "nsubj", "aux")
        and (
            token.dep_ in ("csubj", "nsubj", "nsubjpass", "pobj", "dobj", "aux")
            # "police firing" with the firing as a clause on the police
            or (token.dep_ == "acl" and token.i == token.head.i + 1 and token.head.dep_ == "pobj")
        )
    )


def _verb_frame(verb: Token) -> Frame | None:
    if verb.dep_ in ("amod", "compound"):
        return None
    if lemma(verb) in RAISING and any(is_toll(o) for o in children(verb, "dobj")):
        return None  # "taking the death toll to three" seizes nothing
    moved = particle(verb)
    for row in (*checked_triggers().get((lemma(verb), "verb"), ()), *checked_triggers().get((ANY_VERB, "verb"), ())):
        if row.beside and row.beside != moved:
            continue
        if all(NEEDS[need](verb) for need in row.needs.split()):
            return _from_verb(verb, row)
    return None


def _from_verb(verb: Token, row: Trigger) -> Frame:
    frame = Frame(trigger=verb, type=row.type, verb=verb, noun=None, part="self", rule=f"verb {row.lemma}")
    frame.strict = bool(row.needs)
    frame.refusal = "not_let" in row.needs.split()
    if row.type == "destruction" and any(strikes(a) for a in actors_of(verb)):
        frame.type = "armed_attack"  # "a lorry packed with explosives tore off the front"
        _narrow(frame, means_in([w for a in actors_of(verb) for w in with_load(a)]))
        frame.type = frame.type if frame.type != "armed_attack" else row.type
    if row.type == HARM:
        frame.harm.append(verb)
        frame.strong = row.needs != "violent"
    if frame.type in NARROWED or frame.type == HARM:
        named = means_of(verb)
        if lemma(verb) in PROJECTING:
            named = means_in([w for o in [*objects_of(verb), *surface_subjects(verb)] for w in with_load(o)]) or named
        if row.lemma == ANY_VERB:
            heads = [*objects_of(verb), *surface_subjects(verb), *agents(verb)]
            named = means_in([w for h in heads for w in with_load(h)]) or named
        _narrow(frame, named)
    if frame.type == "bombing" and lemma(verb) == "bomb" and any(_has_aircraft(a) for a in actors_of(verb)):
        frame.type = "airstrike"
    if (
        lemma(verb) == "drop"
        and frame.type == "bombing"
        and any(lemma(a) in word_sets()["aircraft"] for a in actors_of(verb))
    ):
        drones = any(lemma(a) in ("drone", "uav", "quadcopter") for a in actors_of(verb))
        frame.type = "drone_strike" if drones else "airstrike"
    if lemma(verb) == "blow" and any(o.lower_.endswith(("self", "selves")) for o in children(verb, "dobj")):
        frame.type, frame.weapon = "suicide_attack", "suicide bomb"
    return frame


def _has_aircraft(actor: Token) -> bool:
    """States and armies bomb from the air; others place bombs."""
    return actor.ent_type_ == "GPE" or lemma(actor) in word_sets()["state_forces"]


def _narrow(frame: Frame, named: tuple[str, str] | None) -> None:
    if named is None:
        return
    frame.weapon = named[1]
    if named[0] and (
        frame.type in ("armed_attack", HARM, "bombing")
        or named[0] in ("drone_strike", "chemical_attack")
        or (frame.type == "shelling" and named[0] == "airstrike")
    ):
        if frame.type == "bombing" and named[0] == "shelling":
            return
        frame.type = named[0]


def hyphened(noun: Token) -> str:
    """The word as printed where the tokenizer parts it at its hyphen: "build-up", "hostage-taking"."""
    if noun.i < 2 or noun.nbor(-1).text != "-" or noun.nbor(-1).whitespace_ or noun.nbor(-2).whitespace_:
        return noun.lower_
    return f"{noun.nbor(-2).lower_}-{noun.lower_}"


def _noun_frame(noun: Token) -> Frame | None:
    known = checked_triggers()
    rows = next((known[w, "noun"] for w in (hyphened(noun), noun.lower_, lemma(noun)) if (w, "noun") in known), None)
    if rows is None or (noun.dep_ in ("compound", "amod", "nmod") and noun.head.ent_type_ not in ("DATE", "TIME")):
        return None
    if noun.dep_ == "attr" and any(c.tag_ == "JJS" or c.lower_ in ("first", "latest", "worst") for c in noun.lefts):
        return None  # "was the deadliest attack since": the subject tells the event
    if any(lemma(t) in word_sets()["measures"] for t in amount_chain(noun)[1:]):
        return None  # "the number of attacks" is a figure
    near = beside(noun)
    verb, part = light(noun)
    if verb is not None and is_toll(noun) and lemma(verb) in RAISING and verb.dep_ == "advcl":
        return None  # "a guard died of his wounds, taking the toll to three"
    for row in rows:
        if row.beside and row.beside not in near:
            continue
        if not noun_meets(noun, row.needs, part in ("does", "occurs", "undergoes", SEEN.get(row.needs)), near):
            continue
        told_by = verb if part else None
        frame = Frame(
            trigger=noun,
            type=row.type,
            verb=told_by,
            noun=noun,
            part=part or "phrase",
            rule=f"noun {row.lemma}" + (f" with {verb.lemma_}" if told_by is not None and verb is not None else ""),
            strong=row.needs == "strong",
            needs_harm=row.needs == "harmed",
        )
        if row.type == HARM:
            frame.harm.append(noun)
        if row.lemma == "bombing" and frame.type == "bombing" and _flown(noun):
            frame.type = "airstrike"
        if frame.type in NARROWED:
            narrower = means_in(noun_phrase(noun))
            if narrower is None and part == "does" and verb is not None:
                narrower = means_of(verb)
            _narrow(frame, narrower)
        return frame
    return None


def _flown(noun: Token) -> bool:
    """True for "US bombings", "bombing by the army": a state or its forces before or after the noun."""
    owners = [*children(noun, "compound", "poss", "amod", "nmod"), *prepositional(noun, ("by",))]
    return any(_has_aircraft(o) and (o.ent_type_ != "GPE" or noun.tag_ == "NNS") for o in owners)


def light(noun: Token) -> tuple[Token | None, str]:
    """The light verb that carries an event noun and what it does, looking through nouns of amount."""
    at = noun
    for _ in range(DEEPEST):
        head = at.head
        if head == at:
            return None, ""
        if at.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
            at = head
            continue
        if at.dep_ == "pobj" and head.lower_ == "of" and lemma(head.head) in word_sets()["general_nouns"]:
            at = head.head
            continue
        break
    head = at.head
    if at.dep_ == "pobj" and is_verb(head.head) and head.head != at:
        verb = head.head
        if head.lower_ == "under" and lemma(verb) in ("come", "be"):
            by = prepositional(at, ("from", "by", "of"))
            if any(lemma(o) in word_sets()["nature_words"] for o in by):
                return None, ""  # "under siege from mosquitoes"
            return verb, "undergoes"
        if lemma(verb) == "go" and head.lower_ == "on":
            return verb, ""
        return None, ""
    if not is_verb(head):
        return None, ""
    if lemma(head) == "call" and (children(head, "oprd", "acomp", "ccomp") or len(children(head, "dobj")) > 1):
        return None, ""  # "called the talks fruitful", "called the meeting a good start"
    moved = particle(head)
    parts = light_verbs().get((lemma(head), moved), frozenset()) | (
        light_verbs().get((lemma(head), ""), frozenset()) if moved in ("out", "up") else frozenset()
    )
    if lemma(head) == "take" and any(lemma(o) == "place" for o in children(head, "dobj")):
        parts = frozenset({"occurs"})
    return _part(at, head, parts)


def _part(noun: Token, verb: Token, parts: frozenset[str]) -> tuple[Token | None, str]:
    if noun.dep_ == "dobj" or (noun.dep_ == "nsubjpass" and parts & {"does", "sees"}):
        for part in ("does", "undergoes", "sees"):
            if part in parts:
                return verb, part
        return None, ""
    if noun.dep_ == "nsubj" and "does" in parts and not children(verb, "dobj"):
        # "the offensive launched on Monday by X" and "the campaign X has mounted", read as sentences of their own
        if children(verb, "agent") or (verb.tag_ == "VBN" and not children(verb, "aux")):
            return verb, "does"
        if any(s.i > noun.i for s in children(verb, "nsubj")):
            return verb, "does"
    if noun.dep_ in ("nsubj", "nsubjpass", "csubj", "aux"):
        if lemma(verb) in ("be", "remain"):
            for state in children(verb, "acomp"):
                # "talks are due to resume"
                for then in [*children(state, "xcomp"), *children(verb, "advcl", "xcomp")]:
                    if then.tag_ == "VB" and "occurs" in light_verbs().get((lemma(then), particle(then)), ()):
                        return then, "occurs"
            going = [
                c
                for c in children(verb, "acomp", "advmod", "prep", "attr")
                if c.lower_ in ("ongoing", "underway", "under", "continuing", "imminent")
            ]
            return (verb, "occurs") if going else (None, "")
        if "reaches" in parts and noun.dep_ != "nsubjpass":
            return verb, "reaches"
        if "occurs" in parts and not children(verb, "dobj"):
            return verb, "occurs"
        if "occurs" in parts and lemma(verb) in ("enter", "take", "last"):
            return verb, "occurs"
    return None, ""
