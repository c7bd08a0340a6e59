"""Terms that somebody says the agreement holds, each with its owner and words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "term_claims",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("side", sa.Text), sa.Column("effect", sa.Text),
        sa.Column("said_from", sa.DateTime(timezone=True)), sa.Column("said_to", sa.DateTime(timezone=True)),
        sa.Column("day_from", sa.Date), sa.Column("day_to", sa.Date),
        sa.Column("published", sa.Date), sa.Column("captured_at", sa.DateTime(timezone=True)),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True)),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "text_id"], ["texts.case_id", "texts.id"], name="fk_term_claims_case_id_text_id"
        ),
    )  # fmt: skip
    current = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_term_claims_current", "term_claims", ["case_id", "id"], unique=True, sqlite_where=current,
        postgresql_where=current,
    )  # fmt: skip
    op.create_index("ix_term_claims_id", "term_claims", ["case_id", "id"])
    op.create_index("ix_term_claims_text_id", "term_claims", ["text_id"])
    op.create_index("ix_term_claims_recorded", "term_claims", ["case_id", "recorded_at"])
    over = sa.text("superseded_at IS NOT NULL")
    op.create_index(
        "ix_term_claims_superseded", "term_claims", ["case_id", "superseded_at"], sqlite_where=over,
        postgresql_where=over,
    )  # fmt: skip
