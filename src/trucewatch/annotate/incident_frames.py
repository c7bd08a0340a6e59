"""Find what tells of an event in a sentence: predicates, light verbs with event nouns, nouns alone.

A ``Frame`` is one telling in one sentence. Words that tell of the same event are joined: an attack and what it
did ("stormed the post, killing two"), a blast and the verb that says where it hit, a death and its cause.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from trucewatch.annotate.incident_conditions import (
    VERB_NEEDS,
    beside,
    is_event,
    means_in,
    means_of,
    noun_meets,
    noun_phrase,
)
from trucewatch.annotate.incident_dealings import DEALINGS
from trucewatch.annotate.incident_everyday import EVERYDAY
from trucewatch.annotate.incident_lexicon import HARM, Trigger, light_verbs, triggers, word_sets
from trucewatch.annotate.incident_movements import MOVEMENTS
from trucewatch.annotate.incident_syntax import (
    DEEPEST,
    actors_of,
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

#: Types that a named weapon narrows ("attacked with mortars" is shelling).
NARROWED = frozenset({"armed_attack", "bombing", "shelling", "airstrike", "targeted_killing"})
#: Types of armed force: they join with the harm they do.
FORCE = frozenset((
    "airstrike", "drone_strike", "shelling", "interception", "armed_attack", "clash", "bombing", "suicide_attack",
    "targeted_killing", "mass_killing", "chemical_attack", "offensive", "accident", "riot", "torture",
    "destruction", "territory_seized", "harm",
))  # fmt: skip


#: Nouns that tell of an event only where harm is told with them ("a fire that killed nine").
NEED_HARM = frozenset(f"noun {lemma_}" for lemma_ in ("fire", "flood", "earthquake", "storm", "landslide", "stampede"))


#: Verbs whose subject or object names the weapon.
PROJECTING = frozenset((
    "fire", "launch", "lob", "hurl", "throw", "toss", "fling", "drop", "detonate", "explode", "go", "plant", "slam",
    "land", "fall", "rain", "crash",
))  # fmt: skip
#: A noun that needs a light verb may also be only seen ("recorded a violation").
SEEN = {"seen": "sees"}
#: Every named condition of a verb.
NEEDS = VERB_NEEDS | DEALINGS | EVERYDAY | MOVEMENTS


@dataclass(slots=True)
class Frame:
    """One telling: ``trigger`` names the event, ``verb`` heads its clause (None for a noun phrase alone).

    ``part`` is what the light verb does (does, occurs, undergoes, reaches, sees) or "self" for a plain predicate.
    ``harm`` are the verbs that say what harm was done; ``joined`` frames that tell of the same event.
    """

    trigger: Token
    type: str
    verb: Token | None
    noun: Token | None
    part: str
    rule: str
    strong: bool = True
    weapon: str | None = None
    harm: list[Token] = field(default_factory=list)
    joined: list[Frame] = field(default_factory=list)

    def all(self) -> list[Frame]:
        return [self, *self.joined]


def find_frames(sentence: SpacySpan) -> list[Frame]:
    """The frames of a sentence, joined, in the order of their triggers."""
    found: list[Frame] = []
    for token in sentence:
        frame = None
        if _is_gerund_noun(token):
            frame = _noun_frame(token)
        elif token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ == "ROOT"):
            frame = _verb_frame(token)
        elif token.pos_ in ("NOUN", "PROPN"):
            frame = _noun_frame(token)
        if frame is not None:
            found.append(frame)
    return [f for f in _join(found) if f.harm or f.type != "accident" or f.rule.partition(" with ")[0] not in NEED_HARM]


def _is_gerund_noun(token: Token) -> bool:
    """True for an -ing form that stands as a noun ("Shelling by the army killed …"), whatever its tag."""
    if token.pos_ == "VERB" and (token.lower_, "noun") in triggers() and (lemma(token), "verb") not in triggers():
        return True  # "airstrikes" tagged as a verb
    if token.pos_ == "ADJ" and token.head.ent_type_ in ("DATE", "TIME") and (token.lower_, "noun") in triggers():
        return True  # "in a shootout Thursday night"
    return (
        token.pos_ == "VERB"
        and token.tag_ == "VBG"
        and (token.lower_, "noun") in triggers()
        and not children(token, "dobj", "nsubj", "aux")
        and (
            token.dep_ in ("csubj", "nsubj", "nsubjpass", "pobj", "dobj", "aux")
            # "police firing" with the firing as a clause on the police
            or (token.dep_ == "acl" and token.i == token.head.i + 1 and token.head.dep_ == "pobj")
        )
    )


def _verb_frame(verb: Token) -> Frame | None:
    if verb.dep_ in ("amod", "compound") or (rows := triggers().get((lemma(verb), "verb"))) is None:
        return None
    moved = particle(verb)
    for row in rows:
        if row.beside and row.beside != moved:
            continue
        if all(NEEDS[need](verb) for need in row.needs.split()):
            return _from_verb(verb, row)
    return None


def _from_verb(verb: Token, row: Trigger) -> Frame:
    frame = Frame(trigger=verb, type=row.type, verb=verb, noun=None, part="self", rule=f"verb {row.lemma}")
    if row.type == HARM:
        frame.harm.append(verb)
        frame.strong = row.needs != "violent"
    if frame.type in NARROWED or frame.type == HARM:
        named = means_of(verb)
        if lemma(verb) in PROJECTING:
            named = means_in([w for o in [*objects_of(verb), *surface_subjects(verb)] for w in noun_phrase(o)]) or named
        _narrow(frame, named)
    if frame.type == "bombing" and lemma(verb) == "bomb" and any(_has_aircraft(a) for a in actors_of(verb)):
        frame.type = "airstrike"
    if (
        lemma(verb) == "drop"
        and frame.type == "bombing"
        and any(lemma(a) in word_sets()["aircraft"] for a in actors_of(verb))
    ):
        frame.type = "airstrike"
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


def _noun_frame(noun: Token) -> Frame | None:
    rows = triggers().get((noun.lower_, "noun")) or triggers().get((lemma(noun), "noun"))
    if rows is None or (noun.dep_ in ("compound", "amod", "nmod") and noun.head.ent_type_ not in ("DATE", "TIME")):
        return None
    if noun.dep_ == "attr" and any(c.tag_ == "JJS" or c.lower_ in ("first", "latest", "worst") for c in noun.lefts):
        return None  # "was the deadliest attack since": the subject tells the event
    if any(lemma(t) in word_sets()["measures"] for t in amount_chain(noun)[1:]):
        return None  # "the number of attacks" is a figure
    near = beside(noun)
    verb, part = light(noun)
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
            return verb, "undergoes"
        if lemma(verb) == "go" and head.lower_ == "on":
            return verb, ""
        return None, ""
    if not is_verb(head):
        return None, ""
    moved = particle(head)
    parts = light_verbs().get((lemma(head), moved), frozenset()) | (
        light_verbs().get((lemma(head), ""), frozenset()) if moved in ("out", "up") else frozenset()
    )
    if lemma(head) == "take" and any(lemma(o) == "place" for o in children(head, "dobj")):
        parts = frozenset({"occurs"})
    return _part(at, head, parts)


def _part(noun: Token, verb: Token, parts: frozenset[str]) -> tuple[Token | None, str]:
    if noun.dep_ == "dobj" or (noun.dep_ == "nsubjpass" and "does" in parts):
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


def _join(frames: list[Frame]) -> list[Frame]:
    """Join frames that tell of one event; the frame whose type says most leads."""
    alive = list(frames)
    for frame in frames:
        if frame not in alive:
            continue
        for other in frames:
            if other is frame or other not in alive or frame not in alive:
                continue
            if any(_same_event(a, b) for a in frame.all() for b in other.all()):
                leader, follower = _lead(frame, other)
                leader.joined += [follower, *follower.joined]
                follower.joined = []
                leader.harm += follower.harm
                leader.weapon = leader.weapon or follower.weapon
                alive.remove(follower)
                if follower is frame:
                    break
    return alive


def _lead(one: Frame, two: Frame) -> tuple[Frame, Frame]:
    def telling(frame: Frame) -> tuple[bool, bool, bool, int]:
        general = frame.type in ("armed_attack", "accident")
        return (frame.type == HARM, not frame.strong and frame.type == HARM, general, frame.trigger.i)

    return (one, two) if telling(one) <= telling(two) else (two, one)


def _same_event(one: Frame, two: Frame) -> bool:
    """True if ``two`` hangs on ``one`` as part of the same telling (asked both ways by ``_join``)."""
    if one.verb is not None and one.verb == two.verb:
        return (one.type in FORCE and two.type in FORCE) or one.type == two.type
    if one.noun is not None and two.noun is None and two.verb is not None:
        return _noun_and_verb(one, two)
    if one.noun is not None and two.noun is not None:
        return _two_nouns(one.noun, two.noun) and (one.type == two.type or {one.type, two.type} <= FORCE)
    if one.noun is None and two.noun is None and one.verb is not None and two.verb is not None:
        return _two_verbs(one, two)
    return False


def _noun_and_verb(one: Frame, two: Frame) -> bool:
    """An event noun and a verb of force: subject, cause, or the noun that the verb's clause hangs on."""
    noun, verb = one.noun, two.verb
    assert noun is not None and verb is not None
    if one.type not in FORCE or two.type not in FORCE | {"detention"}:
        return False
    heads = amount_chain(noun)
    if two.harm and any(lemma(c) in ("displace", "uproot") for c in children(verb, "conj")):
        return False  # "raids that hurt some and uprooted others": the displacement is told for itself
    if any(s in heads for s in surface_subjects(verb)) and not (is_passive(verb) and two.harm):
        return bool(two.harm) or two.type == "destruction" or one.type == two.type
    if verb.dep_ in ("relcl", "acl") and (verb.head in heads or _inside(verb.head, noun)):
        return bool(two.harm) or verb.head in heads
    if two.harm and verb.dep_ == "ccomp" and verb.head.dep_ == "relcl" and verb.head.head in heads:
        return True  # "the clash, in which officials said 20 were killed"
    if two.harm or two.type == "destruction":
        causes = prepositional(verb, ("in", "by", "during", "after", "from", "amid"))
        if any(c in heads for c in causes) or any(cc in heads for c in causes for cc in conjuncts(c)):
            return True
        # "dozens were killed as the attack began" and "launched an attack, killing two"
        if one.verb is not None and _hangs_on(verb, one.verb):
            return True
        if one.verb is not None and _hangs_on(one.verb, verb) and _adverbial(one.verb):
            return True
    elif one.verb is not None and two.type == one.type and _hangs_on(verb, one.verb):
        return True
    return False


def _inside(low: Token, noun: Token) -> bool:
    """True if a noun that is no event stands in the event noun's phrase ("an attack on shrines that killed")."""
    at = low
    for _ in range(8):
        if at == noun:
            return True
        if at.dep_ not in ("pobj", "prep", "conj", "poss", "compound", "nmod", "appos") or is_event(at):
            return False
        at = at.head
    return False


def _two_nouns(one: Token, two: Token) -> bool:
    """Coordination, apposition, or one under the other's "of", "in", "from", "during"."""
    if two.dep_ in ("conj", "appos") and two.head == one:
        return True
    return two.dep_ == "pobj" and two.head.lower_ in ("of", "in", "from", "during") and two.head.head == one


def _two_verbs(one: Frame, two: Frame) -> bool:
    first, second = one.verb, two.verb
    assert first is not None and second is not None
    both = {one.type, two.type}
    if not both <= FORCE | {"detention", "displacement", "territory_seized"}:
        return False
    harmful = bool(one.harm or two.harm)
    if both == {"riot", "destruction"}:
        return second.dep_ == "conj" and second.head == first and not children(second, "nsubj")
    if not harmful and one.type != two.type and "destruction" not in both and not both <= FORCE:
        return False
    if second.dep_ in ("acl", "relcl") and second.head in surface_subjects(first) and both <= FORCE:
        return True  # "a shell fired by the rebels hit a school"
    if _hangs_on(second, first):
        if second.dep_ == "conj" and not harmful and one.type != two.type:
            return False
        if second.dep_ == "conj" and "destruction" in both and one.type != two.type:
            return False  # "killed a guard and burned the office" is two things done
        own = [c for c in second.children if c.dep_ in ("nsubj", "nsubjpass")]
        if second.dep_ == "conj" and own and not (one.harm and two.harm):
            return False
        if own and "territory_seized" in both:
            return False  # "a bomb killed ten as the army took back two villages"
        if own and second.dep_ in ("advcl", "ccomp") and not _adverbial(second):
            return False
        return not (own and _adverbial(second) and not harmful)
    return False


def _adverbial(verb: Token) -> bool:
    """True for a clause that says when or how ("when a bomb exploded", "as troops attacked")."""
    return verb.dep_ == "advcl" and any(
        c.lower_ in ("when", "as", "after", "while", "in", "because")
        for c in verb.children
        if c.dep_ in ("advmod", "mark")
    )


def _hangs_on(lower: Token, upper: Token) -> bool:
    """True if ``lower`` is an adverbial, coordinated, controlled or participial part of ``upper``'s clause."""
    at = lower
    participle = lower.tag_ in ("VBG", "VBN")
    for _ in range(6):
        label, head = at.dep_, at.head
        if head == at:
            return False
        if is_verb(at):
            if label not in ("advcl", "conj", "xcomp", "acl", "pcomp", "ccomp", "dep", "relcl"):
                return False
            if label == "ccomp" and at.tag_ not in ("VBG", "VBN"):
                return False
            if label == "relcl" and at is not lower:
                return False
        elif label not in ("prep", "mark", "conj", "dep") and not (participle and label in ("pobj", "npadvmod")):
            return False
        if head == upper:
            return True
        if is_verb(head) and lemma(head) in word_sets()["reporting"] and label in ("advcl", "prep", "dep"):
            # "X attacked, officials said, killing two": the killing hangs on the attack
            return upper.head == head and upper.dep_ in ("ccomp", "parataxis") and upper.i < at.i
        if is_verb(head) and head.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "acl"):
            return False
        if not is_verb(head) and head.pos_ not in ("ADP", "SCONJ", "NOUN", "NUM", "PROPN"):
            return False
        at = head
    return False


def amount_chain(noun: Token) -> list[Token]:
    """The noun with the nouns of amount above it and its conjuncts ("a wave of attacks": attacks, wave)."""
    chain = [noun]
    if noun.dep_ == "acl":
        return [noun, noun.head]
    at = noun
    for _ in range(3):
        if at.dep_ == "conj":
            at = at.head
        elif at.dep_ == "pobj" and at.head.lower_ == "of" and lemma(at.head.head) in word_sets()["general_nouns"]:
            at = at.head.head
        else:
            break
        chain.append(at)
    return chain
