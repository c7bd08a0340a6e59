"""A case copied as it stands to another place: from a file to a server, back, or beside itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from trucewatch.errors import CaseError
from trucewatch.store import schema
from trucewatch.store.address import CasePlace, case_at
from trucewatch.store.case_file import in_batches
from trucewatch.store.database import making, new_case, open_case
from trucewatch.store.dialects import dialect_of
from trucewatch.store.store import Store
from trucewatch.store.verify import records_hash

#: Who writes to a case goes on writing to it, not to its copy.
LEFT_OUT = (schema.leases,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied: rows by table, the end of the chain of decisions ("" if none was made) and the hash over all
    records, which are the same on both sides."""

    rows: dict[str, int]
    head: str
    records: str


def copy_case(
    source: str | CasePlace, target: str | CasePlace, *, progress: Callable[[str], None] = lambda table: None
) -> Copied:
    """Copy a case, all versions, decisions, runs and what is worked out of them, to a place where none is yet. The copy
    is of one moment, whoever writes meanwhile, and appears whole or not at all.

    Raises: as opening and making a case; CaseError if the copy is not what was copied.
    """
    target = case_at(target)
    with open_case(source) as store, store.reading() as reading:
        with new_case(target) as engine, making(target, engine) as connection:
            rows, sql = {}, dialect_of(connection)
            tables = [t for t in schema.metadata.sorted_tables if t not in LEFT_OUT]
            for table in tables:
                progress(table.name)
                rows[table.name] = _copy(table, reading, connection)
            for name in schema.SEARCH_TABLES:
                progress(name)
                for row, words in store.sql.all_indexed(reading, name):
                    sql.index_words(connection, name, row, words)
            sql.after_copy(connection, tables)
            sql.take_statistics(connection)
        before = _state(store, reading)
    with open_case(target) as copy, copy.reading() as connection:
        if _state(copy, connection) != before:
            raise CaseError(f"the copy at {target} is not what was copied; remove it and copy again")
    head, records = before
    return Copied(rows=rows, head=head, records=records)


def _copy(table: sa.Table, reading: Connection, writing: Connection) -> int:
    """Copy the rows of a table, in order, with their numbers; how many there were."""
    number = 0
    query = sa.select(table).order_by(*table.primary_key.columns)
    for batch in in_batches(reading.execute(query, execution_options={"yield_per": 500})):
        writing.execute(table.insert(), [dict(row._mapping) for row in batch])
        number += len(batch)
    return number


def _state(store: Store, connection: Connection) -> tuple[str, str]:
    c = schema.chain
    head = connection.execute(sa.select(c.c.digest).where(store.mine(c)).order_by(c.c.sequence.desc()).limit(1))
    return head.scalar() or "", records_hash(store, connection)
