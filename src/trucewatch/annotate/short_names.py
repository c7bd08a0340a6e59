"""Short forms of names: "the Front" of the Northern Front, "KLA" of the Kayar Liberation Army.

A party's short form is its head word, taken only with a capital and alone ("the Front", "Brigades commander"), so
that another body with that word in its name is not meant. Acronyms are learned from the report: in brackets beside
the full name, after "known as", or from the initials of a party that the report names in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

#: Heads of English names: the last word; of other names ("Frente Popular", "Shura of the South") the first is.
ENGLISH_HEADS = frozenset({"front", "movement", "brigades", "brigade", "resistance", "insurgents", "rebels"})
#: Words that many bodies are called by for short, and words that stand before a head.
SHARED_HEADS = frozenset(
    {
        "army", "forces", "force", "council", "party", "union", "committee", "commission", "government", "state",
        "republic", "people", "national", "congress", "assembly", "coalition", "alliance", "group", "organisation",
        "organization", "mission", "command", "administration", "ministry", "united", "joint", "free", "general",
        "democratic", "popular", "liberation", "revolutionary", "opposition", "armed", "northern", "southern",
        "eastern", "western", "new", "north", "south", "east", "west",
        "islamic", "federal", "transitional", "the", "former", "high", "supreme",
        "international", "special", "central", "authority", "authorities", "regime", "kingdom", "league", "community",
    }
)  # fmt: skip
OF = frozenset({"of", "for", "del", "de", "du", "des", "la", "le", "las", "los", "pour", "per", "von", "do", "da"})
#: Bounded and begun at a word's start, so that a page of capitals costs no more than others.
CAPITALISED = r"(?<!\w)[A-Z\u00c0-\u00de][\w’'-]{0,40}"
ACRONYM = r"[A-Z][A-Z0-9&/-]{1,11}[A-Z0-9]"
#: A name of two or more capitalised words, small words between them allowed.
LONG = (
    rf"{CAPITALISED}(?:[ \t]+(?:(?:of|for|and|the|on|in|de|del|la|du|des|pour|le|to)[ \t]+){{0,2}}{CAPITALISED})"
    r"{1,8}"
)
IN_BRACKETS = re.compile(rf"(?P<long>{LONG})[ \t]*\([\"“']?(?P<short>{ACRONYM})[\"”']?\b[^)\n]{{0,30}}\)")
BEFORE_BRACKETS = re.compile(rf"\b(?P<short>{ACRONYM})[ \t]*\((?P<long>{LONG})\)")
KNOWN_AS = re.compile(
    rf"(?P<long>{LONG})(?:,[^,.;\n]{{0,60}}?)?,? (?:(?:better|also|widely|commonly) )?known (?:by its acronym|as) "
    rf"(?:the )?(?P<short>{ACRONYM})\b"
)


def head_of(name: str) -> str | None:
    """The word that stands for a party's name, as printed in it; None if the name has no word of its own for that."""
    words = [w for w in re.findall(r"[^\W\d_]+", name) if w.lower() != "the"]
    linked = any(w.lower() in OF for w in words)
    if len(words) < 2 or words[0].islower() or (not linked and any(w[:1].islower() for w in words)):
        return None
    last = words[next((n for n, w in enumerate(words) if w.lower() in OF), len(words)) - 1]
    if last.lower() in ENGLISH_HEADS and not linked:
        head = last
    else:
        # "Liberation Tigers of Oster": a plural before "of" or at the end is what they are
        plural = last.endswith("s") and last.lower() not in SHARED_HEADS
        head = last if plural else words[0]
    known = head.lower() in ENGLISH_HEADS or linked or not any(w.lower() in SHARED_HEADS for w in words)
    return head if known and head.lower() not in SHARED_HEADS and len(head) > 3 else None


def head_words(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Head word -> party, from (name, party) pairs; a word that two parties share is nobody's."""
    found: dict[str, str | None] = {}
    for name, party in names:
        head = head_of(name)
        if head:
            found[head] = party if found.get(head, party) == party else None
    return {head: party for head, party in found.items() if party}


def peoples_of(name: str) -> tuple[str, ...]:
    """What its people may be called if the name is that of a place no list has: "Osteria" -> "Osterian", "Oster"."""
    if name.isupper() or len(name) < 5 or not re.fullmatch(r"[A-Z][\w-]+(?: [A-Z][\w-]+)?", name):
        return ()
    if name.endswith("ia"):
        return (f"{name}n", f"{name}ns", name[:-2])
    return (f"{name}n", f"{name}ns") if name.endswith("a") else (f"{name}i", f"{name}ian", f"{name}an")


def party_by_head(phrase: str, heads: Mapping[str, str]) -> str | None:
    """The party that a phrase names by its head word alone ("a spokesman for the Front")."""
    if phrase.isupper():
        return None
    for head, party in heads.items():
        for found in re.finditer(rf"(?<![\w-]){re.escape(head)}(?![\w-])", phrase):
            before = phrase[: found.start()].split()
            after = phrase[found.end() :].split()
            longer = bool(before) and before[-1][:1].isupper() and before[-1] != "The"
            goes_on = bool(after) and (after[0].lower() in OF or re.fullmatch(CAPITALISED, after[0]) is not None)
            where = bool(before) and before[-1].lower() in ("against", "on")
            if not longer and not where and not (goes_on and after[0].lower() in OF):
                return party
    return None


def party_by_initials(phrase: str, short: Mapping[str, str]) -> str | None:
    """The party listed by an acronym alone whose full name the phrase prints ("Kayar Liberation Army" for "KLA")."""
    for match in () if phrase.isupper() else re.finditer(LONG, phrase):
        for acronym, party in short.items():
            if _fitting(" ".join(match.group().split()), acronym):
                return party
    return None


def acronyms(text: str, parties: Iterable[tuple[str, tuple[str, ...]]] = ()) -> dict[str, str]:
    """Acronym -> full name, as one report tells it; ``parties`` are names with their members."""
    found: dict[str, str] = {}
    for pattern in (IN_BRACKETS, KNOWN_AS, BEFORE_BRACKETS):
        for match in pattern.finditer(text):
            short = match["short"]
            long = _fitting(" ".join(match["long"].split()), short)
            if long:
                found.setdefault(short, long)
    told = re.sub(r"\s+", " ", text)
    for name, members in parties:
        for member in members:
            if re.fullmatch(ACRONYM, member) and _fitting(name, member) == name and name in told:
                found.setdefault(member, name)
    return found


def _fitting(long: str, short: str) -> str | None:
    """The end of a run of capitalised words whose initials make the acronym ("Fighters of the Free …" is cut)."""
    words = long.split()
    want = [c for c in short if c.isalpha()]
    for start in range(len(words)):
        tail = words[start:]
        if not tail[0][:1].isupper() or tail[0] == "The":
            continue
        capital = [part[:1].upper() for w in tail for part in w.split("-") if w[:1].isupper()]
        every = [w[:1].upper() for w in tail]
        if want in (capital, every):
            return " ".join(tail)
    return None
