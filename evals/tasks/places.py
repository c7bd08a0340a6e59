"""Places: rows of shared/bench/places -> predictions as its scorer wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from trucewatch.annotate.sentences import parse
from trucewatch.annotate.where import find_places
from trucewatch.gazetteer.lookup import shipped
from trucewatch.gazetteer.resolve import Choice, Name, resolve
from trucewatch.gazetteer.tied import tied
from trucewatch.records.text import Block, Text, text_id

_TYPE = re.compile(r"\s+(province|governorate|state|district|county|city|town|village|region|valley)\b", re.IGNORECASE)


def plain_text(content: str) -> Text:
    """The whole words as one body block."""
    return Text(
        id=text_id(content), capture_id="eval", content=content, reader="eval", reader_version="1",
        blocks=(Block(role="body", start=0, end=len(content)),) if content else (),
    )  # fmt: skip


def _answer(start: int, end: int, choice: Choice) -> dict[str, Any]:
    row: dict[str, Any] = {"start": start, "end": end}
    place = choice.place
    if place is not None:
        country = place.country or nearest_country(place.lat, place.lon)
        row |= {"name": place.name, "lat": place.lat, "lon": place.lon, "country": country}
        if place.id.isdigit():
            row["geonames_id"] = int(place.id)
    return row


def predict(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Find and resolve places in raw text: reads ``doc`` and ``text`` only.

    Demonyms are given with their country's id, since LGL counts them as the country and GeoWebNews neither way.
    """
    gazetteer = shipped()
    out = []
    for row in rows:
        words = row["text"]
        text = plain_text(words)
        toponyms = []
        for where in find_places(parse(text), gazetteer=gazetteer):
            span = where.span
            if span is None:
                continue
            found: dict[str, Any] = {
                "start": span.start,
                "end": span.end,
                "name": where.gazetteer_name,
                "country": where.country,
            }
            if where.gazetteer_id and where.gazetteer_id.isdigit():
                found["geonames_id"] = int(where.gazetteer_id)
            if where.lat is not None:
                found |= {"lat": where.lat, "lon": where.lon}
            elif where.match == "demonym" and where.country and (place := gazetteer.country_place(where.country)):
                found |= {"lat": place.lat, "lon": place.lon}
            toponyms.append(found)
        out.append({"doc": row["doc"], "toponyms": toponyms})
    return out


def gold_names(row: dict[str, Any]) -> tuple[list[tuple[int, int]], list[Name]]:
    """The given spans of a row in order, and each as a name with what stands beside it."""
    text = row["text"]
    spans = sorted((t["start"], t["end"]) for t in row["toponyms"])
    names = []
    for i, (start, end) in enumerate(spans):
        beside = []
        at = i
        while at + 1 < len(spans) and re.fullmatch(r"\s*(?:,|\()\s*", text[spans[at][1] : spans[at + 1][0]]):
            at += 1
            beside.append(text[spans[at][0] : spans[at][1]])
        kind = _TYPE.match(text, end)
        names.append(Name(words=text[start:end], beside=tuple(beside), kind=kind[1].lower() if kind else None))
    return spans, names


@lru_cache(maxsize=1)
def _towns() -> tuple[np.ndarray, list[str]]:
    """The shipped towns as points on a sphere, with the country of each."""
    gazetteer = shipped()
    places = (gazetteer.place(number) for number in range(gazetteer.size))
    towns = [(p.lat, p.lon, p.country) for p in places if p.feature[0] == "P" and p.country]
    return _points([t[0] for t in towns], [t[1] for t in towns]), [t[2] for t in towns]


def _points(lat: Sequence[float], lon: Sequence[float]) -> np.ndarray:
    north, east = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


@lru_cache(maxsize=512)
def nearest_country(lat: float, lon: float) -> str:
    """The country of the nearest town: what the sets give for continents, seas and unions, which lie in no country."""
    points, countries = _towns()
    return countries[int(np.argmax(points @ _points([lat], [lon])[0]))]


def predict_gold(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Resolve given spans: reads ``doc``, ``text`` and the toponyms' ``start``, ``end`` and ``name`` only.

    A name that the gazetteer does not know is given as the area it is tied to, as the program does.
    """
    gazetteer = shipped()
    out = []
    for row in rows:
        spans, names = gold_names(row)
        choices = tied(names, resolve(names, gazetteer=gazetteer), gazetteer)
        for n, choice in enumerate(choices):
            place = gazetteer.demonym_place(names[n].words)
            if place is not None and (choice.place is None or not choice.place.is_country):
                choices[n] = Choice(place, 0.9, "demonym")
        out.append(
            {"doc": row["doc"], "toponyms": [_answer(s, e, c) for (s, e), c in zip(spans, choices, strict=True)]}
        )
    return out
