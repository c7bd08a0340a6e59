"""Make a case file, open one, and refuse with a clear message what cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

from trucewatch.errors import CannotWrite, CaseError, CaseExists, MissingCase, NotACase, OtherVersion
from trucewatch.records.agreement import Agreement
from trucewatch.records.ids import random_id
from trucewatch.store import schema, sqlite
from trucewatch.store.case_file import in_plain_words, utc_now
from trucewatch.store.store import Store

#: Hears of what is done to the file besides opening it (a migration); shown to the person on stderr.
Remark = Callable[[str], None]


def create_case(path: Path | str, *, agreement: Agreement, source: bytes, title: str | None = None) -> Store:
    """Make a new case file that follows ``agreement`` (``source``: the bytes of its file) and open it for writing.

    The file appears whole or not at all.

    Raises: CaseExists; CannotWrite (missing or read-only folder, full disk, network file system).
    """
    path = Path(path)
    if path.exists() or path.is_symlink():
        raise CaseExists(f"{path} is there already; choose another name, or add to it: trucewatch add {path} REPORTS")
    if not path.parent.is_dir():
        raise CannotWrite(f"cannot make {path}: there is no folder {path.parent}; make it first")
    _refuse_network(path)
    # Made under another name and then renamed, so that a kill half-way leaves no half case under the wanted name
    making = path.with_name(f".{path.name}.{os.getpid()}.making")
    try:
        making.touch(exist_ok=False)
    except OSError as error:
        raise CannotWrite(f"cannot make {path}: {error.strerror}; choose a folder that you may write to") from error
    try:
        case_id, title = random_id(), title or agreement.title
        with in_plain_words(path):
            engine = sqlite.make_engine(making, mode="create")
            try:
                with engine.connect().execution_options(immediate=True) as connection, connection.begin():
                    migrate(connection)
                    connection.execute(
                        schema.cases.insert().values(id=case_id, title=title, created_at=utc_now(), made_by=_maker())
                    )
                with Store(engine, path=making, case_id=case_id, title=title, write=True) as store:
                    store.save_agreement(agreement, source)
                    with store.writing() as connection:
                        store.note_form(connection)  # nothing is there that could be listed
            finally:
                engine.dispose()
        _move(making, path)
    except FileExistsError as error:
        raise CaseExists(f"{path} was made by somebody else meanwhile; choose another name") from error
    except OSError as error:
        raise CannotWrite(f"cannot make {path}: {error.strerror}; choose another folder") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{making}{end}").unlink(missing_ok=True)
    return open_case(path, write=True)


def open_case(path: Path | str, *, write: bool = False, remark: Remark | None = None) -> Store:
    """Open a case file. A case of an older schema is brought up to date when opened for writing.

    Raises: MissingCase; NotACase; OtherVersion (newer, or older and opened for reading only);
    CannotWrite (read-only file or folder, network file system).
    """
    path = Path(path)
    if not path.exists():
        raise MissingCase(f"no case at {path}; make one with: trucewatch init {path} --agreement doha")
    mode = _mode(path, write=write)
    engine = sqlite.make_engine(path, mode=mode)
    try:
        with in_plain_words(path):
            case_id, title = _check(engine, path, write=write, remark=remark)
        store = Store(engine, path=path, case_id=case_id, title=title, write=write)
        if not store.listed():
            if not write:
                raise _older(path, "its lists are missing")
            store.make_lists()
    except BaseException:
        engine.dispose()
        raise
    return store


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


def _move(making: Path, path: Path) -> None:
    """Give the finished file its name. Raises: FileExistsError if somebody made it meanwhile."""
    try:
        os.link(making, path)  # unlike rename, this never overwrites
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        making.rename(path)


def _maker() -> str:
    from importlib.metadata import version

    return f"trucewatch {version('trucewatch')}"


def _refuse_network(path: Path) -> None:
    kind = sqlite.network_file_system(path if path.exists() else path.parent)
    if kind:
        raise CannotWrite(
            f"{path} lies on a network file system ({kind}), where locks do not hold and a case can be damaged; "
            f"keep the case on a local disk and copy it when nobody writes to it"
        )


def _mode(path: Path, *, write: bool) -> str:
    """How to open the file, after the checks that need no database."""
    if path.is_dir():
        raise NotACase(f"{path} is a folder, not a case; name the case file")
    try:
        ours = sqlite.has_mark(path)
    except OSError as error:
        raise CaseError(f"cannot read {path}: {error.strerror}; check its permissions") from error
    if not ours:
        raise NotACase(f"{path} is not a Trucewatch case; make one with: trucewatch init NEW.truce --agreement doha")
    _refuse_network(path)
    mode = sqlite.mode_for_reading(path)
    if write:
        if mode != "read":
            raise CannotWrite(
                f"{path} or its folder is read-only; make both writable, or copy the case to a folder of yours"
            )
        return "write"
    if mode == "stuck":
        raise CannotWrite(
            f"the last changes to {path} lie in {path.name}-wal and cannot be read in a read-only folder; "
            f"copy both files to a folder of yours and open the copy"
        )
    return mode


def _older(path: Path, what: str) -> OtherVersion:
    return OtherVersion(
        f"{path} was written by an older Trucewatch ({what}) and is open for reading only; any command that writes "
        f"brings it up to date, for example: trucewatch reannotate {path}"
    )


def _check(engine: Engine, path: Path, *, write: bool, remark: Remark | None) -> tuple[str, str]:
    """The case's id and title, once file and schema are known to be ours; older schemas are migrated."""
    try:
        with engine.connect() as connection:
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except DatabaseError as error:
        if "no such table" not in str(error.orig) and "not a database" not in str(error.orig):
            raise
        raise NotACase(
            f"{path} begins like a case, but is none or is damaged ({error.orig}); go back to a copy"
        ) from error
    if revision is None:
        raise NotACase(f"{path} names no schema version; go back to a copy")
    latest = schema.REVISIONS[-1]
    if revision not in schema.REVISIONS:
        raise OtherVersion(
            f"{path} was written by a newer Trucewatch (schema {revision}; this one knows {latest}); "
            f"update with: pip install --upgrade trucewatch"
        )
    if revision != latest:
        if not write:
            raise _older(path, f"schema {revision}, now {latest}")
        if remark:
            remark(f"bringing {path} from schema {revision} to {latest}")
        with engine.connect().execution_options(immediate=True) as connection, connection.begin():
            # Another process may have done it while this one waited for the lock: upgrading twice does nothing
            migrate(connection)
    with engine.connect() as connection:
        row = connection.execute(sa.select(schema.cases.c.id, schema.cases.c.title)).first()
    if row is None:
        raise NotACase(f"{path} holds no case; make one with: trucewatch init NEW.truce --agreement doha")
    return row.id, row.title
