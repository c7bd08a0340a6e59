"""The record in flat tables, for spreadsheets and columns: one value a cell, several of a kind in a table beside.

Fields are those of the records form; numbers that a report gives in words ("dozens") stand in a column of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.rows import Row

Kind = Literal["text", "whole", "number", "flag", "day", "instant"]
Columns = Mapping[str, Kind]
#: Between several values in one cell.
BETWEEN: Final = "; "
EFFECTS = ("killed", "injured", "displaced", "harmed")

#: A number, and beside it what a report gives in words.
_TWICE: tuple[tuple[str, Kind], ...] = (("", "whole"), ("_words", "text"))
_SPOT: Columns = {"file": "text", "start": "whole", "end": "whole", "words": "text"}
_BY: Columns = {"maker": "text", "persons": "text"}
_MADE: Columns = {**_BY, "recorded_at": "instant"}
_TOLLS: Columns = {f"{effect}{words}": kind for effect in EFFECTS for words, kind in _TWICE}
_INCIDENT: Columns = {
    "id": "text", "type": "text", "status": "text", "actor": "text", "actor_disputed": "flag", "target": "text",
    "place": "text", "admin1": "text", "country": "text", "lat": "number", "lon": "number", "place_precision": "text",
    "gazetteer_id": "text", "place_note": "text", "places": "text", "date_from": "day", "date_to": "day",
    "date_words": "text", "date_basis": "text",
    **_TOLLS,
    "weapon": "text", "civilian_harm": "flag", "part_of": "text", "words": "text", "reports": "whole", "note": "text",
    **_MADE,
}  # fmt: skip

TABLES: Mapping[str, Columns] = {
    "documents": {
        "id": "text", "report": "text", "file": "text", "title": "text", "publisher": "text", "published": "day",
        "url": "text", "kind": "text", "language": "text", "wires": "text", "redacted": "flag", "text_sha256": "text",
        "capture_sha256": "text", "media_type": "text", "fetched_at": "instant", "encoding": "text", "reader": "text",
    },
    "actors": {
        "id": "text", "name": "text", "kind": "text", "withheld": "flag", "names": "text", "statements": "whole",
        **_MADE,
    },
    "roles": {
        "actor": "text", "title": "text", "organisation": "text", "parties": "text", "since": "day",
        "since_basis": "text", "until": "day", "until_basis": "text", "basis": "text", "parties_basis": "text",
        "reports": "whole",
    },
    "statements": {
        "id": "text", "speaker": "text", "speaker_withheld": "flag", "actor_id": "text", "role": "text",
        "party": "text", "act": "text", "target_party": "text", "medium": "text", "said_on": "day", "said_from": "day",
        "said_to": "day", "direct": "flag", "via": "text", "reported_by": "text", "rival_speakers": "text",
        "words": "text", "reports": "whole", "repeats": "text", "note": "text", **_MADE,
    },
    "incidents": _INCIDENT,
    "attributions": {
        "incident": "text", "actor": "text", "said_by": "text", "denied_by": "text", "said_as": "text", **_SPOT,
    },
    "counts": {
        "incident": "text", "effect": "text", "value": "whole", "value_words": "text", "bound": "text",
        "low": "whole", "high": "whole", "unit": "text", "group": "text", "said_by": "text", "part": "flag",
        "denied": "flag", **_SPOT,
    },
    "disputes": {
        "claim": "text", "response": "text", "kind": "text", "score": "number", "maker": "text", "made_at": "instant",
    },
    "figures": {
        "series": "text", "quantity": "text", "unit": "text", "agreement": "text", "conflict": "flag",
        "incident": "text", "figure": "text", "value": "number", "value_words": "text", "bound": "text",
        "low": "number", "high": "number", "definition": "text", "as_of": "day", "period_from": "day",
        "said_by": "text", "said_by_party": "text", "part": "flag", "denied": "flag", **_SPOT, **_BY,
    },
    "commitments": {
        "id": "text", "obligor": "text", "obligor_words": "text", "beneficiary": "text", "what": "text",
        "forbids": "flag", "due": "text", "due_words": "text", "due_rule": "text", "condition": "text",
        "said_by": "text", "disputed": "flag", **_SPOT, **_BY,
    },
    "claimed_terms": {
        "id": "text", "statement": "text", "owner": "text", "side": "text", "effect": "text", "provision": "text",
        "cited": "text", "score": "number", "checked": "flag", **_SPOT, **_BY,
    },
    "unrealised": _INCIDENT,
    "mentions": {
        "record": "text", "kind": "text", "mention": "text", "said_as": "text", "said_by": "text", **_SPOT,
    },
}  # fmt: skip


#: Table -> its columns in which several values stand: lists in ``nested``, one cell in ``flat``.
SEVERAL: Mapping[str, tuple[str, ...]] = {
    "documents": ("wires",), "actors": ("names",), "roles": ("parties",), "statements": ("rival_speakers", "repeats"),
    "incidents": ("places",), "unrealised": ("places",),
}  # fmt: skip


def nested(told: Gathered) -> dict[str, list[Row]]:
    """Every table with its rows; each row holds exactly the columns of its table, None where nothing is known, and a
    list where there may be several values."""
    made = {name: list(_MAKERS[name](told)) for name in TABLES}
    return {name: [{c: row.get(c) for c in TABLES[name]} for row in rows] for name, rows in made.items()}


def flat(told: Gathered) -> dict[str, list[Row]]:
    """The same with several values of one field in one cell."""
    tables = nested(told)
    for name, columns in SEVERAL.items():
        for row in tables[name]:
            row.update({column: joined(row[column]) for column in columns})
    return tables


def joined(values: Iterable[Any]) -> str | None:
    """Several values in one cell; None for none."""
    return BETWEEN.join(str(value) for value in values if value) or None


def _made(row: Row) -> Row:
    maker = row["maker"]
    return {**row, "maker": joined((maker["name"], maker["version"])), "persons": _persons(row)}


def _persons(row: Row) -> str | None:
    """ "Ida Roe: entered, set side": each person with what they did of a record."""
    return joined(f"{person['name']}: {', '.join(person['did'])}" for person in row.get("persons", ()))


def _numbered(row: Row, *columns: str) -> Row:
    """The row with what was given in words set apart from numbers."""
    found = dict(row)
    for column in columns:
        value = row.get(column)
        found[column] = None if isinstance(value, str) else value
        found[f"{column}_words"] = value if isinstance(value, str) else None
    return found


def _spotted(told: Gathered, spots: Iterable[Row]) -> Row:
    """The first of the places, with the words that stand there."""
    for spot in spots:
        place = {name: spot[name] for name in ("file", "start", "end")}
        return {**place, "words": told.words_at(spot["file"], spot["start"], spot["end"])}
    return {}


def _documents(told: Gathered) -> Iterator[Row]:
    yield from told.rows["documents"]


def _actors(told: Gathered) -> Iterator[Row]:
    for row in told.rows["actors"]:
        yield {**_made(row), "names": [name["text"] for name in row["names"]]}


def _roles(told: Gathered) -> Iterator[Row]:
    for row in told.rows["actors"]:
        for role in row["roles"]:
            yield {**role, "actor": row["id"]}


def _statements(told: Gathered) -> Iterator[Row]:
    for row in told.rows["statements"]:
        yield {**_made(row), "words": told.quoted(row["mentions"]), "reports": len(told.told_in(row))}


def _incidents(told: Gathered, table: str) -> Iterator[Row]:
    for row in told.rows[table]:
        yield {
            **_numbered(_made(row), *EFFECTS), "words": told.quoted(row["mentions"]),
            "reports": len(told.told_in(row)),
        }  # fmt: skip


def _of_incidents(told: Gathered) -> Iterator[Row]:
    yield from told.rows["incidents"]
    yield from told.rows["unrealised"]


def _attributions(told: Gathered) -> Iterator[Row]:
    for incident in _of_incidents(told):
        for row in incident["attributions"]:
            yield {**row, **_spotted(told, [row]), "incident": incident["id"]}


def _counts(told: Gathered) -> Iterator[Row]:
    for incident in _of_incidents(told):
        for row in incident["counts"]:
            yield {**_numbered(row, "value"), **_spotted(told, row["at"]), "incident": incident["id"]}


def _disputes(told: Gathered) -> Iterator[Row]:
    return (_made(row) for row in told.rows["disputes"])


def _figures(told: Gathered) -> Iterator[Row]:
    for series in told.rows["figures"]:
        for value in series["values"]:
            spotted = {**_numbered(value, "value"), **_spotted(told, [value]), "persons": _persons(value)}
            yield {**_made(series), **spotted, "series": series["id"]}


def _placed(told: Gathered, table: str) -> Iterator[Row]:
    for row in told.rows[table]:
        yield {**_made(row), **_spotted(told, [row])}


def _mentions(told: Gathered) -> Iterator[Row]:
    for table, kind in (("statements", "statement"), ("incidents", "incident"), ("unrealised", "incident")):
        for row in told.rows[table]:
            accounts = {account["mention"]: account for account in row.get("accounts", ())}
            for spot in row["mentions"]:
                said_by = accounts.get(spot["mention"], {}).get("said_by")
                yield {**spot, **_spotted(told, [spot]), "record": row["id"], "kind": kind, "said_by": said_by}


_MAKERS: Mapping[str, Callable[[Gathered], Iterator[Row]]] = {
    "documents": _documents,
    "actors": _actors,
    "roles": _roles,
    "statements": _statements,
    "incidents": lambda told: _incidents(told, "incidents"),
    "attributions": _attributions,
    "counts": _counts,
    "disputes": _disputes,
    "figures": _figures,
    "commitments": lambda told: _placed(told, "commitments"),
    "claimed_terms": lambda told: _placed(told, "claimed_terms"),
    "unrealised": lambda told: _incidents(told, "unrealised"),
    "mentions": _mentions,
}
