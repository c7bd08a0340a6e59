"""Write places, names, spellings and outlines as the compact file that ``trucewatch.gazetteer.lookup`` reads."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import zlib
from collections import defaultdict
from pathlib import Path

from trucewatch.gazetteer.blocks import NAMES_A_BLOCK, PLACES_A_BLOCK, SCHEMA, pack_names, pack_places
from trucewatch.gazetteer.names import fold, spelling_key, word_set

#: Countries that write in another script: their names come romanised, so the English form or the plain letters
#: are shown. Elsewhere the marks are the country's own spelling and stay.
ROMANISED = word_set(
    "AE AF AM BD BG BH BT BY CN CY DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MM MN MR NP"
    " OM PK PS QA RS RU SA SD SY TH TJ TN TW UA YE"
)


def plain(name: str, country: str) -> str:
    """A romanised name in plain letters, unless that would make it another name to look up by."""
    if country not in ROMANISED:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    bare = re.sub("[\u02bb\u02bc\u02bf\u02be\u02b9\u2018\u2019`]", "", bare)
    return bare if fold(bare) == fold(name) and bare.isascii() else name


class Builder:
    """Collects places in order and names for each; then writes the file."""

    def __init__(self) -> None:
        self.places: list[tuple] = []
        self.names: dict[str, dict[int, bool]] = defaultdict(dict)
        self.admin1: list[tuple[str, str, str, int]] = []
        self.demonyms: dict[str, set[str]] = defaultdict(set)
        self.spelled_in: set[str] = set()
        self.outlines: list[tuple[int, bytes]] = []

    def add(self, gid, name, lat, lon, feature, country="", admin1="", admin2="", population=0, others=()) -> int:
        number = len(self.places)
        self.places.append(
            (gid, plain(name, country), round(lat, 3), round(lon, 3), feature, country, admin1, admin2, population)
        )
        for other in others:
            if key := fold(other):
                self.names[key].setdefault(number, False)
        if key := fold(name):
            self.names[key][number] = True
        return number

    def write(self, out: Path, meta: dict[str, str], countries: list[tuple]) -> None:
        out.unlink(missing_ok=True)
        db = sqlite3.connect(out)
        db.executescript("PRAGMA page_size = 1024; PRAGMA journal_mode = OFF;" + SCHEMA)
        for start in range(0, len(self.places), PLACES_A_BLOCK):
            block = pack_places(self.places[start : start + PLACES_A_BLOCK])
            db.execute("INSERT INTO place_block VALUES (?, ?)", (start // PLACES_A_BLOCK, zlib.compress(block, 9)))
        self._write_names(db, "name_block", self.names)
        spelled: dict[str, dict[int, bool]] = defaultdict(dict)
        for key, numbers in self.names.items():
            if len(key) < 4:
                continue
            short = spelling_key(key)
            if len(short) < 3:
                continue
            for number in numbers:
                if (country := self.places[number][5]) in self.spelled_in:
                    spelled[f"{country}{short}"][number] = True
        self._write_names(db, "spelling_block", spelled)
        db.executemany("INSERT INTO country VALUES (?,?,?,?,?,?)", countries)
        db.executemany("INSERT OR IGNORE INTO admin1 VALUES (?,?,?,?)", self.admin1)
        db.executemany("INSERT INTO outline VALUES (?,?)", sorted(self.outlines))
        db.executemany(
            "INSERT INTO demonym VALUES (?,?)", sorted((w, ";".join(sorted(c))) for w, c in self.demonyms.items())
        )
        db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))
        db.commit()
        db.execute("VACUUM")
        db.close()

    @staticmethod
    def _write_names(db: sqlite3.Connection, table: str, names: dict[str, dict[int, bool]]) -> None:
        keys = sorted(names)
        for start in range(0, len(keys), NAMES_A_BLOCK):
            part = keys[start : start + NAMES_A_BLOCK]
            block = pack_names([(key, names[key]) for key in part])
            db.execute(f"INSERT INTO {table} VALUES (?, ?)", (start // NAMES_A_BLOCK, zlib.compress(block, 9)))
        firsts = "\n".join(keys[::NAMES_A_BLOCK])
        db.execute("INSERT INTO first_keys VALUES (?, ?)", (table, zlib.compress(firsts.encode(), 9)))
