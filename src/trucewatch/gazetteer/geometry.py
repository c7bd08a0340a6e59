"""Distances on the globe."""

from __future__ import annotations

import math


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance; equirectangular where that is close enough (under about 500 km)."""
    dlat, dlon = lat2 - lat1, (lon2 - lon1 + 180) % 360 - 180
    if abs(dlat) < 5 and abs(dlon) < 5:
        return 111.2 * math.hypot(dlat, dlon * math.cos(math.radians((lat1 + lat2) / 2)))
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(dlon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
