"""Places that a user brought in: the file that ``trucewatch gazetteer import`` writes, read beside the shipped one.

A plain SQLite file: places with ids, folded names, consonant keys within a country, and what was imported when.
Rows of a project's CSV are marked ``own``: the resolver takes them before any other place of the same name.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trucewatch.errors import BadInput, MissingInput
from trucewatch.gazetteer.records import Place

#: Numbers of these places begin here, above any that the shipped file has.
FIRST_NUMBER = 100_000_000
#: Beside a case "doha.truce" its places lie in "doha.truce.places".
SUFFIX = ".places"
OWN_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (name TEXT, kind TEXT, sha256 TEXT, rows INTEGER, imported_at TEXT);
CREATE TABLE IF NOT EXISTS place (number INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT, lat REAL, lon REAL,
feature TEXT, country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER, own INTEGER);
CREATE TABLE IF NOT EXISTS name (key TEXT, place INTEGER, main INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spelling (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""
FORM = "1"
#: As many places of one name are read at most.
MOST_NAMESAKES = 400
_PLACE = "p.number, p.id, p.name, p.lat, p.lon, p.feature, p.country, p.admin1, p.admin2, p.population, p.own"


class OwnPlaces:
    """The places of one imported file, read-only."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises: MissingInput if it is not there, BadInput if it is something else."""
        if not path.is_file():
            raise MissingInput(
                f"no file of places at {path}; make it with: trucewatch gazetteer import --into {path} …"
            )
        try:
            self._db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
            meta = dict(self._db.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise BadInput(
                f"{path} is no file of places ({error}); make one with: trucewatch gazetteer import"
            ) from error
        if meta.get("form") != FORM:
            raise BadInput(
                f"{path} has form {meta.get('form')!r}, this program reads {FORM!r}; import the sources anew"
            )
        self.digest = meta["digest"]
        self.path = path

    def version(self) -> str:
        """The file in a line, for fingerprints and ``doctor``."""
        count, own = self._db.execute("SELECT COUNT(*), COALESCE(SUM(own), 0) FROM place").fetchone()
        return f"{count} imported places, {own} of them the project's own, digest {self.digest[:16]}"

    def find(self, key: str) -> list[tuple[Place, bool]]:
        """Places of this folded name, each with whether it is their main name."""
        rows = self._db.execute(
            f"SELECT {_PLACE}, n.main FROM name n JOIN place p ON p.number = n.place WHERE n.key = ? "
            "ORDER BY p.own DESC, p.population DESC LIMIT ?",
            (key, MOST_NAMESAKES),
        )
        return [(_place(row), bool(row[11])) for row in rows]

    def find_spelled(self, key: str) -> list[Place]:
        """Places whose country and consonants the key gives."""
        rows = self._db.execute(
            f"SELECT {_PLACE} FROM spelling s JOIN place p ON p.number = s.place WHERE s.key = ? LIMIT ?",
            (key, MOST_NAMESAKES),
        )
        return [_place(row) for row in rows]

    def has(self, key: str) -> bool:
        return self._db.execute("SELECT 1 FROM name WHERE key = ? LIMIT 1", (key,)).fetchone() is not None


def _place(row: tuple[Any, ...]) -> Place:
    number, gid, name, lat, lon, feature, country, admin1, admin2, population, own = row[:11]
    return Place(
        number=number, id=gid, name=name, lat=lat, lon=lon, feature=feature, country=country, admin1=admin1,
        admin2=admin2, population=population, own=bool(own),
    )  # fmt: skip


def places_beside(case: Path) -> Path | None:
    """The file of places that lies beside a case, if there is one."""
    beside = case.with_name(case.name + SUFFIX)
    return beside if beside.is_file() else None
