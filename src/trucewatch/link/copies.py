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
from itertools import accumulate
from zlib import crc32

from rensa import RMinHash

from trucewatch.records.span import Span
from trucewatch.records.text import Block, Text
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

#: Bodies kept as they were read, by the text's id.
BODIES = 512
_BODIES: dict[str, tuple[tuple[Block, ...], _Body]] = {}

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The words of a body, folded, with their places; its shingles in order, and where each begins, in words.

    ``own`` says before each word, and at the end, how many words so far pass on nobody's sayings.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    own: tuple[int, ...]
    shingles: tuple[int, ...]
    places: Mapping[int, list[int]]


def signature(text: Text) -> Signature:
    """The signature of a text's body (of the whole text if it has no blocks)."""
    words = _body(text).words
    if len(words) < LEAST_WORDS:
        return Signature(text_id=text.id, words=len(words))
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted({str(s) for s in _body(text).shingles}))
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
    return _overlap(one, other, _runs(_body(one), _body(other)))


def _runs(mine: _Body, theirs: _Body) -> list[tuple[int, int, int]]:
    """Where the runs begin in the one and in the other, and how many words they have."""
    used = [False] * len(theirs.words)
    runs: list[tuple[int, int, int]] = []
    at = 0
    while at < len(mine.shingles):
        length, start = 0, 0
        for place in theirs.places.get(mine.shingles[at], ()):
            run = _run(mine.words, theirs.words, at, place, used)
            if run > length:
                length, start = run, place
        if length < RUN:
            at += 1
            continue
        runs.append((at, start, length))
        used[start : start + length] = [True] * length
        at += length
    return runs


def share_of(one: Text, other: Text, least: float) -> Overlap | None:
    """``share`` of two texts; None if less than this part of the shorter one is copied, which is seen at less cost."""
    mine, theirs = _body(one), _body(other)
    needed = least * min(len(mine.words), len(theirs.words))
    ends, most = 0, 0
    for at in sorted(at for shingle in mine.places.keys() & theirs.places.keys() for at in mine.places[shingle]):
        most += at + RUN - max(at, ends)
        ends = at + RUN
    if most < needed:
        return None
    runs = _runs(mine, theirs)
    return _overlap(one, other, runs) if sum(length for *_, length in runs) >= needed else None


def _run(mine: Sequence[str], theirs: Sequence[str], at: int, place: int, used: Sequence[bool]) -> int:
    """How many words in a row are the same from two places on."""
    length, most = 0, min(len(mine) - at, len(theirs) - place)
    while length < most and not used[place + length] and mine[at + length] == theirs[place + length]:
        length += 1
    return length


def _overlap(one: Text, other: Text, runs: Sequence[tuple[int, int, int]]) -> Overlap:
    mine, theirs = _body(one), _body(other)
    spans = tuple(
        (
            one.span(mine.starts[at], mine.ends[at + length - 1]),
            other.span(theirs.starts[place], theirs.ends[place + length - 1]),
        )
        for at, place, length in runs
    )
    copied = sum(length for *_, length in runs)
    first = len(mine.words) <= len(theirs.words)
    up_to = (mine if first else theirs).own
    starts = [at if first else place for at, place, _ in runs]
    told = sum(up_to[start + length] - up_to[start] for start, (*_, length) in zip(starts, runs, strict=True))
    return Overlap(
        runs=spans,
        of_one=copied / len(mine.words) if mine.words else 0.0,
        of_other=copied / len(theirs.words) if theirs.words else 0.0,
        told=told / up_to[-1] if up_to[-1] else 0.0,
        own=up_to[-1],
    )


def _body(text: Text) -> _Body:
    """Kept for a while: a report is held against many others."""
    blocks, made = _BODIES.get(text.id, (None, None))
    if made is None or blocks != text.blocks:  # read again, the same words may be parted into other blocks
        made = _read(text)
        _BODIES[text.id] = text.blocks, made
        if len(_BODIES) > BODIES:
            del _BODIES[next(iter(_BODIES))]
    return made


def _read(text: Text) -> _Body:
    words: list[str] = []
    places: list[tuple[int, int]] = []
    own: list[bool] = []
    for start, end in text.body() or [(0, len(text.content))]:
        for sentence in _SENTENCE.finditer(text.content, start, end):
            passed_on = _SAID.search(sentence.group()) is not None
            for word in _WORD.finditer(text.content, sentence.start(), sentence.end()):
                words.append(_folded(word.group()))
                places.append(word.span())
                own.append(not passed_on)
    shingles = _shingles(words)
    begins: dict[int, list[int]] = defaultdict(list)
    for place, shingle in enumerate(shingles):
        begins[shingle].append(place)
    return _Body(
        words=tuple(words), starts=tuple(start for start, _ in places), ends=tuple(end for _, end in places),
        own=(0, *accumulate(own)), shingles=tuple(shingles), places=begins,
    )  # fmt: skip


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
