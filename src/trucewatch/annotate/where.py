"""Find the places in a parsed text, resolve them, and say what part each plays.

Names come from the parser (GPE, LOC, FAC), from typed heads ("Sangar district", "the villages of A and B"),
from demonyms (flagged, not mapped) and from the gazetteer for names that the parser missed. The gazetteer's
resolver chooses; a name it cannot place is tied to the smallest known container in its sentence ("within").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.place_roles import role_of
from trucewatch.annotate.sentences import Paragraph, Parsed
from trucewatch.gazetteer.lookup import Gazetteer, shipped
from trucewatch.gazetteer.names import fold
from trucewatch.gazetteer.records import Place
from trucewatch.gazetteer.resolve import Choice, Name, contains, resolve
from trucewatch.records.where import PlacePrecision, PlaceRole, Where

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
#: Entities that a place name may not be cut out of by the dictionary.
CLOSED_LABELS = frozenset({"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "NORP", "LANGUAGE"})
TYPES = (
    "province|provinces|district|districts|sub-district|subdistrict|governorate|governorates|county|counties|village|villages|town|towns"
    "|city|cities|municipality|municipalities|state|states|region|regions|prefecture|oblast|woreda|township|valley|area|areas"
    "|neighborhood|neighbourhood|suburb|checkpoint|camp|locality|settlement|hamlet"
)
_WORD = r"[A-Z][\w\u2019'`]*(?:-[\w\u2019'`]+)*"
_NAME = rf"{_WORD}(?:(?: |-)(?:{_WORD}|(?:e|i|ye|al|el|de|la|le|du|bin|wa)(?=[ -]{_WORD})))*"
_TYPED = re.compile(rf"\b(?P<names>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?) (?P<type>{TYPES})\b")
_TYPE_OF = re.compile(
    rf"\b(?P<type>{TYPES}) (?:of|called|named|known as) (?P<names>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?)"
)
_SPLIT = re.compile(r",? and |, ")
_LEADING = re.compile(
    r"^(?:In|On|At|The|From|Near|To|Of|For|By|With|And|But|Also|A|An|This|That|Their|His|Its|Across|After|Before|Around|Outside|Inside"
    r"|Eastern|Western|Northern|Southern|Central|South|North|East|West)\s+"
)
_NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "of",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "taliban",
        "islamic",
        "united",
        "nations",
        "president",
        "prime",
        "minister",
        "local",
        "police",
        "security",
        "state",
        "federal",
        "upper",
        "lower",
        "new",
        "old",
    ]
)
_BESIDE = re.compile(r"\s*(?:,|\()\s*$")
_PLURAL = {"provinces": "province", "districts": "district", "governorates": "governorate", "counties": "county", "villages": "village",
           "towns": "town", "cities": "city", "municipalities": "municipality", "states": "state", "regions": "region", "areas": "area",
           "sub-district": "district", "subdistrict": "district"}  # fmt: skip
#: Population from which a name that only the dictionary finds counts as a place by itself.
WELL_KNOWN = 150_000
_LOCATIVE = frozenset(
    [
        "in",
        "at",
        "near",
        "from",
        "outside",
        "around",
        "to",
        "toward",
        "towards",
        "inside",
        "across",
        "throughout",
        "into",
        "between",
    ]
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


def find_places(parsed: Parsed, *, countries: Sequence[str] = (), gazetteer: Gazetteer | None = None) -> list[Where]:
    """Every place named in the text, in order, each with its span.

    ``countries`` are ISO codes that the case is about: a prior for ambiguous names. Demonyms ("Afghan") come
    with ``match`` "demonym", their country and no point. A name without an answer has precision "unresolved".
    """
    gazetteer = gazetteer or shipped()
    found: list[Found] = []
    for paragraph in parsed.paragraphs:
        found += _names_in(paragraph, gazetteer)
    mapped = [f for f in found if not f.demonym]
    names = [Name(words=f.words, beside=_beside(f, mapped, i), kind=f.kind) for i, f in enumerate(mapped)]
    choices = dict(zip(map(id, mapped), resolve(names, gazetteer=gazetteer, countries=countries), strict=True))
    return [_to_where(parsed, f, choices.get(id(f)), found, choices, gazetteer) for f in found]


# -- detection -------------------------------------------------------------------------------


def _names_in(paragraph: Paragraph, gazetteer: Gazetteer) -> list[Found]:
    taken: dict[tuple[int, int], Found] = {}
    closed: list[tuple[int, int]] = []
    for entity in paragraph.doc.ents:
        if entity.label_ in PLACE_LABELS:
            _add(taken, _from_entity(paragraph, entity))
        elif gazetteer.demonym_place(entity.text) is not None:
            _add(taken, Found(paragraph, entity.start_char, entity.end_char, entity.text, "demonym", demonym=True))
        elif entity.label_ in ("PERSON", "ORG") and _surely_place(paragraph, entity, gazetteer):
            _add(taken, _from_entity(paragraph, entity))
        elif entity.label_ in CLOSED_LABELS:
            closed.append((entity.start_char, entity.end_char))
    _typed_heads(paragraph, taken)
    _from_dictionary(paragraph, taken, closed, gazetteer)
    return sorted(taken.values(), key=lambda f: f.start)


def _surely_place(paragraph: Paragraph, entity: SpacySpan, gazetteer: Gazetteer) -> bool:
    """A country or capital that the parser took for a person or an organisation, alone and no surname here."""
    words = re.sub(r"['\u2019]s?$", "", entity.text)
    hits = gazetteer.find(words)
    if not any(h.place.is_country or (h.place.feature == "P.PPLC" and h.match == "exact") for h in hits):
        return False
    return not any(
        other.text != entity.text and other.text.endswith(words)
        for other in paragraph.doc.ents
        if other.label_ == "PERSON"
    )


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


def _from_entity(paragraph: Paragraph, entity: SpacySpan) -> Found | None:
    """The entity's name without article, possessive and type word."""
    start, end = entity.start_char, entity.end_char
    text = paragraph.doc.text
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
    if not words.strip() or not any(c.isalpha() for c in words) or fold(words) in _NOT_NAMES:
        return None
    return Found(paragraph, start, end, words, "entity", kind)


def _kind(word: str) -> str | None:
    word = word.lower()
    kind = _PLURAL.get(word, word)
    return None if kind in ("area", "checkpoint", "camp") else kind


def _typed_heads(paragraph: Paragraph, taken: dict[tuple[int, int], Found]) -> None:
    """ "Sangar district", "the districts of A, B and C", "in the Dara area": the type word makes the name a place."""
    text = paragraph.doc.text
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
                    _add(taken, Found(paragraph, start, start + len(piece), piece, "typed", _kind(match["type"])))


def _after_locative(text: str, start: int) -> bool:
    words = text[max(0, start - 30) : start].lower().split()
    while words and words[-1] in ("the", "a", "central", "eastern", "western", "northern", "southern", "nearby"):
        words.pop()
    return bool(words) and words[-1] in _LOCATIVE


def _from_dictionary(
    paragraph: Paragraph, taken: dict[tuple[int, int], Found], closed: list[tuple[int, int]], gazetteer: Gazetteer
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
            words = doc.text[start:end]
            if not _plausible(doc, i, length, words, paragraph.capitals, gazetteer):
                continue
            demonym = gazetteer.demonym_place(words) is not None
            _add(taken, Found(paragraph, start, end, words, "demonym" if demonym else "dictionary", demonym=demonym))
            step = length
            break
        i += step


def _plausible(doc, i: int, length: int, words: str, capitals: bool, gazetteer: Gazetteer) -> bool:  # type: ignore[no-untyped-def]
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


# -- resolution ------------------------------------------------------------------------------


def _beside(found: Found, mapped: list[Found], i: int) -> tuple[str, ...]:
    """Names after a comma or in brackets ("X, Y") and, for "X in Y province", the typed name that follows."""
    beside: list[str] = []
    text = found.paragraph.doc.text
    at = found
    for other in mapped[i + 1 : i + 4]:
        if other.paragraph is not found.paragraph:
            break
        gap = text[at.end : other.start]
        if (
            _BESIDE.fullmatch(gap)
            or re.fullmatch(
                rf"(?: (?:{TYPES}))?(?:,| \(| in| of| in the| of the| in southern| in northern| in eastern| in western)? (?:the )?",
                gap,
            )
            or re.fullmatch(rf" (?:{TYPES}) (?:of|in|,) (?:\w+ )?", gap)
        ):
            beside.append(other.words)
            at = other
        else:
            break
    return tuple(beside)


def _to_where(
    parsed: Parsed,
    found: Found,
    choice: Choice | None,
    everything: list[Found],
    choices: dict[int, Choice],
    gazetteer: Gazetteer,
) -> Where:
    span = parsed.text.span(found.paragraph.start + found.start, found.paragraph.start + found.end)
    role = role_of(found.paragraph.doc, found.start, found.end, demonym=found.demonym, typed=found.source == "typed")
    if found.demonym:
        place = gazetteer.demonym_place(found.words)
        country = place.country if place is not None and place.is_country else None
        return Where(
            name=span.words, span=span, role="mentioned", match="demonym", country=country, gazetteer_id=place.id if place else None,
            country_name=gazetteer.country_name(country), gazetteer_name=place.name if place else None, score=0.9,
        )  # fmt: skip
    if choice is not None and choice.place is not None:
        return _placed(
            span.words, span, role, choice.place, _precision(choice.place), choice.match, choice.score, gazetteer
        )
    container = _container(found, everything, choices)
    if container is not None and container.place is not None:
        return _placed(span.words, span, role, container.place, "within", "none", container.score, gazetteer)
    return Where(name=span.words, span=span, role=role, score=choice.score if choice else None)


def _precision(place: Place) -> PlacePrecision:
    if place.is_country:
        return "country"
    if place.feature.startswith("A.") or place.is_region:
        return "admin_area"
    return "exact"


def _placed(
    name, span, role: PlaceRole, place: Place, precision: PlacePrecision, match: str, score: float, gazetteer: Gazetteer
) -> Where:  # type: ignore[no-untyped-def]
    country = place.country or None
    return Where(
        name=name, span=span, precision=precision, role=role, match=match, gazetteer_id=place.id, gazetteer_name=place.name,  # type: ignore[arg-type]
        feature=place.feature, lat=place.lat, lon=place.lon, country=country, country_name=gazetteer.country_name(country),
        admin1=gazetteer.admin1_name(place.country, place.admin1) if place.admin1 and not place.is_country else None,
        score=min(1.0, max(0.0, score)),
    )  # fmt: skip


def _container(found: Found, everything: list[Found], choices: dict[int, Choice]) -> Choice | None:
    """The smallest resolved place of the same sentence that can hold the unknown one, nearest first."""
    doc = found.paragraph.doc
    sentence = next((s for s in doc.sents if s.start_char <= found.start < s.end_char), None)
    if sentence is None:
        return None
    near: list[tuple[int, int, Choice]] = []
    for other in everything:
        choice = choices.get(id(other))
        if other is found or other.paragraph is not found.paragraph or choice is None or choice.place is None:
            continue
        if sentence.start_char <= other.start < sentence.end_char and choice.place.country:
            order = 3 if choice.place.is_country else 2 if choice.place.feature == "A.ADM1" else 1
            distance = abs(other.start - found.start) + (0 if other.start > found.start else 40)
            if distance < 120:
                near.append((order, distance, choice))
    return min(near, key=lambda n: n[:2])[2] if near else None


__all__ = ["contains", "find_places"]
