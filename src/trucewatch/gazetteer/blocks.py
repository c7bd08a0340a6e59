"""The blocks that a gazetteer file is made of: columns of places, columns of names, outlines.

A column packs far better than a line, and ids and points as steps from the one before better still. A block is
deflated by whoever writes it. ``training/gazetteer/build.py`` and ``gazetteer import`` write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trucewatch.gazetteer.records import Place

PLACES_A_BLOCK = 256
NAMES_A_BLOCK = 384
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE country (iso TEXT PRIMARY KEY, name TEXT, place INTEGER, capital TEXT, neighbours TEXT,
continent TEXT) WITHOUT ROWID;
CREATE TABLE admin1 (country TEXT, code TEXT, name TEXT, place INTEGER, PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE demonym (word TEXT PRIMARY KEY, countries TEXT) WITHOUT ROWID;
CREATE TABLE place_block (number INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE name_block (number INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE spelling_block (number INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE first_keys (of TEXT PRIMARY KEY, data BLOB);
CREATE TABLE outline (place INTEGER PRIMARY KEY, data BLOB);
"""
#: Points are kept in thousandths of a degree, about a hundred metres; outlines in hundredths.
STEPS_A_DEGREE = 1000
OUTLINE_STEPS_A_DEGREE = 100
#: Shared beginnings of keys are counted with one sign from "0" on.
MOST_SHARED = 35
_COLUMN = "\x1f"

Row = tuple[str, str, float, float, str, str, str, str, int]
Ring = list[tuple[float, float]]


# -- places ----------------------------------------------------------------------------------


def pack_places(rows: Sequence[Row]) -> bytes:
    """The rows (id, name, lat, lon, feature, country, admin-1, admin-2, population) as columns."""
    ids, before = [], 0
    for gid, *_ in rows:
        step = gid
        if gid.isdigit():
            step, before = str(int(gid) - before), int(gid)
        ids.append(step)
    columns = [
        ids,
        [row[1] for row in rows],
        [f"{round(row[2] * STEPS_A_DEGREE):x}" for row in rows],
        [f"{round(row[3] * STEPS_A_DEGREE):x}" for row in rows],
        *(_dittoed([row[i] for row in rows]) for i in (4, 5, 6, 7)),
        [rounded(row[8]) for row in rows],
    ]
    return _COLUMN.join("\n".join(column) for column in columns).encode()


def _dittoed(column: Sequence[object]) -> list[str]:
    """The column with the sign for "as above" where a cell repeats the one before."""
    out, before = [], None
    for cell in column:
        out.append('"' if cell == before else str(cell))
        before = cell
    return out


def _undittoed(column: str) -> list[str]:
    out: list[str] = []
    for cell in column.split("\n"):
        out.append(out[-1] if cell == '"' else cell)
    return out


def rounded(population: int) -> str:
    """Two significant digits: enough to rank namesakes by."""
    step = 10 ** max(0, len(str(population)) - 2)
    return str(population // step * step) if population else ""


@dataclass(frozen=True, slots=True)
class PlaceBlock:
    """A block of places, taken apart; a place is made only when it is asked for."""

    columns: tuple[list[str], ...]

    @classmethod
    def unpack(cls, data: bytes) -> PlaceBlock:
        ids, names, lats, lons, *dittoed, populations = data.decode().split(_COLUMN)
        whole, before = [], 0
        for step in ids.split("\n"):
            if step.lstrip("-").isdigit():
                before += int(step)
                step = str(before)
            whole.append(step)
        return cls((
            whole, *(column.split("\n") for column in (names, lats, lons)),
            *(_undittoed(column) for column in dittoed), populations.split("\n"),
        ))  # fmt: skip

    def place(self, at: int, number: int) -> Place:
        gid, name, lat, lon, feature, country, admin1, admin2, population = (c[at] for c in self.columns)
        return Place(
            number=number, id=gid, name=name, lat=int(lat, 16) / STEPS_A_DEGREE, lon=int(lon, 16) / STEPS_A_DEGREE,
            feature=feature, country=country, admin1=admin1, admin2=admin2, population=int(population or 0),
        )  # fmt: skip


# -- names -----------------------------------------------------------------------------------


def pack_names(keys: Iterable[tuple[str, Mapping[int, bool]]]) -> bytes:
    """Sorted keys with the numbers of their places; False marks a name that is not the place's main one."""
    tails, cells, previous = [], [], ""
    for key, numbers in keys:
        shared = 0
        while shared < min(len(key), len(previous), MOST_SHARED) and key[shared] == previous[shared]:
            shared += 1
        previous = key
        tails.append(f"{chr(48 + shared)}{key[shared:]}")
        inner, before = [], 0
        for number in sorted(numbers):
            inner.append(f"{number - before:x}" + ("" if numbers[number] else "~"))
            before = number
        cells.append(",".join(inner))
    return ("\n".join(tails) + _COLUMN + "\n".join(cells)).encode()


def unpack_names(data: bytes) -> dict[str, str]:
    """Each key of a block with its packed numbers."""
    tails, cells = data.decode().split(_COLUMN)
    keys: list[str] = []
    previous = ""
    for tail in tails.split("\n"):
        previous = previous[: ord(tail[0]) - 48] + tail[1:]
        keys.append(previous)
    return dict(zip(keys, cells.split("\n"), strict=True))


def numbers_of(cells: str) -> list[tuple[int, bool]]:
    """Numbers of the places in a cell, with whether the key is their main name."""
    found, number = [], 0
    for cell in cells.split(","):
        main = not cell.endswith("~")
        number += int(cell.rstrip("~"), 16)
        found.append((number, main))
    return found


# -- outlines --------------------------------------------------------------------------------


def pack_outline(rings: Iterable[Ring]) -> bytes:
    """Closed rings of (lat, lon), each as its length and steps in hundredths of a degree."""
    out = bytearray()
    lat = lon = 0
    for ring in rings:
        _put(out, len(ring))
        for point in ring:
            new_lat, new_lon = (round(degrees * OUTLINE_STEPS_A_DEGREE) for degrees in point)
            for step in (new_lat - lat, new_lon - lon):
                _put(out, step * 2 if step >= 0 else -step * 2 - 1)
            lat, lon = new_lat, new_lon
    return bytes(out)


def unpack_outline(data: bytes) -> list[Ring]:
    rings: list[Ring] = []
    at = lat = lon = 0
    while at < len(data):
        length, at = _get(data, at)
        ring: Ring = []
        for _ in range(length):
            up, at = _get(data, at)
            along, at = _get(data, at)
            lat += up // 2 if up % 2 == 0 else -(up + 1) // 2
            lon += along // 2 if along % 2 == 0 else -(along + 1) // 2
            ring.append((lat / OUTLINE_STEPS_A_DEGREE, lon / OUTLINE_STEPS_A_DEGREE))
        rings.append(ring)
    return rings


def _put(out: bytearray, number: int) -> None:
    """Seven bits a byte, the high bit saying that more follow."""
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _get(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
