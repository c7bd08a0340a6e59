"""What language models proposed, and what was sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("statement_id", sa.String(64)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text),
        sa.UniqueConstraint("case_id", "id", name="uq_proposals_case_id_id"),
    )
    op.create_index("ix_proposals_text", "proposals", ["case_id", "text_id"])
    op.create_index("ix_proposals_statement", "proposals", ["case_id", "statement_id"])
    op.create_table(
        "model_requests",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("report_id", sa.String(64), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "id", name="uq_model_requests_case_id_id"),
    )
    op.create_index("ix_model_requests_key", "model_requests", ["case_id", "key"])
    op.create_index("ix_model_requests_report", "model_requests", ["case_id", "report_id"])
