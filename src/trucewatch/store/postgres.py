"""All that is PostgreSQL's own, under the names that sqlite.py has for SQLite (dialects.py).

Readers see one state of the case for as long as they hold a connection (REPEATABLE READ). Writers take turns by one
advisory lock of the database: for one transaction, or for a lease (lease.py), which then holds it in a session of its
own; it falls free by itself when the session ends. Text is compared by its code points whatever the server's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from trucewatch.errors import BadInput, CannotWrite, CaseBusy, CaseError, MissingCase, OtherVersion
from trucewatch.store import found_words
from trucewatch.store.address import FORM, Server
from trucewatch.store.found_words import Term
from trucewatch.store.schema import SEARCH_TABLES

if TYPE_CHECKING:
    import psycopg

#: "TRUC": the number of the lock by which writers take turns.
TURN = 0x54525543
#: Milliseconds that a writer waits for its turn, and seconds that a server has to answer at all.
BUSY_TIMEOUT_MS, CONNECT_SECONDS = 30_000, 10
#: The oldest server that has what is used here.
LEAST_VERSION = 15
#: How a connection that writes differs from one that reads: each statement sees what was written before its turn.
WRITING: dict[str, Any] = {"isolation_level": "READ COMMITTED"}
#: Writers wait for each other's turn.
QUEUED = True


def make_engine(server: Server, *, write: bool) -> Engine:
    """An engine for one database. Nothing is connected to yet. Raises: BadInput if the driver is not installed."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
        from psycopg.types.string import StrDumperUnknown
    except ImportError as error:
        raise BadInput(
            f"a case on a server needs a package that is not installed ({error.name}); install it with: "
            "pip install 'trucewatch[postgres]'"
        ) from error
    try:
        given: dict[str, Any] = dict(conninfo_to_dict(server.address))
    except psycopg.Error:  # whose words may repeat the password
        raise BadInput(f"{server} is no address that PostgreSQL understands; it has the form {FORM}") from None
    known: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "trucewatch"} | given
    known["options"] = f"{given.get('options', '')} -c lock_timeout={BUSY_TIMEOUT_MS} -c timezone=UTC".strip()

    class WithoutNul(StrDumperUnknown):
        """The server's text holds every character but this one, which nobody writes and web addresses may ask for."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", "\ufffd"))

    def connect() -> psycopg.Connection[Any]:
        connection = psycopg.connect(**known)
        connection.adapters.register_dumper(str, WithoutNul)
        return connection

    engine = sa.create_engine(
        "postgresql+psycopg://", creator=connect, isolation_level="REPEATABLE READ", pool_size=4, max_overflow=16,
        pool_pre_ping=True,
    )  # fmt: skip
    return engine if write else engine.execution_options(postgresql_readonly=True)


def check_server(engine: Engine, server: Server) -> None:
    """See that the server answers and is new enough.

    Raises: CaseError if it does not, with its own words; MissingCase if it has no such database; OtherVersion.
    """
    try:
        with engine.connect() as connection:
            version = tuple(int(part) for part in connection.dialect.server_version_info or (0,))
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        if "does not exist" in said and "database" in said:
            raise MissingCase(
                f"the server has no database {server.name!r} ({server}); whoever runs the server makes one with: "
                f"createdb {server.name}"
            ) from None
        raise CaseError(
            f"no connection to {server}: {said}; check host, port, user and password (in the address, PGPASSWORD or "
            f"~/.pgpass) and that the server lets you in"
        ) from None
    if version[0] < LEAST_VERSION:
        raise OtherVersion(
            f"{server} is PostgreSQL {'.'.join(map(str, version))}; a case needs {LEAST_VERSION} or newer"
        )


# -- turns ---------------------------------------------------------------------------------------------


def wait_for_turn(connection: Connection, *, held: bool) -> None:
    """At the head of a transaction that writes: wait until nobody else does. ``held``: a lease holds the turn."""
    if not held:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))


@contextmanager
def turn(engine: Engine) -> Iterator[Turn]:
    """Hold the turn to write over several transactions. Raises: DBAPIError (``is_busy``) after BUSY_TIMEOUT_MS."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(TURN)))
        try:
            yield Turn(connection)
        finally:
            with suppress(DBAPIError):  # a broken connection has let go of it already
                connection.execute(sa.select(sa.func.pg_advisory_unlock(TURN)))


class Turn:
    """The turn that a lease holds, in a session of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give_way(self) -> bool:
        """If others wait for their turn, let them go first, however long it takes; False if nobody waits."""
        waiting = sa.text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = 0 "
            "AND objid = :turn AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        if not self._connection.execute(waiting, {"turn": TURN}).scalar():
            return False
        self._connection.execute(sa.text("SET lock_timeout = 0"))
        self._connection.execute(sa.select(sa.func.pg_advisory_unlock(TURN)))
        self._connection.execute(sa.select(sa.func.pg_advisory_lock(TURN)))  # those who wait come first
        self._connection.execute(sa.text(f"SET lock_timeout = {BUSY_TIMEOUT_MS}"))
        return True


# -- search --------------------------------------------------------------------------------------------


def create_search(connection: Connection, tables: Sequence[str] = SEARCH_TABLES[:2]) -> None:
    """``words`` are those that are shown of a hit, ``folded`` the same as they are compared."""
    for table in tables:
        connection.exec_driver_sql(
            f'CREATE TABLE {table} ("row" integer PRIMARY KEY, words text COLLATE "C" NOT NULL, '
            'folded text COLLATE "C" NOT NULL, found tsvector NOT NULL)'
        )
        connection.exec_driver_sql(f"CREATE INDEX ix_{table}_found ON {table} USING gin (found)")


def _search_table(name: str) -> sa.TableClause:
    return sa.table(
        name, sa.column("row", sa.Integer), sa.column("words", sa.Text), sa.column("folded", sa.Text),
        sa.column("found"),
    )  # fmt: skip


def index_words(connection: Connection, table: str, row: int, words: str) -> None:
    clean = words.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    its = found_words.folded(clean)
    connection.execute(
        sa.text(
            f'INSERT INTO {table} ("row", words, folded, found) '
            "VALUES (:row, :words, :folded, CAST(:found AS tsvector)) "
            'ON CONFLICT ("row") DO UPDATE SET words = excluded.words, folded = excluded.folded, found = excluded.found'
        ),
        {"row": row, "words": clean, "folded": found_words.line(its), "found": found_words.vector(its)},
    )


def unindex(connection: Connection, table: str, row: int) -> None:
    t = _search_table(table)
    connection.execute(sa.delete(t).where(t.c.row == row))


def indexed_words(connection: Connection, table: str, row: int) -> str | None:
    t = _search_table(table)
    return connection.execute(sa.select(t.c.words).where(t.c.row == row)).scalar()


def all_indexed(connection: Connection, table: str) -> Iterator[tuple[int, str]]:
    t = _search_table(table)
    found = connection.execute(sa.select(t.c.row, t.c.words).order_by(t.c.row), execution_options={"yield_per": 200})
    return ((row.row, row.words) for row in found)


def rows_holding(connection: Connection, table: str, phrase: str) -> set[int]:
    return set(connection.execute(matching(table, [(phrase, False)])).scalars())


def matching(table: str, terms: list[Term]) -> sa.Select[Any]:
    t = _search_table(table)
    return sa.select(t.c.row).where(*_holds(t, terms))


def best(table: str, terms: list[Term], number: int) -> sa.Select[Any]:
    t = _search_table(table)
    rank = (-_weight(t, terms)).label("rank")
    return sa.select(t.c.row.label("row"), rank).where(*_holds(t, terms)).order_by(rank, t.c.row).limit(number)


def _holds(t: sa.TableClause, terms: list[Term]) -> list[sa.ColumnElement[bool]]:
    """By the index that all words stand in the row, and by its line that those of a phrase stand together."""
    if found_words.query(terms) is None:
        return [sa.false()]
    together = [sa.func.strpos(t.c.folded, phrase) > 0 for phrase in found_words.phrases(terms)]
    return [t.c.found.op("@@")(_query(terms)), *together]


def _query(terms: list[Term]) -> sa.ColumnElement[Any]:
    return sa.literal(found_words.query(terms) or "", sa.Text).op("::")(sa.literal_column("tsquery"))


def _weight(t: sa.TableClause, terms: list[Term]) -> sa.ColumnElement[float]:
    by_length: sa.ColumnElement[int] = sa.literal_column("1")  # a word weighs less in a long text
    return sa.func.ts_rank(t.c.found, _query(terms), by_length, type_=sa.Float)


def marked(
    connection: Connection, table: str, terms: list[Term], among: Sequence[int], marks: tuple[str, str]
) -> list[tuple[int, str]]:
    t = _search_table(table)
    query = sa.select(t.c.row, t.c.words).where(t.c.row.in_(list(among)), *_holds(t, terms)).order_by(t.c.row)
    return [(r.row, found_words.excerpt(r.words, terms, marks)) for r in connection.execute(query)]


def matches(connection: Connection, table: str, terms: list[Term], limit: int) -> list[tuple[int, str, float]]:
    t = _search_table(table)
    weight = _weight(t, terms).label("weight")
    query = sa.select(t.c.row, t.c.words, weight).where(*_holds(t, terms)).order_by(weight.desc(), t.c.row)
    found = connection.execute(query.limit(limit)).all()
    return [(r.row, found_words.excerpt(r.words, terms, ("", "")), r.weight) for r in found]


# -- conditions ------------------------------------------------------------------------------------------


def holding(column: sa.ColumnElement[Any], part: str) -> sa.ColumnElement[bool]:
    return sa.func.strpos(column, part) > 0


def first_day(column: sa.ColumnElement[Any], per: str) -> sa.ColumnElement[Any]:
    # written out, not handed over: what is grouped by must be the same expression as what is shown
    day = sa.func.date_trunc(sa.literal_column(f"'{per}'"), column) if per in ("week", "month") else column
    return sa.func.to_char(day, sa.literal_column("'YYYY-MM-DD'"))


def days_from(column: sa.Column[Any], first: date) -> sa.ColumnElement[int]:
    return column.op("-", return_type=sa.Integer())(sa.literal(first, sa.Date))


def part_of_day(column: sa.Column[Any], form: Literal["%Y", "%m"]) -> sa.ColumnElement[int]:
    return sa.cast(sa.extract({"%Y": "year", "%m": "month"}[form], column), sa.Integer)


# -- guards and upkeep -----------------------------------------------------------------------------------


def guard(connection: Connection, table: str, verb: str, *, name: str, why: str) -> None:
    """Let a table refuse a verb ("DELETE", "UPDATE", "UPDATE OF one, other"), saying why. The columns are handed to the
    trigger, for one that names them itself would keep their declarations from being changed (``after_migration``)."""
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION trucewatch_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_NARGS = 1 OR (SELECT bool_or(to_jsonb(OLD) -> c IS DISTINCT FROM to_jsonb(NEW) -> c) "
        "FROM unnest(TG_ARGV[1:]) c) THEN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END IF; RETURN NEW; END $$"
    )
    done, _, columns = verb.partition(" OF ")
    given = ", ".join(f"'{word}'" for word in (why, *filter(None, columns.split(", "))))
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_{name} BEFORE {done} ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION trucewatch_refuse({given})"
    )


def guards_stand(connection: Connection) -> bool:
    rows = connection.exec_driver_sql(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('chain') AND tgenabled IN ('O', 'A')"
    )
    return {"chain_no_update", "chain_no_delete"} <= {row[0] for row in rows}


def after_migration(connection: Connection) -> None:
    """Let every text column hold words of any length and compare them by code points, as SQLite does: by default both
    hang on the column's declaration and on the language that the server was set up for."""
    wanted = connection.exec_driver_sql(
        "SELECT table_name, "
        "string_agg('ALTER COLUMN ' || quote_ident(column_name) || ' TYPE text COLLATE \"C\"', ', ') "
        "FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND data_type IN ('character varying', 'text') AND collation_name IS DISTINCT FROM 'C' "
        "AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
        "AND table_type = 'BASE TABLE') GROUP BY table_name ORDER BY table_name"
    ).all()
    for table, changes in wanted:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {changes}')


def after_copy(connection: Connection, tables: Sequence[sa.Table]) -> None:
    """Let new rows be numbered on from those that were copied with their numbers."""
    for table in tables:
        if "row" in table.c:
            held = connection.execute(
                sa.select(sa.func.pg_get_serial_sequence(table.name, "row"), sa.func.max(table.c.row))
            ).one()
            if held[0] is not None and held[1] is not None:
                connection.execute(sa.select(sa.func.setval(sa.cast(held[0], sa.Text).op("::")(
                    sa.literal_column("regclass")), held[1])))  # fmt: skip


def take_statistics(connection: Connection) -> None:
    connection.exec_driver_sql("ANALYZE")


def forget_deleted(engine: Engine) -> None:
    """After redaction: write every table anew, so that the server keeps no dead copy of what was taken out. Its log for
    recovery, replicas and backups are the business of whoever runs it.

    Raises: CannotWrite for who does not own the tables; CaseBusy if somebody holds one.
    """
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            others = connection.exec_driver_sql(
                "SELECT string_agg(DISTINCT tableowner::text, ', ') FROM pg_tables "
                "WHERE schemaname = current_schema() AND NOT pg_has_role(tableowner, 'USAGE')"
            ).scalar()
            if others:
                raise CannotWrite(
                    f"the words are taken out, but the server still holds dead copies of them, which only the owner of "
                    f"the tables can remove ({others}); let them run in the database: VACUUM FULL"
                )
            tables = connection.exec_driver_sql(
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname = current_schema()"
            ).scalars()
            for table in tables.all():
                connection.exec_driver_sql(f"VACUUM (FULL) {table}")
    except DBAPIError as error:
        if not is_busy(error):
            raise
        raise CaseBusy(
            "the words are taken out, but the server still holds dead copies of them, since somebody reads the case "
            "all the time; stop the other programs, then run in the database: VACUUM FULL"
        ) from error


def integrity_problems(connection: Connection) -> list[str]:
    """What the server itself knows to be wrong: indexes left half made, rules that were not checked."""
    invalid = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)"
    ).scalars()
    found = [f"index {name} is not valid" for name in invalid]
    unchecked = connection.exec_driver_sql(
        "SELECT c.conname, c.conrelid::regclass::text FROM pg_constraint c "
        "JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = current_schema() AND NOT c.convalidated"
    )
    return found + [f"rule {name} of {table} was never checked" for name, table in unchecked]


def _state(error: Exception) -> str:
    """The five characters by which PostgreSQL names what went wrong; "" where it never came to speak."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


def is_busy(error: Exception) -> bool:
    return _state(error) in ("55P03", "40001", "40P01")


def no_table(error: Exception) -> bool:
    """True if a table that was asked for is not there."""
    return _state(error) == "42P01"


def write_problem(error: Exception) -> str | None:
    state = _state(error)
    if state == "42501":
        return f"the server does not let you ({str(error).splitlines()[0]}); ask whoever runs it for the right"
    if state == "25006":
        return "the server, or your part in it, is read-only; ask whoever runs it"
    if state in ("53100", "53200"):
        return "the server's disk or memory is full; tell whoever runs it, then run the command again: nothing was lost"
    if state == "53300":
        return "the server has no connection left; try again when fewer people are at work"
    if state.startswith(("08", "57P")) or (not state and type(error).__name__ == "OperationalError"):
        return f"the connection to the server was lost ({str(error).splitlines()[0]}); run the command again"
    return None
