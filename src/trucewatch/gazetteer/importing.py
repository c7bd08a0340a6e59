"""Bring places in from GeoNames dumps and from a project's CSV, a line at a time, all of a file or nothing of it.

The kind of a file is told by its first line: a dump (allCountries.txt, AF.txt, cities500.txt: 19 columns), alternate
names (alternateNamesV2.txt: 8 or 10 columns) or a CSV with a head. Zip archives are read without being unpacked. Each
file is one transaction: killed or faulty, it leaves what was there before; imported again, it replaces its rows.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from trucewatch.errors import BadInput, MissingInput
from trucewatch.gazetteer.lookup import Gazetteer, shipped
from trucewatch.gazetteer.names import fold, spelling_key
from trucewatch.gazetteer.own import FIRST_NUMBER, FORM, OWN_SCHEMA
from trucewatch.gazetteer.project import Entry, read_entries

#: Called with bytes read, bytes in all, and the file in hand.
Report = Callable[[int, int | None, str], None]
DUMP_COLUMNS = 19
ALTERNATE_COLUMNS = (8, 10)
#: What stands in the language column of alternateNames for things that are no names.
NO_LANGUAGES = frozenset({"link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon"})
#: Lines between two reports of progress.
STEP = 20_000


@dataclass(slots=True)
class Imported:
    """What one file gave. ``left_out`` counts lines by reason, ``conflicts`` lists names that stand elsewhere too."""

    file: str
    kind: str
    rows: int = 0
    names: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)


def import_files(
    files: Iterable[Path], into: Path, *, countries: Iterable[str] = (), report: Report | None = None
) -> list[Imported]:
    """Import each file in order into ``into``, which is made if need be. ``countries`` (ISO codes) keep only theirs.

    Raises: MissingInput, BadInput naming file, line and value. Files before a faulty one stay imported.
    """
    kept = frozenset(c.upper() for c in countries)
    for code in sorted(kept):
        if len(code) != 2 or not code.isalpha():  # "Afghanistan" would leave every line out
            raise BadInput(f"country {code!r} is no ISO 3166-1 code; give its two letters, for example AF")
    results = []
    with closing(_open(into)) as db:
        for path in files:
            if not path.is_file():
                raise MissingInput(f"no file at {path}; give a GeoNames dump, alternate names, or a CSV of places")
            results.append(_import_file(db, path, kept, report or (lambda done, total, what: None)))
    return results


def _open(into: Path) -> sqlite3.Connection:
    if not into.parent.is_dir():
        raise MissingInput(f"no folder {into.parent} to keep {into.name} in; make it first")
    db = sqlite3.connect(into, isolation_level=None)
    try:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and not {"place", "name", "spelling", "source"} <= tables:
            raise BadInput(f"{into} is another kind of database; name a new file with --into")
        db.executescript(OWN_SCHEMA)
        db.execute("INSERT OR IGNORE INTO meta VALUES ('form', ?), ('digest', '')", (FORM,))
    except sqlite3.DatabaseError as error:
        db.close()
        raise BadInput(f"{into} cannot be written as a file of places: {error}; name a new file with --into") from error
    except BadInput:
        db.close()
        raise
    return db


def _import_file(db: sqlite3.Connection, path: Path, countries: frozenset[str], report: Report) -> Imported:
    with closing(_Lines(path, report)) as lines:
        walk = iter(lines)
        first = next(walk, None)
        if first is None:
            raise BadInput(f"{path} is empty; give a GeoNames dump, alternate names, or a CSV of places")
        columns = first[1].count("\t") + 1
        db.execute("BEGIN IMMEDIATE")
        try:
            writer = _Writer(db)
            if columns == DUMP_COLUMNS:
                result = Imported(path.name, "GeoNames dump")
                _dump(writer, path, chain([first], walk), countries, result)
            elif columns in ALTERNATE_COLUMNS and first[1].split("\t")[1].isdigit():
                result = Imported(path.name, "alternate names")
                _alternates(writer, path, chain([first], walk), result)
            elif columns > 1:
                raise BadInput(
                    f"{path} line 1 has {columns} columns; a GeoNames dump has {DUMP_COLUMNS}, alternate names have 8 "
                    "or 10, a CSV is parted by commas"
                )
            else:
                result = Imported(path.name, "project CSV")
                entries = read_entries(path, (line for _, line in chain([first], walk)), shipped())
                _project(writer, entries, countries, result, shipped())
            digest = lines.digest()
            before = db.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()[0]
            # the order of imports matters, since later rows replace earlier ones
            after = hashlib.sha256(f"{before} {digest} {','.join(sorted(countries))}".encode()).hexdigest()
            db.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (after,))
            db.execute(
                "INSERT INTO source VALUES (?, ?, ?, ?, ?)",
                (path.name, result.kind, digest, result.rows, datetime.now(UTC).isoformat()),
            )
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
    return result


class _Lines:
    """Numbered lines of a file or of the one table in a zip archive, hashed and reported on as they are read."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path, self._report = path, report
        self._hash = hashlib.sha256()
        self._archive: zipfile.ZipFile | None = None
        self._file: IO[bytes]
        if zipfile.is_zipfile(path):
            self._archive = zipfile.ZipFile(path)
            inner = [i for i in self._archive.infolist() if i.filename.lower().endswith((".txt", ".csv"))]
            tables = [
                i for i in inner if "readme" not in i.filename.lower() and "iso-language" not in i.filename.lower()
            ]
            if len(tables) != 1:
                raise BadInput(f"{path} holds {len(tables)} tables; unpack it and name the one you want")
            self.total, self._file = tables[0].file_size, self._archive.open(tables[0])
        else:
            self.total, self._file = path.stat().st_size, path.open("rb")

    def __iter__(self) -> Iterator[tuple[int, str]]:
        done = 0
        for number, raw in enumerate(self._file, 1):
            self._hash.update(raw)
            done += len(raw)
            if number % STEP == 0:
                self._report(done, self.total, self._path.name)
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise BadInput(f"{self._path} line {number} is not UTF-8: {error.reason}; save it as UTF-8") from error
            yield number, line.rstrip("\r\n")
        self._report(done, self.total, self._path.name)

    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self) -> None:
        self._file.close()
        if self._archive is not None:
            self._archive.close()


class _Writer:
    """Rows into the tables; a place met again is replaced with its names."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        top = db.execute("SELECT MAX(number) FROM place").fetchone()[0]
        self._next = (top or FIRST_NUMBER - 1) + 1
        self._filled = top is not None

    def number_of(self, gid: str) -> tuple[int, str] | None:
        """Number and country of an id."""
        found: tuple[int, str] | None = self._db.execute(
            "SELECT number, country FROM place WHERE id = ?", (gid,)
        ).fetchone()
        return found

    def place(self, row: tuple[Any, ...], *, own: bool) -> int:
        """``row``: id, name, lat, lon, feature, country, admin-1, admin-2, population."""
        known = self.number_of(row[0])
        number = known[0] if known else self._next
        if known:
            self._forget(number)
        else:
            self._next += 1
        self._db.execute("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", (number, *row, int(own)))
        return number

    def _forget(self, number: int) -> None:
        """Take away the names of a place that is written anew."""
        self._db.execute("CREATE INDEX IF NOT EXISTS name_place ON name (place)")
        keys = [row[0] for row in self._db.execute("SELECT key FROM name WHERE place = ?", (number,))]
        country = self._db.execute("SELECT country FROM place WHERE number = ?", (number,)).fetchone()[0]
        self._db.executemany(
            "DELETE FROM spelling WHERE key = ? AND place = ?", [(country + spelling_key(key), number) for key in keys]
        )
        self._db.execute("DELETE FROM name WHERE place = ?", (number,))

    def names(self, number: int, country: str, main: str, others: Iterable[str]) -> int:
        keys = {key: False for other in others if (key := fold(other))}
        if main and (key := fold(main)):
            keys[key] = True
        self._db.executemany(
            "INSERT INTO name VALUES (?,?,?) ON CONFLICT DO UPDATE SET main = MAX(main, excluded.main)",
            [(key, number, int(is_main)) for key, is_main in keys.items()],
        )
        spelled = {country + short for key in keys if len(key) > 3 and len(short := spelling_key(key)) > 2}
        self._db.executemany("INSERT OR IGNORE INTO spelling VALUES (?,?)", [(key, number) for key in spelled])
        return len(keys)


def _number(path: Path, line: int, what: str, value: str, least: float, most: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise BadInput(
            f"{path} line {line}: {what} must be a number from {least:g} to {most:g}, got {value!r}; correct it"
        )
    return number


def _dump(
    writer: _Writer, path: Path, lines: Iterable[tuple[int, str]], countries: frozenset[str], result: Imported
) -> None:
    for at, line in lines:
        if not line:
            continue
        cell = line.split("\t")
        if len(cell) != DUMP_COLUMNS:
            raise BadInput(
                f"{path} line {at} has {len(cell)} columns, a GeoNames dump has {DUMP_COLUMNS}; fetch the file anew"
            )
        country = cell[8].upper()
        if countries and country not in countries:
            result.left_out["other countries"] += 1
            continue
        if not cell[0].isdigit() or not cell[1].strip():
            raise BadInput(f"{path} line {at}: id {cell[0]!r} and name {cell[1]!r} must be given; fetch the file anew")
        lat = _number(path, at, "latitude", cell[4], -90, 90)
        lon = _number(path, at, "longitude", cell[5], -180, 180)
        population = int(_number(path, at, "population", cell[14] or "0", 0, 1e11))
        feature = f"{cell[6]}.{cell[7]}" if cell[6] else "L."
        number = writer.place((cell[0], cell[1], lat, lon, feature, country, cell[10], cell[11], population), own=False)
        others = [name for name in (cell[2], *cell[3].split(",")) if name and _latin(name)]
        result.names += writer.names(number, country, cell[1], others)
        result.rows += 1


def _latin(name: str) -> bool:
    """Whether a name can stand in English text; other scripts are not looked up."""
    return any(c.isascii() and c.isalpha() for c in name) or any("\u00c0" <= c <= "\u024f" for c in name)


def _alternates(writer: _Writer, path: Path, lines: Iterable[tuple[int, str]], result: Imported) -> None:
    for at, line in lines:
        if not line:
            continue
        cell = line.split("\t")
        if len(cell) not in ALTERNATE_COLUMNS or not cell[1].isdigit():
            raise BadInput(
                f"{path} line {at} has {len(cell)} columns and id {cell[1] if len(cell) > 1 else ''!r}; "
                "alternate names have 8 or 10 and a GeoNames id in the second: fetch the file anew"
            )
        if cell[2] in NO_LANGUAGES or not _latin(cell[3]):
            result.left_out["no name in Latin script"] += 1
            continue
        place = writer.number_of(cell[1])
        if place is None:
            result.left_out["place not imported before (import its dump first)"] += 1
            continue
        result.names += writer.names(place[0], place[1], "", [cell[3]])
        result.rows += 1


def _project(
    writer: _Writer, entries: Iterable[Entry], countries: frozenset[str], result: Imported, gazetteer: Gazetteer
) -> None:
    for entry in entries:
        if countries and entry.country not in countries:
            result.left_out["other countries"] += 1
            continue
        if elsewhere := entry.conflict(gazetteer):
            result.conflicts.append(elsewhere)
        number = writer.place(
            (entry.id, entry.name, entry.lat, entry.lon, entry.feature, entry.country, entry.admin1, entry.admin2,
             entry.population), own=True,
        )  # fmt: skip
        result.names += writer.names(number, entry.country, entry.name, entry.other_names)
        result.rows += 1
