"""The places of a case that are held back from whoever does not work on it, and the words that would tell them.

``assess/holding.py`` says of each incident how finely its place may be shown. Here its names are gathered, so that no
quotation, title or address tells what the record keeps back: in every text that tells of the incident, and, as long as
the place is not shown at all, in every report since. An incident of which such a text tells at the same place is held
back with it. Names of the agreement's own parties, of countries, and of the area that is shown are not covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self, TypeVar

from trucewatch.assess.holding import HELD_FOR, PlaceTold, at_risk, coarsened, place_shown
from trucewatch.present.export.covering import BLOCK, Pattern, bears, covered, pattern_of
from trucewatch.present.export.reader import CaseReader
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention
from trucewatch.records.report import Report
from trucewatch.records.text import Text

Record = TypeVar("Record")


class Held:
    """``place`` says what may be shown of an incident's place, ``covered`` covers its names in records and texts."""

    def __init__(
        self,
        incidents: Iterable[Incident],
        mentions: Iterable[IncidentMention],
        reports: Iterable[Report],
        *,
        agreement: Agreement,
        now: datetime,
        hold: timedelta = HELD_FOR,
    ) -> None:
        self._mentions = {mention.id: mention for mention in mentions}
        self._reports = list(reports)
        self._open = {n.casefold() for party in agreement.parties for n in (party.name, *party.aliases)}
        self._open |= {agreement.title.casefold()}
        self._named: dict[str, set[str]] = {}
        self._firmly: set[str] = set()
        self._patterns: dict[frozenset[str], Pattern | None] = {}
        days = self._first_days()
        made = list(incidents)
        self._places = {i.id: place_shown(i, reported=self._reported(i, days), now=now, hold=hold) for i in made}
        for incident in made:
            self._gather(incident, days)
        self._everywhere = self._pattern({name for names in self._named.values() for name in names})
        for incident in made:
            self._with_others(incident)

    @classmethod
    def of(cls, reader: CaseReader, *, now: datetime, hold: timedelta = HELD_FOR) -> Self:
        """What is held back of a whole case."""
        return cls(
            reader.incidents(), reader.incident_mentions(), reader.reports(), agreement=reader.agreement(), now=now,
            hold=hold,
        )  # fmt: skip

    def place(self, incident: Incident) -> PlaceTold:
        return self._places[incident.id]

    def holds(self, incident: Incident) -> bool:
        """True if its place is not shown as told; of an incident that the case no longer holds, by its kind alone."""
        shown = self._places.get(incident.id)
        return at_risk(incident) if shown is None else shown.how != "as told"

    @property
    def places(self) -> Mapping[str, PlaceTold]:
        return self._places

    def covered(self, record: Record, text_ids: Iterable[str] | None = None) -> Record:
        """The record with names covered: those of its texts, or of all texts where it stands in none."""
        if not self._named:
            return record
        if text_ids is None:
            return covered(record, self._everywhere, self._in_text)
        texts = tuple(text_ids)
        names = {name for text_id in texts for name in self._named.get(text_id, ())}
        if not names and texts == (getattr(record, "text_id", None),):
            return record  # all its words stand in a text that tells of no place held back
        return covered(record, self._pattern(names), self._in_text)

    def covered_firmly(self, record: Record) -> Record:
        """With names of places that are not shown at all covered, others beside words of a text that tells of them."""
        return covered(record, self._pattern(self._firmly), self._in_text) if self._named else record

    def covered_for(self, words: str, *records: Any) -> str:
        """Words about records that persons or stages changed: names covered that are so in the texts of any of them."""
        found = [getattr(one, "text_ids", None) or (getattr(one, "text_id", None),) for one in records]
        told = [self._mentions[m] for one in records for m in getattr(one, "mention_ids", ()) if m in self._mentions]
        texts = {t for some in found for t in some if t} | {mention.text_id for mention in told}
        return self.covered_firmly(self.covered(words, texts))

    def text(self, text: Text) -> Text:
        pattern = self._in_text(text.id)
        if pattern is None:
            return text
        return text.covered((found.span() for found in pattern.finditer(text.content)), BLOCK)

    # -- gathering -------------------------------------------------------------------------------------

    def _first_days(self) -> dict[str, date | None]:
        """Text -> the day of the first report that holds it."""
        days: dict[str, date | None] = {}
        for report in self._reports:
            for text_id in report.text_ids:
                known = [day for day in (days.get(text_id), report.published) if day]
                days[text_id] = min(known, default=None)
        return days

    def _texts(self, incident: Incident) -> list[str]:
        return [self._mentions[m].text_id for m in incident.mention_ids if m in self._mentions]

    def _reported(self, incident: Incident, days: Mapping[str, date | None]) -> date | None:
        return min((day for text_id in self._texts(incident) if (day := days.get(text_id))), default=None)

    def _gather(self, incident: Incident, days: Mapping[str, date | None]) -> None:
        shown = self._places[incident.id]
        if shown.how == "as told":
            return
        names = self._names(incident, shown)
        texts = set(self._texts(incident))
        if shown.how == "held":
            self._firmly |= names
            when = incident.when
            since = (when.first_day or when.last_day if when else None) or self._reported(incident, days)
            texts |= {t for t, day in days.items() if day is None or since is None or day >= since}
        for text_id in texts:
            self._named.setdefault(text_id, set()).update(names)

    def _names(self, incident: Incident, shown: PlaceTold) -> set[str]:
        """The names by which its place would be told finer than it is shown."""
        told = [p for m in incident.mention_ids if m in self._mentions for p in self._mentions[m].places]
        named: set[str] = set()
        for where in (incident.where, *incident.places, *(p for p in told if p.role == "where")):
            if where is None or (shown.how == "area" and coarsened(where).how == "as told"):
                continue
            held_area = where.admin1 if shown.how == "held" else None
            named |= {n for n in (where.name, where.gazetteer_name, held_area) if n and n != where.country_name}
        area = shown.where
        left = {n.casefold() for n in (area.name, area.country_name) if n} if area else set()
        return {name for name in named if name.casefold() not in self._open | left}

    def _with_others(self, incident: Incident) -> None:
        """An incident at the same place, told in a text that tells of one whose place is held back."""
        where = incident.where
        if where is None or self._places[incident.id].how != "as told":
            return
        for text_id in self._texts(incident):
            pattern = self._in_text(text_id)
            if pattern is not None and bears(where, pattern):
                shown = coarsened(where)
                firmly = self._pattern(self._firmly)
                if firmly is not None and bears(where, firmly):
                    words = "place held back with that of another incident: people could be found there"
                    shown = PlaceTold(how="held", where=None, words=words)
                self._places[incident.id] = shown
                return

    # -- patterns --------------------------------------------------------------------------------------

    def _in_text(self, text_id: str) -> Pattern | None:
        names = self._named.get(text_id)
        return self._pattern(names) if names else None

    def _pattern(self, names: Iterable[str]) -> Pattern | None:
        key = frozenset(name.casefold() for name in names)
        if key not in self._patterns:
            self._patterns[key] = pattern_of(key)
        return self._patterns[key]
