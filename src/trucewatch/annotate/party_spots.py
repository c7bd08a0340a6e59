"""Every party that a stretch of words names, and where."""

from __future__ import annotations

from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.side_words import OFFICE
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.world import words_of

#: Words that name the government's side in running text where it is the only state at the table.
GENERIC_ACTORS = frozenset({"government", "army", "regime", "troops", "military", "president", "police"})
#: After these a country or capital is where something is, not who does it.
PLACE_WORDS = word_lists()["place_words"]


def parties_in(words: str, sides: Sides) -> list[str]:
    """Every party that the words name, in order, once each; generic nouns count where they mean one party.

    A mere nationality counts only before a word of the state ("Ruritanian troops", never "Ruritanian civilians").
    """
    return [party for _, party in party_spots(words, sides)]


def party_spots(words: str, sides: Sides) -> list[tuple[int, str]]:
    """As ``parties_in``, each with the number of the word where the party is first named."""
    tokens = words_of(words)
    lists = word_lists()
    found: dict[str, int] = {}
    for i, key in sides.hits(tokens):
        after = set(tokens[i + len(key.words) : i + len(key.words) + 4])
        if key.weight == 1 and not after & (OFFICE | lists["state"]):
            continue
        if key.place and i > 0 and tokens[i - 1] in PLACE_WORDS and not after & OFFICE:
            continue
        found.setdefault(key.party, i)
    for i, token in enumerate(tokens):
        if sides.rebels and token in lists["rebels"] and sides.is_rebel(tokens, i):
            found.setdefault(sides.rebels, i)
        if (
            sides.government
            and token in (GENERIC_ACTORS if sides.single_state else ("government", "army", "regime"))
            and not sides.foreign(tokens[max(0, i - 2) : i + 1])
        ):
            found.setdefault(sides.government, i)
    return [(i, party) for i, party in sorted((i, party) for party, i in found.items())]
