"""Who fills the roles of a MUC-4 report: its noun phrases, described by what the parse and our incidents say of them.

A phrase stands once for all its mentions in the report. What fills a role, and how many incidents of a type a report
is filed under, is a convention of the benchmark; it is fitted on the training reports (``evals.fit``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from evals.tasks.happening_rows import Read
from trucewatch.annotate.incident_finding import find_frames
from trucewatch.annotate.incident_frames import Frame
from trucewatch.annotate.incident_lexicon import classes
from trucewatch.annotate.incident_syntax import is_passive, is_verb, lemma
from trucewatch.records.mention import IncidentMention

ROLES = ("perp_individual", "perp_org", "victim", "physical_target", "instrument")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery")
#: Accounts of what nobody says has happened, or somebody says has not.
UNTOLD = frozenset({"denied", "hypothetical", "planned", "threatened"})
EMPTY_HEADS = frozenset(("number", "group", "member", "one", "part", "dozen", "hundred", "thousand", "several", "body"))
#: Fillers of a role that the type model is told of, if their score (a logit) is over ``LIKELY``; those over ``SURE``
#: are counted.
FILLERS, LIKELY, SURE = 5, -1.0, -0.5
#: The features of a filler that the type model is told.
TOLD_ON = ("nearest:", "here:", "class:", "frame:", "gov:")
WORD = re.compile(r"[^\W_]+")
STOP = frozenset(("a", "an", "the", "of", "s", "and", "in", "its", "his", "their", "this", "that"))


@dataclass(slots=True)
class Candidate:
    """A noun phrase of a report: its words as first met, where it stands, what is known of it."""

    words: str
    key: tuple[str, ...]
    at: list[int] = field(default_factory=list)
    features: set[str] = field(default_factory=set)


def key_of(words: str) -> tuple[str, ...]:
    found = WORD.findall(words.lower())
    return tuple(w for w in found if w not in STOP) or tuple(found)


def overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True if at least half the words of the shorter stand in both, as the benchmark's scorer asks."""
    shorter = min(len(one), len(other))
    return bool(shorter) and 2 * sum((Counter(one) & Counter(other)).values()) >= shorter


def candidates(one: Read) -> list[Candidate]:
    """The noun phrases of a report with their features, in the order first met."""
    told = [i for i in one.incidents if not i.background and i.said_as not in UNTOLD]
    about = document_features(one)
    found: dict[tuple[str, ...], Candidate] = {}
    number = 0
    for paragraph in one.parsed.paragraphs:
        for sentence in paragraph.doc.sents:
            number += 1
            start, end = paragraph.start + sentence.start_char, paragraph.start + sentence.end_char
            here = [i for i in told if start <= i.trigger.start < end]
            frames = find_frames(sentence)
            for head in sentence:
                if head.pos_ not in ("NOUN", "PROPN") or head.dep_ in ("compound", "nmod"):
                    continue
                words = _phrase(head)
                key = key_of(words)
                if not key or head.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT"):
                    continue
                candidate = found.setdefault(key, Candidate(words=words, key=key))
                spot = paragraph.start + head.idx
                candidate.at.append(spot)
                candidate.features |= set(_features(head, words, sentence, frames, here, spot, number, told))
    for candidate in found.values():
        candidate.features |= {f"d:{f}" for f in about} | {f"mentions:{min(len(candidate.at), 4)}"}
        near = {f for f in candidate.features if f.startswith(("head:", "ner:"))}
        candidate.features |= {f"{f}&{g}" for f in near for g in about if g.startswith("has:")}
    return list(found.values())


def _phrase(head: Token) -> str:
    first = head
    for c in reversed(list(head.lefts)):
        if c.dep_ in ("compound", "amod", "nmod", "poss") and c.lower_ not in ("several", "other"):
            first = c.left_edge
    while first.i < head.i and (first.pos_ in ("DET", "PRON", "NUM", "PUNCT", "ADV") or first.tag_ == "POS"):
        first = first.nbor(1)
    return head.doc[first.i : head.i + 1].text


def _classes_of(head: Token) -> list[str]:
    return [name for name, lemmas in classes().items() if lemma(head) in lemmas]


def _path(head: Token) -> tuple[str, Token]:
    """How the phrase hangs on what governs it, through coordination, and that word."""
    at = head
    for _ in range(4):
        if at.dep_ in ("conj", "appos") and at.head.pos_ in ("NOUN", "PROPN"):
            at = at.head
        elif at.dep_ == "pobj" and at.head.lower_ == "of" and lemma(at.head.head) in EMPTY_HEADS:
            at = at.head.head
        else:
            break
    if at.dep_ in ("pobj", "pcomp"):
        return f"{at.dep_}-{at.head.lower_}", at.head.head
    return at.dep_, at.head


def _features(
    head: Token,
    words: str,
    sentence: SpacySpan,
    frames: list[Frame],
    here: list[IncidentMention],
    spot: int,
    number: int,
    told: list[IncidentMention],
) -> Iterator[str]:
    name = lemma(head)
    kinds = _classes_of(head)
    yield f"head:{name}"
    yield f"ner:{head.ent_type_}"
    yield f"tag:{head.tag_}"
    for kind in kinds:
        yield f"class:{kind}"
    parts = key_of(words)
    yield f"length:{min(len(parts), 5)}"
    for part in parts:
        yield f"word:{part}"
    yield from (f"pair:{a}_{b}" for a, b in pairwise(parts))
    link, above = _path(head)
    above_name = lemma(above)
    voice = "passive" if is_verb(above) and is_passive(above) else "active"
    yield f"link:{link}"
    yield f"gov:{link}:{above_name}:{voice}"
    yield f"gov:{above_name}"
    for kind in [*kinds, head.ent_type_ or "none"]:
        yield f"govkind:{link}:{above_name}:{voice}:{kind}"
    if not is_verb(above):
        link2, above2 = _path(above)
        yield f"gov2:{link}:{above_name}:{link2}:{lemma(above2)}"
        yield f"gov2:{link2}:{lemma(above2)}"
    for c in head.children:
        if c.dep_ in ("prep", "relcl", "acl", "appos", "amod", "nummod"):
            yield f"child:{c.dep_}:{lemma(c)}"
    for step in (-2, -1, 1, 2):
        if 0 <= head.i + step < len(head.doc):
            yield f"near{step}:{head.doc[head.i + step].lower_}"
    nearest: tuple[int, str] | None = None
    for frame in frames:
        for telling in frame.all():
            for anchor, what in ((telling.verb, "verb"), (telling.noun, "noun")):
                if anchor is not None and above == anchor:
                    yield f"frame:{link}:{what}:{frame.type}:{voice}"
                    for kind in kinds:
                        yield f"frame:{link}:{what}:{frame.type}:{voice}:{kind}"
        away = abs(frame.trigger.i - head.i)
        if nearest is None or away < nearest[0]:
            nearest = (away, f"{frame.type}:{'before' if frame.trigger.i > head.i else 'after'}")
    yield f"nearest:{nearest[1]}" if nearest else "nearest:none"
    for kind in kinds:
        yield f"nearest:{nearest[1] if nearest else 'none'}:{kind}"
    for incident in here:
        yield f"here:{incident.type}"
        yield f"here:{incident.type}:{head.ent_type_ or (kinds[0] if kinds else 'none')}"
    for incident in told:
        for people, what in ((incident.actors, "actor"), (incident.targets, "target")):
            if any(p.span is not None and p.span.start <= spot < p.span.end for p in people):
                yield f"rule:{what}:{incident.type}"
                yield f"rule:{what}"
                for kind in kinds:
                    yield f"rule:{what}:{kind}"
        for count in incident.counts:
            if count.span.start <= spot < count.span.end:
                yield f"count:{count.effect}"
                yield f"count:{count.effect}:{incident.type}"
    if not here:
        yield "here:none"
    yield f"sentence:{min(number, 6)}"
    said = "said" if any(t.lower_ in ("said", "reported", "added", "stated") for t in sentence) else "plain"
    yield f"{said}:{link}"


def document_features(one: Read) -> set[str]:
    """What the report as a whole tells of: types of incidents with how many, and its words."""
    real = [i for i in one.incidents if i.said_as not in UNTOLD and not i.background]
    found = {f"has:{kind}" for kind in {i.type for i in real}}
    for kind, times in Counter(i.type for i in real).items():
        found |= {f"times:{kind}:{n}" for n in (2, 3, 5, 8) if times >= n}
    if not real:
        found.add("has:nothing")
    found.add(f"told:{min(len(real), 12) // 3}")
    if any(c.effect in ("killed", "injured") for i in real for c in i.counts):
        found.add("has:casualties")
    return found


def filler_features(found: Sequence[Candidate], scores: np.ndarray) -> set[str]:
    """What the likeliest fillers of each role are, and where they stand: ``scores`` by candidate (row) and role."""
    features: set[str] = set()
    for number, role in enumerate(ROLES):
        order = np.argsort(-scores[:, number], kind="stable")[:FILLERS].tolist() if len(found) else []
        for at in order:
            if scores[at, number] > LIKELY:
                features |= {f"fill:{role}:{word}" for word in found[at].key[-1:]}
                features |= {f"fill:{role}:{f}" for f in found[at].features if f.startswith(TOLD_ON) and "&" not in f}
        features.add(f"many:{role}:{min(sum(scores[at, number] > SURE for at in order), 4)}")
    return features


def spread_features(one: Read, kinds: Mapping[str, str]) -> set[str]:
    """How many places the incidents of each type are spread over, whose account they are and how many they count."""
    found: set[str] = set()
    places: dict[str, set[str]] = defaultdict(set)
    for incident in one.incidents:
        kind = kinds.get(incident.type)
        if kind is None or incident.background or incident.said_as in UNTOLD:
            continue
        places[kind] |= {p.name.lower() for p in incident.places if p.role == "where"}
        found.add(f"{kind}:{incident.said_as}")
        found |= {f"{kind}:counts:{c.effect}:{'one' if c.value == 1 else 'many'}" for c in incident.counts}
    found |= {f"{kind}:places:{min(len(names), 4)}" for kind, names in places.items()}
    found.add(f"length:{min(len(one.text.content) // 800, 6)}")
    return found


def type_features(one: Read) -> set[str]:
    """Features of the report for how many incidents of which type it is filed under."""
    found = document_features(one)
    words: dict[str, int] = defaultdict(int)
    first = True
    for paragraph in one.parsed.paragraphs:
        for token in paragraph.doc:
            if token.pos_ in ("NOUN", "VERB", "PROPN", "ADJ") and len(token) > 2:
                words[lemma(token)] += 1
        if first and len(paragraph.doc) > 12:
            found |= {f"lead:{lemma(t)}" for t in paragraph.doc if t.pos_ in ("NOUN", "VERB", "PROPN")}
            first = False
    for word, times in words.items():
        found.add(f"word:{word}")
        if times > 1:
            found.add(f"often:{word}")
    for incident in one.incidents:
        if incident.background or incident.said_as in UNTOLD:
            continue
        found.add(f"trigger:{incident.trigger.words.lower()}")
        if incident.weapon:
            found.add(f"weapon:{incident.weapon}")
        for who, people in (("actor", incident.actors), ("target", incident.targets)):
            for p in people:
                last = key_of(p.name)[-1:]
                found |= {f"{incident.type}:{who}:{w}" for w in last} | {f"{who}:{w}" for w in last}
        if not incident.actors:
            found.add(f"{incident.type}:nobody")
    return found
