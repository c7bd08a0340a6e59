"""The cells of a row as the values of a record, each number and name resting on its own cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from trucewatch.errors import BadInput
from trucewatch.intake.mappings import Kind, TableMapping
from trucewatch.records.agreement import Agreement
from trucewatch.records.span import Span
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES, MEDIA, SAID_AS
from trucewatch.records.when import Precision, When

#: Fields whose words go into the record as they are.
PLAIN: Final[Mapping[Kind, tuple[str, ...]]] = {
    "statement": ("speaker", "role", "via", "reported_by"),
    "incident": ("said_by", "weapon"),
}
#: Fields that hold a code, with the vocabulary.
CODED: Final[Mapping[Kind, Mapping[str, Mapping[str, Any]]]] = {
    "statement": {"act": ACTS, "medium": MEDIA},
    "incident": {"type": INCIDENT_TYPES, "said_as": SAID_AS},
}
FLAGS: Final = ("direct", "civilian_harm")
SIDES: Final = ("side", "target_side")
EFFECTS: Final = ("killed", "injured", "displaced", "harmed")
#: Days of a record: the one day, the first, the last.
DAYS: Final[Mapping[Kind, tuple[str, str, str]]] = {
    "statement": ("said_on", "said_from", "said_to"),
    "incident": ("date", "date_from", "date_to"),
}
YES: Final = frozenset({"true", "yes", "y", "1"})
NO: Final = frozenset({"false", "no", "n", "0"})
NUMBER = re.compile(
    r"(?P<about>about |around |~|c\. ?)?(?P<least>at least |>= ?)?(?P<n>\d{1,9})(?P<more>\+| or more)?", re.I
)
RANGE = re.compile(r"(\d{1,9}) ?(?:-|–|to) ?(\d{1,9})", re.I)
MONTH = re.compile(r"(\d{4})-(\d{2})")


class RowReader:
    """Reads the rows of one table as its mapping says."""

    def __init__(self, table: TableMapping, agreement: Agreement, *, who: str) -> None:
        self.kind: Kind = table.kind
        self._table = table
        self._parties = {p.name.casefold(): p.name for p in agreement.parties}
        self._institutions = {m.casefold() for p in agreement.parties for m in (p.name, *p.members)}
        self._basis = f"person {who}"

    def words(self, cells: Mapping[str, Span]) -> Span | None:
        """The cell that holds the words of the record; None if there is no such column, or nothing in it."""
        return cells.get(self._table.columns.get("words", ""))

    def values(self, cells: Mapping[str, Span]) -> dict[str, Any]:
        """The values of the row as a decision holds them.

        Raises: BadInput naming the field, the value met and what fits.
        """
        made = self._statement(cells) if self.kind == "statement" else self._incident(cells)
        for name in PLAIN[self.kind]:
            made[name] = self._given(name, cells)
        for name, known in CODED[self.kind].items():
            made[name] = self._coded(name, known, cells)
        for name in FLAGS:
            if name in self._table.columns or name in self._table.always:
                made[name] = self._flag(name, cells)
        return {name: value for name, value in made.items() if value is not None}

    # -- the two kinds ----------------------------------------------------------------------------------

    def _statement(self, cells: Mapping[str, Span]) -> dict[str, Any]:
        speaker = self._given("speaker", cells)
        kind = self._given("speaker_kind", cells) or (self._kind_of(speaker) if speaker else None)
        return {
            **{name: self._side(name, cells) for name in SIDES},
            "source": _plain(self._cell("speaker", cells)),
            "speaker_kind": kind,
            "said_on": self._when(cells),
        }

    def _incident(self, cells: Mapping[str, Span]) -> dict[str, Any]:
        counts = [one for effect in EFFECTS for one in self._counts(effect, cells)]
        place = self._place(cells)
        return {
            "actors": self._participants("actor", cells),
            "targets": self._participants("target", cells),
            "places": [place] if place else None,
            "counts": counts or None,
            "when": self._when(cells),
        }

    def _kind_of(self, speaker: str) -> str:
        """A party or what belongs to one is an institution; a name is written with capitals, a description is not."""
        if speaker.casefold() in self._institutions:
            return "institution"
        return "named" if all(w[0].isupper() or len(w) < 4 for w in speaker.split()) else "described"

    # -- values -----------------------------------------------------------------------------------------

    def _cell(self, name: str, cells: Mapping[str, Span]) -> Span | None:
        return cells.get(self._table.columns.get(name, ""))

    def _given(self, name: str, cells: Mapping[str, Span]) -> str | None:
        """What the row says of a field, in the words that the mapping gives for it."""
        cell = self._cell(name, cells)
        words = self._table.always.get(name) if cell is None else cell.words
        if words is None:
            return None
        stand_for = {theirs.casefold(): ours for theirs, ours in self._table.values.get(name, {}).items()}
        return stand_for.get(words.casefold(), words) or None

    def _coded(self, name: str, known: Mapping[str, Any], cells: Mapping[str, Span]) -> str | None:
        words = self._given(name, cells)
        if words is None:
            if name in ("act", "type"):
                raise BadInput(f"has no {name}: the cell is empty")
            return None
        code = re.sub(r"[\s-]+", "_", words.strip().casefold())
        if code not in known:
            raise BadInput(
                f"{name} {words!r} is not known; it is one of {', '.join(known)}, or say under values: what it is"
            )
        return code

    def _side(self, name: str, cells: Mapping[str, Span]) -> str | None:
        words = self._given(name, cells)
        if words is None:
            return None
        party = self._parties.get(words.casefold())
        if party is None:
            raise BadInput(
                f"{name} {words!r} is no side of this agreement; its sides are {', '.join(self._parties.values())}: "
                "say under values: which one is meant"
            )
        return party

    def _flag(self, name: str, cells: Mapping[str, Span]) -> bool | None:
        words = (self._given(name, cells) or "").casefold()
        if words and words not in YES | NO:
            raise BadInput(f"{name} is yes or no, got {words!r}")
        return words in YES if words else None

    def _participants(self, name: str, cells: Mapping[str, Span]) -> list[dict[str, Any]] | None:
        words = self._given(name, cells)
        if words is None:
            return None
        return [
            {
                "name": words, "side": self._parties.get(words.casefold()), "span": _plain(self._cell(name, cells)),
                "kind": "civilians" if words.casefold() == "civilians" else None,
            }
        ]  # fmt: skip

    def _place(self, cells: Mapping[str, Span]) -> dict[str, Any] | None:
        given = {n: self._given(n, cells) for n in ("place", "admin1", "country", "place_precision", "gazetteer_id")}
        lat, lon = self._degrees("lat", cells), self._degrees("lon", cells)
        if (lat is None) != (lon is None):
            raise BadInput("has one of lat and lon without the other")
        name = given["place"] or given["admin1"] or given["country"]
        if name is None:
            if lat is not None:
                raise BadInput("has lat and lon but no place: a point needs the name of what it stands for")
            return None
        country = given["country"]
        code = country.upper() if country and re.fullmatch(r"[A-Za-z]{2}", country) else None
        return {
            "name": name, "role": "where", "lat": lat, "lon": lon, "admin1": given["admin1"], "country": code,
            "country_name": None if code else country, "gazetteer_id": given["gazetteer_id"],
            "precision": given["place_precision"] or ("exact" if lat is not None else "unresolved"),
            "span": _plain(self._cell("place", cells)),
        }  # fmt: skip

    def _degrees(self, name: str, cells: Mapping[str, Span]) -> float | None:
        words = self._given(name, cells)
        if words is None:
            return None
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", words):
            raise BadInput(f"{name} is degrees like 34.52, got {words!r}")
        return float(words)

    def _counts(self, effect: str, cells: Mapping[str, Span]) -> list[dict[str, Any]]:
        """A number as people write it ("12", "at least 12", "12+", "10-15", "about 12"); words in a column for them."""
        made = []
        words, cell = self._given(effect, cells), self._cell(effect, cells)
        if words is not None:
            made.append({"effect": effect, **_number(effect, words), **_spanned(cell)})
        if (cell := self._cell(f"{effect}_words", cells)) is not None:
            made.append({"effect": effect, "value": None, "bound": "vague", **_spanned(cell)})
        return made

    # -- days -------------------------------------------------------------------------------------------

    def _when(self, cells: Mapping[str, Span]) -> dict[str, Any] | None:
        one, first, last = DAYS[self.kind]
        only, begins, ends = (self._days(name, cells) for name in (one, first, last))
        start, stop = only or (begins[0] if begins else None, ends[1] if ends else begins[1] if begins else None)
        if start is None and stop is None:
            return None
        if start and stop and start > stop:
            raise BadInput(f"ends ({stop}) before it begins ({start})")
        spans = [cell for name in (one, first, last) if (cell := self._cell(name, cells)) is not None]
        words = "/".join(dict.fromkeys(cell.words for cell in spans)) or str(start or stop)
        precision: Precision = "day" if start == stop or start is None else "days"
        if start and stop and start.day == 1 and (stop + timedelta(days=1)).day == 1 and start.month == stop.month:
            precision = "month" if start.year == stop.year else precision
        when = When.days(
            start, stop, words=words, precision=precision, role="at" if start else "until", basis=self._basis
        )
        return {
            "words": words, "value": when.value, "precision": when.precision, "role": when.role,
            "first_day": start and start.isoformat(), "last_day": stop and stop.isoformat(),
            "earliest": when.earliest and when.earliest.isoformat(),
            "latest": when.latest and when.latest.isoformat(), "basis": when.basis,
            "span": _plain(spans[0]) if spans else None,
        }  # fmt: skip

    def _days(self, name: str, cells: Mapping[str, Span]) -> tuple[date, date] | None:
        """The first and last day of a cell: a day, two parted by a slash, a month like 2020-10, a day with a time."""
        words = self._given(name, cells)
        if words is None:
            return None
        try:
            if self._table.dates is not None:
                day = datetime.strptime(words, self._table.dates).date()
                return day, day
            if month := MONTH.fullmatch(words):
                first = date(int(month[1]), int(month[2]), 1)
                return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            begins, _, ends = words.partition("/")
            start = datetime.fromisoformat(begins.strip()).date()
            return start, datetime.fromisoformat(ends.strip()).date() if ends else start
        except ValueError:
            form = (
                f"as {self._table.dates} says"
                if self._table.dates
                else "like 2020-10-18 (or say dates: in the mapping)"
            )
            raise BadInput(f"{name} is a day {form}, got {words!r}") from None


def _number(effect: str, words: str) -> dict[str, Any]:
    if both := RANGE.fullmatch(words):
        low, high = int(both[1]), int(both[2])
        if low > high:
            raise BadInput(f"{effect} {words!r} has the lower number last")
        return {"value": low, "bound": "at_least", "low": low, "high": high}
    found = NUMBER.fullmatch(words)
    if found is None:
        raise BadInput(f"{effect} is a number (12, at least 12, 12+, 10-15, about 12), got {words!r}")
    n = int(found["n"])
    if found["least"] or found["more"]:
        return {"value": n, "bound": "at_least", "low": n}
    if found["about"]:
        return {"value": n, "bound": "about"}
    return {"value": n, "bound": "exact", "low": n, "high": n}


def _plain(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"text_id": span.text_id, "start": span.start, "end": span.end, "words": span.words}


def _spanned(span: Span | None) -> dict[str, Any]:
    """The span for a count; without one it rests on the words of the record."""
    return {} if span is None else {"span": _plain(span)}
