"""A person's own files of PA-X (peace agreements) and of the ETH/PRIO Civil Conflict Ceasefire Dataset, by header.

Their records are agreements and declarations, not events. Columns are those of the public codebooks; small and capital
letters count alike, columns that are not named here are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from trucewatch.errors import BadInput
from trucewatch.intake.other_days import Order, day_of
from trucewatch.records.other import PAX_TOPICS, OtherRecord, Source

PAX_NEEDED: Final = ("con", "agtid", "agt", "dat")
#: What a column may be called, by what it holds: versions and replication files differ.
CEASEFIRE: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("cf_id", "ceasefire_id", "cc_id"),
    "year": ("cf_dec_yr", "cf_dec_year"),
    "month": ("cf_dec_month", "cf_dec_mth"),
    "day": ("cf_dec_day",),
    "effect_year": ("cf_effect_yr", "cf_effect_year"),
    "effect_month": ("cf_effect_month", "cf_effect_mth"),
    "effect_day": ("cf_effect_day",),
    "end_year": ("end_yr", "end_year", "cf_end_yr"),
    "type": ("cf_type", "type"),
    "purpose": ("cf_purpose", "purpose_1", "purpose"),
    "country": ("location", "country", "state_name"),
}
ACTORS: Final = ("actor_name", "actor", "side_a", "side_b", "side_a_name", "side_b_name", "signatories", "parties")
CEASEFIRE_NEEDED: Final = ("cf_id", "cf_dec_yr", "cf_dec_month", "cf_dec_day")
#: A code of PA-X that is not given, as tables and workbooks write it.
NOT_CODED: Final = frozenset({"", "na", str(False).casefold(), "no", "n"})
#: What stands for a part of a date that is not known.
UNKNOWN: Final = frozenset({"", "na", "nan", "null", "0", "99", "-99", "9999", "-9999", ".", "unknown"})


def agreement_source(columns: Mapping[str, int]) -> Source | None:
    """Which of the two a file is by its columns; None for neither."""
    if all(name in columns for name in PAX_NEEDED):
        return "pax"
    if all(any(name in columns for name in CEASEFIRE[part]) for part in ("id", "year")):
        return "ceasefires"
    return None


def pax(cells: Mapping[str, str], set_name: str, order: Order | None = None) -> OtherRecord:
    """One agreement of PA-X, which writes the day first unless the file says otherwise (``order``).

    Raises: BadInput for a row without id or day.
    """
    if not cells["agtid"]:
        raise BadInput("has no AgtId")
    day = day_of(cells["dat"], order or "day first")
    if day is None:
        raise BadInput(f"Dat is a day like 2020-02-29 or 29/02/2020, got {cells['dat']!r}")
    stage = ": ".join(one for one in (cells.get("stage", ""), cells.get("stagesub", "")) if one)
    named = re.split(r"[;\n\r]+|,\s", cells.get("part", ""))
    return OtherRecord(
        set_name=set_name, id=cells["agtid"].removesuffix(".0"), source="pax", first_day=day, last_day=day,
        code=stage or "agreement",
        actors=tuple(dict.fromkeys(one.strip() for one in named if one.strip())), country=cells["con"] or None,
        topics=tuple(code for code in PAX_TOPICS if _coded(cells.get(code.casefold(), ""))),
        words=" ".join(cells["agt"].split()),
    )  # fmt: skip


def _coded(cell: str) -> bool:
    return cell.strip("0. ").casefold() not in NOT_CODED


def ceasefire(cells: Mapping[str, str], set_name: str, order: Order | None = None) -> OtherRecord:
    """One declaration of a ceasefire, whose days stand in numbers of their own (``order`` is not asked).

    Raises: BadInput for a row without id or year.
    """
    told = {part: next((cells[n] for n in names if cells.get(n)), "") for part, names in CEASEFIRE.items()}
    if not told["id"]:
        raise BadInput("has no cf_id")
    first, last = _window(told["year"], told["month"], told["day"])
    notes = []
    if told["effect_year"].casefold() not in UNKNOWN:
        start, _ = _window(told["effect_year"], told["effect_month"], told["effect_day"])
        notes.append(f"in effect from {start}")
    if told["purpose"].casefold() not in UNKNOWN:
        notes.append(f"purpose: {told['purpose']}")
    return OtherRecord(
        set_name=set_name, id=told["id"].removesuffix(".0"), source="ceasefires", first_day=first, last_day=last,
        code=f"ceasefire, type {told['type']}" if told["type"] else "ceasefire",
        actors=tuple(dict.fromkeys(cells[n] for n in ACTORS if cells.get(n) and cells[n].casefold() not in UNKNOWN)),
        country=told["country"] or None, words="; ".join(notes),
    )  # fmt: skip


def _window(year: str, month: str, day: str) -> tuple[date, date]:
    """The days that a date may stand for: one, or its month or year where no more is told."""
    try:
        first = date(_whole(year), 1, 1)
        if month.casefold() in UNKNOWN:
            return first, date(first.year, 12, 31)
        first = first.replace(month=_whole(month))
        if day.casefold() in UNKNOWN:
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        first = first.replace(day=_whole(day))
    except ValueError:
        raise BadInput(f"its date is a year, month and day in numbers, got {year!r}, {month!r}, {day!r}") from None
    return first, first


def _whole(words: str) -> int:
    return int(words.removesuffix(".0"))
