"""Find the names of places in a parsed text, before anything is looked up beyond "is there such a place".

Sources, in order: the parser's entities, typed heads, the gazetteer for what the parser missed, names said again,
abbreviations of states and datelines. Names that the document uses for persons are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.doc_text import text_of
from trucewatch.annotate.place_bodies import MISTAKEN, acting_names, called_place, places_inside, surely_place
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold, word_set

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
#: Entities that a place name may not be cut out of by the dictionary.
CLOSED_LABELS = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "NORP", "LANGUAGE"})
TYPES = (
    "province|provinces|district|districts|sub-district|subdistrict|governorate|governorates|county|counties|village|villages|town|towns"
    "|city|cities|municipality|municipalities|state|states|region|regions|prefecture|oblast|woreda|township|valley|area|areas"
    "|neighborhood|neighbourhood|suburb|checkpoint|camp|locality|settlement|hamlet|prison|jail"
)
_WORD = r"[A-Z][\w\u2019'`]*(?:-[\w\u2019'`]+)*"
_NAME = rf"{_WORD}(?:(?: |-)(?:{_WORD}|(?:e|i|ye|al|el|de|la|le|du|bin|wa)(?=[ -]{_WORD})))*"
_TYPED = re.compile(rf"\b(?P<names>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?) (?P<type>{TYPES})\b")
_TYPE_OF = re.compile(
    rf"\b(?P<type>{TYPES}) (?:of|called|named|known as) (?P<names>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?)"
)
JAILS = frozenset({"prison", "jail"})
_SPLIT = re.compile(r",? and |, ")
_LEADING = re.compile(
    r"^(?:In|On|At|The|From|Near|To|Of|For|By|With|And|But|Also|A|An|This|That|Their|His|Its|Across|After"
    r"|Before|Around|Outside|Inside"
    r"|Eastern|Western|Northern|Southern|Central|South|North|East|West)\s+"
)
_PLURAL = {
    "provinces": "province", "districts": "district", "governorates": "governorate", "counties": "county",
    "towns": "town",
    "villages": "village", "cities": "city", "municipalities": "municipality", "states": "state", "regions": "region",
    "areas": "area", "sub-district": "district", "subdistrict": "district",
}  # fmt: skip
#: Population from which a name that only the dictionary finds counts as a place by itself.
WELL_KNOWN = 150_000
_LOCATIVE = word_set("in at near from outside around to toward towards inside across throughout into between")


_NOT_NAMES = word_set(
    "the a an in on at of this that these those he she it they we i but and or if when while as after before "
    "since all some both monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december islamic united nations president prime "
    "minister local police security state federal upper lower new old north south east west northern southern "
    "eastern western central center centre city town village county district province region"
)


@dataclass(slots=True)
class Found:
    """A name in a paragraph before it is resolved; ``start`` and ``end`` count within the paragraph."""

    paragraph: Paragraph
    start: int
    end: int
    words: str
    source: str
    kind: str | None = None
    demonym: bool = False
    #: The paragraph's words; spaCy builds ``doc.text`` anew at every asking.
    text: str = field(default="", repr=False)


def find_names(parsed: Parsed, gazetteer: Gazetteer, home: Container[str] = frozenset()) -> list[Found]:
    """Every name of a place in the text, in order, none overlapping another; ``home`` are the case's countries."""
    found: list[Found] = []
    for paragraph in parsed.paragraphs:
        found += _names_in(paragraph, gazetteer, home)
    return _said_again(parsed, _without_persons(parsed, found, gazetteer), gazetteer)


def _names_in(paragraph: Paragraph, gazetteer: Gazetteer, home: Container[str]) -> list[Found]:
    text = text_of(paragraph.doc)
    taken: dict[tuple[int, int], Found] = {}
    closed: list[tuple[int, int]] = []
    for entity in paragraph.doc.ents:
        if entity.label_ in PLACE_LABELS:
            _add(taken, _from_entity(paragraph, entity, text))
        elif gazetteer.demonym_place(entity.text) is not None:
            _add(taken, Found(paragraph, entity.start_char, entity.end_char, entity.text, "demonym", demonym=True))
        elif entity.label_ in MISTAKEN and surely_place(paragraph, entity, gazetteer, home):
            hidden = _from_entity(paragraph, entity, text)
            if hidden is not None and hidden.kind is None and called_place(paragraph.doc, entity.end):
                hidden.kind = "city"
            _add(taken, hidden)
        elif entity.label_ in CLOSED_LABELS:
            closed.append((entity.start_char, entity.end_char))
    _typed_heads(paragraph, taken, text)
    _from_dictionary(paragraph, taken, closed, gazetteer, text)
    for found in taken.values():
        found.text = text
    return sorted(taken.values(), key=lambda f: f.start)


def _add(taken: dict[tuple[int, int], Found], found: Found | None) -> None:
    """Keep the name unless it overlaps one already found; a typed head then lends its type."""
    if found is None:
        return
    for other in taken.values():
        if other.start < found.end and found.start < other.end:
            if found.kind and not other.kind:
                other.kind = found.kind
            return
    taken[found.start, found.end] = found


def _from_entity(paragraph: Paragraph, entity: SpacySpan, text: str) -> Found | None:
    """The entity's name without article, possessive and type word."""
    start, end = entity.start_char, entity.end_char
    lead = re.match(r"(?:the|The|THE)\s+", text[start:end])
    if lead:
        start += lead.end()
    tail = re.search(r"['\u2019]s?$", text[start:end])
    if tail:
        end = start + tail.start()
    kind = None
    typed = re.search(rf"\s(?P<type>{TYPES})$", text[start:end], re.IGNORECASE)
    if typed and typed["type"].islower():
        end = start + typed.start()
    if typed:
        kind = _kind(typed["type"])
    words = text[start:end]
    if not any(c.isupper() for c in words) and not paragraph.capitals:
        return None
    if not words.strip() or not any(c.isalpha() for c in words) or fold(words) in _NOT_NAMES:
        return None
    return Found(paragraph, start, end, words, "entity", kind)


def _kind(word: str) -> str | None:
    word = word.lower()
    kind = _PLURAL.get(word, word)
    return None if kind in ("area", "checkpoint", "camp", *JAILS) else kind


def _typed_heads(paragraph: Paragraph, taken: dict[tuple[int, int], Found], text: str) -> None:
    """ "Sangar district", "the districts of A, B and C", "in the Dara area": the type word makes the name a place."""
    for pattern in (_TYPED, _TYPE_OF):
        for match in pattern.finditer(text):
            at = match.start("names")
            several = match["type"] in _PLURAL and match["type"].endswith("s")
            pieces = (
                _SPLIT.split(match["names"]) if several or pattern is _TYPE_OF else [_SPLIT.split(match["names"])[-1]]
            )
            if pattern is _TYPED and not several:
                at = match.end("names") - len(pieces[-1])
            for piece in pieces:
                start = text.index(piece, at)
                at = start + len(piece)
                while lead := _LEADING.match(piece):
                    piece, start = piece[lead.end() :], start + lead.end()
                if fold(piece) and fold(piece) not in _NOT_NAMES and len(piece) > 2:
                    weak = match["type"] in ("state", "states", "area", "areas", "camp", "city", "region", "regions")
                    if weak and pattern is _TYPED and not _after_locative(text, start):
                        continue
                    if match["type"] in JAILS and (pattern is _TYPE_OF or not _held_there(text, start)):
                        continue
                    _add(taken, Found(paragraph, start, start + len(piece), piece, "typed", _kind(match["type"])))


def _held_there(text: str, start: int) -> bool:
    """After a preposition or a verb of leaving: "left Kolm prison" names a place, "a Front prison" its keepers."""
    words = text[max(0, start - 30) : start].lower().split()
    return bool(words) and (words[-1] in _LOCATIVE or words[-1] in ("left", "leave", "leaving", "of"))


def _after_locative(text: str, start: int) -> bool:
    words = text[max(0, start - 30) : start].lower().split()
    while words and words[-1] in ("the", "a", "central", "eastern", "western", "northern", "southern", "nearby"):
        words.pop()
    return bool(words) and words[-1] in _LOCATIVE


def _from_dictionary(
    paragraph: Paragraph,
    taken: dict[tuple[int, int], Found],
    closed: list[tuple[int, int]],
    gazetteer: Gazetteer,
    text: str,
) -> None:
    """Capitalised names that the parser missed: after a locative preposition, or well known."""
    doc = paragraph.doc
    i = 0
    while i < len(doc):
        token = doc[i]
        if not token.text[:1].isupper() and not (paragraph.capitals and token.pos_ == "PROPN"):
            i += 1
            continue
        step = 1
        for length in (4, 3, 2, 1):
            if i + length > len(doc):
                continue
            last = doc[i + length - 1]
            start, end = token.idx, last.idx + len(last)
            if not last.text[:1].isalnum() or any(a < end and start < b for a, b in (*taken, *closed)):
                continue
            words = text[start:end]
            if not _plausible(doc, i, length, words, paragraph.capitals, gazetteer):
                continue
            demonym = gazetteer.demonym_place(words) is not None
            _add(taken, Found(paragraph, start, end, words, "demonym" if demonym else "dictionary", demonym=demonym))
            step = length
            break
        i += step


def _plausible(doc: Doc, i: int, length: int, words: str, capitals: bool, gazetteer: Gazetteer) -> bool:
    key = fold(words)
    if len(key) < 3 or key in _NOT_NAMES:
        return words in ("U.S.", "US", "UK", "U.K.", "EU", "UAE")
    if gazetteer.demonym_place(words) is not None:
        return True
    if not gazetteer.has(key):
        return False
    before, after = (doc[i - 1] if i else None), (doc[i + length] if i + length < len(doc) else None)
    if after is not None and after.pos_ == "PROPN" and after.text[:1].isupper() and not after.text.isupper():
        return False
    if before is not None and before.pos_ == "PROPN" and before.text[:1].isupper() and not capitals:
        return False
    hits = gazetteer.find(words)
    strongest = max((h.place.population for h in hits if h.match == "exact" or h.place.is_country), default=0)
    special = any(
        h.place.is_country or h.place.is_region or (h.place.feature == "A.ADM1" and h.match == "exact") for h in hits
    )
    if before is not None and before.lower_ in _LOCATIVE and doc[i].pos_ == "PROPN":
        return bool(hits)
    if not i or doc[i].is_sent_start:
        capital = any(h.place.feature == "P.PPLC" and h.match == "exact" for h in hits)
        return (special or capital or strongest >= 1_000_000) and doc[i].pos_ == "PROPN"
    return (special or strongest >= WELL_KNOWN) and doc[i].pos_ == "PROPN"


# -- over the whole document -----------------------------------------------------------------

_PLACE_LEAD = re.compile(
    r"\b(?:in|at|near|from|outside|around|inside|across|throughout|into|toward|towards|to|of|between|north"
    r"|south|east|west)"
    r"\s+(?:the\s+)?$"
)
_PAPERS = word_set("post times globe herald tribune daily news journal gazette star sun chronicle observer")
_SHORT_STATE = re.compile(
    r"(?<![\w.])(?:U\.S\.|US|U\.K\.|UK|EU|UAE|DRC)(?![\w$])(?!\s+(?:dollars?|Open|Airways|Weekly)\b)"
)
#: "KARIMABAD, Jan. 13 (Wire) -", "MAPUTO — ": capitals at the head of a paragraph or sentence.
_DATELINE = re.compile(
    r"(?:^|(?<=[.!?\n\"] )|(?<=\n))([A-Z][A-Z'. -]{2,30}[A-Z])(?=,\s|\s*\(|\s+(?:--|[-\u2013\u2014])\s)", re.MULTILINE
)


def _without_persons(parsed: Parsed, found: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """Leave out names that the document uses for persons, and unknown ones that nothing marks as a place."""
    persons: set[str] = set()
    for paragraph in parsed.paragraphs:
        for entity in paragraph.doc.ents:
            if entity.label_ == "PERSON":
                words = re.sub(r"['\u2019]s?$", "", entity.text).split()
                if len(words) > 1:
                    persons |= {words[-1], words[0], " ".join(words)}
    acting = acting_names(found, gazetteer)
    kept = []
    for name in found:
        if name.words in acting and not name.kind:
            continue
        if name.demonym or name.source == "typed" or name.kind:
            kept.append(name)
            continue
        text = name.text
        led = _PLACE_LEAD.search(text[max(0, name.start - 20) : name.start].lower()) is not None
        hits = gazetteer.find(name.words)
        great = any(
            h.place.is_country or h.place.feature in ("P.PPLC", "A.ADM1") or h.place.population > 1_000_000
            for h in hits
        )
        if name.words in persons and not great and not led:
            continue
        if not hits and not led and not re.match(r"\s*,\s+[A-Z]", text[name.end : name.end + 4]):
            continue
        kept.append(name)
    return kept


def _said_again(parsed: Parsed, found: list[Found], gazetteer: Gazetteer) -> list[Found]:
    """Further mentions of names already found as places, datelines, short names of states, heads of organisations."""
    known = {f.words for f in found if not f.demonym and len(f.words) > 3 and gazetteer.find(f.words)}
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b") if known else None
    again = list(found)
    by_paragraph: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_paragraph[id(one.paragraph)].append(one)
    for paragraph in parsed.paragraphs:
        text = text_of(paragraph.doc)
        taken = [(f.start, f.end) for f in by_paragraph[id(paragraph)]]
        persons = [(e.start_char, e.end_char) for e in paragraph.doc.ents if e.label_ == "PERSON"]
        closed = [
            (e.start_char, e.end_char) for e in paragraph.doc.ents if e.label_ in ("ORG", "FAC", "EVENT", "PRODUCT")
        ]
        spots = [m.span() for m in pattern.finditer(text)] if pattern else []
        spots += [m.span() for m in _SHORT_STATE.finditer(text)]
        spots += [m.span(1) for m in _DATELINE.finditer(text) if gazetteer.has(fold(m[1]))]
        inner: list[tuple[int, int]] = []
        for start, end in closed:
            inner += [(start + a, start + b) for a, b in places_inside(text[start:end], gazetteer, known)]
        within = set(inner)
        for start, end in [*inner, *spots]:
            if any(a < end and start < b for a, b in taken) or not (
                (start, end) in within or _free(text, start, end, persons, closed)
            ):
                continue
            taken.append((start, end))
            words = text[start:end]
            demonym = gazetteer.demonym_place(words) is not None
            again.append(Found(paragraph, start, end, words, "again", demonym=demonym, text=text))
    order = {id(p): i for i, p in enumerate(parsed.paragraphs)}
    return sorted(again, key=lambda f: (order[id(f.paragraph)], f.start))


def _free(text: str, start: int, end: int, persons: list[tuple[int, int]], closed: list[tuple[int, int]]) -> bool:
    """Whether a name said again stands for the place: no part of a person's, a paper's or a longer name."""
    if any(a < end and start < b and (a, b) != (start, end) for a, b in persons):
        return False
    if any(a < start < b for a, b in closed):
        return False
    following = text[end : end + 40].split(maxsplit=1)
    if following and following[0].strip(".,").lower() in _PAPERS:
        return False
    at_head = any(a == start for a, _ in closed)
    return at_head or not re.match(r"[- ][A-Z][a-z]", text[end : end + 3])
