"""Copied words: near-copies and partial reprints of whole texts, found without comparing all with all.

Three pure functions, so that a store may keep what they give and look candidates up:

- ``signature(text)`` once per text: its MinHash and the fingerprints of its runs of words;
- ``bands(signature)`` the keys under which it is looked up; two texts that share a key are worth comparing;
- ``share(one, other)`` aligns two texts and says which words stand in both, with their places.

Sources: shingles and resemblance, Broder, SEQUENCES 1997; fingerprints chosen so that every shared run of
``LONG_RUN + WINDOW - 1`` words has one in common, Schleimer, Wilkerson and Aiken, SIGMOD 2003 (winnowing); alignment
by tiles, longest first from each place, after Wise, SIGCSE 1996.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from rensa import RMinHash

from trucewatch.records.span import Span
from trucewatch.records.text import Text
from trucewatch.records.wording import fold

#: Goes with stored signatures: one of another version is made anew.
VERSION = "2"
#: Words in a shingle of the MinHash, and the least number of words in a row that counts as copied.
RUN = 4
#: Words in a shingle of which fingerprints are taken: shorter ones ("at the end of") bring texts together that have
#: nothing to do with each other.
LONG_RUN = 8
#: Of so many of these in a row the one with the least hash is a fingerprint.
WINDOW = 5
#: MinHash: two texts with half of their shingles in common share a band with a chance of .64, with .8 of them, of 1.
PERMUTATIONS = 64
ROWS = 4
SEED = 20_200_229
#: Texts shorter than this in words are too short to call copies.
LEAST_WORDS = 16

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
#: A sentence, roughly: it ends with a stop before a blank, or with the paragraph.
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?]+[”\"'’)\]»]*(?=\s)|(?=\n)|\Z)", re.DOTALL)
#: A sentence with one of these passes on what somebody said.
_SAID = re.compile(
    r"[“”«»\"]|\b(?:sa(?:id|ys|ying)|told|tells|according\s+to|report(?:ed|s)|wr(?:ote|ites)|announced|stated|declared|added"
    r"|claim(?:ed|s)|accus(?:ed|es)|den(?:ied|ies)|insist(?:ed|s)|maintain(?:ed|s)|warn(?:ed|s)|demand(?:ed|s)|urg(?:ed|es)"
    r"|pledg(?:ed|es)|promis(?:ed|es)|vow(?:ed|s)|call(?:ed|s)\s+(?:for|on)|reject(?:ed|s)|admit(?:ted|s)|acknowledg(?:ed|es)"
    r"|condemn(?:ed|s)|blam(?:ed|es)|replied|answered|explain(?:ed|s)|believ(?:ed|es)|alleg(?:ed|es)|concede[ds])\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is kept of a text to find its copies: ``words`` in its body, MinHash and fingerprints (both sorted by place
    of making; empty for a text too short to be a copy)."""

    text_id: str
    words: int
    minhash: tuple[int, ...] = ()
    fingerprints: tuple[int, ...] = ()
    version: str = VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The words that stand in both texts. ``runs`` are their places, in the order of the first text.

    ``of_one`` and ``of_other`` say how much of each body is copied (0 to 1); ``told`` is the same of the ``own`` words
    of the shorter text, those that pass on nobody's sayings, for two reporters may pass on one speaker at length.
    """

    runs: tuple[tuple[Span, Span], ...]
    of_one: float
    of_other: float
    told: float
    own: int

    @property
    def resemblance(self) -> float:
        """Copied words as a share of all words of both texts, each copied word once."""
        both = self.of_one + self.of_other
        return self.of_one * self.of_other / (both - self.of_one * self.of_other) if both else 0.0

    @property
    def containment(self) -> float:
        """The larger of the two shares: how much of the one stands in the other."""
        return max(self.of_one, self.of_other)


def signature(text: Text) -> Signature:
    """The signature of a text's body (of the whole text if it has no blocks)."""
    words = [word for word, _, _, _ in _words(text)]
    if len(words) < LEAST_WORDS:
        return Signature(text_id=text.id, words=len(words))
    shingles = _shingles(words)
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted({str(s) for s in shingles}))
    return Signature(
        text_id=text.id,
        words=len(words),
        minhash=tuple(sketch.digest()),
        fingerprints=_winnowed(_shingles(words, LONG_RUN)),
    )


def bands(made: Signature) -> tuple[str, ...]:
    """The keys of a signature: bands of its MinHash for near-copies, fingerprints for parts that were reprinted."""
    rows = [made.minhash[n : n + ROWS] for n in range(0, len(made.minhash), ROWS)]
    keys = [f"m{n}:{crc32(repr(row).encode()):08x}" for n, row in enumerate(rows)]
    return (*keys, *(f"f:{one:08x}" for one in made.fingerprints))


def share(one: Text, other: Text) -> Overlap:
    """Align the bodies of two texts: runs of ``RUN`` words or more that stand in both, no word used twice."""
    mine, theirs = _words(one), _words(other)
    places, ours = _places(other), _in_order(one)
    if places.keys().isdisjoint(ours):
        return _overlap(one, other, mine, theirs, ())
    used = [False] * len(theirs)
    runs: list[tuple[int, int, int]] = []
    at = 0
    while at < len(ours):
        length, start = 0, 0
        for place in places.get(ours[at], ()):
            run = _run(mine, theirs, at, place, used)
            if run > length:
                length, start = run, place
        if length < RUN:
            at += 1
            continue
        runs.append((at, start, length))
        used[start : start + length] = [True] * length
        at += length
    return _overlap(one, other, mine, theirs, runs)


def _run(
    mine: Sequence[tuple[str, int, int, bool]],
    theirs: Sequence[tuple[str, int, int, bool]],
    at: int,
    place: int,
    used: Sequence[bool],
) -> int:
    """How many words in a row are the same from two places on."""
    length = 0
    while (
        at + length < len(mine)
        and place + length < len(theirs)
        and not used[place + length]
        and mine[at + length][0] == theirs[place + length][0]
    ):
        length += 1
    return length


def _overlap(
    one: Text,
    other: Text,
    mine: Sequence[tuple[str, int, int, bool]],
    theirs: Sequence[tuple[str, int, int, bool]],
    runs: Sequence[tuple[int, int, int]],
) -> Overlap:
    spans = tuple(
        (
            one.span(mine[at][1], mine[at + length - 1][2]),
            other.span(theirs[place][1], theirs[place + length - 1][2]),
        )
        for at, place, length in runs
    )
    copied = sum(length for *_, length in runs)
    shorter, starts = (mine, [r[0] for r in runs]) if len(mine) <= len(theirs) else (theirs, [r[1] for r in runs])
    own = sum(not quoted for *_, quoted in shorter)
    copies = (n for start, (*_, length) in zip(starts, runs, strict=True) for n in range(start, start + length))
    told = sum(not shorter[n][3] for n in copies)
    return Overlap(
        runs=spans,
        of_one=copied / len(mine) if mine else 0.0,
        of_other=copied / len(theirs) if theirs else 0.0,
        told=told / own if own else 0.0,
        own=own,
    )


@lru_cache(maxsize=512)
def _words(text: Text) -> tuple[tuple[str, int, int, bool], ...]:
    """The words of the body: folded, with their places, and whether they pass on what somebody said."""
    found: list[tuple[str, int, int, bool]] = []
    for start, end in text.body() or [(0, len(text.content))]:
        for sentence in _SENTENCE.finditer(text.content, start, end):
            passed_on = _SAID.search(sentence.group()) is not None
            found += [
                (_folded(word.group()), word.start(), word.end(), passed_on)
                for word in _WORD.finditer(text.content, sentence.start(), sentence.end())
            ]
    return tuple(found)


@lru_cache(maxsize=512)
def _in_order(text: Text) -> tuple[int, ...]:
    """The shingles of the body, in order: a report is held against many others."""
    return tuple(_shingles([word for word, *_ in _words(text)]))


@lru_cache(maxsize=512)
def _places(text: Text) -> Mapping[int, list[int]]:
    """Where each shingle of the body begins, in words."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, shingle in enumerate(_in_order(text)):
        found[shingle].append(place)
    return found


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return fold(word).strip().replace("’", "'").partition("'")[0]


def _shingles(words: Sequence[str], size: int = RUN) -> list[int]:
    """A hash of each ``size`` words in a row."""
    return [crc32(" ".join(words[n : n + size]).encode()) for n in range(len(words) - size + 1)]


def _winnowed(shingles: Sequence[int]) -> tuple[int, ...]:
    """The least hash of every ``WINDOW`` shingles in a row (of all, if there are fewer), each once."""
    last = max(1, len(shingles) - WINDOW + 1)
    return tuple(dict.fromkeys(min(shingles[n : n + WINDOW]) for n in range(last)))
