"""Records as plain values: for terminals and JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any


def record_as_dict(record: Any) -> dict[str, Any]:
    """The record's fields as JSON values: dates as ISO text, bytes left out."""
    return {f.name: as_json(getattr(record, f.name)) for f in dataclasses.fields(record)}


def as_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return record_as_dict(value)
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value


def plain_value(name: str, value: Any) -> Iterator[str]:
    """One or more short lines for a value that a person reads."""
    if isinstance(value, list):
        for item in value:
            yield from plain_value(name, item)
    elif isinstance(value, dict):
        yield _plain_record(value)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, float) and value.is_integer():
        yield str(int(value))
    else:
        yield str(value)


def _plain_record(value: dict[str, Any]) -> str:
    """A nested record in a few words, by the fields it has."""
    if "first_day" in value:  # When
        return _plain_time(value)
    if "gazetteer_id" in value:  # Where
        parts = [value["name"], *(v for v in (value["admin1"], value["country_name"]) if v and v != value["name"])]
        return f"{', '.join(parts)} ({value['precision']}, {value['role']})"
    if "effect" in value:  # Count
        number = value["value"] if value["value"] is not None else value["span"]["words"]
        bound = "" if value["bound"] in ("exact", "vague") else value["bound"].replace("_", " ") + " "
        said = f", according to {value['said_by']}" if value["said_by"] else ""
        return f"{bound}{number} {value['group'] or value['unit']} {value['effect']}{said}"
    if "said_as" in value:  # Account
        return f"{value['said_as']}{' by ' + value['said_by'] if value['said_by'] else ' by the reporter'}"
    if "version" in value and "kind" in value:  # Maker
        return " ".join(str(v) for v in (value["name"], value["version"], f"({value['kind']})") if v)
    if "words" in value:
        return f"“{value['words']}”"
    if "name" in value:  # Participant
        side = f" ({value['side']})" if value.get("side") and value["side"] != value["name"] else ""
        said = f", according to {value['said_by']}" if value.get("said_by") else ""
        return f"{value['name']}{side}{said}"
    return ", ".join(f"{k} {v}" for k, v in value.items() if v not in (None, "", []))


def _plain_time(value: dict[str, Any]) -> str:
    """A time: its days, the words and value they are read from, what they were counted from, the bounds in UTC."""
    first, last, offset = value["first_day"], value["last_day"], value.get("offset")
    if first or last:
        open_end = {"since": f"from {first}", "until": f"to {last}", "by": f"by {last}"}.get(value["role"])
        days = " to ".join(dict.fromkeys(day for day in (first, last) if day))
        days = open_end if open_end and (value["role"] == "by" or not (first and last)) else days
    elif offset:
        days = f"day not known: {_distance(*offset)} the report's own date, which is not known"
    else:
        days = "day not known"
    told = [
        f"“{value['words']}”" if value["words"] else "",
        value["precision"].replace("_", " "),
        value["value"] if value["value"] != first else "",
        f"{value['calendar']} {value['printed']}" if value.get("calendar") else "",
        f"zone {value['zone']}" if value.get("zone") else "",
        value["basis"] if value["basis"] != "unknown" else "report's date not known",
    ]
    bounds = [str(value[name])[:16].replace("T", " ") for name in ("earliest", "latest") if value.get(name)]
    if len(bounds) == 2 and value["precision"] in ("instant", "part_of_day"):
        told.append(f"in UTC {' to '.join(dict.fromkeys(bounds))}")
    return f"{days} ({', '.join(words for words in told if words)})"


def _distance(first: int, last: int) -> str:
    """Days before or after, in words: (-1, -1) is "1 day before"."""
    if first == last == 0:
        return "on"
    if first == last:
        return f"{abs(first)} {'day' if abs(first) == 1 else 'days'} {'before' if first < 0 else 'after'}"
    return f"{abs(first)} to {abs(last)} days {'before' if first < 0 else 'after'}"
