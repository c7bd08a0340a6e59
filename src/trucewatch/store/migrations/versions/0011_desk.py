"""Where each statement stands in the order told, for the pages of the ledger; what persons say in review; indexes by
which SQLite looks judgements and statements up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from trucewatch.store.dialects import dialect_of

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _told()
    for end in ("left", "right"):
        op.drop_index(f"ix_judgements_{end}_id", "judgements", if_exists=True)
        op.create_index(f"ix_judgements_{end}", "judgements", ["case_id", f"{end}_id"])
    op.drop_index("ix_statements_speaker", "statements")
    now = sa.text("superseded_at IS NULL")
    op.create_index(
        "ix_statements_speaker", "statements", ["case_id", "speaker_folded", "id"], sqlite_where=now,
        postgresql_where=now,
    )  # fmt: skip
    op.create_table(
        "review_entries",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("about_kind", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("text_id", sa.String(64)),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text),
        sa.UniqueConstraint("case_id", "id", name="uq_review_entries_case_id_id"),
    )
    for name, column in (("about", "about"), ("text", "text_id"), ("kind", "kind")):
        op.create_index(f"ix_review_entries_{name}", "review_entries", ["case_id", column])
    for name, verb in (
        ("delete", "DELETE"),
        ("update", "UPDATE OF case_id, id, kind, about_kind, about, text_id, who, made_at"),
    ):
        dialect_of(op.get_bind()).guard(
            op.get_bind(), "review_entries", verb, name=name, why="what was said in review is append-only"
        )


def _told() -> None:
    op.create_table(
        "told",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("statement_id", sa.String(64), primary_key=True),
        sa.Column("side", sa.Text),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("against", sa.Text),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True)),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("last_reported", sa.Date, nullable=False),
    )
    claims = sa.text("against IS NOT NULL")
    op.create_index(
        "ix_told_claims", "told", ["case_id", "day", "published", "added_at", "start", "statement_id"],
        sqlite_where=claims, postgresql_where=claims,
    )  # fmt: skip
    op.create_index(
        "ix_told_counts", "told", ["case_id", "against", "answered", "side"], sqlite_where=claims,
        postgresql_where=claims,
    )  # fmt: skip
    op.create_index("ix_told_said", "told", ["case_id", "side", "last_reported"])
