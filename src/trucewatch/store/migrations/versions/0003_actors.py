"""Actors across reports; they are made when the case is linked next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "actors",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name_folded", sa.Text), sa.Column("kind", sa.Text),
        sa.Column("said_from", instant), sa.Column("said_to", instant),
        sa.Column("day_from", sa.Date), sa.Column("day_to", sa.Date),
        sa.Column("published", sa.Date), sa.Column("captured_at", instant),
        sa.Column("recorded_at", instant, nullable=False), sa.Column("superseded_at", instant),
        sa.Column("payload", sa.Text, nullable=False), sa.Column("digest", sa.String(64), nullable=False),
    )  # fmt: skip
    current = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_actors_current", "actors", ["case_id", "id"], unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_index("ix_actors_id", "actors", ["case_id", "id"])
