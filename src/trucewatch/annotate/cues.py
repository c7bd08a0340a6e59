"""The words that tie a speaker to what is said: cue verbs and nouns, and the closed word lists of the rules.

Both are data in ``lexicon/``: ``cues.csv`` (a row a group of words: part of speech, kind, act, frames,
prepositions) and ``words.toml``. Frames: ``c`` content clause, ``q`` quotation, ``i`` infinitive, ``o`` the
direct object is the content, ``a`` the direct object is the one addressed or accused, ``g`` gerund,
``p`` the prepositions are needed ("call on", "appeal to"), ``s`` the object is described, the rest is content.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from spacy.tokens import Token

#: Names by which news outlets are known in print.
NEWS_NAME = re.compile(
    r"\b(?:reuters|afp|ap|bbc|cnn|nbc|cbs|abc|fox|npr|voa|rfe/rl|dpa|xinhua|tass|ria|interfax|efe|ansa|"
    r"al[- ]jazeera|al[- ]arabiya|"
    r"(?:the )?associated press|agence france-presse|bloomberg|sky|"
    r"[a-z]+ (?:news|times|post|tv|radio|journal|guardian|newspaper))\b",
    re.IGNORECASE,
)

CueKind = Literal["speech", "attitude", "document"]
CUE_KINDS: dict[str, CueKind] = {"speech": "speech", "attitude": "attitude", "document": "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One cue word; ``act`` is empty where the content decides what the speaker does."""

    word: str
    noun: bool
    kind: CueKind
    act: str
    frames: frozenset[str]
    preps: frozenset[str]


def _lexicon(name: str) -> str:
    return (files("trucewatch") / "annotate" / "lexicon" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def cue_table() -> dict[tuple[str, bool], Cue]:
    """Lemma and "is it a noun" -> cue; the first row that names a word wins."""
    table: dict[tuple[str, bool], Cue] = {}
    for row in csv.DictReader(_lexicon("cues.csv").splitlines()):
        for word in row["words"].split():
            noun = row["pos"] == "noun"
            cue = Cue(
                word=word, noun=noun, kind=CUE_KINDS[row["kind"]], act=row["act"],
                frames=frozenset(row["frames"]), preps=frozenset(filter(None, row["preps"].split("|"))),
            )  # fmt: skip
            table.setdefault((word, noun), cue)
    return table


@lru_cache(maxsize=1)
def word_lists() -> dict[str, frozenset[str]]:
    """The closed lists of ``words.toml``, each a set of lower-case words."""
    return {name: frozenset(words.split()) for name, words in tomllib.loads(_lexicon("words.toml")).items()}


def verb_cue(lemma: str) -> Cue | None:
    return cue_table().get((lemma.lower(), False))


def noun_cue(lemma: str) -> Cue | None:
    return cue_table().get((lemma.lower(), True))


def cue_of(token: Token) -> Cue | None:
    """The cue that this word is, as verb or noun; None for words in compounds ("agreed-upon") and before nouns."""
    if token.i + 1 < len(token.doc) and token.nbor().tag_ == "HYPH":
        return None
    verb = token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB")
    if verb and token.dep_ in ("pobj", "dobj") and any(c.dep_ == "det" and c.i < token.i for c in token.children):
        return noun_cue(token.lemma_)  # "after an appeal for ...", taken for a verb
    if verb:
        return (_idiom(token) or verb_cue(token.lemma_)) if token.dep_ != "amod" else None
    if token.pos_ == "NOUN":
        cue = noun_cue(token.lemma_)
        if cue is None and misread_verb(token):
            return verb_cue(token.lemma_)
        if cue is None and token.tag_ == "NNS" and token.dep_ in ("ROOT", "ccomp", "conj", "relcl", "advcl"):
            # a present-tense verb that the tagger took for a plural
            return verb_cue(token.lemma_)
        return cue
    return None


def misread_verb(token: Token) -> bool:
    """ "The chiefs of the army state that ...": a verb that the tagger took for the last noun of its subject."""
    if token.lower_ != "state" or token.pos_ != "NOUN" or not 0 < token.i < len(token.doc) - 1:
        return False
    after = token.nbor()
    return after.lower_ == "that" and after.tag_ == "IN" and token.nbor(-1).pos_ in ("NOUN", "PROPN")


def _idiom(token: Token) -> Cue | None:
    """The cue that a verb makes with its particle, object or complement ("ruled out", "pointed the finger")."""
    for child in token.children:
        if child.i > token.i and child.dep_ in ("prt", "advmod", "dobj", "oprd", "acomp", "ccomp"):
            cue = verb_cue(f"{token.lemma_}_{child.lower_}")
            if cue is not None:
                return cue
    return None


def listed(name: str, word: str) -> bool:
    """True if the word (any case) is in the list of that name."""
    return word.lower() in word_lists()[name]
