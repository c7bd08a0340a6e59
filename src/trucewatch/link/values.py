"""A value that a person gives, as JSON or text, turned into what a record's field holds, or refused."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from trucewatch.errors import BadRecord
from trucewatch.records.count import Count
from trucewatch.records.mention import Participant
from trucewatch.records.when import When
from trucewatch.records.where import Where

YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@cache
def hints_of(cls: type) -> dict[str, Any]:
    """The types of a record's fields, by name."""
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}


def convert(hint: Any, value: Any, *, field: str, basis: str) -> Any:
    """``value`` as the type ``hint`` asks for; ``basis`` is noted on times that a person gives.

    A time may be given as a day ("2020-10-18") or two ("2020-10-16/2020-10-18"), a place by its name.

    Raises: BadRecord if it does not fit.
    """
    origin = get_origin(hint)
    if hint is Any:
        return value
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), value, field=field, basis=basis)
    if origin is Literal:
        if value in get_args(hint):
            return value
        raise BadRecord(f"{field} is one of {', '.join(map(str, get_args(hint)))}, got {value!r}")
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise BadRecord(f"{field} is a list, got {value!r}")
        inner = get_args(hint)
        if inner[-1] is Ellipsis:
            return tuple(convert(inner[0], one, field=field, basis=basis) for one in value)
        return tuple(convert(part, one, field=field, basis=basis) for part, one in zip(inner, value, strict=True))
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value, field=field, basis=basis)
    return _plain(hint, value, field=field)


def shown_value(value: Any) -> str:
    """A value in words, as the reason beside it says it."""
    if isinstance(value, tuple):
        return ", ".join(shown_value(one) for one in value) or "none"
    if isinstance(value, When):
        return value.value or value.words
    if isinstance(value, Where):
        return value.name
    if isinstance(value, Count):
        return f"{value.effect} {value.shown}"
    if isinstance(value, Participant):
        return value.name
    return "none" if value is None else str(value)


def _one_of(hints: tuple[Any, ...], value: Any, *, field: str, basis: str) -> Any:
    if value is None and type(None) in hints:
        return None
    problem: BadRecord | None = None
    for hint in hints:
        if hint is type(None):
            continue
        try:
            return convert(hint, value, field=field, basis=basis)
        except BadRecord as error:
            problem = error
    raise problem or BadRecord(f"{field} cannot be {value!r}")


def _record(cls: type, value: Any, *, field: str, basis: str) -> Any:
    if isinstance(value, cls):
        return value
    if isinstance(value, str) and cls is When:
        return _days(value, field=field, basis=basis)
    if isinstance(value, str) and cls is Where:
        return Where(name=value)
    if not isinstance(value, Mapping):
        raise BadRecord(f"{field} holds a {cls.__name__}, got {value!r}")
    hints = hints_of(cls)
    unknown = [name for name in value if name not in hints]
    if unknown:
        raise BadRecord(f"{field}: a {cls.__name__} has no {', '.join(map(repr, unknown))}; it has {', '.join(hints)}")
    values = {n: convert(hints[n], v, field=f"{field}.{n}", basis=basis) for n, v in value.items()}
    try:
        return cls(**values)
    except TypeError as error:
        raise BadRecord(f"{field} cannot be made from {sorted(values)}: {error}") from error


def _days(value: str, *, field: str, basis: str) -> When:
    first, _, last = value.partition("/")
    try:
        start = date.fromisoformat(first)
        stop = date.fromisoformat(last) if last else start
    except ValueError as error:
        raise BadRecord(f"{field} is a day like 2020-10-18 or two like 2020-10-16/2020-10-18, got {value!r}") from error
    return When.days(start, stop, words=value, value=value, precision="days" if last else "day", basis=basis)


def _plain(hint: Any, value: Any, *, field: str) -> Any:
    try:
        if hint is bool:
            if isinstance(value, bool):
                return value
            return YES[str(value).casefold()]
        if hint is str and isinstance(value, str):
            return value
        if hint is int and not isinstance(value, bool) and float(value).is_integer():
            return int(value)
        if hint is float and not isinstance(value, bool):
            return float(value)
        if hint is datetime:
            return value if isinstance(value, datetime) else datetime.fromisoformat(value)
        if hint is date:
            return value if isinstance(value, date) else date.fromisoformat(value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise BadRecord(f"{field} is a {hint.__name__}, got {value!r}") from error
    raise BadRecord(f"{field} is a {getattr(hint, '__name__', hint)}, got {value!r}")
