"""Places inside the names of bodies ("Sangar Police Department", "University of Sangar"), and names that the parser
took for a person or a body although what stands beside them tells of a place ("a Sangar court", "in Sangar").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from typing import Protocol

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from trucewatch.annotate.sentences import Paragraph
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold, word_set
from trucewatch.gazetteer.records import Place

#: Labels under which the parser hides places.
MISTAKEN = ("PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT")
#: Population from which a place is known by its name alone.
WELL_KNOWN = 150_000
#: Population from which a place may give a school or hospital its name rather than a person.
LARGE = 15_000
#: What a town, district or state has one of: before it stands a place.
_CIVIC = word_set(
    "police sheriff sheriffs fire city county parish council mayor municipal municipality township town village "
    "commission commissioners courthouse court courts district prosecutor prosecutors attorney chamber parks "
    "public area metropolitan regional provincial governorate state ministry parliament senate legislature assembly "
    "government department airport international border prison jail garrison brigade port fair democratic republican "
    "republicans democrats supreme national federal federation coast embassy consulate office"
)
#: What may bear a person's name as well.
_NAMED_AFTER = word_set(
    "high elementary middle school schools university college hospital medical health clinic library museum park "
    "hall church community recreation center centre stadium arena institute academy general hotel station"
)
#: Newspapers, makers and clubs of which the place is but a name.
_NO_PLACE = word_set("post times globe herald tribune daily news journal gazette star sun chronicle observer press")
#: Parts of names that are names of small places too.
_NO_NAMES = word_set(
    "north south east west northern southern eastern western central old new upper lower superior great union federal "
    "state city county national international first united general royal saint st trinity mercy faith hope unity"
)
#: What persons do and places hardly: "Sangar said" may be a government's seat, which is great.
_HUMAN_VERBS = word_set(
    "say tell recall think feel know add explain ask write tweet smile laugh marry die live love remember believe hope "
    "joke sigh hug graduate study born"
)
_KIN = word_set(
    "son sons daughter daughters wife husband mother father brother sister family parents lawyer attorney death body "
    "girlfriend boyfriend home house guilt life career friend friends honor memory"
)
#: After a place that modifies: "a Sangar woman", "the Sangar mayor".
_OF_A_PLACE = word_set(
    "man woman men women couple teen teenager girl boy resident residents native police officer officers officials "
    "court jail prison hospital school schools area home house mayor governor city county province district village "
    "airport streets street suburb market bazaar mosque church office newspaper businessman family students student "
    "voters councillor council lawmaker lawmakers mine plant factory harbor harbour port border road highway "
    "region based governorate neighborhood neighbourhood battle front camp official gunman gunmen policeman policemen "
    "farmer farmers villager villagers trader traders elder elders garrison airbase airfield"
)
_LOCATIVE = word_set(
    "in at near from outside around to toward towards inside across throughout into between of through via beyond"
)
#: What an apposition calls a place: "X, the capital of Y province".
_CALLED_PLACE = word_set("capital city town village district province seat port suburb neighborhood neighbourhood hub")
#: After the noun of an event these stand before its place, after most words before somebody: "an assault on X".
_UPON = word_set("on of against to from")
_POSSESSIVE = re.compile(r"['\u2019]s?$")


class Name(Protocol):
    """A name found in a paragraph (``place_names.Found``)."""

    paragraph: Paragraph
    start: int
    end: int
    words: str


def places_inside(words: str, gazetteer: Gazetteer, known: set[str]) -> list[tuple[int, int]]:
    """Where places stand in the name of a body: at its head and behind "of". ``known`` are the document's places."""
    parts = list(re.finditer(r"[^\s,]+", words))
    if parts and parts[0].group() in ("the", "The"):
        parts = parts[1:]
    found = []
    if head := _at_head(parts, words, gazetteer, known):
        found.append(head)
    behind = re.search(r"\b(?:of|in|for)\s+(?:the\s+)?(?=[A-Z])", words)
    if behind and (not found or found[0][1] < behind.start()):
        tail = _POSSESSIVE.sub("", words[behind.end() :])
        if _noted(tail, gazetteer, known):
            found.append((behind.end(), behind.end() + len(tail)))
    return found


def _at_head(parts: list[re.Match[str]], words: str, gazetteer: Gazetteer, known: set[str]) -> tuple[int, int] | None:
    for count in (3, 2, 1):
        if len(parts) <= count:
            continue
        start, end = parts[0].start(), parts[count - 1].end()
        name = words[start:end]
        if not name[:1].isupper() or fold(name) in _NO_NAMES:
            continue
        following = [fold(part.group()) for part in parts[count : count + 2]]
        if following[0] in _NO_PLACE or fold(name) in _CIVIC | _NAMED_AFTER or (name.isupper() and len(name) > 4):
            continue
        possessive = _POSSESSIVE.search(name)
        if possessive:
            end = start + possessive.start()
            name = words[start:end]
        if count > 1 and fold(name).endswith(" city") and gazetteer.has(fold(name).removesuffix(" city")):
            continue  # "Sangar City Council" is Sangar's
        if gazetteer.demonym_place(name) is not None or _noted(name, gazetteer, known):
            return start, end
        typed = count > 1 and fold(name).rpartition(" ")[2] in ("county", "district", "province", "city", "parish")
        if not typed and following[0] not in _CIVIC | _NAMED_AFTER:
            continue
        least = LARGE if following[0] in _NAMED_AFTER else 0
        if any(_has(hit.place, least) for hit in gazetteer.find(name)):
            return start, end
    return None


def _has(place: Place, least: int) -> bool:
    return place.is_country or place.own or place.feature in ("A.ADM1", "A.ADM2") or place.population >= max(least, 1)


def _noted(name: str, gazetteer: Gazetteer, known: set[str]) -> bool:
    """Whether the name is a country, state or great city, or is a place elsewhere in the document."""
    if name in known:
        return True
    return any(
        h.place.is_country
        or (h.match == "exact" and (h.place.feature in ("A.ADM1", "P.PPLC") or h.place.population >= WELL_KNOWN))
        for h in gazetteer.find(name)
    )


def surely_place(
    paragraph: Paragraph, entity: SpacySpan, gazetteer: Gazetteer, home: Container[str] = frozenset()
) -> bool:
    """A place that the parser took for something else: a country or capital, or one that what is beside it tells.

    ``home`` are the countries that the case is about: their seats and districts are places by a preposition alone.
    """
    words = _POSSESSIVE.sub("", entity.text)
    words = re.sub(r"^[Tt]he\s+", "", words)
    hits = gazetteer.find(words)
    if not hits or not words[:1].isupper():
        return False
    doc = paragraph.doc
    if any(
        other.text != entity.text and _POSSESSIVE.sub("", other.text).endswith(words)
        for other in doc.ents if other.label_ == "PERSON"
    ):  # fmt: skip
        return False
    if any(h.place.is_country or (h.place.feature == "P.PPLC" and h.match == "exact") for h in hits):
        return True
    if len(words) < 4 or not any(_has(h.place, 500) or h.place.is_region for h in hits):
        return False
    before = doc[entity.start - 1] if entity.start else None
    after = doc[entity.end] if entity.end < len(doc) else None
    if after is not None and after.lower_ in _OF_A_PLACE and after.text.islower():
        return before is None or before.lower_ in ("a", "an", "the", "in", "at", "near", "by", "of") or before.is_punct
    if (
        entity.label_ != "PERSON"
        and before is not None
        and before.lower_ in _LOCATIVE - {"of", "to", "between", "from"}
    ):
        return any(_has(h.place, 2000) for h in hits)
    if any(h.match == "exact" and h.place.country in home and _is_seat(h.place) for h in hits):
        strict = _LOCATIVE - {"of", "to", "between", "from", "through", "via"}
        if before is not None and before.lower_ in strict | (_UPON if called_place(doc, entity.end) else frozenset()):
            return True
    return _before_its_state(doc[entity.end : entity.end + 4].text, gazetteer)


def _is_seat(place: Place) -> bool:
    return place.feature in ("A.ADM1", "A.ADM2", "P.PPLC", "P.PPLA", "P.PPLA2") or place.population >= LARGE


def called_place(doc: Doc, end: int) -> bool:
    """Whether a comma and "the capital of ..." or "a town in ..." come next."""
    after = [t.lower_ for t in doc[end : end + 6]]
    return after[:1] == [","] and after[1:2] in (["the"], ["a"]) and any(word in _CALLED_PLACE for word in after[2:])


def _before_its_state(following: str, gazetteer: Gazetteer) -> bool:
    """Whether a comma and a state or country come next: "Sangar, Dara"."""
    match = re.match(r",\s+([A-Z][\w.]*(?: [A-Z][\w.]*)?)", following)
    if match is None:
        return False
    words = match[1]
    return any(
        h.place.is_country or h.place.feature == "A.ADM1"
        for name in dict.fromkeys((words, words.split()[0]))
        for h in gazetteer.find(name)
    )


def acting_names(found: Iterable[Name], gazetteer: Gazetteer) -> set[str]:
    """Names of small places or of none that the document uses for persons: who say, think, marry, have a mother."""
    acting: Counter[str] = Counter()
    for name in found:
        doc = name.paragraph.doc
        span = doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        root, after = span.root, doc[span.end] if span.end < len(doc) else None
        acts = root.dep_ in ("nsubj", "nsubjpass") and root.head.lemma_.lower() in _HUMAN_VERBS
        if acts or (after is not None and after.tag_ == "POS" and root.head.lower_ in _KIN):
            acting[name.words] += 1
        elif span.start and doc[span.start - 1].lower_ in _LOCATIVE - {"of", "to", "from", "between", "by"}:
            acting[name.words] -= 1
    return {words for words, count in acting.items() if count > 0 and not _great(words, gazetteer)}


def _great(words: str, gazetteer: Gazetteer) -> bool:
    return any(
        h.place.is_country or h.place.is_region or h.place.own or h.place.feature in ("P.PPLC", "A.ADM1")
        or h.place.population >= WELL_KNOWN for h in gazetteer.find(words)
    )  # fmt: skip
