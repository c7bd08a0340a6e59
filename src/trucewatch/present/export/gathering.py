"""What an export tells, before it is given a form: rows of the record, and the words they stand on.

Every format is made of this and of nothing else. What may not leave the house (what was marked confidential, private
persons' names, places that are held back) is taken out here, once for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from trucewatch.assess.claimed import claimed_readings
from trucewatch.assess.holding import HELD_FOR, PlaceTold
from trucewatch.present.export.about import About, about
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.present.export.places import Documents
from trucewatch.present.export.reader import CaseReader
from trucewatch.present.export.rows import (
    Row,
    actor_row,
    claimed_rows,
    commitment_rows,
    dispute_row,
    document_row,
    incident_row,
    series_row,
    statement_row,
    unrealised,
)
from trucewatch.present.export.view import View
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import active
from trucewatch.records.figure import FigureSeries
from trucewatch.records.judgement import standing
from trucewatch.records.when import When

M = TypeVar("M")
#: The tables of a record, each a file of the records form.
TABLES = (
    "documents", "actors", "statements", "incidents", "disputes", "figures", "commitments", "claimed_terms",
    "unrealised",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """``rows`` by table (docs/records-form.md), ``words`` the whole text of each file in which offsets count, with
    everything covered that may not be shown. ``times`` are those of the incidents by id. ``without_place`` counts
    records whose words stand in no current text.

    ``view`` is the case behind it, for what no row holds. It names private persons: what is taken from it goes through
    ``people``.
    """

    rows: Mapping[str, list[Row]]
    words: Mapping[str, str]
    times: Mapping[str, When]
    agreement: Agreement
    about: About
    view: View
    people: People
    without_place: int = 0

    def words_at(self, file: str, start: int, end: int) -> str:
        """The words that stand there; empty where the text was taken out."""
        return self.words.get(file, "")[start:end]

    def quoted(self, spots: Iterable[Row]) -> str:
        """The words of a record in the telling that has most of them, its pieces parted by an ellipsis."""
        pieces: dict[tuple[str, str | None], list[str]] = {}
        for spot in spots:
            words = self.words_at(spot["file"], spot["start"], spot["end"])
            pieces.setdefault((spot["file"], spot.get("mention")), []).append(words)
        return max((" … ".join(filter(None, told)) for told in pieces.values()), key=len, default="")

    @cached_property
    def documents(self) -> Mapping[str, Row]:
        """The rows of documents by file."""
        return {row["file"]: row for row in self.rows["documents"]}

    def told_in(self, row: Row) -> list[Row]:
        """The documents in which a record stands, in the order of their days."""
        files = dict.fromkeys(spot["file"] for spot in row.get("mentions", [row]))
        return sorted((self.documents[f] for f in files), key=lambda d: (d["published"] or "9999", d["file"]))


def gather(
    case: CaseReader, *, confidential: bool = False, public: bool = False, hold: timedelta = HELD_FOR,
    now: datetime | None = None, licence: str | None = None,
) -> Gathered:  # fmt: skip
    """What a case tells whom an export is for.

    What a person marked confidential is left out, and covered in the words, unless ``confidential`` asks for it. For an
    export that is ``public`` places of people at risk are told by their area at most, and not at all for the time
    ``hold``. ``licence`` is what whoever keeps the case says of passing it on.
    """
    held = Held.of(case, now=now or datetime.now(UTC), hold=hold) if public else None
    view = View(case, public=not confidential, held=held)
    documents = Documents(view)
    people = People(view)
    rows, without_place = _rows(view, documents, people, held.places if held else {})
    agreement = view.agreement()
    return Gathered(
        rows=rows,
        words={d.file: people.blacked_out(view.covered(d.text)) for d in documents.all if d.text},
        times={incident.id: incident.when for incident in view.incidents() if incident.when},
        agreement=agreement,
        about=about(rows, agreement, public=public, confidential=confidential, hold=hold, licence=licence),
        view=view,
        people=people,
        without_place=without_place,
    )


def _rows(
    store: View, documents: Documents, people: People, places: Mapping[str, PlaceTold]
) -> tuple[dict[str, list[Row]], int]:
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    without_place = 0
    seen: Counter[str] = Counter()
    for document in documents.all:
        seen[document.report.id] += 1
        rows["documents"].append(document_row(document, seen[document.report.id], people))

    said = {m.id: m for m in store.statement_mentions() if not m.silence}
    for statement in store.statements():
        row = statement_row(statement, _held(said, statement.mention_ids), documents, people)
        without_place += _keep(rows["statements"], row)
    told = {m.id: m for m in store.incident_mentions()}
    for incident in store.incidents():
        row = incident_row(incident, _held(told, incident.mention_ids), documents, people, places.get(incident.id))
        without_place += _keep(rows["unrealised" if unrealised(incident) else "incidents"], row)

    spoken = Counter(row["actor_id"] for row in rows["statements"])
    told_of = [actor for actor in store.actors() if store.tells_of(actor)]
    rows["actors"] = [actor_row(actor, spoken[actor.id], documents, people) for actor in told_of]

    exported = {row["id"] for row in rows["statements"]}
    again = [j for j in standing(store.judgements("repeats")) if j.left in exported and j.right in exported]
    for row in rows["statements"]:
        row["repeats"] = [j.right for j in again if j.left == row["id"]]
    for link in standing(store.judgements("response")):
        ends_known = link.left in exported and link.right in exported
        without_place += _keep(rows["disputes"], dispute_row(link, people) if ends_known else None)

    figures = {f.id: f for f in store.figures()}
    all_series = list(store.series())
    for series in all_series:
        row = series_row(series, [figures[i] for i in series.figure_ids if i in figures], documents, people)
        without_place += _keep(rows["figures"], row)
    in_series = {i for series in all_series for i in series.figure_ids}
    for figure in figures.values():
        if figure.id not in in_series:
            alone = FigureSeries(
                id=figure.id, quantity=figure.quantity, unit=figure.unit, figure_ids=(figure.id,), agreement="single",
                reasons=figure.reasons, maker=figure.maker,
            )  # fmt: skip
            without_place += _keep(rows["figures"], series_row(alone, [figure], documents, people))
    for commitment in store.commitments():
        found = commitment_rows(commitment, documents, people)
        rows["commitments"] += found
        without_place += not found
    confirmed = {d.target for d in active(list(store.decisions())) if d.action == "confirm"}
    claims = store.term_claims()
    for reading in claimed_readings(claims, store.statements(), store.judgements(), confirmed=confirmed):
        if reading.statement.id in exported:
            rows["claimed_terms"] += claimed_rows(reading, documents, people)
    _untie(rows)
    return rows, without_place


def _untie(rows: Mapping[str, list[Row]]) -> None:
    """No row names an incident that is not told."""
    told = {row["id"] for table in ("incidents", "unrealised") for row in rows[table]}
    for table, field in (("incidents", "part_of"), ("unrealised", "part_of"), ("figures", "incident")):
        for row in rows[table]:
            row[field] = row[field] if row[field] in told else None


def _held(mentions: dict[str, M], ids: Sequence[str]) -> list[M]:
    return [mentions[i] for i in ids if i in mentions]


def _keep(rows: list[Row], row: Row | None) -> int:
    """Add the row; 1 if there is none to add."""
    if row is None:
        return 1
    rows.append(row)
    return 0
