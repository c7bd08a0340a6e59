"""Whose a bare office is: "the spokesman", "Foreign Minister X" and "the council" belong to who was told of last.

A report names the institution once and then only the office. The party is that of the nearest subject before, in
the same sentence or the one before it; a subject that is another organisation's ends the search.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from trucewatch.annotate.cues import word_lists
from trucewatch.annotate.quotations import find_quotations
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.side_words import OFFICE
from trucewatch.annotate.sides import Sides
from trucewatch.annotate.sources import phrase
from trucewatch.annotate.world import words_of

#: Offices that are held for an institution: they mean nothing without it.
GROUP_ROLES = frozenset(
    {
        "spokesman", "spokeswoman", "spokesperson", "minister", "president", "premier", "commander", "chief", "head",
        "negotiator", "secretary",
    }
)  # fmt: skip
#: Words that a bare office may be told with: none of them names whose it is.
PLAIN = frozenset(
    {
        "the", "a", "an", "of", "for", "to", "and", "s", "press", "service", "foreign", "prime", "defense", "defence",
        "interior", "deputy", "vice", "acting", "its", "his", "her", "their", "senior", "top", "main", "military",
        "information", "affairs", "political", "wing", "security", "staff", "relations", "public", "council",
    }
)  # fmt: skip


def bare_office(role: str) -> bool:
    """True for the office of an institution that the words do not name."""
    words = set(words_of(role))
    lists = word_lists()
    theirs = role.lower().startswith(("its ", "their "))
    if not words & GROUP_ROLES and not (theirs and words & lists["roles"]):
        return False
    return words <= PLAIN | GROUP_ROLES | lists["roles"] | lists["titles"] | lists["groups"] | OFFICE


def side_before(
    parsed: Parsed, sides: Sides, number: int, at: int, person_side: Callable[[int, int, int], str | None]
) -> str | None:
    """The party of the nearest subject before word ``at`` of a paragraph, in its sentence or the one before.

    ``person_side`` gives the side of a person named between two words of a paragraph.
    """
    doc = parsed.paragraphs[number].doc
    if at >= len(doc):
        return None
    begin = doc[at].sent.start
    stretches = [(number, begin, at)]
    if begin > 0:
        stretches.append((number, doc[begin - 1].sent.start, begin))
    elif number > 0 and len(parsed.paragraphs[number - 1].doc):
        before = parsed.paragraphs[number - 1].doc
        stretches.append((number - 1, before[len(before) - 1].sent.start, len(before)))
    for where, a, b in stretches:
        found = _subject_side(parsed.paragraphs[where].doc, where, a, b, sides, person_side)
        if found is not None:
            return found or None
    return None


def _subject_side(
    doc: Doc, number: int, a: int, b: int, sides: Sides, person_side: Callable[[int, int, int], str | None]
) -> str | None:
    """The party of the last subject between two words; "" if that is nobody's at the table, None without one."""
    base = doc[a].idx if a < b else 0
    quoted = [(q.start + base, q.end + base) for q in find_quotations(doc[a:b].text)]
    for token in reversed(doc[a:b]):
        # a noun that the parser makes the root is the subject of a verb that it took for something else
        if token.dep_ not in ("nsubj", "nsubjpass", "ROOT") or token.pos_ not in ("PROPN", "NOUN"):
            continue
        if any(x <= token.idx < y for x, y in quoted):
            continue
        x, y = phrase(token)
        if y > b:
            continue
        words = doc[x:y].text
        side = sides.of_words(words) or person_side(number, x, y)
        if side:
            return side
        if token.ent_type_ in ("ORG", "GPE") or sides.foreign(words_of(words)):
            return ""
    return None


def office_before(parsed: Parsed, number: int, at: int) -> str | None:
    """The office, as printed, that is the first subject of the sentence before word ``at`` without a name beside it."""
    doc = parsed.paragraphs[number].doc
    if at > 0:
        before, end = doc, at
    elif number > 0:
        before, end = parsed.paragraphs[number - 1].doc, len(parsed.paragraphs[number - 1].doc)
    else:
        return None
    if not end:
        return None
    begin = before[end - 1].sent.start
    for token in before[begin:end]:
        if token.dep_ == "nsubj":
            a, b = phrase(token)
            if token.lower_ in GROUP_ROLES and not any(t.ent_type_ == "PERSON" for t in before[a : b + 2]):
                return before[a:b].text
            return None
    return None
