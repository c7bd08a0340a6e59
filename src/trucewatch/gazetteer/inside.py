"""Names that the gazetteer does not know but that name a place inside them: "Sangar General Hospital", "South Sangar".

The place inside holds what is meant, so the answer is "within" it. Only well-known places are taken out of a longer
name, or what stands where a place is expected: at its head, after "of" or "in", behind a direction.
"""

from __future__ import annotations

import re

from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold, word_set
from trucewatch.gazetteer.records import Hit, Place

_DIRECTIONS = word_set(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern upper lower greater mainland downtown metropolitan inner "
    "outer rural old mid"
)
#: Heads of names of sites and bodies: what stands before them, or after "of", is where they are.
_SITES = word_set(
    "airport base barracks hospital clinic university college school academy institute museum mosque church cathedral "
    "temple court courthouse parliament senate congress assembly government ministry commission council bank police "
    "office department agency authority station terminal port harbor harbour bridge tunnel dam stadium arena park zoo "
    "prison jail camp checkpoint crossing centre center complex plant factory refinery mall market bazaar square "
    "street road avenue highway river creek lake bay beach island islands coast valley hills mountains forest "
    "tower hotel chamber federation union league club estate suburb suburbs elementary high general area lga zone "
    "corridor border basin region branch reserve laboratory labs library garden gardens cemetery headquarters co"
)
#: Taken out of a longer name wherever it stands.
GREAT = 500_000
#: Taken from the head of a name or after "of".
KNOWN = 3_000
_OF = re.compile(r"\s+(?:of|in|at|de|du|for)\s+(?:the\s+)?", re.IGNORECASE)


def inside(words: str, gazetteer: Gazetteer) -> list[Hit]:
    """Places named inside the name, as hits marked ``inside``; empty if nothing inside is surely a place."""
    parts = re.findall(r"[^\s,]+", re.sub(r"['\u2019]s\b", "", words))
    if len(parts) < 2:
        return []
    first, last = fold(parts[0]), fold(parts[-1])
    if first in _DIRECTIONS:
        rest = " ".join(parts[1:])
        found = _known(gazetteer, rest, least=KNOWN)
        if found:
            return found
    site = last in _SITES or any(fold(part) in _SITES for part in parts)
    if not site:
        return []
    behind = _OF.split(words)
    for tail in reversed(behind[1:]):
        if found := _known(gazetteer, tail, least=KNOWN):
            return found
    if last == "co" and (found := _known(gazetteer, f"{' '.join(parts[:-1])} County", least=0)):
        return found
    for length in range(min(len(parts) - 1, 3), 0, -1):
        head = " ".join(parts[:length])
        if found := _known(gazetteer, head, least=KNOWN):
            return found
    for part in parts[1:]:
        if part[:1].isupper() and (found := _known(gazetteer, part, least=GREAT)):
            return found
    return []


def _known(gazetteer: Gazetteer, words: str, *, least: int) -> list[Hit]:
    key = fold(words)
    if not key or key in _SITES or key in _DIRECTIONS or not words[:1].isupper():
        return []
    if (owner := gazetteer.demonym_place(words)) is not None:
        return [Hit(owner, "demonym", inside=True)]
    return [Hit(h.place, h.match, inside=True) for h in gazetteer.find(words) if _large(h.place, least)]


def _large(place: Place, least: int) -> bool:
    return place.is_country or place.feature[0] == "A" or place.is_region or place.own or place.population >= least
