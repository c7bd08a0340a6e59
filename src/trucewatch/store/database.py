"""Make a case, open one, and refuse with a clear message what cannot be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

from trucewatch.errors import CaseExists, MissingCase, NotACase, OtherVersion
from trucewatch.records.agreement import Agreement
from trucewatch.records.ids import random_id
from trucewatch.store import schema
from trucewatch.store.address import CasePlace, Server, case_at
from trucewatch.store.case_file import in_plain_words, utc_now
from trucewatch.store.case_on_disk import engine_of_file, new_file
from trucewatch.store.case_on_server import engine_on_server, new_on_server
from trucewatch.store.dialects import dialect_of
from trucewatch.store.store import Store

#: Hears of what is done to the case besides opening it (a migration); shown to the person on stderr.
Remark = Callable[[str], None]


def create_case(place: str | CasePlace, *, agreement: Agreement, source: bytes, title: str | None = None) -> Store:
    """Make a new case that follows ``agreement`` (``source``: the bytes of its file), in a new file or in an empty
    database of a server (``postgresql://…``), and open it for writing. It appears whole or not at all.

    Raises: CaseExists; CannotWrite (missing or read-only folder, full disk, network file system, no right on the
    server); MissingCase (no such database); CaseError (no connection); BadInput (no address).
    """
    place = case_at(place)
    case_id, title = random_id(), title or agreement.title
    with new_case(place) as engine, making(place, engine) as connection:
        connection.execute(
            schema.cases.insert().values(id=case_id, title=title, created_at=utc_now(), made_by=_maker())
        )
        store = Store(engine, path=place, case_id=case_id, title=title, write=True)
        store.put_agreement(connection, agreement, source, now=utc_now())
        store.note_form(connection)  # nothing is there that could be listed
    return open_case(place, write=True)


def open_case(place: str | CasePlace, *, write: bool = False, remark: Remark | None = None) -> Store:
    """Open a case. One of an older schema is brought up to date when opened for writing.

    Raises: MissingCase; NotACase; OtherVersion (newer, or older and opened for reading only); CannotWrite (read-only
    file or folder, network file system); CaseError (no connection to the server); BadInput (no address).
    """
    place = case_at(place)
    engine = (
        engine_on_server(place, write=write) if isinstance(place, Server) else engine_of_file(place, write=write)
    )  # fmt: skip
    try:
        with in_plain_words(place, engine):
            case_id, title = _check(engine, place, write=write, remark=remark)
        store = Store(engine, path=place, case_id=case_id, title=title, write=write)
        if not store.listed():
            if not write:
                raise _older(place, "its lists are missing")
            store.make_lists()
    except BaseException:
        engine.dispose()
        raise
    return store


def new_case(place: CasePlace) -> AbstractContextManager[Engine]:
    """An engine for a case that is not there yet. Raises: as ``create_case``."""
    return new_on_server(place) if isinstance(place, Server) else new_file(place)


@contextmanager
def making(place: CasePlace, engine: Engine) -> Iterator[Connection]:
    """The transaction in which a new case is made, with its tables, still empty."""
    with in_plain_words(place, engine), _writing(engine) as connection:
        migrate(connection)
        if connection.execute(sa.select(schema.cases.c.id)).first() is not None:
            raise CaseExists(f"{place} was made by somebody else meanwhile; choose another name")
        yield connection


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the schema to ``to`` inside the caller's transaction, so that it happens whole or not at all."""
    # Alembic is only needed here, and takes a tenth of a second to import
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("trucewatch.store") / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    dialect_of(connection).after_migration(connection)


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A transaction while nobody else writes."""
    sql = dialect_of(engine)
    with engine.connect().execution_options(**sql.WRITING) as connection, connection.begin():
        sql.wait_for_turn(connection, held=False)
        yield connection


def _maker() -> str:
    from importlib.metadata import version

    return f"trucewatch {version('trucewatch')}"


def _older(place: CasePlace, what: str) -> OtherVersion:
    return OtherVersion(
        f"{place} was written by an older Trucewatch ({what}) and is open for reading only; any command that writes "
        f"brings it up to date, for example: trucewatch reannotate {place}"
    )


def _check(engine: Engine, place: CasePlace, *, write: bool, remark: Remark | None) -> tuple[str, str]:
    """The case's id and title, once database and schema are known to be ours; older schemas are migrated."""
    try:
        with engine.connect() as connection:
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except DatabaseError as error:
        if not dialect_of(engine).no_table(error):
            raise
        if isinstance(place, Server):
            raise MissingCase(
                f"the database {place} holds no case; make one with: trucewatch init {place} --agreement doha"
            ) from error
        raise NotACase(
            f"{place} begins like a case, but is none or is damaged ({error.orig}); go back to a copy"
        ) from error
    if revision is None:
        raise NotACase(f"{place} names no schema version; go back to a copy")
    latest = schema.REVISIONS[-1]
    if revision not in schema.REVISIONS:
        raise OtherVersion(
            f"{place} was written by a newer Trucewatch (schema {revision}; this one knows {latest}); "
            f"update with: pip install --upgrade trucewatch"
        )
    if revision != latest:
        if not write:
            raise _older(place, f"schema {revision}, now {latest}")
        if remark:
            remark(f"bringing {place} from schema {revision} to {latest}")
        with _writing(engine) as connection:
            # Another process may have done it while this one waited for the lock: upgrading twice does nothing
            migrate(connection)
    with engine.connect() as connection:
        row = connection.execute(sa.select(schema.cases.c.id, schema.cases.c.title)).first()
    if row is None:
        raise NotACase(f"{place} holds no case; make one with: trucewatch init NEW.truce --agreement doha")
    return row.id, row.title
