"""Issued dossiers, decisions that lost their place, and indexes for what changed between two instants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

RECORD_TABLES = (
    "readings", "agreements", "reports", "annotations", "statement_mentions", "incident_mentions", "figures",
    "commitments", "statements", "incidents", "actors", "series", "judgements", "assessments",
)  # fmt: skip


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    for name in RECORD_TABLES:
        op.create_index(f"ix_{name}_recorded", name, ["case_id", "recorded_at"])
        over = sa.text("superseded_at IS NOT NULL")
        op.create_index(
            f"ix_{name}_superseded", name, ["case_id", "superseded_at"], sqlite_where=over, postgresql_where=over
        )
    op.create_table(
        "lost_places",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("decision_id", sa.String(64), nullable=False),
        sa.Column("recorded_at", instant, nullable=False), sa.Column("superseded_at", instant),
    )  # fmt: skip
    current = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_lost_places_current", "lost_places", ["case_id", "decision_id"], unique=True, sqlite_where=current,
        postgresql_where=current,
    )  # fmt: skip
    op.create_table(
        "briefs",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("made_at", instant, nullable=False), sa.Column("known_at", instant, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False), sa.Column("versions", sa.Text, nullable=False),
        sa.Column("texts", sa.Text, nullable=False), sa.Column("withdrawn", sa.Text),
        sa.UniqueConstraint("case_id", "number", name="uq_briefs_case_id_number"),
    )  # fmt: skip
    op.create_table(
        "brief_files",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False), sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.UniqueConstraint("case_id", "number", "form", name="uq_brief_files_case_id_number_form"),
    )  # fmt: skip
