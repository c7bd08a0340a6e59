"""The records form: JSON Lines files that hold a whole case, each value with the place of its words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from trucewatch.assess.claimed import claimed_readings
from trucewatch.assess.contradict import standing
from trucewatch.assess.holding import HELD_FOR, PlaceTold
from trucewatch.errors import CannotWrite, VerificationFailed
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
from trucewatch.records.decision import active
from trucewatch.records.figure import FigureSeries

#: These JSON strings stand for themselves in JSON, yet many line readers end a line at them.
LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
M = TypeVar("M")
FILES = (
    "documents", "actors", "statements", "incidents", "disputes", "figures", "commitments", "claimed_terms",
    "unrealised",
)  # fmt: skip


def export_records(
    case: CaseReader, out: Path, *, confidential: bool = False, public: bool = False, hold: timedelta = HELD_FOR,
    now: datetime | None = None,
) -> dict[str, int]:  # fmt: skip
    """Write the case to ``out`` in the records form and read it back.

    What a person marked confidential is left out, and covered in the texts, unless ``confidential`` asks for it. For an
    export that is ``public`` places of people at risk are told by their area at most, and not at all for the time
    ``hold``.

    Gives the number of rows of each file, the number of files under ``texts``, and how many records have no
    place in a current text ("without place"). ``out`` is made if need be; files of the form already there are replaced.

    Raises: CannotWrite if the folder cannot be written, VerificationFailed if what is read back differs.
    """
    held = Held.of(case, now=now or datetime.now(UTC), hold=hold) if public else None
    store = View(case, public=not confidential, held=held)
    documents = Documents(store)
    people = People(store)
    rows, without_place = _rows(store, documents, people, held.places if held else {})
    texts = {d.text_file: people.blacked_out(store.covered(d.text)) for d in documents.all if d.text and d.text_file}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            _write(out / f"{name}.jsonl", "".join(f"{line(row)}\n" for row in rows[name]))
        for name, content in texts.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            _write(out / name, content)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise CannotWrite(f"the export to {out} stopped: {why}; choose another folder or free space") from problem
    _check(out, rows, texts)
    return {**{name: len(rows[name]) for name in FILES}, "texts": len(texts), "without place": without_place}


def line(row: Row) -> str:
    """The row as one line of JSON that every reader of lines takes for one line."""
    written = json.dumps(row, ensure_ascii=False)
    for character, escape in LINE_ENDS.items():
        written = written.replace(character, escape)
    try:
        written.encode()
    except UnicodeEncodeError:  # a lone surrogate from a damaged page
        written = json.dumps(row)
    return written


def _rows(
    store: CaseReader, documents: Documents, people: People, places: Mapping[str, PlaceTold]
) -> tuple[dict[str, list[Row]], int]:
    rows: dict[str, list[Row]] = {name: [] for name in FILES}
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
    rows["actors"] = [actor_row(actor, spoken[actor.id], documents, people) for actor in store.actors()]

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
    return rows, without_place


def _held(mentions: dict[str, M], ids: Sequence[str]) -> list[M]:
    return [mentions[i] for i in ids if i in mentions]


def _keep(rows: list[Row], row: Row | None) -> int:
    """Add the row; 1 if there is none to add."""
    if row is None:
        return 1
    rows.append(row)
    return 0


def _write(path: Path, content: str) -> None:
    """The content with nothing changed: no newline translation, lone surrogates kept."""
    path.write_bytes(content.encode("utf-8", "surrogatepass"))


def _check(out: Path, rows: dict[str, list[Row]], texts: dict[str, str]) -> None:
    """Read everything back and compare. Raises: VerificationFailed naming the file."""
    for name in FILES:
        lines = (out / f"{name}.jsonl").read_bytes().decode().split("\n")[:-1]
        if [json.loads(one) for one in lines] != json.loads(json.dumps(rows[name])):
            wanted = f"the {len(rows[name])} rows that were written"
            raise VerificationFailed(f"{out / name}.jsonl does not hold {wanted}; export again")
    for name, content in texts.items():
        if (out / name).read_bytes() != content.encode("utf-8", "surrogatepass"):
            raise VerificationFailed(f"{out / name} does not hold the text that was written; export again")
