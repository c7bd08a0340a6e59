"""What linking keeps so that an add reads only what it touches: cards, edges, texts that wait."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _case(**more: Any) -> sa.Column[Any]:
    return sa.Column("case_id", sa.String(64), sa.ForeignKey("cases.id"), nullable=False, **more)


def upgrade() -> None:
    op.create_table(
        "link_cards",
        sa.Column("row", sa.Integer, primary_key=True), _case(),
        sa.Column("kind", sa.Text, nullable=False), sa.Column("id", sa.String(64), nullable=False),
        sa.Column("text_id", sa.String(64), nullable=False),
        sa.Column("record_id", sa.String(64)), sa.Column("name", sa.Text), sa.Column("side", sa.Text),
        sa.Column("first_day", sa.Integer), sa.Column("last_day", sa.Integer), sa.Column("payload", sa.Text),
        sa.UniqueConstraint("case_id", "kind", "id", name="uq_link_cards_case_id_kind_id"),
    )  # fmt: skip
    op.create_index("ix_link_cards_text", "link_cards", ["case_id", "kind", "text_id"])
    op.create_index("ix_link_cards_days", "link_cards", ["case_id", "kind", "last_day", "first_day"])
    op.create_index("ix_link_cards_name", "link_cards", ["case_id", "name"])
    op.create_index("ix_link_cards_record", "link_cards", ["case_id", "record_id"])
    op.create_table(
        "link_edges",
        sa.Column("row", sa.Integer, primary_key=True), _case(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("left_id", sa.String(64), nullable=False), sa.Column("right_id", sa.String(64), nullable=False),
        sa.Column("voices", sa.Text),
    )  # fmt: skip
    op.create_index("ix_link_edges_left", "link_edges", ["case_id", "left_id"])
    op.create_index("ix_link_edges_right", "link_edges", ["case_id", "right_id"])
    op.create_index("ix_link_edges_voices", "link_edges", ["case_id", "voices"])
    op.create_table(
        "link_waiting", _case(primary_key=True), sa.Column("text_id", sa.String(64), primary_key=True),
    )  # fmt: skip
    op.create_table(
        "link_state", _case(primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False), sa.Column("decisions", sa.Integer, nullable=False),
    )  # fmt: skip
    for table in ("statements", "incidents"):
        op.create_index(f"ix_{table}_founding_mention", table, ["case_id", "founding_mention"])
