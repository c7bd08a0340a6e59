"""What linking keeps of texts, reports and records, so that an add reads only what it touches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "link_facts",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False), sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("held", sa.String(64)), sa.Column("day", sa.Integer, nullable=False), sa.Column("payload", sa.Text),
    )  # fmt: skip
    op.create_index("ix_link_facts_owner", "link_facts", ["case_id", "kind", "owner"])
    op.create_index("ix_link_facts_held", "link_facts", ["case_id", "kind", "held"])
    op.create_table(
        "link_keys",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fact", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_link_keys_fact", "link_keys", ["fact"])
    op.create_index("ix_judgements_made_by", "judgements", ["case_id", "made_by", "kind"])
    op.create_index("ix_statements_days", "statements", ["case_id", "day_to", "day_from"])
    op.create_index("ix_statements_speaker", "statements", ["case_id", "superseded_at", "speaker_folded", "id"])
