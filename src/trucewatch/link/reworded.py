"""How likely two mentions of two reports are one statement told in other words.

Shared words decide most pairs (``compare.py``); a translation, a paraphrase or a headline may share none. What else
there is to go by is turned into numbers: how alike the words are in meaning, who speaks, when, which act, numbers,
names, whom it is addressed to. A logistic regression (``weights/linking/statements.json``, fitted by
``training/linking/fit.py`` on wordings of our own) says how likely the two are one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from trucewatch.link.point import aligned, covered
from trucewatch.link.profile import Profile
from trucewatch.records.maker import Reason

#: From this likelihood on, mentions whose shared words alone do not join them are one statement in other words.
REWORDED_AT = 0.6
#: The log odds of that likelihood, less what rounding may take.
NEEDED = math.log(REWORDED_AT / (1.0 - REWORDED_AT)) - 1e-6
#: What is worked out from the words of both mentions; each is 1 at most.
OF_WORDS = (
    "covered", "both covered", "same words", "rare words", "word for word", "short", "bare", "both quoted"
)  # fmt: skip
#: A mention of so few terms has little to go by.
SHORT = 3
#: So much of each of two short mentions must be in the other.
HALF = 0.5
#: Numbers up to this are told of all kinds of things.
FEW = 3
#: Fields of which the finding itself counts, by its rule.
_BY_RULE = frozenset({"speaker", "said_on", "act"})
#: Acts of which one speaker does several on most occasions.
EVERYDAY = frozenset({"report", "explain", "announce", "accuse", "urge", "predict"})


def reworded(a: Profile, b: Profile, found: Sequence[Reason]) -> Reason | None:
    """How likely the two are one, and the words that were taken for each other; None if that is too little.

    ``found`` are the reasons of the comparison by words. What the words have in common is looked at last: it costs
    most, and where all else speaks against the pair not even the same words would do.
    """
    weights, made = _weights(), _besides_words(a, b, found)
    if weights["bias"] + _most_of_words() + _worth(made) < NEEDED:
        return None
    made = _of_words(a, b, made)
    chance = 1.0 / (1.0 + math.exp(-weights["bias"] - _worth(made)))
    if chance < REWORDED_AT:
        return None
    if made["short"] and not made["bare"] and made["both covered"] < HALF:
        return None  # two words that name a matter of the other mention say nothing of its point
    words = ", ".join(f"{one} ~ {other}" for one, other in aligned(a.point, b.point)) or "no other words alike"
    rule = "likely one statement in other words: by meaning, speaker, day, act, numbers and names"
    return Reason(field="reworded", value=f"{chance:.2f}", rule=rule, score=round(chance, 4), words=words)


def _worth(made: Mapping[str, float]) -> float:
    weights = _weights()
    return math.fsum([weights.get(name, 0.0) * value for name, value in made.items()])


@lru_cache(maxsize=1)
def _most_of_words() -> float:
    """What the same words throughout would count for at most."""
    return math.fsum(max(0.0, _weights().get(name, 0.0)) for name in OF_WORDS)


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    path = files("trucewatch") / "weights" / "linking" / "statements.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))["weights"])


def values(a: Profile, b: Profile, found: Sequence[Reason]) -> dict[str, float]:
    """What the two have in common, as numbers by name."""
    return _of_words(a, b, _besides_words(a, b, found))


def _of_words(a: Profile, b: Profile, besides: Mapping[str, float]) -> dict[str, float]:
    made = {**_points(a, b), **besides}
    if a.mention.direct and b.mention.direct and not made["word for word"]:
        made["both quoted"] = 1.0
    return made


def _besides_words(a: Profile, b: Profile, found: Sequence[Reason]) -> dict[str, float]:
    """The findings of the comparison by words, and who, when, how many and to whom."""
    rules = {r.field: r.rule for r in found if r.field in _BY_RULE}
    made = {rule: 1.0 for rule in rules.values()}
    made |= dict.fromkeys(_particulars(a, b), 1.0)
    if {a.mention.speaker_kind, b.mention.speaker_kind}.isdisjoint({"named"}):
        made["nobody by name"] = 1.0
    made["one quoted"] = float(a.mention.direct != b.mention.direct)
    if rules.get("speaker") == "same name" and rules.get("act") == "same act" and a.mention.act not in EVERYDAY:
        made["one voice, one telling act"] = 1.0
    if any(r.field == "stance" for r in found):
        made["one stand"] = 1.0
    return made


def _points(a: Profile, b: Profile) -> dict[str, float]:
    """How much of what each says the other says too: in the same words, in words alike, word for word."""
    there, back = covered(a.point, b.point), covered(b.point, a.point)
    shared = a.weights.keys() & b.weights.keys()
    common = math.fsum([a.weights[n] * b.weights[n] for n in shared])
    least = min(len(a.triples), len(b.triples))
    return {
        "covered": max(there, back), "both covered": min(there, back),
        "same words": common / (a.norm * b.norm) if common else 0.0,
        "rare words": min(math.fsum(a.weights[n] for n in shared), 4.0) / 4.0,
        "word for word": len(a.triples & b.triples) / least if least else 0.0,
        "short": float(min(len(a.point.terms), len(b.point.terms)) < SHORT),
        "bare": float(a.point.bare or b.point.bare),
    }  # fmt: skip


def _particulars(a: Profile, b: Profile) -> Iterable[str]:
    """Numbers, names, days and the side addressed: shared, or of each its own."""
    mine, theirs = a.point, b.point
    if mine.numbers and theirs.numbers:
        shared = max(mine.numbers & theirs.numbers, default=0)
        yield "no number in common" if not shared else "a number in common" if shared > FEW else "a small number"
    if mine.names and theirs.names:
        yield "a name in common" if mine.names & theirs.names else "other names"
    if mine.days and theirs.days and not mine.days & theirs.days:
        yield "other days"
    one, other = a.mention.target_side, b.mention.target_side
    if one and other:
        yield "one side addressed" if one == other else "two sides addressed"
