"""Outlines of admin-1 areas from Natural Earth, joined where it has the parts, simplified to about three kilometres."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from trucewatch.gazetteer.blocks import Ring, pack_outline

#: Degrees that a simplified line may lie off the true one; small areas get a tenth of their width at most.
TOLERANCE = 0.025
#: Islands under this many square degrees are left out, unless the area has nothing larger.
SMALLEST = 0.02


def rings_of(geometry: dict) -> list[Ring]:
    """Outer rings as (lat, lon); holes are other areas, and drawn as such."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(y, x) for x, y, *_ in polygon[0]] for polygon in polygons]


def joined(parts: Iterable[list[Ring]]) -> list[Ring]:
    """The outer edge of several areas: edges that two of them share fall away (their corners are the same points)."""
    edges: dict[tuple, tuple] = {}
    for rings in parts:
        for ring in rings:
            rounded = [(round(a, 5), round(b, 5)) for a, b in ring]
            for one, two in pairwise(rounded):
                if one == two:
                    continue
                if edges.get(two) is not None and one in edges[two]:
                    edges[two] = tuple(p for p in edges[two] if p != one)
                else:
                    edges[one] = (*edges.get(one, ()), two)
    after = defaultdict(list, {start: list(ends) for start, ends in edges.items() if ends})
    rings_out: list[Ring] = []
    while after:
        start = next(iter(after))
        ring, at = [start], start
        while after.get(at):
            nxt = after[at].pop()
            if not after[at]:
                del after[at]
            ring.append(nxt)
            at = nxt
            if at == start:
                break
        if len(ring) > 3 and ring[-1] == ring[0]:
            rings_out.append(ring)
    return rings_out


def area(ring: Ring) -> float:
    """Square degrees, narrowed by latitude."""
    twice = sum(a[1] * b[0] - b[1] * a[0] for a, b in pairwise(ring))
    return abs(twice / 2) * math.cos(math.radians(ring[0][0]))


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker 1973, without recursion; a closed ring is halved at the point farthest from its start."""
    if len(ring) < 5:
        return ring
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - ring[0][0]) ** 2 + (ring[i][1] - ring[0][1]) ** 2)
    keep = {0, far, len(ring) - 1}
    stack = [(0, far), (far, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        (y1, x1), (y2, x2) = ring[first], ring[last]
        shrink = math.cos(math.radians(y1))
        dx, dy = (x2 - x1) * shrink, y2 - y1
        length = math.hypot(dx, dy)
        worst, at = 0.0, 0
        for i in range(first + 1, last):
            y, x = ring[i]
            ex, ey = (x - x1) * shrink, y - y1
            off = abs(dx * ey - dy * ex) / length if length else math.hypot(ex, ey)
            if off > worst:
                worst, at = off, i
        if worst > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [ring[i] for i in sorted(keep)]


def outline(rings: list[Ring]) -> bytes | None:
    """The packed outline of an area, or None if nothing is left of it."""
    sized = sorted(((area(ring), ring) for ring in rings), key=lambda pair: -pair[0])
    if not sized:
        return None
    kept = []
    for size, ring in sized:
        if kept and size < max(SMALLEST, 0.002 * sized[0][0]):
            break
        tolerance = min(TOLERANCE, 0.06 * math.sqrt(size))
        short = simplified(ring, tolerance)
        if len(short) >= 4:
            kept.append(short)
    return pack_outline(kept) if kept else None
