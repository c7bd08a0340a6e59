"""The values of a record that a person may correct: how a form shows each, and how what was typed is read again.

A form carries beside each value what stood there when it was shown, so that only what the person changed is decided.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal

from trucewatch.errors import BadInput
from trucewatch.present.brief.words import BOUNDS, act_label, type_label
from trucewatch.records.agreement import Agreement
from trucewatch.records.mention import IncidentMention
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES, MEDIA
from trucewatch.records.when import When
from trucewatch.records.where import Where

Control = Literal["text", "long", "choice", "day", "days", "number", "flag", "place", "counts", "people"]
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value: its name in the record, what the form calls it, and how it is entered."""

    name: str
    label: str
    control: Control = "text"
    options: Options = ()
    required: bool = False


def _sides(agreement: Agreement) -> Options:
    return (("", "no party, or not known"), *((party.name, party.name) for party in agreement.parties))


def _labelled(words: Iterable[str], label: Callable[[str], str]) -> Options:
    return tuple(sorted(((one, label(one)) for one in words), key=lambda pair: pair[1].casefold()))


def _plain_options(*words: str) -> Options:
    return tuple((one, one.replace("_", " ")) for one in words)


def fields_of(kind: str, agreement: Agreement) -> tuple[Field, ...]:
    """What may be corrected of a record of this kind, in the order of the form; empty if nothing."""
    sides = _sides(agreement)
    bounds = (("exact", "exactly"), *((b, words.strip()) for b, words in BOUNDS.items()), ("vague", "a vague word"))
    types = _labelled(INCIDENT_TYPES, type_label)
    kinds = (("level", "a level on a day"), ("total", "a total over a period"), ("toll", "a toll of an event"))
    forms: dict[str, tuple[Field, ...]] = {
        "statement": (
            Field(name="speaker", label="Speaker"), Field(name="role", label="Role"),
            Field(name="side", label="Speaks for", control="choice", options=sides),
            Field(name="act", label="Act", control="choice", options=_labelled(ACTS, act_label), required=True),
            Field(name="target_side", label="To or about", control="choice", options=sides),
            Field(name="said_on", label="Said on", control="days"),
            Field(name="medium", label="Medium", control="choice", options=_plain_options(*MEDIA), required=True),
            Field(name="via", label="Through"), Field(name="reported_by", label="Passed on by"),
            Field(name="note", label="Note", control="long"),
        ),
        "incident": (
            Field(name="type", label="Type", control="choice", options=types, required=True),
            Field(name="when", label="When", control="days"), Field(name="where", label="Where", control="place"),
            Field(name="actors", label="Named as having done it", control="people", options=sides),
            Field(name="targets", label="Struck or affected", control="people", options=sides),
            Field(name="counts", label="Counts", control="counts", options=bounds),
            Field(name="weapon", label="Weapon"), Field(name="note", label="Note", control="long"),
        ),
        "figure": (
            Field(name="quantity", label="What is counted", required=True),
            Field(name="unit", label="Unit", required=True),
            Field(name="bound", label="Bound", control="choice", options=bounds, required=True),
            Field(name="value", label="Value", control="number"), Field(name="low", label="Lowest", control="number"),
            Field(name="high", label="Highest", control="number"),
            Field(name="kind", label="Kind", control="choice", options=kinds, required=True),
            Field(name="definition", label="Definition"),
            Field(name="side", label="Side", control="choice", options=sides),
            Field(name="place", label="Place"), Field(name="as_of", label="As of", control="days"),
            Field(name="period", label="Period", control="days"), Field(name="said_by", label="According to"),
            Field(name="denied", label="Denied by who says so", control="flag"),
        ),
        "commitment": (
            Field(name="obligor", label="Who has to", required=True),
            Field(name="obligor_side", label="Party", control="choice", options=sides),
            Field(name="what", label="What", control="long", required=True),
            Field(name="forbids", label="Not to be done", control="flag"),
            Field(name="beneficiary", label="For whom"), Field(name="due", label="By", control="days"),
            Field(name="condition", label="On condition"), Field(name="said_by", label="According to"),
        ),
        "report": (
            Field(name="title", label="Title", control="long", required=True),
            Field(name="publisher", label="Outlet"), Field(name="author", label="Author"),
            Field(name="published", label="Published on", control="day"),
        ),
        "actor": (
            Field(name="name", label="Name shown", required=True),
            Field(name="side", label="Side", control="choice", options=sides),
        ),
    }  # fmt: skip
    found = forms.get(kind.removesuffix(" mention"), ())
    return tuple(f for f in found if f.name != "note") if kind.endswith(" mention") else found


# -- what stands there -----------------------------------------------------------------------------------


def standing(field: Field, record: Any) -> Any:
    """The value as the form holds it: plain text, numbers, lists of rows; what ``entered`` would read unchanged."""
    value = getattr(record, field.name, None)
    if field.control == "days":
        return _days(value)
    if field.control == "day":
        return value.isoformat() if value else None
    if field.control == "place":
        return _place(value)
    if field.control == "counts":
        return [
            {"at": n, "effect": c.effect, "bound": c.bound, "value": c.value, "group": c.group, "said_by": c.said_by}
            for n, c in enumerate(value or ())
        ]
    if field.control == "people":
        return [{"at": n, "name": p.name, "side": p.side, "said_by": p.said_by} for n, p in enumerate(value or ())]
    if field.control == "number" and isinstance(value, float) and value.is_integer():
        return int(value)
    if field.control == "flag":
        return bool(value)
    return value if value != "" else None


def _days(value: When | None) -> str | None:
    days = [day.isoformat() for day in (value.first_day, value.last_day) if day] if value else []
    return "/".join(dict.fromkeys(days)) or None


def _place(value: Where | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "name": value.name,
        "lat": value.lat,
        "lon": value.lon,
        "precision": value.precision,
        "pick": value.gazetteer_id,
    }


def sealed(value: Any) -> str:
    """A value in the form's hidden field, to be held against what comes back."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# -- what was typed --------------------------------------------------------------------------------------


def entered(field: Field, form: Mapping[str, str]) -> Any:
    """What the form gives for a field, in the shape of ``standing``.

    Raises: BadInput for a number or day that is none, naming the field.
    """
    name = field.name
    if field.control == "days":
        return _typed_days(field, form.get(f"{name}.from", "").strip(), form.get(f"{name}.to", "").strip())
    if field.control == "day":
        return _typed_days(field, form.get(name, "").strip(), "")
    if field.control == "place":
        return _typed_place(field, form)
    if field.control == "counts":
        return [row for row in _rows(field, form, ("effect", "bound", "value", "group", "said_by")) if row["effect"]]
    if field.control == "people":
        return [row for row in _rows(field, form, ("name", "side", "said_by")) if row["name"]]
    if field.control == "flag":
        return form.get(name, "") != ""
    text = form.get(name, "").strip().replace("\r\n", "\n")
    if field.control == "number":
        return _number(field, text)
    if not text and field.required:
        raise BadInput(f"{field.label} may not be left empty")
    return text or None


def _rows(field: Field, form: Mapping[str, str], columns: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for number in range(500):
        prefix = f"{field.name}.{number}."
        if not any(prefix + column in form for column in columns):
            break
        row: dict[str, Any] = {column: form.get(prefix + column, "").strip() or None for column in columns}
        if "value" in row:
            row["value"] = _number(field, row["value"] or "")
        at = form.get(prefix + "at", "")
        rows.append({"at": int(at) if at.isascii() and at.isdigit() else None, **row})
    return rows


def _number(field: Field, text: str) -> int | float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"{field.label} is a number, got {text[:40]!r}")
    return int(value) if value.is_integer() else value


def _typed_days(field: Field, first: str, last: str) -> str | None:
    given = [day for day in (first, last) if day]
    try:
        days = [date.fromisoformat(day) for day in given]
    except ValueError:
        raise BadInput(f"{field.label} takes days like 2020-10-18, got {' and '.join(given)!r}") from None
    if days != sorted(days):
        raise BadInput(f"{field.label} ends ({last}) before it begins ({first})")
    return "/".join(dict.fromkeys(day.isoformat() for day in days)) or None


def _typed_place(field: Field, form: Mapping[str, str]) -> dict[str, Any] | None:
    name = field.name
    place = form.get(f"{name}.name", "").strip()
    lat, lon = (_number(field, form.get(f"{name}.{part}", "").strip()) for part in ("lat", "lon"))
    if not place and lat is None and lon is None:
        return None
    if not place:
        raise BadInput(f"{field.label} needs a name beside the point on the map")
    if (lat is None) != (lon is None):
        raise BadInput(f"{field.label} has one coordinate without the other; click the map, or give both")
    return {
        "name": place, "lat": lat, "lon": lon, "precision": form.get(f"{name}.precision", "") or "exact",
        "pick": form.get(f"{name}.pick", "").strip() or None,
    }  # fmt: skip


# -- what is decided --------------------------------------------------------------------------------------


def decided(field: Field, value: Any, record: Any, *, place: Where | None = None) -> Any:
    """``value`` as a decision holds it. ``place`` is what the gazetteer knows of the place that was picked."""
    if field.control == "place":
        given = _decided_place(value, place)
        return (
            ([given] if given else []) if isinstance(record, IncidentMention) else given
        )  # a mention lists its places
    if field.control == "counts":
        return [_count(row, getattr(record, field.name, ())) for row in value]
    if field.control == "people":
        return [_person(row, getattr(record, field.name, ())) for row in value]
    return value


def _decided_place(value: dict[str, Any] | None, picked: Where | None) -> Any:
    if value is None:
        return None
    if picked is not None:
        return _plain(picked) | {"name": value["name"], "role": "where"}
    given = {key: value[key] for key in ("name", "lat", "lon")}
    known = value["lat"] is not None
    return {**given, "role": "where", "precision": value["precision"] if known else "unresolved"}


def _count(row: Mapping[str, Any], before: Sequence[Any]) -> dict[str, Any]:
    """A count with its range; one that stood there keeps the words it rests on."""
    at, value, bound = row["at"], row["value"], row["bound"] or "exact"
    kept = _plain(before[at]) if at is not None and at < len(before) else {}
    given = {key: row[key] for key in ("effect", "group", "said_by")}
    same = kept and (kept["value"], kept["bound"]) == (value, bound)
    low, high = (kept["low"], kept["high"]) if same else _range(value, bound)
    return {**kept, **given, "value": value, "bound": bound, "low": low, "high": high}


def _range(value: Any, bound: str) -> tuple[Any, Any]:
    if value is None or bound == "about":
        return None, None
    return (None if bound == "at_most" else value), (None if bound == "at_least" else value)


def _person(row: Mapping[str, Any], before: Sequence[Any]) -> dict[str, Any]:
    at = row["at"]
    kept = _plain(before[at]) if at is not None and at < len(before) else {}
    same = kept and kept["name"] == row["name"]
    if not same:
        kept = {key: value for key, value in kept.items() if key != "span"}
    return {**kept, **{key: row[key] for key in ("name", "side", "said_by")}}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
