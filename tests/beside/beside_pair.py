"""Pairs of a record as another dataset might code it and an incident of ours, with what is true of them.

All are invented for this set (``pairs.txt``): days that slip, places told more or less exactly, kinds that differ,
tolls. Half of them is set aside by a hash of their names (``evals/beside.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from trucewatch.beside import MAY_BE, compare
from trucewatch.intake.datasets import VIOLENCE, types_of
from trucewatch.records.count import Count
from trucewatch.records.incident import Account, Incident
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import Participant
from trucewatch.records.other import OtherRecord
from trucewatch.records.span import Span
from trucewatch.records.when import When
from trucewatch.records.where import Where

FILE = Path(__file__).parent / "pairs.txt"
#: Town -> degrees and province.
TOWNS = {
    "Kessel": (40.00, 45.00, "Kessel"), "Halm": (40.05, 45.08, "Kessel"), "Dorn": (40.20, 45.10, "Kessel"),
    "Miren": (40.30, 45.60, "Orvik"), "Orvik": (40.60, 45.90, "Orvik"), "Tarn": (41.10, 44.50, "Tarn"),
    "Upper Wick": (40.02, 45.15, "Kessel"), "Lower Wick": (40.01, 45.13, "Kessel"),
}  # fmt: skip
BLAST, CIVIL, PLAN = "Explosions/Remote violence", "Violence against civilians", "Strategic developments"
CODES = {
    "SH": (BLAST, "Shelling/artillery/missile attack"), "AIR": (BLAST, "Air/drone strike"),
    "SB": (BLAST, "Suicide bomb"), "IED": (BLAST, "Remote explosive/landmine/IED"), "CL": ("Battles", "Armed clash"),
    "AT": (CIVIL, "Attack"),
    "TK": ("Battles", "Non-state actor overtakes territory"), "AB": (CIVIL, "Abduction/forced disappearance"),
    "AR": (PLAN, "Arrests"), "LO": (PLAN, "Looting/property destruction"), "PR": ("Protests", "Peaceful protest"),
}  # fmt: skip
SIDES = ("Arvania", "Belmar Front")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """``same``: the two tell of one event."""

    name: str
    same: bool
    other: OtherRecord
    incident: Incident

    def compared(self) -> tuple[float, tuple[Reason, ...]] | None:
        return compare(self.other, self.incident)

    def shown(self, least: float = MAY_BE) -> bool:
        """True if the program would show the two as one event that both may have."""
        made = self.compared()
        return made is not None and made[0] >= least


def pairs() -> list[Pair]:
    """Every pair of the set, in its order."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [_pair(number, line) for number, line in enumerate(lines) if line and not line.startswith("#")]


def _pair(number: int, line: str) -> Pair:
    theirs, ours = ([cell.strip() for cell in half.split("|")] for half in line.split("||"))
    name, verdict, code, days, place, radius, actors, killed = theirs
    return Pair(
        name=name, same={"same": True, "different": False}[verdict],
        other=_other(number, code, days, place, radius, actors, killed), incident=_incident(number, *ours),
    )  # fmt: skip


def _other(number: int, code: str, days: str, place: str, radius: str, actors: str, killed: str) -> OtherRecord:
    first, last = _days(days)
    shown, _, at = place.partition("=")
    lat, lon, admin1 = TOWNS[(at or shown).removesuffix(" province")]
    if code.startswith("G"):
        kind, types = VIOLENCE[code[1]], types_of("ged", code[1])
    else:
        kind, types = ": ".join(CODES[code]), types_of("acled", *CODES[code])
    return OtherRecord(
        set_name="other", id=str(number), source="ged" if code.startswith("G") else "acled", first_day=first,
        last_day=last, code=kind, types=types, actors=tuple(one.strip() for one in actors.split(";")), place=shown,
        admin1=admin1, country="Armenia", lat=lat, lon=lon, radius_km=None if radius == "none" else float(radius),
        killed=int(killed),
    )  # fmt: skip


def _incident(
    number: int, kind: str, days: str, place: str, precision: str, actors: str, targets: str, killed: str
) -> Incident:
    first, last = _days(days)
    span = Span(text_id="0" * 64, start=0, end=4, words="told")
    count = Count(effect="killed", value=int(killed), bound="exact", span=span) if killed else None
    return Incident(
        id=f"{number:064x}", founding_mention="m", mention_ids=("m",), type=kind,
        accounts=(Account(mention_id="m", said_as="narrated"),), actors=_people(actors), targets=_people(targets),
        where=_where(place, precision), when=When.days(first, last, words=days, value=str(first), precision="day"),
        counts=(count,) if count else (), maker=Maker(kind="machine", name="invented", version="1"),
        recorded_at=datetime(2031, 7, 1, tzinfo=UTC),
    )  # fmt: skip


def _where(place: str, precision: str) -> Where:
    if place.startswith("?"):
        return Where(name=place[1:])
    lat, lon, admin1 = TOWNS[place.removesuffix(" province")]
    told = {"exact": "exact", "within": "within", "admin": "admin_area"}[precision]
    return Where(name=place, precision=told, lat=lat, lon=lon, admin1=admin1)  # type: ignore[arg-type]


def _people(words: str) -> tuple[Participant, ...]:
    if not words:
        return ()
    if words == "civilians":
        return (Participant(name="villagers", kind="civilians"),)
    return (Participant(name=words, side=words if words in SIDES else None),)


def _days(words: str) -> tuple[date, date]:
    first, _, last = words.partition("..")
    return date.fromisoformat(f"2031-{first}"), date.fromisoformat(f"2031-{last or first}")
