"""What the trained act model sees of some attributed words: who does what to whom in them, under which cue.

Training (``learn.acts``) and reading (``act_model``) come here for the same features, so that a model never meets one
that it was not taught on. A feature is a short string; the model keeps only its hash. Names never become features:
a party is "own" or "other", any other name is "name".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from trucewatch.annotate.cues import word_lists


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "dative", "acomp"})
FIRST = frozenset({"we", "i", "us", "our", "my", "me", "ourselves", "ours", "myself"})
SECOND = frozenset({"you", "your", "yours"})
THIRD = frozenset({"they", "them", "their", "he", "him", "she", "her", "it", "its", "his"})
NOBODY = frozenset({"nobody", "none", "nothing", "no", "neither"})
EVERYBODY = frozenset({"all", "both", "everyone", "everybody", "each", "sides", "parties", "side"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nothing", "nobody", "none", "neither", "nor", "without"})
MODALS = frozenset(
    {"will", "would", "shall", "should", "must", "can", "could", "may", "might", "'ll", "wo", "ca", "ll"}
)
IF = frozenset({"if", "unless", "until", "whether", "provided", "otherwise", "or"})
WORDS = re.compile(r"\w")
NUMBERS = frozenset({"CARDINAL", "QUANTITY", "PERCENT", "MONEY"})
#: Words of a content that are looked at; what comes later seldom changes what is done by saying it.
LONGEST = 60
#: Letters of a word that stand for all its forms.
STEM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Uttered:
    """Words with what is known of them: ``own`` and ``other`` are words (lower case) that name the speaker's side and
    another, ``cue`` the cue's lemma, ``cue_act`` what the lexicon says of it, ``rule`` and ``ruled`` the rule that the
    word lists chose and its act, ``sided`` a speaker who speaks for a side at war, ``goes_on`` one who charged somebody
    just before."""

    tokens: Sequence[Token]
    cue: str
    cue_act: str
    noun: bool
    attitude: bool
    direct: bool
    own: frozenset[str]
    other: frozenset[str]
    sided: bool
    goes_on: bool
    inside: bool
    rule: str
    ruled: str
    score: float


def features_of(given: Uttered) -> Iterator[str]:
    """The features, in no order, some of them more than once."""
    tokens = [t for t in given.tokens[:LONGEST] if not t.is_space]
    words = [t for t in tokens if WORDS.search(t.text)]
    cue, direct = given.cue or "-", "d" if given.direct else "i"
    rule = rule_kind(given.rule)
    yield "bias"
    yield f"ruled {given.ruled}"
    yield f"rule {rule}"
    yield f"rule {rule} {given.ruled}"
    yield f"ruled {given.ruled} {direct}"
    yield f"cue {cue}"
    yield f"cueact {given.cue_act or '-'} {given.inside}"
    yield f"cue {cue} {given.inside}"
    yield f"cue {cue[:STEM]}*"
    yield f"cue {'noun' if given.noun else 'verb'} {given.attitude}"
    yield f"direct {direct}"
    yield f"sided {given.sided} {direct}"
    yield f"goes on {given.goes_on}"
    yield f"size {min(5, len(words) // 5)}"
    if tokens and tokens[-1].text in ("?", "!"):
        yield f"ends {tokens[-1].text}"
    classes = [word_class(t, given) for t in words]
    yield from (f"w {c}" for c in dict.fromkeys(classes))
    yield from (f"s {t.lower_[:STEM]}*" for t in words if len(t) > STEM and t.pos_ in ("VERB", "NOUN", "ADJ", "ADV"))
    yield from (f"b {a} {b}" for a, b in zip(["^", *classes], [*classes, "$"], strict=True))
    yield from (f"at {i} {c}" for i, c in enumerate(classes[:4]))
    yield f"other named {bool(given.other & {t.lower_ for t in words})} {given.sided}"
    yield f"own named {bool(given.own & {t.lower_ for t in words})}"
    if any(t.lower_ in IF for t in words):
        yield "if"
    if any(t.ent_type_ in NUMBERS for t in words):
        yield "number"
    for n, verb in enumerate(verbs_of(words)):
        yield from _verb(verb, given, main=n == 0, cue=cue)


def rule_kind(rule: str) -> str:
    """The rule without the cue that it names."""
    return rule.split(" ", 1)[0] if rule.startswith(("cue ", "verb ")) else rule


def word_class(token: Token, given: Uttered) -> str:
    """The lemma; parties, names and numbers by what they are."""
    lower = token.lower_
    if lower in given.own:
        return "OWN"
    if lower in given.other:
        return "OTHER"
    if token.pos_ == "PROPN":
        return "NAME"
    if token.like_num or token.pos_ == "NUM":
        return "NUM"
    return lower if token.pos_ == "PRON" or lower in NEGATIONS else token.lemma_.lower()


def verbs_of(words: Sequence[Token]) -> list[Token]:
    """The verbs of the words, that of the main clause first."""
    if not words:
        return []
    inside = {t.i for t in words}
    heads = [t for t in words if t.head.i not in inside or t.head == t]
    verbs = [t for t in words if t.pos_ == "VERB" or (t.pos_ == "AUX" and t.dep_ not in ("aux", "auxpass"))]
    main = [t for t in verbs if t in heads] or verbs[:1]
    return [*main[:1], *(v for v in verbs if v not in main[:1])][:6]


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is joined to or hangs on without one of its own."""
    at = verb
    for _ in range(3):
        for child in at.children:
            if child.dep_ in SUBJECTS:
                return child
        if at.dep_ in ("conj", "xcomp", "aux") and at.head is not at:
            at = at.head
        elif at.dep_ in ("relcl", "acl") and at.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return at.head
        else:
            return None
    return None


def kind_of(token: Token | None, given: Uttered) -> str:
    """Who a noun phrase is, seen from the speaker."""
    if token is None:
        return "none"
    lower = token.lower_
    near = {c.lower_ for c in token.children if c.dep_ in ("compound", "amod", "poss", "nmod", "det", "appos", "neg")}
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "from", "in"):
            near |= {c.lower_ for c in child.subtree}
    whole = near | {lower}
    if whole & FIRST:
        return "first" if lower in FIRST else "ours"
    if whole & SECOND:
        return "second"
    if lower in NOBODY or "no" in near:
        return "nobody"
    if whole & given.own:
        return "own"
    if whole & given.other:
        return "other"
    if whole & EVERYBODY:
        return "everybody"
    if token.pos_ == "PRON":
        if lower in THIRD:
            return "they" if lower in ("they", "them", "their") else "he"
        return "it"
    if near & THIRD:
        return "theirs"
    if lower in word_lists()["rebels"] or lower in word_lists()["state"] or token.lemma_.lower() in ARMED:
        return "armed"
    if token.pos_ == "PROPN":
        return "name"
    return "thing"


#: Armed men and their arms, lemmas.
ARMED = _words(
    """soldier troop fighter militant militia rebel insurgent guerrilla gunman terrorist bandit army force unit
    column brigade battalion garrison patrol gunner artillery tank drone jet helicopter warplane gunboat sniper
    commando enemy regime junta faction police policeman brigadier plane mortar gun aggressor occupier"""
)


def _verb(verb: Token, given: Uttered, *, main: bool, cue: str) -> Iterator[str]:
    lemma = verb.lemma_.lower()
    who, whom = subject_of(verb), next((c for c in verb.children if c.dep_ in OBJECTS), None)
    subject, object_ = kind_of(who, given), kind_of(whom, given)
    time = tense_of(verb)
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    no = "not" if any(c.lower_ in NEGATIONS for c in verb.children) or subject == "nobody" else "yes"
    voice = "passive" if passive else "active"
    side = f"{subject} {'d' if given.direct else 'i'}"
    place = "main" if main else "sub"
    yield f"v {lemma} {no}"
    yield f"v {lemma} {side}"
    yield f"v {subject} {voice} {no} {time}"
    if main:
        yield f"main {lemma}"
        yield f"main {lemma} {no} {time}"
        yield f"main {lemma[:STEM]}* {subject}"
        yield f"main {side} {no}"
        yield f"main {side} {time}"
        yield f"main {time} {no}"
        yield f"main {subject} {object_} {voice}"
        yield f"main {cue} {time}"
        yield f"main {subject} sided {given.sided}"
        if who is not None:
            yield f"subject {word_class(who, given)}"
    if whom is not None:
        yield f"object {word_class(whom, given)} {no}"
        yield f"vo {lemma} {word_class(whom, given)}"
    yield f"{place} by {any(c.dep_ == 'agent' for c in verb.children)} {passive}"


def tense_of(verb: Token) -> str:
    """The modal, else when it is told of: "will", "had", "past", "present", "bare"."""
    aux = [c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")]
    for word in aux:
        if word in MODALS:
            return word.lstrip("'")
    if any(w in ("had",) for w in aux):
        return "had"
    if any(w in ("has", "have", "'ve") for w in aux):
        return "has"
    if "to" in aux:
        return "to"
    if any(w in ("was", "were", "did") for w in aux) or verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in ("VBZ", "VBP") or any(w in ("is", "are", "am", "do", "does") for w in aux):
        return "present"
    return verb.tag_


def slots_of(given: Uttered) -> list[list[str]]:
    """Words whose meaning (static vectors) the model looks at: all words of weight, the main verb, its subject, its
    object, the other verbs, the cue."""
    words = [t for t in given.tokens[:LONGEST] if t.is_alpha]
    verbs = verbs_of([t for t in given.tokens[:LONGEST] if WORDS.search(t.text)])
    main = verbs[0] if verbs else None
    who = subject_of(main) if main is not None else None
    whom = next((c for c in main.children if c.dep_ in OBJECTS), None) if main is not None else None
    weighty = [
        t.lower_
        for t in words
        if t.pos_ in ("VERB", "NOUN", "ADJ", "ADV") and t.lower_ not in given.own and t.lower_ not in given.other
    ]
    plain = [t.lower_ for t in (who, whom) if t is not None and t.pos_ == "NOUN"]
    return [
        weighty,
        [main.lower_] if main is not None else [],
        [v.lower_ for v in verbs[1:]],
        plain,
        [part for part in given.cue.split("_") if part],
    ]
