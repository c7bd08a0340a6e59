"""All that is SQLite's own: connections and pragmas, the mark of a case file, full-text search, guards, file checks.

postgres.py has the same for PostgreSQL, under the names that dialects.py lists; nothing else knows which is spoken to.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from datetime import date
from errno import EACCES
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from trucewatch.store.found_words import Term
from trucewatch.store.schema import SEARCH_TABLES

#: "TRUC": written in the header of every case file, so that any other SQLite file is told apart.
APPLICATION_ID = 0x54525543
#: Milliseconds that a reader or writer waits for a lock.
BUSY_TIMEOUT_MS = 30_000
#: KiB of the file that a writer keeps in memory: what is linked is written under random ids, all over the indexes.
CACHE_KIB = 32_768
#: Rows of each index that statistics are taken from.
ANALYSED_ROWS = 1000
#: How a connection that writes differs from one that reads.
WRITING: dict[str, Any] = {"immediate": True}
#: Writers do not wait for each other to end what takes several transactions: they are refused.
QUEUED = False

#: File systems on which SQLite's locks and shared memory do not hold (https://sqlite.org/wal.html, point 2).
NETWORK_FILE_SYSTEMS = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph", "glusterfs", "lustre",
    "beegfs", "gpfs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.glusterfs",
    "fuse.davfs2",
    "fuse.cephfs", "fuse.ceph-fuse", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.blobfuse", "fuse.blobfuse2",
    "fuse.goofys", "fuse.juicefs", "drvfs",
})  # fmt: skip


def make_engine(path: Path, *, mode: str) -> Engine:
    """An engine for one case file.

    ``mode``: "create" (the file must be there already, empty), "write", "read" (an ordinary connection that
    refuses to write), "ro" (the file may not be written, but a writer's -wal and -shm stand beside it) or "frozen"
    (nothing can be written there and nobody does).
    """
    query = {"ro": "mode=ro", "frozen": "mode=ro&immutable=1"}.get(mode, "mode=rw")
    uri = f"file:{quote(str(path))}?{query}"

    def connect() -> sqlite3.Connection:
        # isolation_level None: the driver begins nothing by itself, see _begin
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False
        )
        if mode == "create":
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if mode in ("create", "write"):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA secure_delete = ON")  # redacted words leave no trace in free pages
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        else:
            connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool, pool_size=4, max_overflow=16)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Readers begin plainly; a writer takes the write lock at once, so that it never fails half-way through."""
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def mode_for_reading(path: Path) -> str:
    """How a reader may open ``path``: "read" where the folder can be written, else "ro" or "frozen".

    SQLite keeps its shared memory beside a WAL file, so a read-only folder needs care: with a non-empty -wal
    and no -shm the newest changes cannot be seen, which "frozen" would hide; then the answer is "stuck".
    """
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "read"
    wal, shm = Path(f"{path}-wal"), Path(f"{path}-shm")
    if not wal.exists() or wal.stat().st_size == 0:
        return "frozen"
    return "ro" if shm.exists() else "stuck"


def has_mark(path: Path) -> bool:
    """True if the file begins as a case does; no other program's file is touched.

    SQLite itself looks at the file: were it opened and closed beside SQLite, this process would lose the locks of
    every connection that it has to it, and another process could empty the write-ahead log under them
    (https://sqlite.org/howtocorrupt.html, 2.2).
    Raises: OSError if the file cannot be read.
    """
    uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            found: int = connection.execute("PRAGMA application_id").fetchone()[0]
            return found == APPLICATION_ID
    except sqlite3.OperationalError as error:
        raise PermissionError(EACCES, str(error)) from error
    except sqlite3.DatabaseError:
        return False


def file_system_of(path: Path, mounts: str) -> str | None:
    """The type of the file system that holds ``path``, from the text of /proc/mounts; None if no line fits.

    The longest mount point that leads to the path wins, and among equals the last mounted.
    """
    best, kind = -1, None
    place = path.as_posix()
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = point == "/" or place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), fields[2]
    return kind


def network_file_system(path: Path) -> str | None:
    """The type of the network file system that holds ``path``, or None (also where the system does not tell)."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    kind = file_system_of(path.resolve(), mounts)
    return kind if kind in NETWORK_FILE_SYSTEMS else None


# -- turns ---------------------------------------------------------------------------------------


def wait_for_turn(connection: Connection, *, held: bool) -> None:
    """The lock of the file was taken when the transaction began (``_begin``)."""


def turn(engine: Engine) -> nullcontext[None]:
    """Over several transactions the lease alone says whose turn it is."""
    return nullcontext()


# -- search --------------------------------------------------------------------------------------


def create_search(connection: Connection, tables: Sequence[str] = SEARCH_TABLES[:2]) -> None:
    """Make these search tables: the first two came with schema 0002, the others with 0010."""
    for table in tables:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')"
        )


def index_words(connection: Connection, table: str, row: int, words: str) -> None:
    """Put the words of one row into a search table (no row twice)."""
    clean = words.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", (row,))
    connection.exec_driver_sql(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", (row, clean))


def unindex(connection: Connection, table: str, row: int) -> None:
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", (row,))


def indexed_words(connection: Connection, table: str, row: int) -> str | None:
    """The words under which one row is found; None if it is not in the index."""
    found = connection.exec_driver_sql(f"SELECT words FROM {table} WHERE rowid = ?", (row,)).first()
    return found[0] if found else None


def all_indexed(connection: Connection, table: str) -> Iterator[tuple[int, str]]:
    """Every row of a search table with its words."""
    found = connection.exec_driver_sql(f"SELECT rowid, words FROM {table} ORDER BY rowid")
    return ((row[0], row[1]) for row in found)


def rows_holding(connection: Connection, table: str, phrase: str) -> set[int]:
    """Every row in which the words of ``phrase`` stand together."""
    quoted = '"' + phrase.replace("\x00", " ").replace('"', '""') + '"'
    return {r[0] for r in connection.exec_driver_sql(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (quoted,))}


def matching(table: str, terms: list[Term]) -> sa.Select[Any]:
    """The rows that hold every term, as part of a query."""
    found = sa.literal_column(table).op("MATCH")(_quoted(terms))
    return sa.select(sa.literal_column("rowid")).select_from(sa.table(table)).where(found)


def best(table: str, terms: list[Term], number: int) -> sa.Select[Any]:
    """The ``number`` rows that hold every term in which the terms weigh most, with their ``rank`` (lower is better)."""
    found = sa.literal_column(table).op("MATCH")(_quoted(terms))
    columns: list[sa.ColumnElement[Any]] = [sa.literal_column("rowid").label("row"), sa.literal_column("rank")]
    query = sa.select(*columns).select_from(sa.table(table)).where(found)
    return query.order_by(sa.literal_column("rank")).limit(number)


def holding(column: sa.ColumnElement[Any], part: str) -> sa.ColumnElement[bool]:
    """That ``part`` stands somewhere in the column; several times quicker than LIKE."""
    return sa.func.instr(column, part) > 0


def first_day(column: sa.ColumnElement[Any], per: str) -> sa.ColumnElement[Any]:
    """The first day of the week (Monday) or month that holds a day, or the day itself, as ISO 8601."""
    if per == "week":  # the Sunday that ends it, less six days
        return sa.func.date(column, "weekday 0", "-6 days")
    return sa.func.substr(column, 1, 7).op("||")("-01") if per == "month" else sa.cast(column, sa.Text)


def marked(
    connection: Connection, table: str, terms: list[Term], among: Sequence[int], marks: tuple[str, str]
) -> list[tuple[int, str]]:
    """Of these rows those that hold every term: (row, words around the hit with a mark before and after each term)."""
    numbers = ",".join(str(int(row)) for row in among)
    sql = (
        f"SELECT rowid, snippet({table}, 0, ?, ?, ' … ', 24) FROM {table} "
        f"WHERE {table} MATCH ? AND rowid IN ({numbers}) ORDER BY rowid"
    )
    return [(r[0], r[1]) for r in connection.exec_driver_sql(sql, (*marks, _quoted(terms)))]


def _quoted(terms: list[Term]) -> str:
    return " ".join('"' + words.replace('"', '""') + '"' + ("*" if prefix else "") for words, prefix in terms)


def matches(connection: Connection, table: str, terms: list[Term], limit: int) -> list[tuple[int, str, float]]:
    """Rows that hold every term: (row, words around the hit, score; higher is better), best first.

    A term is (words, is_prefix); quoted here, so no character of it is read as FTS5 syntax.
    """
    quoted = _quoted(terms)
    sql = (
        f"SELECT rowid, snippet({table}, 0, '', '', ' … ', 24), -bm25({table}) FROM {table} "
        f"WHERE {table} MATCH ? ORDER BY rank LIMIT ?"
    )
    return [(r[0], r[1], r[2]) for r in connection.exec_driver_sql(sql, (quoted, limit))]


# -- guards and upkeep -----------------------------------------------------------------------------


def guard(connection: Connection, table: str, verb: str, *, name: str, why: str) -> None:
    """Let a table refuse a verb ("DELETE", "UPDATE", "UPDATE OF one, other"), saying why."""
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def guards_stand(connection: Connection) -> bool:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'chain'")
    return {"chain_no_update", "chain_no_delete"} <= {row[0] for row in rows}


def after_migration(connection: Connection) -> None:
    """Text is compared by its code points as it is."""


def after_copy(connection: Connection, tables: Sequence[sa.Table]) -> None:
    """New rows are numbered on from the highest number there is, as they are."""


def take_statistics(connection: Connection) -> None:
    """Tell the planner how many rows stand behind each value of an index, from a sample: a tenth of a second.

    Without it SQLite takes ten rows for any value of an index's first column, and so reads all of a case where that
    column is the case's id. A sample counts to its limit and no further, which says nearly the same: where it got there
    the number is written larger. Behind the first column, the case's id, stand all rows, behind each further one half.
    Only connections opened afterwards know of it.

    Source: https://sqlite.org/fileformat2.html#stat1tab (applications may change the table).
    """
    connection.exec_driver_sql(f"PRAGMA analysis_limit = {ANALYSED_ROWS}")
    connection.exec_driver_sql("ANALYZE")
    known = connection.exec_driver_sql("SELECT rowid, stat FROM sqlite_stat1 WHERE idx IS NOT NULL").all()
    for rowid, stat in known:
        rows, *behind = stat.split()
        for column, number in enumerate(behind):
            if number.isdigit() and int(number) > ANALYSED_ROWS:
                behind[column] = str(max(int(number), int(rows) >> column))
        connection.exec_driver_sql(
            "UPDATE sqlite_stat1 SET stat = ? WHERE rowid = ?", (" ".join((rows, *behind)), rowid)
        )


def forget_deleted(engine: Engine) -> None:
    """After redaction: rewrite the search indexes and empty the write-ahead log, so that deleted words are gone."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        for table in SEARCH_TABLES:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        raw.close()


def integrity_problems(connection: Connection) -> list[str]:
    """What SQLite's own checks find wrong with the file; empty if all is sound."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        found.append(f"row {row} of {table} points to a missing row of {parent}")
    return found


def is_busy(error: Exception) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def no_table(error: Exception) -> bool:
    """True if a table that was asked for is not there, or the file is none of SQLite's."""
    return "no such table" in str(error) or "not a database" in str(error)


def write_problem(error: Exception) -> str | None:
    """In plain words why nothing could be written, or None if the error is of another kind."""
    said = str(error)
    if "readonly" in said or "read-only" in said:
        return "the file or its folder is read-only; make it writable, or copy the case elsewhere"
    if "full" in said:
        return "the disk is full; free some space and run the command again: nothing was lost"
    if "unable to open" in said:
        return "the file cannot be opened for writing there; check the folder's permissions"
    if "disk I/O error" in said:
        return "the disk reports an error; check it, and copy the case elsewhere"
    return None


def days_from(column: sa.Column[Any], first: date) -> sa.ColumnElement[int]:
    """Whole days from ``first`` to the day in the column."""
    return sa.cast(sa.func.julianday(column) - sa.func.julianday(first.isoformat()), sa.Integer)


def part_of_day(column: sa.Column[Any], form: Literal["%Y", "%m"]) -> sa.ColumnElement[int]:
    """The year or month of the day in the column."""
    return sa.cast(sa.func.strftime(form, column), sa.Integer)
