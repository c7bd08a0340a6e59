"""Narrow lists of what the case holds, so that pages of it are read without reading all of it.

The tables are made here and filled by ``Listing.make_lists`` once all migrations ran (database.py).
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from trucewatch.store.dialects import dialect_of

revision = "0010"
down_revision = "0009"


INDEXES = {
    "ix_listed_statements_day": "case_id day row last side act target_side made_by score speaker_folded",
    "ix_listed_statements_side": "case_id side day row act last",
    "ix_listed_statements_act": "case_id act day row side last",
    "ix_listed_statements_actor": "case_id actor_id day row",
    "ix_listed_incidents_day": "case_id day row last type country actor_sides target_sides happened alleged disputed "
    "made_by score places",
    "ix_listed_incidents_type": "case_id happened type day row last",
    "ix_listed_incidents_sides": "case_id happened actor_sides day row last",
    "ix_listed_incidents_place": "case_id lat lon precision type actor_sides",
    "ix_listed_reports_day": "case_id day row",
    "ix_listed_reports_publisher": "case_id publisher day",
    "ix_listed_mentions_listed": "kind listed report",
    "ix_listed_mentions_report": "kind report listed",
}


def _list(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        *more,
    )
    op.create_index(f"uq_{name}_id", name, ["case_id", "id"], unique=True)


def _told() -> list[sa.Column[Any]]:
    return [
        sa.Column("day", sa.Date), sa.Column("last", sa.Date), sa.Column("dated", sa.Boolean, nullable=False),
        sa.Column("score", sa.Float), sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
    ]  # fmt: skip


def upgrade() -> None:
    _list(
        "listed_statements", *_told(),
        sa.Column("act", sa.Text), sa.Column("side", sa.Text), sa.Column("target_side", sa.Text),
        sa.Column("speaker_folded", sa.Text), sa.Column("actor_id", sa.String(64)),
    )  # fmt: skip
    _list(
        "listed_incidents", *_told(),
        sa.Column("type", sa.Text), sa.Column("country", sa.Text), sa.Column("places", sa.Text),
        sa.Column("lat", sa.Float), sa.Column("lon", sa.Float), sa.Column("precision", sa.Text),
        sa.Column("actor_sides", sa.Text, nullable=False), sa.Column("target_sides", sa.Text, nullable=False),
        sa.Column("happened", sa.Boolean, nullable=False), sa.Column("alleged", sa.Boolean, nullable=False),
        sa.Column("disputed", sa.Boolean, nullable=False),
    )  # fmt: skip
    _list(
        "listed_reports",
        sa.Column("day", sa.Date), sa.Column("publisher", sa.Text), sa.Column("kind", sa.Text),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )  # fmt: skip
    _list(
        "listed_actors",
        sa.Column("name", sa.Text, nullable=False), sa.Column("names_folded", sa.Text, nullable=False),
        sa.Column("kind", sa.Text), sa.Column("side", sa.Text), sa.Column("sides", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
    )  # fmt: skip
    _list(
        "listed_series",
        sa.Column("unit", sa.Text), sa.Column("state", sa.Text), sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("words_folded", sa.Text), sa.Column("incident_id", sa.String(64)), sa.Column("day", sa.Date),
        sa.Column("figures", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_table(
        "listed_mentions",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("mention", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("listed", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    for name, columns in INDEXES.items():
        table = name.removeprefix("ix_").rpartition("_")[0]
        op.create_index(name, table, columns.split())
    bears = sa.text("superseded_at IS NULL AND kind = 'provision'")
    op.create_index(
        "ix_judgements_provision", "judgements",
        ["case_id", "right_id", "left_id", "verdict", "made_by", "kind", "superseded_at"],
        sqlite_where=bears, postgresql_where=bears,
    )  # fmt: skip
    connection = op.get_bind()
    dialect_of(connection).create_search(connection, ("incident_search", "title_search"))
    for name in ("statement_mentions", "incident_mentions"):
        op.add_column(name, sa.Column("score", sa.Float))
        op.add_column(name, sa.Column("made_by", sa.Text))
        update = sa.text(f'UPDATE {name} SET score = :score, made_by = :made_by WHERE "row" = :row')
        for row, payload in connection.exec_driver_sql(f'SELECT "row", payload FROM {name}').all():
            values = json.loads(payload)
            person = values["maker"]["kind"] == "person" or any(
                reason["rule"].startswith("person ") for reason in values.get("reasons", ())
            )
            made_by = "person" if person else "machine"
            connection.execute(update, {"score": values.get("score"), "made_by": made_by, "row": row})
