"""How well what the names of one document may mean fits together, before any of them is settled.

Two names that are ambiguous by themselves ("X" and "Y", each a town in ten states) may have one area in common. Every
candidate therefore gets, besides the names as they are taken at the moment (``evidence.Setting``), what the likely
readings of the other names say: the chance that they lie in the same country or area, and how near they may be.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from trucewatch.gazetteer.evidence import Group

#: The features of a row, in order.
TOGETHER = ("likely_country", "likely_admin1", "likely_admin2", "likely_near", "may_be_near")
#: Candidates of a name that distances are taken from, the likeliest first.
MOST_POINTS = 12
#: Kilometres at which the worth of a likely neighbour is down to a third, and of one that may be.
LIKELY_KM, MAY_BE_KM = 120.0, 50.0
#: Neighbours counted, the nearest first.
NEIGHBOURS = 3
EARTH_KM = 12742.0

Array = NDArray[np.float64]


def together(groups: Sequence[Group]) -> list[list[list[float]]]:
    """For each group a row of ``TOGETHER`` for each of its candidates. Groups without scores weigh all alike."""
    known = [n for n, group in enumerate(groups) if group.hits]
    rows: list[list[list[float]]] = [[[0.0] * len(TOGETHER) for _ in group.hits] for group in groups]
    if len(known) < 2:
        return rows
    chances = {n: _chances(groups[n]) for n in known}
    _shares(groups, known, chances, rows)
    _distances(groups, known, chances, rows)
    return rows


def _chances(group: Group) -> Array:
    if not group.scores:
        return np.full(len(group.hits), 1.0 / len(group.hits))
    scores = np.array(group.scores)
    raised: Array = np.exp(scores - scores.max())
    shares: Array = raised / raised.sum()
    return shares


def _shares(groups: Sequence[Group], known: Sequence[int], chances: dict[int, Array], rows: list[Any]) -> None:
    """The chance that the other names lie in a candidate's country and areas, by how often they are named."""
    whole: dict[tuple[str, ...], float] = defaultdict(float)
    own: dict[int, dict[tuple[str, ...], float]] = {}
    weights: dict[int, float] = {}
    for n in known:
        weights[n] = 1.0 + math.log(groups[n].count or 1)
        mine: dict[tuple[str, ...], float] = defaultdict(float)
        for hit, chance in zip(groups[n].hits, chances[n].tolist(), strict=True):
            place = hit.place
            if place.country and chance > 1e-3:
                mine[place.country,] += chance * weights[n]
                if place.admin1:
                    mine[place.country, place.admin1] += chance * weights[n]
                if place.admin2:
                    mine[place.country, place.admin1, place.admin2] += chance * weights[n]
        own[n] = mine
        for area, share in mine.items():
            whole[area] += share
    total = sum(weights.values())
    for n in known:
        rest = total - weights[n] + 1.0
        for hit, row in zip(groups[n].hits, rows[n], strict=True):
            place = hit.place
            if not place.country or place.is_country:
                continue
            areas = ((place.country,), (place.country, place.admin1), (place.country, place.admin1, place.admin2))
            for at, area in enumerate(areas):
                if area[-1]:
                    row[at] = math.sqrt(max(0.0, whole[area] - own[n].get(area, 0.0)) / rest)


def _distances(groups: Sequence[Group], known: Sequence[int], chances: dict[int, Array], rows: list[Any]) -> None:
    """How near the other names are at their likeliest, and at their best."""
    at: list[tuple[int, int]] = []
    for n in known:
        order = np.argsort(-chances[n], kind="stable")[:MOST_POINTS].tolist()
        hits = groups[n].hits
        at += [(n, i) for i in order if not hits[i].place.is_country and not hits[i].place.is_region]
    owners = [n for n, _ in at]
    starts = [i for i, n in enumerate(owners) if i == 0 or owners[i - 1] != n]
    if len(starts) < 2:
        return
    places = [groups[n].hits[i].place for n, i in at]
    lat, lon = np.radians([p.lat for p in places]), np.radians([p.lon for p in places])
    chance = np.sqrt([chances[n][i] for n, i in at])
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    away = EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    likely = np.maximum.reduceat(np.exp(-away / LIKELY_KM) * chance, starts, axis=1)
    may_be = np.maximum.reduceat(np.exp(-away / MAY_BE_KM), starts, axis=1)
    column = {owners[start]: k for k, start in enumerate(starts)}
    for line, (n, i) in enumerate(at):
        likely[line, column[n]] = may_be[line, column[n]] = 0.0
        near = np.sort(likely[line])[::-1][:NEIGHBOURS]
        rows[n][i][3] = float(near.sum()) / (min(NEIGHBOURS, len(starts) - 1) + 0.5)
        rows[n][i][4] = float(may_be[line].sum()) / len(starts)
