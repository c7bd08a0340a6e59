"""Tables for other datasets' records, which lie beside the record and are no part of it: no reader of the record, no
linking and no export looks at them (beside.py). They belong to the same schema as those of schema.py.
"""

from __future__ import annotations

import sqlalchemy as sa

from trucewatch.store.schema import Instant, metadata

#: The files they came from, with who accepted their terms.
other_sets = sa.Table(
    "other_sets", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False), sa.Column("added_at", Instant, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)  # fmt: skip

other_records = sa.Table(
    "other_records", metadata,
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("set_name", sa.Text, primary_key=True), sa.Column("id", sa.Text, primary_key=True),
    sa.Column("first_day", sa.Date, nullable=False), sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Index("ix_other_records_day", "case_id", "set_name", "first_day"),
)  # fmt: skip

#: Persons' judgements, each as it was made; the last one of a pair holds.
other_judged = sa.Table(
    "other_judged", metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("set_name", sa.Text, nullable=False), sa.Column("other_id", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Index("ix_other_judged_set", "case_id", "set_name"),
)  # fmt: skip
