"""Tables of lists: one narrow row for each record in force, with what lists are filtered, ordered and counted by.

Record tables are wide, and reading 100,000 of their rows takes a second. These rows are worked out from the records
(listing.py), never shown as they are. They belong to the same schema as the tables of schema.py.

``row`` is that of the version in force; ``day`` and ``last`` are those of conditions.by_time and between, ``dated``
whether they are the record's own and not its first report's. Several sides stand as "|one|other|". Indexes hold the
columns that are filtered by beside those that are ordered or grouped by, so that counting reads no row of the table.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trucewatch.store.schema import Instant, case_column, metadata


def _list_table(name: str, *more: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(
        name, metadata, sa.Column("row", sa.Integer, primary_key=True, autoincrement=False), case_column(),
        sa.Column("id", sa.String(64), nullable=False), *more, sa.Index(f"uq_{name}_id", "case_id", "id", unique=True),
    )  # fmt: skip


def _told() -> list[sa.Column[Any]]:
    """``score`` is the best of its mentions', ``made_by`` "person" where one added, changed or confirmed something."""
    return [
        sa.Column("day", sa.Date), sa.Column("last", sa.Date), sa.Column("dated", sa.Boolean, nullable=False),
        sa.Column("score", sa.Float), sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
    ]  # fmt: skip


listed_statements = _list_table(
    "listed_statements", *_told(),
    sa.Column("act", sa.Text), sa.Column("side", sa.Text), sa.Column("target_side", sa.Text),
    sa.Column("speaker_folded", sa.Text), sa.Column("actor_id", sa.String(64)),
    sa.Index("ix_listed_statements_day", "case_id", "day", "row", "last", "side", "act", "target_side", "made_by",
             "score", "speaker_folded"),
    sa.Index("ix_listed_statements_side", "case_id", "side", "day", "row", "act", "last"),
    sa.Index("ix_listed_statements_act", "case_id", "act", "day", "row", "side", "last"),
    sa.Index("ix_listed_statements_actor", "case_id", "actor_id", "day", "row"),
)  # fmt: skip
listed_incidents = _list_table(
    "listed_incidents", *_told(),
    sa.Column("type", sa.Text), sa.Column("country", sa.Text), sa.Column("places", sa.Text),  # folded, one a line
    sa.Column("lat", sa.Float), sa.Column("lon", sa.Float), sa.Column("precision", sa.Text),
    sa.Column("actor_sides", sa.Text, nullable=False), sa.Column("target_sides", sa.Text, nullable=False),
    sa.Column("happened", sa.Boolean, nullable=False), sa.Column("alleged", sa.Boolean, nullable=False),
    sa.Column("disputed", sa.Boolean, nullable=False),
    sa.Index("ix_listed_incidents_day", "case_id", "day", "row", "last", "type", "country", "actor_sides",
             "target_sides", "happened", "alleged", "disputed", "made_by", "score", "places"),
    sa.Index("ix_listed_incidents_type", "case_id", "happened", "type", "day", "row", "last"),
    sa.Index("ix_listed_incidents_sides", "case_id", "happened", "actor_sides", "day", "row", "last"),
    sa.Index("ix_listed_incidents_place", "case_id", "lat", "lon", "precision", "type", "actor_sides"),
)  # fmt: skip
listed_reports = _list_table(
    "listed_reports",
    sa.Column("day", sa.Date), sa.Column("publisher", sa.Text), sa.Column("kind", sa.Text),
    sa.Column("added_at", Instant, nullable=False),
    sa.Index("ix_listed_reports_day", "case_id", "day", "row"),
    sa.Index("ix_listed_reports_publisher", "case_id", "publisher", "day"),
)  # fmt: skip
listed_actors = _list_table(
    "listed_actors",
    sa.Column("name", sa.Text, nullable=False), sa.Column("names_folded", sa.Text, nullable=False),
    sa.Column("kind", sa.Text), sa.Column("side", sa.Text), sa.Column("sides", sa.Text, nullable=False),
    sa.Column("role", sa.Text),
)  # fmt: skip
listed_series = _list_table(
    "listed_series",
    sa.Column("unit", sa.Text), sa.Column("state", sa.Text), sa.Column("kinds", sa.Text, nullable=False),
    sa.Column("words_folded", sa.Text), sa.Column("incident_id", sa.String(64)), sa.Column("day", sa.Date),
    sa.Column("figures", sa.Integer, nullable=False),
)  # fmt: skip
#: Which mention (its row) stands in which report and in which statement or incident (their rows in the lists); of kind
#: "text" which text stands in which report.
listed_mentions = sa.Table(
    "listed_mentions", metadata,
    sa.Column("kind", sa.Text, primary_key=True),  # "statement" or "incident"
    sa.Column("mention", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("report", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("listed", sa.Integer, nullable=False),
    sa.Index("ix_listed_mentions_listed", "kind", "listed", "report"),
    sa.Index("ix_listed_mentions_report", "kind", "report", "listed"),
    sqlite_with_rowid=False,
)  # fmt: skip
