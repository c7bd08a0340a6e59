"""Provisions and claimed terms in the form in which words are held against them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from trucewatch.records.agreement import Agreement
from trucewatch.records.vocabulary import TOPICS
from trucewatch.records.wording import content, fold, notion, tokens

#: At most so many topics make a provision that is about one matter.
ONE_MATTER = 1
_CITING = re.compile(r"\b(?:part|article|paragraph|para|clause|point|provision|section|annex)s?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A provision or claimed term. ``sides`` are the obligors, or for a claimed term its owner and who answers it.

    ``keywords`` are (as written, folded notions in order), ``own`` those of them that no other provision lists;
    ``topic_words`` the vocabulary's words of the first topic that it bears, in the same form. ``weights`` are the
    notions of its text with their weight among all provisions, so that words in every provision count for little,
    ``whole`` their sum, ``rare`` those that stand in this text alone. ``plain`` is True if its topics are all of one
    matter: an incident of a type that performs or breaks it then needs no words. ``part`` if it is a part of another
    provision; ``since`` the day from which the file lets it run.
    """

    ref: str
    order: int
    claimed: bool
    sides: frozenset[str]
    topics: frozenset[str]
    keywords: tuple[tuple[str, tuple[str, ...]], ...]
    own: frozenset[str]
    topic_words: tuple[tuple[str, tuple[str, ...]], ...]
    rare: frozenset[str]
    plain: bool
    part: bool
    since: date | None
    weights: Mapping[str, float]
    whole: float
    citation: re.Pattern[str] | None

    def cited_in(self, heard: Heard) -> str | None:
        """The reference as the words cite it ("paragraph 4 b"), or None."""
        if self.citation is None or not heard.cites:
            return None
        found = self.citation.search(heard.folded)
        return found.group() if found else None

    def keywords_in(self, heard: Heard) -> tuple[str, ...]:
        """The keywords that stand in the words, compared by notions in order, as written in the agreement file."""
        return tuple(written for written, notions in self.keywords if f" {' '.join(notions)} " in heard.line)

    def own_keyword_in(self, heard: Heard) -> bool:
        """True if a keyword of no other provision stands there as it is written, or in the plural: "freed" is not
        "free"."""
        return any(re.search(rf"\b{re.escape(fold(k))}(?:e?s)?\b", heard.folded) for k in self.own)

    def topic_words_in(self, heard: Heard) -> tuple[str, ...]:
        """The words of its topics, as the vocabulary lists them, that stand in the words."""
        return tuple(written for written, notions in self.topic_words if f" {' '.join(notions)} " in heard.line)

    def wording_in(self, heard: Heard) -> tuple[float, tuple[str, ...]]:
        """(weighted share of the words' notions that stand in the provision's text, those notions)."""
        shared = sorted(heard.notions & self.weights.keys(), key=lambda n: (-self.weights[n], n))
        if len(shared) < 2 or (len(shared) == 2 and not set(shared) <= self.rare):
            return 0.0, ()  # two words in common say little, unless no other provision holds either
        found = math.fsum(self.weights[n] for n in shared)
        # against the shorter of the two texts, each notion at the provision's mean weight where it has none
        theirs = found + self.whole / len(self.weights) * (len(heard.notions) - len(shared))
        return round(found / min(self.whole, theirs), 4), tuple(shared[:8])


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The words of a record, read once for all provisions: folded, as a line of notions, as a set of notions."""

    folded: str
    line: str
    notions: frozenset[str]
    cites: bool

    @classmethod
    def of(cls, words: str) -> Heard:
        """What is compared of these words, in the forms that it is compared in."""
        folded = fold(words)
        return cls(
            folded=folded,
            line=f" {' '.join(_line(words))} ",
            notions=frozenset(content(words)),
            cites=bool(_CITING.search(folded)),
        )


def _line(words: str) -> list[str]:
    """Every word as its notion, small words kept, so that a keyword is met only in its own order."""
    return [notion(w) for w in tokens(words)]


@lru_cache(maxsize=8)
def targets_of(agreement: Agreement) -> tuple[Target, ...]:
    """All provisions, then all claimed terms, in the order of the agreement file."""
    names = {
        n for p in agreement.parties for name in (p.name, *p.members, *p.aliases, *p.demonyms) for n in content(name)
    }
    texts = [*(p.what for p in agreement.provisions), *(t.what for t in agreement.claimed_terms)]
    spread = Counter(n for text in texts for n in set(content(text)))
    listed = Counter(k for keywords in _every_keyword(agreement) for k in {tuple(_line(k)) for k in keywords})
    out = []
    for order, provision in enumerate(agreement.provisions):
        out.append(
            Target(
                ref=provision.ref,
                order=order,
                claimed=False,
                sides=frozenset(provision.obligors),
                topics=frozenset(n for topic in provision.topics for n in content(topic)),
                keywords=_keywords(provision.keywords),
                own=_own(provision.keywords, listed),
                topic_words=_keywords(tuple(w for t in provision.topics[:1] if t in TOPICS for w in TOPICS[t].words)),
                rare=frozenset(n for n in content(provision.what) if spread[n] == 1),
                plain=len(provision.topics) == ONE_MATTER,
                part=provision.part_of is not None,
                since=provision.clock.day if provision.clock.kind == "fixed" else provision.clock.start,
                weights=(weights := _weights(provision.what, spread, len(texts), names)),
                whole=math.fsum(weights[n] for n in sorted(weights)),
                citation=_citation(provision.ref),
            )
        )
    for order, term in enumerate(agreement.claimed_terms, len(out)):
        out.append(
            Target(
                ref=term.ref,
                order=order,
                claimed=True,
                sides=frozenset({term.owner, *(a.owner for a in term.answers)}),
                topics=frozenset(),
                keywords=_keywords(term.keywords),
                own=_own(term.keywords, listed),
                topic_words=(),
                rare=frozenset(n for n in content(term.what) if spread[n] == 1),
                plain=False,
                part=False,
                since=None,
                weights=(weights := _weights(term.what, spread, len(texts), names)),
                whole=math.fsum(weights[n] for n in sorted(weights)),
                citation=_citation(term.ref),
            )
        )
    return tuple(out)


def _every_keyword(agreement: Agreement) -> list[tuple[str, ...]]:
    return [p.keywords for p in agreement.provisions] + [t.keywords for t in agreement.claimed_terms]


def _own(keywords: tuple[str, ...], listed: Mapping[tuple[str, ...], int]) -> frozenset[str]:
    return frozenset(k for k in keywords if listed[tuple(_line(k))] == 1)


def _citation(ref: str) -> re.Pattern[str] | None:
    """What cites a reference that holds a number: "article 4", "paragraph 2(1)"; None where it holds none."""
    parts = re.findall(r"\d+|[^\W\d_]+", _CITING.sub(" ", fold(ref)))
    if not any(p.isdigit() for p in parts):
        return None
    return re.compile(_CITING.pattern + r"[\s,]*" + r"[\s.,()]*".join(map(re.escape, parts)) + r"(?!\w)")


def _keywords(keywords: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((k, tuple(_line(k))) for k in keywords if _line(k))


def _weights(text: str, spread: Mapping[str, int], total: int, names: set[str]) -> dict[str, float]:
    """Notions with weight; the parties' names say who, which is held against the obligors, and are left out."""
    told = dict.fromkeys(n for n in content(text) if n not in names)
    return {n: math.log((max(total, 10) + 1) / (spread[n] + 0.5)) for n in told}
