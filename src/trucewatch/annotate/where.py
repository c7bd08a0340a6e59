"""Find the places in a parsed text, resolve them, and say what part each plays.

Names come from the parser (GPE, LOC, FAC), from typed heads ("Sangar district", "the villages of A and B"),
from demonyms (flagged, not mapped) and from the gazetteer for names that the parser missed. The gazetteer's
resolver chooses; a name it cannot place is tied to the smallest known container in its sentence ("within"), one that
is surely a place's else to the area that the document is set in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from trucewatch.annotate.place_names import TYPES, Found, find_names
from trucewatch.annotate.place_roles import role_of
from trucewatch.annotate.sentences import Parsed
from trucewatch.annotate.world import country_rows
from trucewatch.gazetteer.lookup import Gazetteer, shipped
from trucewatch.gazetteer.model import AUTO
from trucewatch.gazetteer.records import Place
from trucewatch.gazetteer.resolve import Choice, Name, contains, resolve
from trucewatch.gazetteer.tied import tied
from trucewatch.records.span import Span
from trucewatch.records.text import Text
from trucewatch.records.where import PlaceMatch, PlacePrecision, PlaceRole, Where

_CAPITAL = re.compile(r" capital\b(?! (?:city|punishment|markets?|controls?|flight)\b)")
_BESIDE = re.compile(r"\s*(?:,|\()\s*$")


def find_places(
    parsed: Parsed, *, countries: Sequence[str] = (), gazetteer: Gazetteer | None = None, weights: str = AUTO
) -> list[Where]:
    """Every place named in the text, in order, each with its span.

    ``countries`` are ISO codes that the case is about: a prior for ambiguous names. ``weights`` names the set of
    weights that chooses. Demonyms ("Afghan") come
    with ``match`` "demonym", their country and no point. A name without an answer has precision "unresolved".
    """
    gazetteer = gazetteer or shipped()
    found = find_names(parsed, gazetteer, frozenset(countries))
    mapped = [f for f in found if not f.demonym]
    names = [Name(words=f.words, beside=_beside(f, mapped, i), kind=f.kind) for i, f in enumerate(mapped)]
    resolved = resolve(names, gazetteer=gazetteer, countries=countries, weights=weights)
    choices = dict(zip(map(id, mapped), resolved, strict=True))
    holders = dict(zip(map(id, mapped), tied(names, resolved, gazetteer), strict=True))
    places = [_to_where(parsed, f, choices.get(id(f)), holders.get(id(f)), found, choices, gazetteer) for f in found]
    return _with_holders(found, choices, places)


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Country, by each of its names -> its capital."""
    return {
        name: next(iter(row["capital"]))
        for row in country_rows()
        if row["capital"]
        for name in (*row["name"], *row["also"])
    }


# -- resolution ------------------------------------------------------------------------------


def _beside(found: Found, mapped: list[Found], i: int) -> tuple[str, ...]:
    """Names after a comma or in brackets ("X, Y") and, for "X in Y province", the typed name that follows."""
    beside: list[str] = []
    text = found.text
    at = found
    for other in mapped[i + 1 : i + 4]:
        if other.paragraph is not found.paragraph:
            break
        gap = text[at.end : other.start]
        if (
            _BESIDE.fullmatch(gap)
            or re.fullmatch(
                rf"(?: (?:{TYPES}))?(?:,| \(| in| of| in the| of the| in southern| in northern| in eastern"
                rf"| in western)? (?:the )?",
                gap,
            )
            or re.fullmatch(rf" (?:{TYPES}) (?:of|in|,) (?:\w+ )?", gap)
        ):
            beside.append(other.words)
            at = other
        else:
            break
    return tuple(beside)


def _with_holders(found: list[Found], choices: dict[int, Choice], places: list[Where]) -> list[Where]:
    """ "Sangar, Dara": what holds a place and follows it after a comma plays the same part."""
    for i in range(1, len(found)):
        before, at = found[i - 1], found[i]
        inner, outer = choices.get(id(before)), choices.get(id(at))
        if at.paragraph is not before.paragraph or inner is None or outer is None or outer.place is None:
            continue
        if places[i].role != "mentioned" or not re.fullmatch(r",\s+", at.text[before.end : at.start]):
            continue
        if inner.place is None or contains(outer.place, inner.place):
            places[i] = replace(places[i], role=places[i - 1].role)
    return places


def _to_where(
    parsed: Parsed,
    found: Found,
    choice: Choice | None,
    holder: Choice | None,
    everything: list[Found],
    choices: dict[int, Choice],
    gazetteer: Gazetteer,
) -> Where:
    span = parsed.text.span(found.paragraph.start + found.start, found.paragraph.start + found.end)
    role = role_of(found.paragraph.doc, found.start, found.end, demonym=found.demonym, typed=found.source == "typed")
    if found.demonym:
        place = gazetteer.demonym_place(found.words)
        country = place.country if place is not None and place.is_country else None
        if place is not None and country is not None and (capital := _CAPITAL.match(found.text, found.end)):
            return _capital(parsed, found, capital.end(), place, gazetteer)
        return Where(
            name=span.words, span=span, role="mentioned", match="demonym", country=country,
            gazetteer_id=place.id if place else None,
            country_name=gazetteer.country_name(country), gazetteer_name=place.name if place else None, score=0.9,
        )  # fmt: skip
    if choice is not None and choice.place is not None:
        precision = "within" if choice.within and not choice.place.is_country else _precision(choice.place)
        return _placed(span, role, choice.place, precision, choice.match, choice.score, gazetteer)
    # a name that the gazetteer knows elsewhere is not tied to what stands near: that would move it
    container = None if gazetteer.find(found.words) else _container(found, everything, choices)
    if container is None and found.source == "typed":
        container = holder
    if container is not None and container.place is not None:
        return _placed(span, role, container.place, "within", "none", container.score, gazetteer)
    return Where(name=span.words, span=span, role=role, score=choice.score if choice else None)


def _capital(parsed: Parsed, found: Found, end: int, country: Place, gazetteer: Gazetteer) -> Where:
    """ "The Kenyan capital": the country's, or somewhere within it if no list gives its name."""
    span = parsed.text.span(found.paragraph.start + found.start, found.paragraph.start + end)
    role = role_of(found.paragraph.doc, found.start, end)
    return _seat(span, role, country, gazetteer)


def seat_of(country: Where, text: Text, end: int) -> Where:
    """The capital where an event told of "in X's capital" happened; ``end`` is where these words end in the text."""
    gazetteer = shipped()
    known = next((h.place for h in gazetteer.find(country.gazetteer_name or "") if h.place.is_country), None)
    if known is None or country.span is None:
        return country
    return _seat(text.span(country.span.start, end), country.role, known, gazetteer)


def _seat(span: Span, role: PlaceRole, country: Place, gazetteer: Gazetteer) -> Where:
    named = capitals().get(gazetteer.country_name(country.country) or "", "")
    seats = (h.place for h in gazetteer.find(named) if h.place.country == country.country) if named else ()
    seat = next((place for place in seats if place.feature == "P.PPLC"), None)
    if seat is not None:
        return _placed(span, role, seat, "exact", "alternate", 0.9, gazetteer)
    return _placed(span, role, country, "within", "none", 0.9, gazetteer)


def _precision(place: Place) -> PlacePrecision:
    if place.is_country:
        return "country"
    if place.feature.startswith("A.") or place.is_region:
        return "admin_area"
    return "exact"


def _placed(
    span: Span,
    role: PlaceRole,
    place: Place,
    precision: PlacePrecision,
    match: PlaceMatch,
    score: float,
    gazetteer: Gazetteer,
) -> Where:
    country = place.country or None
    return Where(
        name=span.words, span=span, precision=precision, role=role, match=match, gazetteer_id=place.id,
        gazetteer_name=place.name,
        feature=place.feature, lat=place.lat, lon=place.lon, country=country,
        country_name=gazetteer.country_name(country),
        admin1=gazetteer.admin1_name(place.country, place.admin1) if place.admin1 and not place.is_country else None,
        admin1_id=gazetteer.admin1_id(place.country, place.admin1) if not place.is_country else None,
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
