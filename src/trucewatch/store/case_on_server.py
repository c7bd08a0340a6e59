"""A case in a database of a PostgreSQL server: one database, one case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from trucewatch.errors import CaseExists, NotACase
from trucewatch.store import postgres
from trucewatch.store.address import Server


@contextmanager
def new_on_server(server: Server) -> Iterator[Engine]:
    """An engine for an empty database; what is made in one transaction appears whole or not at all.

    Raises: CaseExists; NotACase if other tables are there; MissingCase (no such database); OtherVersion; CaseError.
    """
    engine = engine_on_server(server, write=True)
    try:
        tables = set(sa.inspect(engine).get_table_names())
        if "alembic_version" in tables and "chain" in tables:
            raise CaseExists(
                f"{server} holds a case already; take another database, or add to it: trucewatch add {server} REPORTS"
            )
        if tables:
            raise NotACase(
                f"{server} holds tables that are no case's ({', '.join(sorted(tables)[:3])}); "
                f"a case needs a database of its own"
            )
        yield engine
    finally:
        engine.dispose()


def engine_on_server(server: Server, *, write: bool) -> Engine:
    """Raises: MissingCase (no such database); OtherVersion; CaseError if no connection comes about."""
    engine = postgres.make_engine(server, write=write)
    try:
        postgres.check_server(engine, server)
    except BaseException:
        engine.dispose()
        raise
    return engine
