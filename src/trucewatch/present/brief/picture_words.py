"""What stands beside the pictures of a brief in words."""

from __future__ import annotations

from trucewatch.present.brief.picture_model import Pictures
from trucewatch.present.brief.words import counted


def map_left_out(pictures: Pictures) -> str:
    """What the maps and the list of places do not show, and why."""
    told = []
    if pictures.coarse:
        told.append(
            f"{counted(pictures.coarse, 'incident')} about convoys, shelters, aid sites, hospitals, observers or "
            "people held or driven away shown no finer than the area, for their safety"
        )
    if pictures.held:
        told.append(
            f"{counted(pictures.held, 'incident')} of that kind held back for {pictures.hold_hours} hours from the end "
            "of its day"
        )
    if pictures.nowhere:
        told.append(f"{counted(pictures.nowhere, 'incident')} without a place that can be drawn")
    if not told:
        return "Every incident told as having happened stands here. Nothing is moved about."
    return f"{'; '.join(told)}. Nothing is moved about."
