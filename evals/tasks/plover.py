"""Predictions for PLOVER: one event for a sentence, from its main predicate once reporting is taken off.

Words lead to terms of our own vocabularies (``evals/lexicon``, the cues and the incident triggers), and the
crosswalk columns of the vocabulary lead from there to PLOVER. Mood turns a term: a cooperative act still to come is
an agreement, a hostile one a threat, a cooperative one refused a rejection.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from evals.tasks.happening_rows import NO_AGREEMENT, as_text
from trucewatch.annotate.incident_conditions import ACTOR_ENTITIES, is_of, is_person
from trucewatch.annotate.incident_finding import find_frames
from trucewatch.annotate.incident_lexicon import HARM, rows, triggers, word_sets
from trucewatch.annotate.incident_names import Namer
from trucewatch.annotate.incident_offices import OFFICES
from trucewatch.annotate.incident_states import STATES
from trucewatch.annotate.incident_strikes import STRIKES
from trucewatch.annotate.incident_syntax import (
    actors_of,
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
from trucewatch.annotate.sentences import parse
from trucewatch.annotate.sides import sides_for
from trucewatch.records.span import Span
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES

COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
HOSTILE = frozenset({"SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "PROTEST", "THREATEN"})
#: Verbs that only carry what hangs on them.
CARRIERS = frozenset((
    "begin", "start", "continue", "resume", "renew", "launch", "hold", "make", "reach", "issue", "impose",
    "declare", "try", "attempt", "decide", "help", "stage", "carry", "conduct", "announce", "order", "have", "do",
    "take", "come", "get", "give", "express", "voice", "file", "open", "stop",
))  # fmt: skip
#: What another is told to do.
DUTY = frozenset({"must", "should", "ought"})
#: What authorities do to a demonstration.
QUELLING = frozenset(
    {"prevent", "ban", "disperse", "quell", "break", "crush", "suppress", "forbid", "stop", "prohibit"}
)
#: What makes more of one's forces.
STRENGTHENING = frozenset({"strengthen", "reinforce", "increase", "move", "redeploy", "concentrate", "boost"})
PROMISES = frozenset((
    "pledge", "promise", "vow", "agree", "offer", "undertake", "commit", "consent", "plan", "propose",
))  # fmt: skip
READY = frozenset((
    "ready", "willing", "prepared", "set", "committed", "due", "likely",
))  # fmt: skip


def predict(rows_: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each sentence with at most one event."""
    sides = sides_for(NO_AGREEMENT)
    for row in rows_:
        text = as_text(row.get("text") or "")
        events: list[dict[str, Any]] = []
        for paragraph in parse(text).paragraphs:
            namer = Namer(sides, partial(_span, text, paragraph.start))
            for sentence in paragraph.doc.sents:
                event = _event(sentence, namer)
                if event is not None:
                    events.append(event)
        yield {"id": row.get("id"), "events": events[:1] or _fallback(text.content)}


def _span(text: Text, at: int, start: int, end: int) -> Span:
    return text.span(at + start, at + end)


def _fallback(content: str) -> list[dict[str, Any]]:
    return [{"event": "ASSAULT", "source": [], "target": []}] if content else []


FOLDS, SEED = 5, 20260101
#: Words read off PLOVER that the fold in hand leaves out.
LEFT_OUT: ContextVar[frozenset[str]] = ContextVar("LEFT_OUT", default=frozenset())
LEXICON = Path(__file__).parents[1] / "lexicon"
Terms = dict[tuple[str, str], list[tuple[str, str]]]
#: Conditions under which the company of a verb, and not the verb, tells the event: no words of a coding by words.
BY_COMPANY = {*OFFICES, *STATES, *STRIKES}


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((LEXICON / name).read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=1)
def own_terms() -> Terms:
    """(what stands with it, term) by lemma and part of speech, from lists made without a look at PLOVER.

    ``relations.csv`` is written from the vocabulary's definitions; the cues of statements and the triggers of
    incidents give the rest.
    """
    found: Terms = {}
    for row in table("relations.csv"):
        for word in row["lemmas"].split():
            found.setdefault((word, row["pos"]), []).append((row["with"], row["term"]))
    known = set(found)
    for row in rows("cues.csv"):
        for word in row["words"].split():
            if row["act"] and row["pos"] in ("verb", "noun") and (word, row["pos"]) not in known:
                found.setdefault((word, row["pos"]), []).append(("", row["act"]))
    for (word, pos), group in triggers().items():
        if (word, pos) not in found:
            alone = [t for t in group if not t.of_class and not BY_COMPANY & set(t.needs.split())]
            told = [(t.beside, t.type) for t in alone if not t.beside or pos == "verb"]
            if told:
                found[word, pos] = told
    return {key: sorted(group, key=lambda g: not g[0]) for key, group in found.items()}


@lru_cache(maxsize=1)
def read_off() -> Terms:
    """The same for the words that were read off PLOVER's records (``plover.csv``)."""
    found: Terms = {}
    for row in table("plover.csv"):
        found.setdefault((row["lemma"], row["pos"]), []).append((row["with"], row["term"]))
    return {key: sorted(group, key=lambda g: not g[0]) for key, group in found.items()}


@lru_cache(maxsize=8)
def _terms(left_out: frozenset[str]) -> Terms:
    return own_terms() | {key: group for key, group in read_off().items() if key[0] not in left_out}


def terms() -> Terms:
    """Both lists, less what a fold leaves out; what was read off PLOVER goes before."""
    return _terms(LEFT_OUT.get())


def predict_folds(rows_: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Five-fold cross-validation over the rows given: each is read without the words that only its own fold can have
    taught.

    A word of ``plover.csv`` that stands in a text of the fold and in none of the other four is left out. Texts that
    occur twice share a fold. The rules beside the list are not refitted; they were written with a look at two folds
    (0 and 1) of the development records.
    """
    given = list(rows_)
    texts = sorted({row.get("text") or "" for row in given})
    random.Random(SEED).shuffle(texts)
    fold = {text: number % FOLDS for number, text in enumerate(texts)}
    words = {text: _words(text) for text in texts}
    found: dict[Any, dict[str, Any]] = {}
    for number in range(FOLDS):
        elsewhere = {w for text in texts if fold[text] != number for w in words[text]}
        here = {w for text in texts if fold[text] == number for w in words[text]}
        mark = LEFT_OUT.set(frozenset(here - elsewhere))
        mine = [row for row in given if fold[row.get("text") or ""] == number]
        found |= {one["id"]: one for one in predict(mine)}
        LEFT_OUT.reset(mark)
    for row in given:
        yield found[row.get("id")]


def _words(content: str) -> set[str]:
    tokens = [t for p in parse(as_text(content)).paragraphs for t in p.doc]
    return {t.lower_ for t in tokens} | {lemma(t) for t in tokens}


def plover_of(term: str) -> str | None:
    """PLOVER's event for a term, by the crosswalk; None where it has none."""
    if term == "cooperate":
        return "COOPERATE"
    if term == HARM:
        return "ASSAULT"
    entry = ACTS.get(term) or INCIDENT_TYPES.get(term)
    if term == "support":
        entry = ACTS["praise"]
    if entry is None or not entry.plover_event or entry.plover_event.startswith("("):
        return None
    return entry.plover_event.split()[0]


def _duty(sentence: SpacySpan, verb: Token, namer: Namer) -> dict[str, Any] | None:
    """ "X said that Y must do it" asks Y for it, in X's name."""
    if verb == sentence.root or not {c.lower_ for c in children(verb, "aux")} & DUTY:
        return None
    source = [_name(t, namer) for t in _who_acts(sentence.root)[:2]]
    target = [_name(t, namer) for s in surface_subjects(verb) for t in _actors_inside(s)][:2]
    return {"event": "REQUEST", "source": source, "target": target} if source and target else None


def _event(sentence: SpacySpan, namer: Namer) -> dict[str, Any] | None:
    verb = _main(sentence.root)
    asked = _duty(sentence, verb, namer)
    if asked is not None:
        return asked
    event, at = _of_predicate(verb)
    if event is None:
        for frame in find_frames(sentence):
            event = plover_of(frame.type)
            if event is not None:
                at = frame.verb or (frame.trigger if is_verb(frame.trigger) else verb)
                break
    if event is None:
        event, at = _any_word(sentence, verb)
    if event is None:
        return None
    source, target = _roles(sentence, verb, at, namer)
    return {"event": event, "source": source, "target": target}


def _main(root: Token) -> Token:
    """The predicate under the reporting verbs ("X said that Y did": did)."""
    at = root
    for _ in range(4):
        if lemma(at) not in word_sets()["reporting"] or (lemma(at), "verb") in terms():
            return at
        below = child(at, "ccomp", "xcomp")
        if below is None or not is_verb(below):
            return at
        at = below
    return at


def _word_event(word: Token, pos: str) -> str | None:
    for beside, term in terms().get((lemma(word), pos), ()):
        if (
            beside
            and particle(word) != beside
            and not any(c.lower_ == beside or lemma(c) == beside for c in word.children)
        ):
            continue
        event = plover_of(term)
        if event is not None:
            return event
    return None


def _below(verb: Token) -> list[Token]:
    return [c for c in children(verb, "xcomp", "ccomp") if is_verb(c)]


def _of_predicate(verb: Token, depth: int = 0) -> tuple[str | None, Token]:
    """The event of a predicate with its mood, and the token that carries it."""
    if not is_verb(verb) or depth > 4:
        return None, verb
    word = lemma(verb)
    negated = child(verb, "neg") is not None
    aux = {c.lower_ for c in children(verb, "aux")}
    future = bool(aux & {"will", "would", "shall", "'ll", "may", "might", "could"})
    if word in ("be", "become", "remain"):
        ready = [c for c in children(verb, "acomp", "attr") if lemma(c) in READY]
        if ready:
            inner = _below(ready[0])
            below = _of_predicate(inner[0], depth + 1)[0] if inner else None
            return ("THREATEN" if below in HOSTILE else "AGREE"), verb
        for c in children(verb, "attr", "acomp"):
            event = _word_event(c, "noun")
            if event:
                return event, verb
    own = _own_event(verb, word)
    inner = _below(verb)
    if word in PROMISES or word in ("threaten", "swear", "warn"):
        below = _of_predicate(inner[0], depth + 1)[0] if inner else None
        if word in ("plan", "vow", "decide") and below in HOSTILE:
            return "THREATEN", verb
        return own, verb
    if own is None and inner:
        own, verb = _of_predicate(inner[0], depth + 1)
    if own is None:
        return None, verb
    if negated and own in COOPERATIVE:
        return "REJECT", verb
    if future:
        if own in HOSTILE or any(c.lower_ == "unless" for a in children(verb, "advcl") for c in children(a, "mark")):
            return "THREATEN", verb
        if own in COOPERATIVE:
            return "AGREE", verb
    return own, verb


def _own_event(verb: Token, word: str) -> str | None:
    """The verb's event; a carrier takes that of its object, and some objects turn the verb."""
    objects = [o for o in [*children(verb, "dobj"), *(s for s in surface_subjects(verb) if is_passive(verb))]]
    noun = next((e for o in objects for e in [_word_event(o, "noun")] if e), None)
    if word in ("lift", "ease", "relax", "end") and noun in ("COERCE", "SANCTION"):
        return "CONCEDE"
    if word in ("suspend", "halt", "cut", "cancel", "freeze", "stop", "end") and noun in COOPERATIVE:
        return "SANCTION"
    if word in ("accept", "approve") and noun in ("REQUEST", "AGREE"):
        return "CONCEDE"
    if word in QUELLING and noun == "PROTEST":
        return "COERCE"
    if word in STRENGTHENING and any(is_of(o, "troops") for o in objects):
        return "MOBILIZE"
    if word in ("reject", "refuse", "dismiss", "decline"):
        return "REJECT"
    if word in ("send", "deploy", "ship", "provide") and any(is_of(o, "troops") for o in objects):
        return "MOBILIZE"
    if word == "expel" and any(is_of(o, "talkpeople") or is_person(o) for o in objects):
        return "SANCTION"
    if word in CARRIERS and noun is not None:
        return noun
    event = _word_event(verb, "verb")
    if event is not None:
        return event
    return noun


def _any_word(sentence: SpacySpan, verb: Token) -> tuple[str | None, Token]:
    """The first word of the lexicon anywhere, verbs before nouns."""
    for pos, tags in (("verb", ("VERB",)), ("noun", ("NOUN", "PROPN"))):
        for token in sentence:
            if token.pos_ in tags and lemma(token) not in word_sets()["reporting"]:
                event = _word_event(token, pos)
                if event is not None:
                    return event, token if is_verb(token) else verb
    return None, verb


def _who_acts(verb: Token) -> list[Token]:
    return [t for head in actors_of(verb) for t in conjuncts(head) if t.pos_ != "PRON"] if is_verb(verb) else []


def _roles(sentence: SpacySpan, main: Token, at: Token, namer: Namer) -> tuple[list[str], list[str]]:
    sources = _who_acts(at) or _who_acts(main)
    targets = _targets(at) or (_targets(main) if at != main else [])
    source = [_name(t, namer) for t in sources[:2]]
    named = [e for e in sentence.ents if e.label_ in ACTOR_ENTITIES]
    if not source and not is_passive(at):
        source = [e.text for e in named][:1]
    if not targets:
        targets = [e.root for e in named if not any(e.text in s or s in e.text for s in source)][:1]
    target = [n for n in (_name(t, namer) for t in targets[:2]) if n not in source]
    return source, target


def _name(head: Token, namer: Namer) -> str:
    """The name inside a phrase whose head is not one ("Japan's government": all of it; "its troops in X": X)."""
    return namer.phrase(head).words


def _targets(verb: Token) -> list[Token]:
    """Whom the deed reaches: its object, else whom it is directed at, else where it is done."""
    if not is_verb(verb):
        return []
    levels = [
        [*objects_of(verb), *children(verb, "dative")],
        prepositional(verb, ("to", "with", "against", "on", "from", "at", "for")),
        prepositional(verb, ("in",)),
    ]
    for heads in levels:
        found = [t for head in heads if not _own(head) for t in _actors_inside(head)]
        if found:
            return list(dict.fromkeys(found))
    for below in _below(verb):
        found = _targets(below)
        if found:
            return found
    return []


def _own(head: Token) -> bool:
    """True for "its troops": the doer's own."""
    return any(c.tag_ == "PRP$" for c in children(head, "poss"))


def _actors_inside(head: Token) -> list[Token]:
    """The phrase itself if it names somebody, else the owner or the one it is directed at."""
    found: list[Token] = []
    for one in conjuncts(head):
        if one.ent_type_ in ACTOR_ENTITIES or (is_person(one) and one.pos_ != "PRON" and one.pos_ != "NUM"):
            found.append(one)
            continue
        inner = [c for c in children(one, "poss", "compound", "amod") if c.ent_type_ in ACTOR_ENTITIES]
        inner += [
            t
            for t in prepositional(one, ("to", "with", "against", "on", "by", "of", "from", "in", "between", "for"))
            if t.ent_type_ in ACTOR_ENTITIES or (is_person(t) and t.pos_ in ("NOUN", "PROPN"))
        ]
        found += inner[:2]
    return found
